import type { PolicyDocument } from "../model";
import { isIdentity } from "./accessEntry";
import type { Who } from "./accessEntry";
import { compareGrant } from "./compareGrant";
import type { ExcessResult, Meant, Starters } from "./compareGrant";
import { exampleAssumption } from "./exampleRequest";
import type { Grant } from "./grants";
import { actorsOf, intendedAssumption, intendedKeyUse, intendedTrust, intendedUse } from "./intended";
import type { Intent } from "./intent";
import { judgeOf } from "./judge";
import { mixedExcesses } from "./mixedIntents";
import { roleTarget } from "./target";
import { groupBy } from "./world";
import type { World } from "./world";

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
  const starters = startersOf(world, intents, judge);
  const compare = (grant: Grant, own: Meant): readonly ExcessResult[] =>
    compareGrant(grant, own, judge, starters);
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

function startersOf(
  { identities }: World,
  intents: readonly Intent[],
  judge: ReturnType<typeof judgeOf>,
): Starters {
  return (roleArn) => {
    const trust = identities.get(roleArn)?.trust;
    if (trust === undefined) return [];
    const target = roleTarget(roleArn, trust);
    const own = intents.filter(({ via }) => via.kind === "role" && via.arn === roleArn);
    const ways = own.flatMap((intent) => intent.who.map((who) => exampleAssumption(intent, who, roleArn)));
    const way = ways.find((request) => judge({ request, target }).decision.decision === "allowed");
    return way === undefined ? [] : [way.principal];
  };
}
