import { z } from "zod";
import { accountId, deployRole, group, organizationId, uploader, user } from "./account";
import { sourceIps, vpcEndpointIds } from "./network";

/** In a prefix of an organization: the account that puts. */
export const accountPlaceholder = "${accountId}";

/**
 * The start of an object key that a source may write below.
 *
 * It ends with "/", or `a` would also let a source write `ab`. Wildcards and policy variables would say more
 * than one prefix, and S3 takes keys of 1,024 bytes at most.
 */
const prefix = z
  .string()
  .endsWith("/", 'must end with "/": without it "a" would also allow "ab"')
  .refine((value) => Buffer.byteLength(value) <= 512, "must be at most 512 bytes long");

/** An external id, issued by the party that uploads. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const externalId = z
  .string({ error: "must be a quoted string" })
  .regex(/^[\w+=,.@:/-]{2,1224}$/, "must be 2 to 1,224 letters, digits and + = , . @ : / -");

/** A moment, in UTC. */
const moment = z.iso.datetime('must be a moment in UTC like "2026-12-31T23:00:00Z"');

/**
 * Tokens of an identity provider outside AWS, like GitHub Actions.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
 */
const webIdentity = z.strictObject({
  /** The issuer without `https://`. */
  provider: z
    .string()
    .regex(
      /^[a-z0-9.-]+(?:\/[\w./-]*[\w-])?$/,
      'must be the issuer without "https://", like "token.actions.githubusercontent.com"',
    ),
  audience: z.string().min(1).default("sts.amazonaws.com"),
  /** Values of the token's `sub` claim. A `*` stands for any text, but not in the part that names the owner. */
  subjects: z
    .array(
      z
        .string()
        .regex(/^[^*?$]+(?:[^?$]*)$/, 'must not start with a wildcard nor hold "?" or "$"')
        .refine(
          (subject) => !subject.startsWith("repo:") || /^repo:[^/*]+\/[^:*]+:./.test(subject),
          'must name owner and repository in full and something after them, like "repo:acme/app:ref:refs/heads/main" or "repo:acme/app:*": a wildcard there lets other people\'s repositories in',
        ),
    )
    .min(1, "must name at least one subject"),
  /** The destination account has the identity provider already; otherwise it is made. */
  existingProvider: z.boolean().default(false),
});

/** Every principal of an account or organization uploads: said in words, since it is rarely meant. */
const everyPrincipal = z.literal("every principal of this source may upload", {
  error: 'must be the text "every principal of this source may upload", so that nobody sets it by mistake',
});

/** What a source may say; which of it goes together is not told here. */
export const givenSource = z.strictObject({
  /** The account of the uploaders. */
  accountId: accountId.optional(),
  /** With an account: it must be in this organization. Without: every account of the organization is the source. */
  organizationId: organizationId.optional(),
  webIdentity: webIdentity.optional(),
  /** `role`: assume a writer role. `bucketPolicy`: put directly. `accessPoint`: put directly through an access point. */
  accessMode: z.enum(["role", "bucketPolicy", "accessPoint"]).default("role"),
  /** Who uploads. */
  uploaders: z.array(uploader).default([]),
  /** Groups of IAM users that get the source's policy, and their members that upload. */
  groups: z
    .array(
      z.strictObject({
        group,
        members: z.array(user).min(1, "must name at least one user: a group is no principal"),
      }),
    )
    .default([]),
  wholeSource: everyPrincipal.optional(),
  /** Where it may put. */
  prefixes: z.array(prefix).min(1, "must name at least one prefix"),
  externalId: externalId.optional(),
  sourceIps: sourceIps.optional(),
  vpcEndpointIds: vpcEndpointIds.optional(),
  /** When access begins and ends. */
  activeFrom: moment.optional(),
  activeUntil: moment.optional(),
  /** Users must have signed in with a second factor. Not for roles: their sessions have none. */
  requireMfa: z.boolean().default(false),
  /** The longest session of the writer role: 1 to 12 hours. Whoever is in a role already gets an hour at most. */
  sessionMinutes: z
    .int()
    .min(60, "must be 60 or more: IAM knows no shorter limit for the sessions of a role")
    .max(720, "must be 720 or less: IAM knows no longer session")
    .default(60),
  /** The access point serves this VPC only. */
  vpcId: z
    .string()
    .regex(/^vpc-[0-9a-f]{8,17}$/, 'must be the id of a VPC like "vpc-0123456789abcdef0"')
    .optional(),
  /** Set: we deploy to its account. Absent: its owner sets up the uploaders. */
  manage: z.strictObject({ deployRole: deployRole.optional() }).optional(),
});

/** One source as it stands in the settings, each setting by itself in order. */
export type GivenSource = z.output<typeof givenSource>;
