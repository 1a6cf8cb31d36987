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

const plainPrefix = /^(?!\/)[^*?$\p{Cc}]*$/u;

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

const settingsOfSource = z.strictObject({
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

type Given = z.output<typeof settingsOfSource>;

/** What all kinds of source have. */
type Shared = Omit<
  Given,
  "accountId" | "organizationId" | "webIdentity" | "manage" | "groups" | "wholeSource"
>;

/** Uploaders of one account. */
export interface AccountSource extends Shared {
  readonly kind: "account";
  readonly accountId: string;
  readonly organizationId?: string | undefined;
  readonly groups: Given["groups"];
  readonly everyPrincipal: boolean;
  readonly manage?: Given["manage"];
}

/** Uploaders of every account of an organization; each account has its own prefix. */
export interface OrganizationSource extends Shared {
  readonly kind: "organization";
  readonly organizationId: string;
  readonly everyPrincipal: boolean;
}

/** Uploaders that sign in with a token from outside AWS. */
export interface WebIdentitySource extends Shared {
  readonly kind: "webIdentity";
  readonly webIdentity: NonNullable<Given["webIdentity"]>;
}

/** One party that may upload. */
export type Source = AccountSource | OrganizationSource | WebIdentitySource;

/** One party that may upload, told apart by what it names: an account, an organization or a web identity. */
export const source = settingsOfSource
  .superRefine((given, context) => {
    for (const [path, message] of faults(given)) context.addIssue({ code: "custom", path, message });
  })
  .transform(tagged);

/** What follows the name prefix in the names of roles that are no writer roles. */
const reservedNames = ["deploy", "deploy-read", "replication", "malware-scan", "audit-logs"];

/** The key of a source: it becomes part of role and policy names, so it is short and plain. */
export const sourceName = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,31}$/,
    "a source's name must be 1 to 32 lower-case letters, digits and hyphens, with a letter first",
  )
  .refine(
    (name) => !reservedNames.includes(name),
    `a source's name must not be ${reservedNames.join(", ")}: other roles have these names`,
  );

function tagged(given: Given): Source {
  const { accountId, organizationId, webIdentity, manage, groups, wholeSource, ...shared } = given;
  const everyPrincipal = wholeSource !== undefined;
  if (webIdentity !== undefined) return { kind: "webIdentity", webIdentity, ...shared };
  if (accountId !== undefined)
    return { kind: "account", accountId, organizationId, groups, everyPrincipal, manage, ...shared };
  // `faults` has refused a source that names none of the three.
  return { kind: "organization", organizationId: organizationId ?? "", everyPrincipal, ...shared };
}

type Fault = readonly [path: PropertyKey[], message: string];

function faults(given: Given): Fault[] {
  if (given.webIdentity !== undefined) return [...webIdentityFaults(given), ...sharedFaults(given)];
  if (given.accountId !== undefined) return [...accountFaults(given), ...sharedFaults(given)];
  if (given.organizationId !== undefined) return [...organizationFaults(given), ...sharedFaults(given)];
  return [[["accountId"], "is missing: a source names an accountId, an organizationId or a webIdentity"]];
}

function webIdentityFaults(given: Given): Fault[] {
  const why = "must not stand beside webIdentity: the token's subjects say who uploads";
  const excluded = ["accountId", "organizationId", "externalId", "wholeSource", "manage"] as const;
  return [
    ...excluded.filter((key) => given[key] !== undefined).map((key): Fault => [[key], why]),
    ...(["uploaders", "groups"] as const)
      .filter((key) => given[key].length > 0)
      .map((key): Fault => [[key], why]),
    ...(given.accessMode === "role"
      ? []
      : [[["accessMode"], "must be role: a web identity gets into AWS through a role only"] as Fault]),
    ...plainPrefixFaults(given),
  ];
}

function accountFaults(given: Given): Fault[] {
  return [...whoFaults(given), ...plainPrefixFaults(given)];
}

function organizationFaults(given: Given): Fault[] {
  const found: Fault[] = whoFaults(given);
  if (given.manage !== undefined)
    found.push([
      ["manage"],
      "must not stand in the source of an organization: give an account its own source for that",
    ]);
  if (given.groups.length > 0)
    found.push([
      ["groups"],
      "must not stand in the source of an organization: name roles that every account has",
    ]);
  given.prefixes.forEach((prefix, index) => {
    const parts = prefix.split(accountPlaceholder);
    const alone = parts.length === 2 && /(?:^|\/)$/.test(parts[0] ?? "") && (parts[1] ?? "").startsWith("/");
    if (!alone || !plainPrefix.test(parts.join("0")))
      found.push([
        ["prefixes", index],
        `must hold "${accountPlaceholder}/" once, as a part of its own, like "accounts/${accountPlaceholder}/", and no "*", "?", "$" beside it: every account writes below its own`,
      ]);
  });
  return found;
}

/** Exactly one way of saying who uploads. */
function whoFaults({ uploaders, groups, wholeSource, manage }: Given): Fault[] {
  const named = uploaders.length > 0 || groups.length > 0;
  if (wholeSource !== undefined && named)
    return [
      [
        ["wholeSource"],
        "must not stand beside uploaders or groups: it says that there are no limits to who uploads",
      ],
    ];
  if (wholeSource === undefined && !named) return [[["uploaders"], "must name at least one uploader"]];
  if (groups.length > 0 && manage === undefined)
    return [
      [
        ["groups"],
        "must stand in a managed source: without manage, its owner attaches the policy, and only the members count",
      ],
    ];
  return [];
}

function plainPrefixFaults({ prefixes }: Given): Fault[] {
  return prefixes.flatMap((prefix, index): Fault[] =>
    plainPrefix.test(prefix)
      ? []
      : [[["prefixes", index], 'must not start with "/" nor hold "*", "?", "$" or control characters']],
  );
}

function sharedFaults(given: Given): Fault[] {
  const found: Fault[] = [];
  const { accessMode, externalId, requireMfa, sessionMinutes, activeFrom, activeUntil, uploaders, vpcId } =
    given;
  if (accessMode !== "role" && externalId !== undefined)
    found.push([["externalId"], "must not stand in a source that puts directly: only AssumeRole carries it"]);
  if (accessMode !== "role" && sessionMinutes !== 60)
    found.push([["sessionMinutes"], "must not stand in a source that puts directly: there is no session"]);
  if (accessMode !== "accessPoint" && vpcId !== undefined)
    found.push([["vpcId"], "must stand in a source with the access mode accessPoint"]);
  if (
    requireMfa &&
    (given.webIdentity !== undefined ||
      given.wholeSource !== undefined ||
      uploaders.some((name) => !name.startsWith("user/")))
  )
    found.push([
      ["requireMfa"],
      "must stand in a source whose uploaders are users: sessions of roles carry no second factor",
    ]);
  if (
    activeFrom !== undefined &&
    activeUntil !== undefined &&
    Date.parse(activeUntil) <= Date.parse(activeFrom)
  )
    found.push([["activeUntil"], "must lie after activeFrom"]);
  return found;
}
