import { besideBucket } from "../bucketName";
import type { Settings } from "../settings";

/**
 * The partition of a region, as ARNs begin.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function partitionOf(region: string): string {
  const [start = ""] = region.split("-");
  if (start === "cn") return "aws-cn";
  if (start === "eusc") return "aws-eusc";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  const isolated: Readonly<Record<string, string>> = {
    "us-iso": "aws-iso",
    "us-isob": "aws-iso-b",
    "us-isof": "aws-iso-f",
    "eu-isoe": "aws-iso-e",
  };
  return isolated[region.split("-").slice(0, 2).join("-")] ?? "aws";
}

/** What a stack's intents name: the parts that the settings fix. */
export class MeantPlace {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  readonly bucket: string;

  constructor(readonly settings: Settings) {
    const { accountId, region, bucket } = settings.destination;
    this.partition = partitionOf(region);
    this.account = accountId;
    this.region = region;
    this.bucket = bucket;
  }

  get bucketArn(): string {
    return this.arnOfBucket(this.bucket);
  }

  arnOfBucket(bucket: string): string {
    return `arn:${this.partition}:s3:::${bucket}`;
  }

  /** @param resource like `role/app/uploader` */
  iam(account: string, resource: string): string {
    return `arn:${this.partition}:iam::${account}:${resource}`;
  }

  /** A role that the stack makes in the destination account. */
  ownRole(name: string): string {
    return this.iam(this.account, `role/${this.settings.namePrefix}-${name}`);
  }

  accessPoint(name: string): string {
    return `arn:${this.partition}:s3:${this.region}:${this.account}:accesspoint/${this.settings.namePrefix}-${name}`;
  }

  /** Of another service, in the destination's account and region. */
  own(service: string, resource: string): string {
    return `arn:${this.partition}:${service}:${this.region}:${this.account}:${resource}`;
  }

  /** The bucket of a trail's log files. */
  auditBucket(named: string | undefined): string {
    return named ?? besideBucket(this.bucket, "audit");
  }

  accessLogBucket(named: string | undefined): string {
    return named ?? besideBucket(this.bucket, "access-logs");
  }
}
