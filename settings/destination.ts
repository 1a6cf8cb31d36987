import { z } from "zod";
import { accountId, deployRole, region } from "./account";

const reservedStarts = ["xn--", "sthree-", "amzn-s3-demo-"];
const reservedEnds = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

/**
 * A name that S3 takes for a general purpose bucket.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
const bucketName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    "must be 3 to 63 lower-case letters, digits, hyphens and dots, with a letter or digit at both ends",
  )
  .refine((name) => !name.includes(".."), "must not have two dots in a row")
  .refine((name) => !/^\d+\.\d+\.\d+\.\d+$/.test(name), "must not look like an IP address")
  .refine(
    (name) => !reservedStarts.some((start) => name.startsWith(start)),
    `must not start with ${reservedStarts.join(", ")}: S3 reserves these`,
  )
  .refine(
    (name) => !reservedEnds.some((end) => name.endsWith(end)),
    `must not end with ${reservedEnds.join(", ")}: S3 reserves these`,
  );

/** The account and region that own the bucket, and how the bucket keeps objects. */
export const destination = z.strictObject({
  accountId,
  region,
  /** The role to deploy with. Absent: the ambient credentials must already be of this account. */
  deployRole: deployRole.optional(),
  bucket: bucketName,
  /** `s3`: SSE-S3, with keys that S3 owns. */
  encryption: z.strictObject({ kind: z.enum(["s3"]) }).default({ kind: "s3" }),
  /** Days after which an overwritten or deleted version expires: 1 or more. */
  keepVersionsDays: z.int().min(1).default(90),
  /** Days after which a multipart upload that was never completed is removed: 1 or more. */
  abortUploadsDays: z.int().min(1).default(7),
});

export type Destination = z.output<typeof destination>;
