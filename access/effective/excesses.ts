import type { ConditionClause, PolicyDocument, PrincipalElement, Statement } from "../model";
import type { ComparableKind } from "../prove/problem";
import { proveInclusion } from "../prove/proveInclusion";
import type { Witness } from "../prove/witness";
import { isIdentity } from "./accessEntry";
import type { Who } from "./accessEntry";
import { deniesOutside } from "./complement";
import type { PlacedStatement } from "./facts";
import type { Grant } from "./grants";
import { actorsOf, intendedAssumption, intendedKeyUse, intendedTrust, intendedUse } from "./intended";
import type { Excess, Intent } from "./intent";
import { judgeOf } from "./judge";
import { mixedExcesses } from "./mixedIntents";
import { patternCovers } from "./patterns";
import { reachOf } from "./reach";
import { shownByText } from "./shownByText";
import type { Target } from "./target";
import { groupBy } from "./world";
import type { World } from "./world";

/** What one grant allows beyond the intents, or why that is not known. */
export type ExcessResult =
  | { readonly kind: "excess"; readonly excess: Excess }
  | { readonly kind: "unknown"; readonly reason: string; readonly intents: readonly string[] };

/**
 * Everything that is possible around the buckets beyond the intents: each grant of a bucket, of an access point and
 * of a key, and each grant to assume a role that an intent uses.
 *
 * A grant is compared with what the intents allow the same principal, so the work grows with the grants. What it
 * allows is taken no narrower than it is; an excess is given only when the point evaluator, with every policy that is
 * known, allows its witness.
 */
export function excesses(world: World, intents: readonly Intent[]): readonly ExcessResult[] {
  const { facts, identities } = world;
  const judge = judgeOf(identities);
  const compare = (grant: Grant, own: Meant): readonly ExcessResult[] => compareGrant(grant, own, judge);
  const byBucket = groupBy(intents, ({ bucketArn }) => bucketArn);
  const byRole = groupBy(intents, ({ via }) => (via.kind === "role" ? via.arn : ""));

  const uses = facts.buckets.flatMap((bucket) => {
    const own = byBucket.get(bucket.arn) ?? [];
    const direct = meant(
      own.filter(({ via }) => via.kind !== "accessPoint"),
      intendedUse,
    );
    const through = groupBy(own, ({ via }) => (via.kind === "accessPoint" ? via.arn : ""));
    const byAccessPoint = new Map([...through].map(([arn, some]) => [arn, meant(some, intendedUse)]));
    return [
      ...world.bucketGrants(bucket).flatMap((grant) => compare(grant, direct(grant.who))),
      ...world.accessPointGrants(bucket).flatMap((grant) => {
        const some = byAccessPoint.get(grant.target.arn) ?? meant([], intendedUse);
        return compare(grant, some(grant.who));
      }),
    ];
  });
  const keyUses = facts.keys.flatMap(({ arn }) => {
    const own = facts.buckets
      .filter(({ encryption }) => encryption.kind !== "s3" && encryption.keyArn === arn)
      .flatMap((bucket) => byBucket.get(bucket.arn) ?? []);
    const wanted = meant(own, (some, withActors) => intendedKeyUse(some, arn, withActors));
    return (world.keyGrants.get(arn) ?? []).flatMap((grant) => compare(grant, wanted(grant.who)));
  });
  const assumptions = [...byRole].flatMap(([arn, own]) => {
    const role = identities.get(arn);
    if (role?.trust === undefined) return [];
    const grants = world.roleGrants(role);
    return [
      ...grants.flatMap((grant) => compare(grant, meantOfRole(own, arn, grant.who))),
      ...mixedExcesses(world, own, arn, judge),
    ];
  });
  return [...uses, ...keyUses, ...assumptions];
}

/** What is meant for a principal: the documents that say it, and the intents they are of. */
interface Meant {
  readonly reference: PolicyDocument;
  readonly intents: readonly string[];
}

/** Looks up what intents allow a principal; all of them say it together for those who are many. */
function meant(
  intents: readonly Intent[],
  write: (intents: readonly Intent[], withActors: boolean) => PolicyDocument,
): (who: Who) => Meant {
  const byActor = new Map<string, Intent[]>();
  for (const intent of intents) {
    for (const actor of actorsOf(intent)) {
      const found = byActor.get(actor);
      if (found === undefined) byActor.set(actor, [intent]);
      else found.push(intent);
    }
  }
  let all: Meant | undefined;
  return (who) => {
    if (isIdentity(who)) {
      const own = byActor.get(who.arn) ?? [];
      return { reference: write(own, false), intents: own.map(({ name }) => name) };
    }
    all ??= { reference: write(intents, true), intents: [] };
    return all;
  };
}

function meantOfRole(intents: readonly Intent[], arn: string, who: Who): Meant {
  const names = intents.map(({ name }) => name);
  if (!isIdentity(who)) return { reference: intendedTrust(intents), intents: names };
  const own = intents.filter((intent) => intent.who.includes(who.arn));
  return { reference: intendedAssumption(own, arn), intents: names };
}

