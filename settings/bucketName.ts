import { z } from "zod";

const reservedStarts = ["xn--", "sthree-", "amzn-s3-demo-"];
const reservedEnds = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

/** The end of a name that S3 keeps for one account in one region, so that nobody else can take it. */
const accountRegionalEnd = /-(\d{12})-([a-z]{2,4}(?:-[a-z]+)+-\d)-an$/;

/**
 * A name that S3 takes for a general purpose bucket.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export const bucketName = z
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
  )
  .refine(
    (name) => !name.endsWith("-an") || accountRegionalEnd.test(name),
    'must end with "-<account id>-<region>-an" where it ends with "-an": S3 keeps such names for one account in one region',
  );

/** The account and region that an account-regional bucket name is kept for; undefined for any other name. */
export function namespaceOf(
  bucket: string,
): { readonly accountId: string; readonly region: string } | undefined {
  const [, accountId, region] = accountRegionalEnd.exec(bucket) ?? [];
  return accountId === undefined || region === undefined ? undefined : { accountId, region };
}

/**
 * The name of a bucket that belongs to another one, in the same namespace.
 *
 * @param suffix like `audit`
 */
export function besideBucket(bucket: string, suffix: string): string {
  const end = accountRegionalEnd.exec(bucket)?.[0] ?? "";
  return `${bucket.slice(0, bucket.length - end.length)}-${suffix}${end}`;
}
