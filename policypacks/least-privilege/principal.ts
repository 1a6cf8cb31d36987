import type { ConditionClause, PolicyDocument, PrincipalElement, Statement } from "../../access/model";
import { coversAction } from "./action";
import type { PolicyInResource } from "./document";
import type { DocumentSubject } from "./documentPlaces";

const rootArn = /^arn:[a-z-]+:iam::(\d{12}):root$/;
const namedArn = /^arn:[a-z-]+:iam::(\d{12}|\*):(?:role|user)\/[\w+=,.@/-]+$/;

/**
 * The roles of one permission set, whose names end in 16 characters that nobody chooses. Only IAM Identity Center makes
 * roles below this path.
 *
 * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
const permissionSetArn =
  /^arn:[a-z-]+:iam::(\d{12}|\*):role\/aws-reserved\/sso\.amazonaws\.com\/(?:\*\/)?AWSReservedSSO_[\w+=,.@-]+_\?{16}$/;

/** The account of an account root's ARN; undefined for every other principal. */
export function accountOfRoot(principal: string): string | undefined {
  return rootArn.exec(principal)?.[1];
}

/**
 * Why a statement's condition does not pin its account roots to named roles or users; undefined when it does.
 *
 * Pinned means: one clause compares `aws:PrincipalArn` for equality with ARNs of roles or users that have no
 * wildcard, or with those of a permission set, and each account root has at least one of them and each of them an
 * account among the principals. A further clause can only narrow that. `IfExists` and set qualifiers can hold without
 * the key, so they pin nothing.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
 */
export function pinFault(statement: Statement, roots: readonly string[]): string | undefined {
  return faultOfClauses(statement, (_, accounts) => {
    if (accounts.includes("*")) return "a value of aws:PrincipalArn is not the ARN of one role or user";
    return accountsFault(accounts, statement.principal?.aws ?? [], roots);
  });
}

/**
 * Why a statement for everyone is not pinned to named roles or users; undefined when it is.
 *
 * Pinned means the same as for an account; where a clause holds the principal's organization or account to fixed
 * values, the account in the ARNs may be `*`, under the operators for ARNs: for those of texts the `*` would reach over
 * the colon into a role's path.
 */
export function everyonePinFault(statement: Statement): string | undefined {
  const limited = statement.conditions.some(
    (clause) =>
      holdsToFixedValues(clause, "aws:principalorgid") || holdsToFixedValues(clause, "aws:principalaccount"),
  );
  return faultOfClauses(statement, ({ operator }, accounts) =>
    !accounts.includes("*") || (limited && (operator === "ArnLike" || operator === "ArnEquals"))
      ? undefined
      : "a value of aws:PrincipalArn is not the ARN of one role or user",
  );
}

/** Whether a clause holds whenever a key is one of fixed values, and never without it. */
export function holdsToFixedValues(
  { operator, qualifier, ifExists, key, values }: ConditionClause,
  lowerCaseKey: string,
): boolean {
  return (
    key.toLowerCase() === lowerCaseKey &&
    qualifier === undefined &&
    !ifExists &&
    equality.includes(operator) &&
    values.every((value) => !/[*?]|\$\{/.test(value))
  );
}

function faultOfClauses(
  { conditions }: Statement,
  faultOf: (clause: ConditionClause, accounts: readonly string[]) => string | undefined,
): string | undefined {
  const clauses = conditions.filter(({ key }) => key.toLowerCase() === "aws:principalarn");
  if (clauses.length === 0) return "it has no condition on aws:PrincipalArn";
  const faults = clauses.map((clause) => {
    const named = namedAccounts(clause);
    return typeof named === "string" ? named : faultOf(clause, named);
  });
  return faults.includes(undefined) ? undefined : faults[0];
}

const equality: readonly ConditionClause["operator"][] = [
  "ArnEquals",
  "ArnLike",
  "StringEquals",
  "StringLike",
];

/** The accounts of the roles and users that a clause names, `*` for any; or why it names none. */
function namedAccounts({
  operator,
  qualifier,
  ifExists,
  values,
}: ConditionClause): readonly string[] | string {
  if (qualifier !== undefined || ifExists || !equality.includes(operator)) {
    return `${qualifier === undefined ? "" : `${qualifier}:`}${operator}${ifExists ? "IfExists" : ""} does not pin aws:PrincipalArn`;
  }
  const accounts = values.map((value) => (namedArn.exec(value) ?? permissionSetArn.exec(value))?.[1]);
  return accounts.every((account) => account !== undefined)
    ? accounts
    : "a value of aws:PrincipalArn is not the ARN of one role or user";
}

function accountsFault(
  accounts: readonly string[],
  principals: readonly string[],
  roots: readonly string[],
): string | undefined {
  const trusted = principals.map((principal) => /^arn:[a-z-]+:(?:iam|sts)::(\d{12}):/.exec(principal)?.[1]);
  if (!accounts.every((account) => trusted.includes(account))) {
    return "a value of aws:PrincipalArn is of an account that the Principal does not name";
  }
  const unnamed = roots.find((root) => !accounts.includes(accountOfRoot(root) ?? ""));
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
    .filter(({ effect, action }) => effect === "Allow" && coversAction(action, "kms:PutKeyPolicy"))
    .map(({ principal }) => principal);
  const accounts = administrators.flatMap((principal) =>
    principal === undefined || principal.anyone || principal.negated
      ? [undefined]
      : principal.aws.map((arn) => /^arn:[a-z-]+:(?:iam|sts)::(\d{12}):/.exec(arn)?.[1]),
  );
  return new Set(accounts).size === 1 ? accounts[0] : undefined;
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

/**
 * Whether a statement of a bucket policy leaves requests through the owner's access points to the policies of these,
 * and allows nothing else.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html#access-points-delegating-control
 */
export function delegatesToAccessPoints(policy: PolicyInResource, { conditions }: Statement): boolean {
  const owner = ownerAccount(policy);
  return (
    policy.subject === "bucket" &&
    owner !== undefined &&
    conditions.some(
      (clause) =>
        holdsToFixedValues(clause, "s3:dataaccesspointaccount") &&
        clause.values.every((value) => value === owner),
    )
  );
}

/** Subjects whose documents name principals. */
export const subjectsWithPrincipals: readonly DocumentSubject[] = ["trust", "bucket", "accessPoint", "key"];

/** The accounts that a statement's principals are of, as far as their ARNs say: roots, roles, users and sessions. */
export function accountsOf({ principal }: Statement): readonly string[] {
  if (principal === undefined || principal.negated) return [];
  const accounts = principal.aws.flatMap((arn) => /^arn:[a-z-]+:(?:iam|sts)::(\d{12}):/.exec(arn)?.[1] ?? []);
  return [...new Set(accounts)];
}