function compareGrant(
  grant: Grant,
  { reference, intents }: Meant,
  judge: ReturnType<typeof judgeOf>,
): readonly ExcessResult[] {
  const { target, who, identity, bucket } = grant;
  if (isIdentity(who) ? shownByText(grant, reference) : reachOf(grant) === undefined) return [];
  const inclusion = proveInclusion(kindOf(grant), [reference], candidateOf(grant));
  if (inclusion.verdict === "included") return [];
  const subject = subjectOf(grant);
  const unknown = (reason: string): readonly ExcessResult[] => [
    { kind: "unknown", reason: `${subject}: ${reason}`, intents },
  ];
  if (inclusion.verdict === "unknown") return unknown(inclusion.reason);
  const witness: Witness = isIdentity(who) ? { ...inclusion.witness, principal: who.arn } : inclusion.witness;
  const { decision } = judge({ request: witness, target, bucket });
  if (decision.decision !== "allowed") {
    const missing = identity?.unknownPolicies ?? [];
    return unknown(
      missing.length > 0
        ? `${missing.join(", ")} is attached to it and not known`
        : `it may ${witness.action} on ${witness.resource}, but not by a request that was found`,
    );
  }
  if (identity?.boundaryUnknown === true) return unknown("its boundary is not known");
  return [
    {
      kind: "excess",
      excess: {
        subject,
        witness,
        path: [witness.principal, target.arn, ...(bucket === undefined ? [] : [bucket.arn])],
        blame: grant.allows.map(({ reference: place }) => place),
        intents,
        assumptions: grant.assumptions,
      },
    },
  ];
}

function subjectOf({ who, allows: [first], target }: Grant): string {
  if (target.kind === "role") return first.reference.document;
  return isIdentity(who) ? who.arn : first.reference.document;
}

function kindOf({ who, target }: Grant): ComparableKind {
  if (isIdentity(who)) return "identity";
  return target.kind === "role" ? "trust" : "resource";
}

/** The documents that allow what the grant does, perhaps more. */
function candidateOf(grant: Grant): readonly PolicyDocument[] {
  const { target, who, allows, denies } = grant;
  const [first, ...within] = allows;
  const trust = kindOf(grant) === "trust";
  const principal = elementOf(who, first);
  const written = (placed: PlacedStatement, statement: Statement, element: PrincipalElement | undefined) => {
    const { index, sid, effect, action, resource, conditions } = statement;
    return {
      version: placed.version,
      statements: [
        {
          index,
          ...(sid === undefined ? {} : { sid }),
          effect,
          ...(element === undefined ? {} : { principal: element }),
          action,
          ...(trust || resource === undefined ? {} : { resource }),
          conditions,
        },
      ],
    };
  };
  const everyone = principal === undefined ? undefined : anyone;
  return [
    written(first, who.kind === "service" ? byServices(first.statement) : first.statement, principal),
    ...within.flatMap((allow) =>
      deniesOutside(trust ? withoutResource(allow.statement) : allow.statement).map((deny) =>
        written(allow, deny, everyone),
      ),
    ),
    ...denies
      // A Deny that names resources says nothing sure where the resource is left out.
      .filter(({ statement }) => !trust || coversTarget(statement, target))
      .map((deny) => written(deny, deny.statement, everyone)),
    ...outsideTarget(target, first, trust).map((deny) => written(first, deny, everyone)),
  ];
}

const anyone: PrincipalElement = {
  negated: false,
  anyone: true,
  aws: [],
  service: [],
  federated: [],
  canonicalUser: [],
};

/** Who the first statement means, of those that the grant is for; undefined where that is one identity. */
function elementOf(who: Who, { statement }: PlacedStatement): PrincipalElement | undefined {
  const none = { ...anyone, anyone: false };
  switch (who.kind) {
    case "identity": {
      const { arn } = who;
      return isIdentity(who) ? undefined : { ...none, aws: [arn] };
    }
    case "account":
      return { ...none, aws: [`arn:aws:iam::${who.account}:root`] };
    case "service":
      return who.name === "*" ? anyone : { ...none, service: [who.name] };
    case "identityProvider":
      return { ...none, federated: [who.name] };
    case "anyone":
      return statement.principal ?? anyone;
  }
}

/** Of everyone, only AWS services. */
function byServices(statement: Statement): Statement {
  const key = "aws:PrincipalIsAWSService";
  const clause: ConditionClause = { operator: "Bool", ifExists: false, key, values: ["true"] };
  return { ...statement, conditions: [...statement.conditions, clause] };
}

/** Requests elsewhere do not count, and on a role only those to assume it. */
function outsideTarget(target: Target, { statement }: PlacedStatement, trust: boolean): readonly Statement[] {
  const { resource } = statement;
  const inside =
    resource?.negated === false &&
    resource.patterns.every((one) => target.patterns.some((own) => patternCovers(own, one)));
  const scope: Statement = {
    index: 0,
    effect: "Allow",
    action: { negated: false, patterns: target.kind === "role" ? target.actions : ["*"] },
    ...(trust || inside ? {} : { resource: { negated: false, patterns: target.patterns } }),
    conditions: [],
  };
  return deniesOutside(scope).map((deny) => (trust ? withoutResource(deny) : deny));
}

function withoutResource(statement: Statement): Statement {
  const { index, effect, action, conditions } = statement;
  return { index, effect, action, conditions };
}

function coversTarget({ resource }: Statement, { patterns }: Target): boolean {
  if (resource === undefined) return true;
  return (
    !resource.negated && patterns.every((own) => resource.patterns.some((one) => patternCovers(one, own)))
  );
}
