import { z } from "zod";

const storageClass = z.enum(
  ["STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"],
  {
    error: "must be STANDARD_IA, INTELLIGENT_TIERING, ONEZONE_IA, GLACIER_IR, GLACIER or DEEP_ARCHIVE",
  },
);

/**
 * What happens to objects below a prefix as they age.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html
 */
export const lifecycleRule = z
  .strictObject({
    /** Empty: the whole bucket. */
    prefix: z.string().max(1_024),
    /** Days after which the current version expires: 1 or more. */
    expireDays: z.int().min(1).optional(),
    /** In order of days; each to a colder class. */
    transitions: z.array(z.strictObject({ days: z.int().min(0), storageClass })).default([]),
  })
  .refine(
    ({ expireDays, transitions }) => expireDays !== undefined || transitions.length > 0,
    "must say expireDays, transitions or both",
  )
  .refine(
    ({ transitions }) =>
      transitions.every(({ days }, index) => index === 0 || days > (transitions[index - 1]?.days ?? 0)),
    { path: ["transitions"], message: "must stand in order of days" },
  )
  .refine(
    ({ transitions }) =>
      transitions.every(
        ({ days, storageClass: to }) => days >= 30 || !["STANDARD_IA", "ONEZONE_IA"].includes(to),
      ),
    {
      path: ["transitions"],
      message: "must leave an object 30 days or more before STANDARD_IA and ONEZONE_IA: S3 refuses less",
    },
  )
  .refine(
    ({ expireDays, transitions }) =>
      expireDays === undefined || transitions.every(({ days }) => days < expireDays),
    { path: ["expireDays"], message: "must lie after every transition" },
  );

export type LifecycleRule = z.output<typeof lifecycleRule>;
