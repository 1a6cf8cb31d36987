import { accountRootArn, bucketArn, iamArn, type Partition } from "./arn";
import type { TargetBucket } from "./destination";
import { nonEmpty, type IdentityStatement, type TrustStatement } from "./document";

/** Who may assume a writer role. */
export interface TrustedUploaders {
  readonly partition: Partition;
  /** The source account: 12 digits. */
  readonly accountId: string;
  /** Type, path and name, like `role/app/uploader`; at least one. */
  readonly uploaders: readonly string[];
  /** Must be sent with AssumeRole where set: 2 to 1,224 characters. */
  readonly externalId?: string | undefined;
  /** The AWS Organization that the uploader must belong to where set, like `o-abc1234567`. */
  readonly organizationId?: string | undefined;
}

/**
 * Trust side: exactly these uploaders of the source account may assume the writer role.
 *
 * The principal is the account and `aws:PrincipalArn` names the uploaders: AWS refuses a role ARN as principal
 * while that role does not exist, and forgets it when the role is made anew. A condition does neither.
 * `aws:PrincipalArn` of a role session is the role's ARN, with its path.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
 */
export function trustUploaders(trusted: TrustedUploaders): TrustStatement {
  const { partition, accountId, uploaders, externalId, organizationId } = trusted;
  const arns = uploaders.map((uploader) => iamArn(partition, accountId, uploader));
  const stringEquals = {
    ...(externalId === undefined ? {} : { "sts:ExternalId": [externalId] as const }),
    ...(organizationId === undefined ? {} : { "aws:PrincipalOrgID": [organizationId] as const }),
  };
  return {
    Sid: "TrustUploaders",
    Effect: "Allow",
    Principal: { AWS: [accountRootArn(partition, accountId)] },
    Action: ["sts:AssumeRole"],
    Condition: {
      ArnEquals: { "aws:PrincipalArn": nonEmpty(arns, "uploaders") },
      ...(Object.keys(stringEquals).length === 0 ? {} : { StringEquals: stringEquals }),
    },
  };
}

/**
 * Identity side: the writer role may put objects below the prefixes and abort its own multipart uploads there.
 *
 * `s3:PutObject` also covers creating, filling and completing a multipart upload.
 *
 * @param prefixes each ends with `/`; at least one
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
 */
export function allowPut(target: TargetBucket, prefixes: readonly string[]): IdentityStatement {
  const arn = bucketArn(target.partition, target.bucket);
  const objects = prefixes.map((prefix) => `${arn}/${prefix}*`);
  return {
    Sid: "AllowPut",
    Effect: "Allow",
    Action: ["s3:PutObject", "s3:AbortMultipartUpload"],
    Resource: nonEmpty(objects, "prefixes"),
  };
}
