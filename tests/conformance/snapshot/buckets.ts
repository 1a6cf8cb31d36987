import { S3 } from "@aws-sdk/client-s3";
import { S3Control } from "@aws-sdk/client-s3-control";
import { type Entries, ifAny, type Viewer } from "./entry";

/** Every bucket of an account with all of its configurations. */
export async function bucketEntries({ config }: Viewer): Promise<Entries> {
  const s3 = new S3({ ...config, forcePathStyle: true });
  try {
    const { Buckets = [] } = await s3.listBuckets({});
    const entries = Buckets.map(async ({ Name: Bucket = "" }): Promise<Entries> => {
      const of = { Bucket };
      const questions: Readonly<Record<string, Promise<unknown>>> = {
        acl: s3.getBucketAcl(of),
        cors: s3.getBucketCors(of),
        encryption: s3.getBucketEncryption(of),
        lifecycle: s3.getBucketLifecycleConfiguration(of),
        location: s3.getBucketLocation(of),
        logging: s3.getBucketLogging(of),
        notification: s3.getBucketNotificationConfiguration(of),
        "object lock": s3.getObjectLockConfiguration(of),
        "ownership controls": s3.getBucketOwnershipControls(of),
        policy: s3.getBucketPolicy(of),
        "public access block": s3.getPublicAccessBlock(of),
        replication: s3.getBucketReplication(of),
        tags: s3.getBucketTagging(of),
        versioning: s3.getBucketVersioning(of),
        website: s3.getBucketWebsite(of),
      };
      return Promise.all(
        Object.entries(questions).map(
          async ([what, answer]) => [`s3 ${Bucket} ${what}`, await ifAny(answer)] as const,
        ),
      );
    });
    return (await Promise.all(entries)).flat();
  } finally {
    s3.destroy();
  }
}

/** Every access point of an account with its policy. */
export async function accessPointEntries({ accountId: AccountId, config }: Viewer): Promise<Entries> {
  // The SDK's own rules put the account before the host, which an address in numbers cannot have.
  const endpointProvider = () => ({ url: new URL(config.endpoint) });
  const control = new S3Control({ ...config, endpointProvider });
  try {
    const { AccessPointList = [] } = await control.listAccessPoints({ AccountId });
    const entries = AccessPointList.map(async ({ Name = "" }): Promise<Entries> => {
      const of = { AccountId, Name };
      return [
        [`s3 access point ${Name}`, await control.getAccessPoint(of)],
        [`s3 access point ${Name} policy`, await ifAny(control.getAccessPointPolicy(of))],
      ];
    });
    return (await Promise.all(entries)).flat();
  } finally {
    control.destroy();
  }
}
