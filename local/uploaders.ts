import { createHash, randomUUID } from "node:crypto";
import type { Settings } from "../settings/settings";
import { accountPlaceholder } from "../settings/givenSource";
import type { Source } from "../settings/source";

/** Who uploads, as it stands in IAM of the local AWS or in a token. */
export type Uploader =
  | {
      readonly kind: "principal";
      /** As the settings name it; of an organization, with the account. */
      readonly label: string;
      readonly accountId: string;
      /** Type, path and name, like `role/app/uploader`. */
      readonly name: string;
      readonly withSecondFactor: boolean;
    }
  | {
      readonly kind: "webIdentity";
      readonly label: string;
      readonly provider: string;
      readonly audience: string;
      readonly subject: string;
    };

/** The principal that plays everybody where a whole source may upload. */
const anybody = "role/xput-anybody";

/** What IAM Identity Center would add to the name of a permission set's role. */
const permissionSetDigits = "0123456789abcdef";

/** The account that plays one outside every organization. */
export const outsideAccount = "880000000009";

/** The accounts that an organization has on the local AWS beside those that settings name. */
function memberAccounts(organizationId: string): readonly [string, string] {
  const digits = createHash("sha256").update(organizationId).digest().readUInt32BE() % 100_000_000;
  const start = `77${String(digits).padStart(8, "0")}`;
  return [`${start}01`, `${start}02`];
}

/**
 * Everybody who uploads for a source, as this machine plays them: of an organization the uploaders in two accounts, of
 * a web identity one token for each subject.
 */
export function uploadersOf(source: Source): readonly Uploader[] {
  switch (source.kind) {
    case "account":
      return namesOf(source).map(([label, name]) => principal(source, source.accountId, label, name));
    case "organization":
      return memberAccounts(source.organizationId).flatMap((accountId) =>
        uploadersInAccount(source, accountId),
      );
    case "webIdentity": {
      const { provider, audience, subjects } = source.webIdentity;
      return subjects.map((pattern) => {
        const subject = pattern.replaceAll("*", "played");
        return { kind: "webIdentity", label: `token of ${subject}`, provider, audience, subject };
      });
    }
  }
}

/** The uploaders of an organization's source, as one account has them. */
export function uploadersInAccount(
  source: Extract<Source, { readonly kind: "organization" }>,
  accountId: string,
): readonly Uploader[] {
  return namesOf(source).map(([label, name]) => principal(source, accountId, `${accountId} ${label}`, name));
}

/** The accounts that play members of an organization. */
export function accountsOfOrganization({ sources }: Settings, organizationId: string): readonly string[] {
  const named = Object.values(sources)
    .filter((source) => source.kind !== "webIdentity" && source.organizationId === organizationId)
    .flatMap((source) => (source.kind === "account" ? [source.accountId] : memberAccounts(organizationId)));
  return [...new Set(named)];
}

/** A source's prefixes, as one of its uploaders may write them. */
export function prefixesFor(source: Source, uploader: Uploader): readonly string[] {
  const own = uploader.kind === "principal" ? uploader.accountId : "";
  return source.prefixes.map((prefix) => prefix.replace(accountPlaceholder, own));
}

/**
 * A key that may be put, however often this is run.
 *
 * @param name like `hello.txt`
 */
export function keyBelow({ destination }: Settings, prefix: string, name: string): string {
  return destination.overwrite === "allow" ? `${prefix}${name}` : `${prefix}${randomUUID()}/${name}`;
}

function principal(
  { requireMfa }: Source,
  accountId: string,
  label: string,
  name: string,
): Extract<Uploader, { readonly kind: "principal" }> {
  return { kind: "principal", label, accountId, name, withSecondFactor: requireMfa };
}

/** How the settings call an uploader, and what it is called in IAM. */
function namesOf(
  source: Exclude<Source, { readonly kind: "webIdentity" }>,
): readonly (readonly [label: string, name: string])[] {
  if (source.everyPrincipal) return [[anybody, anybody]];
  const members = source.kind === "account" ? source.groups.flatMap((group) => group.members) : [];
  return [...new Set([...source.uploaders, ...members])].map((label) => [label, nameInIam(label)]);
}

function nameInIam(uploader: string): string {
  const [, permissionSet] = /^permission-set\/(.+)$/.exec(uploader) ?? [];
  return permissionSet === undefined
    ? uploader
    : `role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_${permissionSet}_${permissionSetDigits}`;
}
