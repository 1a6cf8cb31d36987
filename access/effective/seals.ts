import type { ConditionClause, PolicyDocument, Statement } from "../model";
import { delegatedAccount } from "../prove/principalShapes";
import { compareGrant } from "./compareGrant";
import type { ExcessResult } from "./compareGrant";
import type { BucketFacts } from "./facts";
import { forGrant } from "./forGrant";
import { grantsOf } from "./grants";
import type { Grant } from "./grants";
import { actorsOf } from "./intended";
import type { Intent, Seal } from "./intent";
import type { judgeOf } from "./judge";
import { anyone } from "./meantPrincipals";
import { bucketTarget, keyTarget } from "./target";
import type { World } from "./world";

/** Names the statement that stands for what policies may allow that are not known. */
const unknownPolicies = "identity policies that are not known";

/** What others of a bucket's own account could do there, by policies that are not known, although a seal says nobody. */
export function brokenSeals(
  { facts }: World,
  intents: readonly Intent[],
  seals: readonly Seal[],
  judge: ReturnType<typeof judgeOf>,
): readonly ExcessResult[] {
  return seals.flatMap((seal) => {
    const bucket = facts.buckets.find(({ arn }) => arn === seal.bucketArn);
    if (bucket === undefined) return [];
    const own = intents.filter(
      ({ bucketArn, via }) => bucketArn === bucket.arn && via.kind !== "accessPoint",
    );
    return seal.actions.filter(isOnBucket).flatMap((action) => {
      const actors = own.filter(({ actions }) => actions.includes(action)).flatMap(actorsOf);
      if (actors.some((actor) => delegatedAccount(actor) === bucket.account)) return [];
      return grantsToUnknown(bucket, action, facts).flatMap((grant) => {
        const reference = forGrant(onlyActors(action, actors, own), grant);
        return compareGrant(grant, { reference, intents: [] }, judge, () => []).map((result) =>
          result.kind === "excess"
            ? { kind: "excess" as const, excess: { ...result.excess, subject: sealOf(bucket), blame: [] } }
            : result,
        );
      });
    });
  });
}

/** Others are about the bucket's key. */
export const isOnBucket = (action: string): boolean => !action.startsWith("kms:");

const sealOf = ({ arn, policy }: BucketFacts): string => policy?.name ?? `the policy of ${arn}`;

/** The grants of a bucket's key as if every role and user had policies that allow all of its use. */
export function sealedKeyGrants({ encryption }: BucketFacts, { keys }: World["facts"]): readonly Grant[] {
  const key = encryption.kind === "s3" ? undefined : keys.find(({ arn }) => arn === encryption.keyArn);
  if (key === undefined) return [];
  return grantsOf({ ...keyTarget(key.arn, key.policy), countsUnknown: true }, [], new Map());
}

/** As if any role or user of the bucket's account had a policy that allows the action on every object. */
function grantsToUnknown(bucket: BucketFacts, action: string, facts: World["facts"]) {
  const target = bucketTarget(bucket, facts);
  const partition = bucket.arn.split(":")[1] ?? "aws";
  const denies = (bucket.policy?.document.statements ?? []).filter(({ effect }) => effect === "Deny");
  const allow: Statement = {
    index: 0,
    effect: "Allow",
    principal: { ...anyone, anyone: false, aws: [`arn:${partition}:iam::${bucket.account}:root`] },
    action: { negated: false, patterns: [action] },
    resource: { negated: false, patterns: [`${bucket.arn}/*`] },
    conditions: [],
  };
  const document: PolicyDocument = {
    version: bucket.policy?.document.version ?? "2012-10-17",
    statements: [allow, ...denies],
  };
  const policy = { name: unknownPolicies, document };
  return grantsOf({ ...target, policy, policyRequired: true }, [], new Map());
}

/** Everybody, but for those who are not meant: in the form of a Deny, which a bucket's own Deny can be held against. */
function onlyActors(action: string, actors: readonly string[], intents: readonly Intent[]): PolicyDocument {
  const part = {
    action: { negated: false, patterns: [action] },
    resource: { negated: false, patterns: ["*"] },
  };
  const named = actors.filter((actor) => actor.startsWith("arn:"));
  const operator = named.some((arn) => /[*?]/.test(arn)) ? "ArnNotLike" : "ArnNotEquals";
  const clause = (conditions: readonly ConditionClause[]): Statement => ({
    index: 1,
    effect: "Deny",
    principal: anyone,
    ...part,
    conditions,
  });
  const organizations = intents
    .filter(({ who }) => who.includes("*"))
    .flatMap(({ useConditions }) => useConditions)
    .filter(({ key }) => key.toLowerCase() === "aws:principalorgid")
    .flatMap(({ values }) => values);
  return {
    version: "2012-10-17",
    statements: [
      { index: 0, effect: "Allow", principal: anyone, ...part, conditions: [] },
      clause([
        ...(named.length === 0
          ? []
          : [{ operator, ifExists: false, key: "aws:PrincipalArn", values: named } as const]),
        ...(organizations.length === 0
          ? []
          : [
              {
                operator: "StringNotEquals",
                ifExists: false,
                key: "aws:PrincipalOrgID",
                values: organizations,
              } as const,
            ]),
      ]),
    ],
  };
}
