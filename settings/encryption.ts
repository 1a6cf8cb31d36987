import { z } from "zod";
import { role } from "./account";

/**
 * Puts with a key that the client holds (SSE-C) are refused, since nobody else could read the object.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/blocking-unblocking-s3-c-encryption-gpb.html
 */
const allowSseC = z.boolean().default(false);

const keyArn = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/(?:mrk-)?[0-9a-f-]{32,36}$/,
    'must be the ARN of a key like "arn:aws:kms:eu-west-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab"; an alias would be looked up in the account of whoever puts',
  );

const withKey = {
  /** Absent: a key is made, with an alias. Given: that key serves, and its policy stays its owner's. */
  keyArn: keyArn.optional(),
  /** Roles of the destination account that administer the key. Empty: whoever that account's IAM lets. */
  administrators: z.array(role).default([]),
  /** Days between rotations of the key that is made: 90 to 2,560. */
  rotationDays: z.int().min(90).max(2_560).default(365),
  /** Days between asking for the key's deletion and losing what it encrypted: 7 to 30. */
  deletionWindowDays: z.int().min(7).max(30).default(30),
  allowSseC,
};

/**
 * How S3 encrypts what is put.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/serv-side-encryption.html
 */
export const encryption = z
  .discriminatedUnion(
    "kind",
    [
      /** SSE-S3, with keys that S3 owns. */
      z.strictObject({ kind: z.literal("s3"), allowSseC }),
      /** SSE-KMS with a customer managed key. */
      z.strictObject({
        kind: z.literal("kms"),
        ...withKey,
        /** One key for the bucket instead of a call to KMS for each object: cheaper, the same for every prefix. */
        bucketKey: z.boolean().default(true),
      }),
      /** Two layers of encryption with a customer managed key; S3 has no bucket key for it. */
      z.strictObject({ kind: z.literal("dsse"), ...withKey }),
    ],
    { error: 'must have a kind: "s3", "kms" or "dsse"' },
  )
  .prefault({ kind: "kms" });

export type Encryption = z.output<typeof encryption>;
/** Encryption with a customer managed key. */
export type KeyEncryption = Exclude<Encryption, { kind: "s3" }>;
