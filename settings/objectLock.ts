import { z } from "zod";

/**
 * How long no version of an object can be deleted or overwritten.
 *
 * `governance` can be lifted by who holds `s3:BypassGovernanceRetention`; `compliance` by nobody, the account's root
 * and AWS included.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
 */
export const objectLock = z.strictObject({
  mode: z.enum(["governance", "compliance"]),
  /** 1 to 36,500. */
  days: z.int().min(1).max(36_500),
});

export type ObjectLock = z.output<typeof objectLock>;
