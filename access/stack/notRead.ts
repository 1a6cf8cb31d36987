import type { StackReading } from "./stackReading";
import { declared } from "./stackResource";

/** Resource types that may give access in ways for which the facts have no place. */
const types: readonly string[] = [
  "aws:s3/directoryBucket:DirectoryBucket",
  "aws:s3control/accessGrant:AccessGrant",
  "aws:s3control/accessGrantsInstanceResourcePolicy:AccessGrantsInstanceResourcePolicy",
  "aws:s3control/directoryBucketAccessPointScope:DirectoryBucketAccessPointScope",
  "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint",
  "aws:s3control/multiRegionAccessPointPolicy:MultiRegionAccessPointPolicy",
  "aws:s3control/objectLambdaAccessPoint:ObjectLambdaAccessPoint",
  "aws:s3control/objectLambdaAccessPointPolicy:ObjectLambdaAccessPointPolicy",
];

const objectTypes: readonly string[] = [
  "aws:s3/bucketObject:BucketObject",
  "aws:s3/bucketObjectv2:BucketObjectv2",
  "aws:s3/objectCopy:ObjectCopy",
];

/** Reports the resources that bear on access and are not read: they may give more than the facts say. */
export function reportNotRead(reading: StackReading): void {
  for (const resource of reading.resources) {
    const { type } = resource;
    const acl = objectTypes.includes(type) ? declared(resource, "acl") : undefined;
    if (acl !== undefined && acl !== "private" && acl !== "bucket-owner-full-control") {
      reading.report(resource, "acl", "notRead", "ACLs of objects are not read: it may give access", true);
    } else if (types.includes(type) || /^aws-native:(s3|s3objectlambda|iam|kms):/.test(type)) {
      reading.report(
        resource,
        "",
        "notRead",
        `resources of type ${type} are not read: it may give access`,
        true,
      );
    }
  }
}
