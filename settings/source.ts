import { z } from "zod";
import { accountId, deployRole, uploader } from "./account";

/**
 * The start of an object key that a source may write below.
 *
 * It ends with "/", or `a` would also let a source write `ab`. Wildcards and policy variables would say more
 * than one prefix, and S3 takes keys of 1,024 bytes at most.
 */
const prefix = z
  .string()
  .endsWith("/", 'must end with "/": without it "a" would also allow "ab"')
  .regex(/^(?!\/)[^*?$\p{Cc}]*$/u, 'must not start with "/" nor hold "*", "?", "$" or control characters')
  .refine((value) => Buffer.byteLength(value) <= 512, "must be at most 512 bytes long");

/** An external id, issued by the party that uploads. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const externalId = z
  .string({ error: "must be a quoted string" })
  .regex(/^[\w+=,.@:/-]{2,1224}$/, "must be 2 to 1,224 letters, digits and + = , . @ : / -");

/** An organization's id. @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html */
const organizationId = z
  .string()
  .regex(/^o-[a-z0-9]{10,32}$/, 'must be an organization id like "o-abc1234567"');

/** One party that may upload. */
export const source = z.strictObject({
  accountId,
  /** Who assumes the writer role. */
  uploaders: z.array(uploader).min(1, "must name at least one uploader"),
  /** Where it may put. */
  prefixes: z.array(prefix).min(1, "must name at least one prefix"),
  externalId: externalId.optional(),
  organizationId: organizationId.optional(),
  /** Set: we deploy to its account. Absent: its owner sets up the uploaders. */
  manage: z.strictObject({ deployRole: deployRole.optional() }).optional(),
});

export type Source = z.output<typeof source>;

/** The key of a source: it becomes part of role and policy names, so it is short and plain. */
export const sourceName = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,31}$/,
    "a source's name must be 1 to 32 lower-case letters, digits and hyphens, with a letter first",
  );
