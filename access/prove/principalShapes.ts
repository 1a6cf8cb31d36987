import type { PrincipalElement } from "../model";
import { any, literals, manyOf, notColon, notColonOrSlash, oneOf } from "./items";
import type { Sequence } from "./items";
import { accountDigits } from "./patterns";

/** What kind of IAM identity an ARN names. */
export type IdentityKind = "role" | "user" | "root";

/** `aws:PrincipalType` of each kind of identity. */
export const principalTypes: Readonly<Record<IdentityKind, string>> = {
  role: "AssumedRole",
  user: "User",
  root: "Account",
};

const partitions = ["aws", "aws-cn", "aws-us-gov"];

/** The ARNs of one kind of identity, in every partition and account. */
export function identityShape(kind: IdentityKind): readonly Sequence[] {
  const tail =
    kind === "root" ? literals("root") : [...literals(`${kind}/`), manyOf(notColon), oneOf(notColonOrSlash)];
  return partitions.map((partition) => [
    ...literals(`arn:${partition}:iam::`),
    ...accountDigits,
    ...literals(":"),
    ...tail,
  ]);
}

/**
 * The identity ARNs that a `Deny` with `NotPrincipal` spares: it has to list the account besides the identity.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function sparedSequences(element: PrincipalElement): readonly Sequence[] {
  if (element.anyone) return [[manyOf(any)]];
  const accounts = element.aws.map(delegatedAccount);
  return element.aws.filter((arn) => accounts.includes(accountOf(arn))).map((arn) => literals(arn));
}

const accountRoot = /^arn:[^:]+:iam::(\d{12}):root$/;

/** The account whose every principal an element's ARN stands for; undefined for other ARNs. */
export function delegatedAccount(arn: string): string | undefined {
  return accountRoot.exec(arn)?.[1];
}

/** The account of an ARN; empty where it has none. */
export const accountOf = (arn: string): string => arn.split(":")[4] ?? "";

/** The identity ARNs that an element's `AWS` part names, as patterns. */
export function elementSequences(element: PrincipalElement): readonly Sequence[] {
  if (element.anyone) return [[manyOf(any)]];
  return element.aws.map((arn) => {
    const account = delegatedAccount(arn);
    return account === undefined ? literals(arn) : inAccount(literals(account));
  });
}

/** ARNs of identities whose account is one of `account`. */
export function inAccount(account: Sequence): Sequence {
  return [
    ...literals("arn:"),
    manyOf(notColon),
    ...literals(":iam::"),
    ...account,
    ...literals(":"),
    manyOf(any),
  ];
}

/** ARNs of users whose name, the last part of the path, is one of `name`. */
export function userNamed(name: Sequence): readonly Sequence[] {
  const before = [
    ...literals("arn:"),
    manyOf(notColon),
    ...literals(":iam::"),
    ...accountDigits,
    ...literals(":user/"),
  ];
  return [
    [...before, ...name],
    [...before, manyOf(any), ...literals("/"), ...name],
  ];
}

const sessionArn = /^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\/(.+)$/;

/** The ARN of the role behind a session's ARN, as far as the session's ARN tells: it leaves out the path. */
export function roleOfSession(arn: string): string | undefined {
  const match = sessionArn.exec(arn);
  return match === null ? undefined : `arn:${match[1] ?? ""}:iam::${match[2] ?? ""}:role/${match[3] ?? ""}`;
}
