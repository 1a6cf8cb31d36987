import type * as pulumi from "@pulumi/pulumi";
import type { Encryption } from "../settings/encryption";
import type { BucketEncryption } from "./guardedBucket";

/** How a bucket encrypts by default when it follows the settings with this key. */
export function bucketEncryption(
  encryption: Encryption,
  keyArn: pulumi.Input<string> | undefined,
): BucketEncryption {
  if (encryption.kind === "s3" || keyArn === undefined) return { algorithm: "AES256" };
  return encryption.kind === "kms"
    ? { algorithm: "aws:kms", keyArn, bucketKey: encryption.bucketKey }
    : { algorithm: "aws:kms:dsse", keyArn };
}
