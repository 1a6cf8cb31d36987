import { z } from "zod";
import { givenSource, type GivenSource } from "./givenSource";
import { sourceFaults } from "./sourceFaults";

/** What all kinds of source have. */
type Shared = Omit<
  GivenSource,
  "accountId" | "organizationId" | "webIdentity" | "manage" | "groups" | "wholeSource"
>;

/** Uploaders of one account. */
export interface AccountSource extends Shared {
  readonly kind: "account";
  readonly accountId: string;
  readonly organizationId?: string | undefined;
  readonly groups: GivenSource["groups"];
  readonly everyPrincipal: boolean;
  readonly manage?: GivenSource["manage"];
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
  readonly webIdentity: NonNullable<GivenSource["webIdentity"]>;
}

/** One party that may upload. */
export type Source = AccountSource | OrganizationSource | WebIdentitySource;

/** One party that may upload, told apart by what it names: an account, an organization or a web identity. */
export const source = givenSource
  .superRefine((given, context) => {
    for (const [path, message] of sourceFaults(given)) context.addIssue({ code: "custom", path, message });
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

function tagged(given: GivenSource): Source {
  const { accountId, organizationId, webIdentity, manage, groups, wholeSource, ...shared } = given;
  const everyPrincipal = wholeSource !== undefined;
  if (webIdentity !== undefined) return { kind: "webIdentity", webIdentity, ...shared };
  if (accountId !== undefined)
    return { kind: "account", accountId, organizationId, groups, everyPrincipal, manage, ...shared };
  // `sourceFaults` has refused a source that names none of the three.
  return { kind: "organization", organizationId: organizationId ?? "", everyPrincipal, ...shared };
}
