import { bucketArn, type Partition } from "./arn";
import type { ResourceStatement } from "./document";

/** The bucket that a document speaks of. */
export interface TargetBucket {
  readonly partition: Partition;
  readonly bucket: string;
}

function bucketAndObjects({ partition, bucket }: TargetBucket): readonly [string, string] {
  const arn = bucketArn(partition, bucket);
  return [arn, `${arn}/*`];
}

/**
 * Refuses every request to the bucket that does not come over TLS.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 */
export function denyPlainHttp(target: TargetBucket): ResourceStatement {
  return {
    Sid: "DenyPlainHttp",
    Effect: "Deny",
    Principal: "*",
    Action: ["s3:*"],
    Resource: bucketAndObjects(target),
    Condition: { Bool: { "aws:SecureTransport": ["false"] } },
  };
}

/**
 * Refuses every request over a TLS version below 1.2.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html, s3:TlsVersion
 */
export function denyOldTls(target: TargetBucket): ResourceStatement {
  return {
    Sid: "DenyOldTls",
    Effect: "Deny",
    Principal: "*",
    Action: ["s3:*"],
    Resource: bucketAndObjects(target),
    Condition: { NumericLessThan: { "s3:TlsVersion": ["1.2"] } },
  };
}
