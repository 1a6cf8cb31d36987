/** First match wins, so the more specific prefix stands before the one that contains it. */
const partitionByRegionPrefix = [
  ["cn-", "aws-cn"],
  ["us-gov-", "aws-us-gov"],
  ["us-isob-", "aws-iso-b"],
  ["us-isof-", "aws-iso-f"],
  ["us-iso-", "aws-iso"],
  ["eu-isoe-", "aws-iso-e"],
  ["eusc-", "aws-eusc"],
] as const;

/** The partition: the first field of every ARN of a region after `arn:`. */
export type Partition = "aws" | (typeof partitionByRegionPrefix)[number][1];

/**
 * The partition that a region belongs to; `aws` for every region without a special prefix.
 *
 * @param region like `eu-west-1`
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function partitionOf(region: string): Partition {
  const match = partitionByRegionPrefix.find(([prefix]) => region.startsWith(prefix));
  return match ? match[1] : "aws";
}

/** The ARN of a bucket. Bucket names are global, so it names neither region nor account. */
export function bucketArn(partition: Partition, bucket: string): string {
  return `arn:${partition}:s3:::${bucket}`;
}

/**
 * The ARN of something in IAM.
 *
 * @param resource type, path and name, like `role/app/uploader`
 */
export function iamArn(partition: Partition, accountId: string, resource: string): string {
  return `arn:${partition}:iam::${accountId}:${resource}`;
}

/** The ARN that stands for a whole account in a policy's Principal. */
export function accountRootArn(partition: Partition, accountId: string): string {
  return iamArn(partition, accountId, "root");
}
