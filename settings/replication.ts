import { z } from "zod";
import { accountId, deployRole, region } from "./account";
import { bucketName } from "./bucketName";

/**
 * A second bucket that every object is copied to, in another region, another account or both.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html
 */
export const replication = z.strictObject({
  accountId,
  region,
  /** Absent: the ambient credentials must already be of this account. */
  deployRole: deployRole.optional(),
  bucket: bucketName,
  storageClass: z
    .enum(["STANDARD", "STANDARD_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"])
    .default("STANDARD"),
  /** Days after which an overwritten or deleted version of the copy expires: 1 or more. */
  keepVersionsDays: z.int().min(1).default(90),
});

export type Replication = z.output<typeof replication>;
