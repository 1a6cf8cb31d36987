import { besideBucket, namespaceOf } from "../bucketName";
import { settingPath, type SettingsProblem } from "../problem";
import type { ReadSettings } from "./crossChecks";

/** A bucket that the settings ask for, with the place that names it. */
interface NamedBucket {
  readonly path: string;
  readonly bucket: string;
  readonly accountId: string;
  readonly region: string;
}

/** S3's limit for the name of a bucket. */
const longestName = 63;

/** Every bucket has a name of its own that S3 takes, kept for the account and region that it is in. */
export function bucketChecks(settings: ReadSettings): SettingsProblem[] {
  const buckets = namedBuckets(settings);
  return buckets.flatMap((entry, index) => [
    ...sameName(entry, buckets.slice(0, index)),
    ...tooLong(entry),
    ...otherNamespace(entry),
  ]);
}

function namedBuckets({ destination, audit }: ReadSettings): NamedBucket[] {
  const { accountId, region, bucket, accessLogs, replication } = destination;
  const here = (path: readonly string[], name: string) => ({
    path: settingPath(path),
    bucket: name,
    accountId,
    region,
  });
  return [
    here(["destination", "bucket"], bucket),
    ...(accessLogs === undefined
      ? []
      : [
          here(
            ["destination", "accessLogs", "bucket"],
            accessLogs.bucket ?? besideBucket(bucket, "access-logs"),
          ),
        ]),
    ...(audit.kind === "trail"
      ? [here(["audit", "bucket"], audit.bucket ?? besideBucket(bucket, "audit"))]
      : []),
    ...(replication === undefined
      ? []
      : [{ ...replication, path: settingPath(["destination", "replication", "bucket"]) }]),
  ];
}

function sameName({ path, bucket }: NamedBucket, others: readonly NamedBucket[]): SettingsProblem[] {
  const same = others.find((other) => other.bucket === bucket);
  return same === undefined
    ? []
    : [{ path, message: `must differ from ${same.path} ("${bucket}"): a bucket name is used once` }];
}

function tooLong({ path, bucket }: NamedBucket): SettingsProblem[] {
  return bucket.length <= longestName
    ? []
    : [
        {
          path,
          message: `must be given: "${bucket}", made from xput:destination.bucket, is ${bucket.length} characters long, and S3 takes ${longestName}`,
        },
      ];
}

function otherNamespace({ path, bucket, accountId, region }: NamedBucket): SettingsProblem[] {
  const namespace = namespaceOf(bucket);
  return namespace === undefined || (namespace.accountId === accountId && namespace.region === region)
    ? []
    : [{ path, message: `must end with "-${accountId}-${region}-an", the account and region that it is in` }];
}
