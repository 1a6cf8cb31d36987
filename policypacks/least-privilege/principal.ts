import type { ConditionClause, PolicyDocument, PrincipalElement, Statement } from "../../access/model";
import type { DocumentSubject, PolicyInResource } from "./document";
import { matches } from "./pattern";

const rootArn = /^arn:[a-z-]+:iam::(\d{12}):root$/;
const namedArn = /^arn:[a-z-]+:iam::(\d{12}):(?:role|user)\/[\w+=,.@/-]+$/;

/** The account of an account root's ARN; undefined for every other principal. */
export function accountOfRoot(principal: string): string | undefined {
  return rootArn.exec(principal)?.[1];
}

/**
 * Why a statement's condition does not pin its account roots to named roles or users; undefined when it does.
 *
 * Pinned means: one clause compares `aws:PrincipalArn` for equality with ARNs of roles or users that have no
 * wildcard, and each account root has at least one of them and each of them an account among the principals.
 * A further clause can only narrow that. `IfExists` and set qualifiers can hold without the key, so they pin
 * nothing.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
 */
export function pinFault(statement: Statement, roots: readonly string[]): string | undefined {
  const clauses = statement.conditions.filter(({ key }) => key.toLowerCase() === "aws:principalarn");
  if (clauses.length === 0) return "it has no condition on aws:PrincipalArn";
  const faults = clauses.map((clause) => clauseFault(clause, statement.principal?.aws ?? [], roots));
  return faults.includes(undefined) ? undefined : faults[0];
}

const equality: readonly ConditionClause["operator"][] = [
  "ArnEquals",
  "ArnLike",
  "StringEquals",
  "StringLike",
];

function clauseFault(
  { operator, qualifier, ifExists, values }: ConditionClause,
  principals: readonly string[],
  roots: readonly string[],
): string | undefined {
  if (qualifier !== undefined || ifExists || !equality.includes(operator)) {
    return `${qualifier === undefined ? "" : `${qualifier}:`}${operator}${ifExists ? "IfExists" : ""} does not pin aws:PrincipalArn`;
  }
  const accounts = values.map((value) => namedArn.exec(value)?.[1]);
  if (accounts.includes(undefined)) return "a value of aws:PrincipalArn is not the ARN of one role or user";

  const trusted = principals.map((principal) => /^arn:[a-z-]+:(?:iam|sts)::(\d{12}):/.exec(principal)?.[1]);
  if (!accounts.every((account) => trusted.includes(account))) {
    return "a value of aws:PrincipalArn is of an account that the Principal does not name";
  }
  const unnamed = roots.find((root) => !accounts.includes(accountOfRoot(root)));
  return unnamed === undefined ? undefined : `aws:PrincipalArn names nobody of ${unnamed}`;
}

/**
 * The account that owns the resource of a policy document; undefined where that cannot be told at preview.
 *
 * It is the account that the provider is bound to. Failing that, for a key: KMS takes a key policy only from
 * somebody whom it allows to change it later, so where one account alone may do that, it is the owner.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export function ownerAccount({ resource, subject, document }: PolicyInResource): string | undefined {
  return (
    resource.accountId ??
    (subject === "key" ? administeringAccount(resource.properties, document) : undefined)
  );
}

function administeringAccount(
  properties: PolicyInResource["resource"]["properties"],
  { statements }: PolicyDocument,
): string | undefined {
  const unchecked = properties["bypassPolicyLockoutSafetyCheck"];
  if (unchecked !== undefined && unchecked !== false) return undefined;

  const administrators = statements
    .filter(({ effect, action }) => effect === "Allow" && grants(action, "kms:PutKeyPolicy"))
    .map(({ principal }) => principal);
  const accounts = administrators.flatMap((principal) =>
    principal === undefined || principal.anyone || principal.negated
      ? [undefined]
      : principal.aws.map((arn) => /^arn:[a-z-]+:(?:iam|sts)::(\d{12}):/.exec(arn)?.[1]),
  );
  return new Set(accounts).size === 1 ? accounts[0] : undefined;
}

function grants({ negated, patterns }: Statement["action"], action: string): boolean {
  const named = patterns.some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase()));
  return named !== negated;
}

/** The account root that is a statement's only principal; undefined for every other statement. */
export function onlyRoot(principal: PrincipalElement | undefined): string | undefined {
  if (principal === undefined || principal.anyone || principal.negated) return undefined;
  const { aws, service, federated, canonicalUser } = principal;
  const others = service.length + federated.length + canonicalUser.length;
  const [only, ...more] = aws;
  return only !== undefined && more.length + others === 0 && accountOfRoot(only) !== undefined
    ? only
    : undefined;
}

/** Subjects whose documents name principals. */
export const subjectsWithPrincipals: readonly DocumentSubject[] = ["trust", "bucket", "accessPoint", "key"];
