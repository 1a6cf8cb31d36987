import { isPublicBucketPolicy } from "../evaluate/publicPolicy";
import type { ConditionClause, PolicyDocument, Statement } from "../model";
import { accountOf } from "../prove/principalShapes";
import { isIdentity } from "./accessEntry";
import { compareGrant } from "./compareGrant";
import type { AccessFacts } from "./facts";
import type { Grant } from "./grants";
import type { Excess } from "./intent";
import { judgeOf } from "./judge";
import { anyone } from "./meantPrincipals";
import { reachOf } from "./reach";
import { worldOf } from "./world";

/** Who is not outside. */
export interface Inside {
  /** 12 digits each. */
  readonly accounts: ReadonlySet<string>;
  /** Like `o-abc1234567`. */
  readonly organizations: readonly string[];
}

/** Access from outside. */
export type OutsideAccess =
  /** `public`: anybody at all; `foreign`: some of other accounts. */
  | { readonly kind: "public" | "foreign"; readonly excess: Excess }
  | { readonly kind: "unknown"; readonly reason: string };

/**
 * Every grant of a bucket, an access point, a key or a role to somebody outside of these accounts and organizations.
 *
 * AWS services are inside; so is whoever comes through a VPC or a VPC endpoint that a condition names, and a web identity
 * of which a condition names the subject. A grant is public as S3 takes it: to everyone, without a condition that holds
 * callers to fixed values.
 *
 * @param asked `public`: what is only open to some is left out, and not looked into
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export function outsideAccess(
  facts: AccessFacts,
  inside: Inside,
  asked: "public" | "all" = "all",
): readonly OutsideAccess[] {
  const world = worldOf(facts);
  const judge = judgeOf(world.identities);
  const grants = [
    ...facts.buckets.flatMap((bucket) => [...world.bucketGrants(bucket), ...world.accessPointGrants(bucket)]),
    ...[...world.keyGrants.values()].flat(),
    ...[...world.identities.values()].flatMap((role) =>
      role.trust === undefined ? [] : world.roleGrants(role),
    ),
  ];
  return grants.flatMap((grant): readonly OutsideAccess[] => {
    if (isInside(grant, inside)) return [];
    const reach = reachOf(grant);
    if (reach === undefined) return [];
    const kind = isPublic(grant, reach.conditions) ? "public" : "foreign";
    if (kind === "foreign" && asked === "public") return [];
    const reference = withinInside(inside, grant.target.kind === "role", reach.conditions);
    return compareGrant(grant, { reference, intents: [] }, judge, () => []).map((result) =>
      result.kind === "excess" ? { kind, excess: result.excess } : { kind: "unknown", reason: result.reason },
    );
  });
}

function isInside({ who, target, allows }: Grant, { accounts }: Inside): boolean {
  switch (who.kind) {
    case "service":
      return true;
    case "account":
      return accounts.has(who.account);
    case "identity":
      return accounts.has(accountOf(who.arn)) || (isIdentity(who) && accountOf(who.arn) === target.account);
    case "identityProvider":
      return (
        /:saml-provider\//.test(who.name) ||
        allows.some(({ statement }) => statement.conditions.some(namesSubject))
      );
    case "anyone":
      return false;
  }
}

/** Whoever has a token of a provider that serves many is in, unless its subject, or its audience at Cognito, is named. */
function namesSubject({ key, operator, ifExists, qualifier, values }: ConditionClause): boolean {
  return (
    /:sub$|^cognito-identity\.amazonaws\.com:aud$/i.test(key) &&
    /^String(Equals|Like|EqualsIgnoreCase)$/.test(operator) &&
    !ifExists &&
    qualifier !== "ForAllValues" &&
    values.every((value) => /^[^*?]/.test(value))
  );
}

function isPublic({ who, allows: [{ statement }] }: Grant, conditions: readonly ConditionClause[]): boolean {
  if (who.kind === "identityProvider") return true;
  if (who.kind !== "anyone" || conditions.some(namesAccounts)) return false;
  const everyone: Statement = { ...statement, principal: anyone, conditions };
  return isPublicBucketPolicy({ version: "2012-10-17", statements: [everyone] });
}

/** Patterns of ARNs count as fixed here where their accounts are: whose they are is told then. */
function namesAccounts({ key, operator, qualifier, ifExists, values }: ConditionClause): boolean {
  return (
    key.toLowerCase() === "aws:principalarn" &&
    /^(Arn|String)(Equals|Like)$/.test(operator) &&
    qualifier === undefined &&
    !ifExists &&
    values.every((value) => /^arn:[^:*?]+:(iam|sts)::\d{12}:/.test(value))
  );
}

/** What those inside may do: everything. */
function withinInside(
  { accounts, organizations }: Inside,
  trust: boolean,
  conditions: readonly ConditionClause[],
): PolicyDocument {
  const networks = conditions.filter(
    ({ key, operator, qualifier, ifExists }) =>
      /^aws:SourceVpce?$/i.test(key) && operator === "StringEquals" && qualifier === undefined && !ifExists,
  );
  const equals = (key: string, values: readonly string[]): ConditionClause => ({
    operator: "StringEquals",
    ifExists: false,
    key,
    values,
  });
  const limits: readonly ConditionClause[] = [
    equals("aws:PrincipalAccount", [...accounts]),
    ...(organizations.length === 0 ? [] : [equals("aws:PrincipalOrgID", organizations)]),
    { operator: "Bool", ifExists: false, key: "aws:PrincipalIsAWSService", values: ["true"] },
    ...networks,
  ];
  return {
    version: "2012-10-17",
    statements: limits.map((clause, index) => ({
      index,
      effect: "Allow",
      principal: anyone,
      action: { negated: false, patterns: ["*"] },
      ...(trust ? {} : { resource: { negated: false, patterns: ["*"] } }),
      conditions: [clause],
    })),
  };
}
