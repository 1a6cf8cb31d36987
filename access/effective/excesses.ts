import type { PolicyDocument } from "../model";
import { accountOf } from "../prove/principalShapes";
import { isIdentity } from "./accessEntry";
import { compareGrant } from "./compareGrant";
import type { ExcessResult, Meant, Starters } from "./compareGrant";
import { exampleAssumption } from "./exampleRequest";
import type { Grant } from "./grants";
import { ownExcesses } from "./ownPolicies";
import { brokenSeals, isOnBucket, sealedKeyGrants } from "./seals";
import { forGrant } from "./forGrant";
import {
  actorsOf,
  intendedAssumption,
  intendedKeyUse,
  intendedTagging,
  intendedTaggingBy,
  intendedTrust,
  intendedUse,
  intentsOf,
  keyIntentOf,
} from "./intended";
import type { Intent, Meaning } from "./intent";
import { judgeOf } from "./judge";
import { accountMeant, isOneIdentity, mayMean, meansIdentity } from "./meantPrincipals";
import { mixedExcesses } from "./mixedIntents";
import { roleTarget } from "./target";
import { groupBy } from "./world";
import type { World } from "./world";

/**
 * Everything that is possible around the buckets beyond what is meant: each grant of a bucket, of an access point and
 * of a key, and each grant to assume a role that an intent uses or to tag its sessions.
 *
 * A grant is compared with what is meant for the same principal, so the work grows with the grants. What it allows is
 * taken no narrower than it is; an excess is given only when the point evaluator, with every policy that is known,
 * allows its witness.
 */
export function excesses(world: World, meaning: Meaning): readonly ExcessResult[] {
  const { intents, keyIntents = [], refusals = [], seals = [] } = meaning;
  const { facts, identities } = world;
  const judge = judgeOf(identities);
  const openJudge = judgeOf(new Map());
  const starters = startersOf(world, intents, judge);
  const compare = (grant: Grant, own: Meant): readonly ExcessResult[] =>
    compareGrant(grant, own, judge, starters);
  const byBucket = groupBy(intents, ({ bucketArn }) => bucketArn);
  const keyUsesByBucket = groupBy([...intents.map(keyIntentOf), ...keyIntents], ({ bucketArn }) => bucketArn);
  const byRole = groupBy(intents, ({ via }) => (via.kind === "role" ? via.arn : ""));

  const uses = facts.buckets.flatMap((bucket) => {
    const own = byBucket.get(bucket.arn) ?? [];
    const refused = refusals.filter(({ bucketArn }) => bucketArn === bucket.arn);
    const meantFor = (some: readonly Intent[]) =>
      meant(some, actorsOf, (few, withActors) => intendedUse(few, withActors, refused));
    const direct = meantFor(own.filter(({ via }) => via.kind !== "accessPoint"));
    const through = groupBy(own, ({ via }) => (via.kind === "accessPoint" ? via.arn : ""));
    const byAccessPoint = new Map([...through].map(([arn, some]) => [arn, meantFor(some)]));
    return [
      ...world.bucketGrants(bucket).flatMap((grant) => compare(grant, direct(grant))),
      ...world.accessPointGrants(bucket).flatMap((grant) => {
        const some = byAccessPoint.get(grant.target.arn) ?? meantFor([]);
        return compare(grant, some(grant));
      }),
    ];
  });
  const keyUses = facts.keys.flatMap(({ arn }) => {
    const own = facts.buckets
      .filter(({ encryption }) => encryption.kind !== "s3" && encryption.keyArn === arn)
      .flatMap((bucket) => keyUsesByBucket.get(bucket.arn) ?? []);
    const wanted = meant(
      own,
      ({ who }) => who,
      (some, withActors) => intendedKeyUse(some, arn, withActors),
    );
    const sealed = facts.buckets.filter(
      ({ arn: bucketArn, encryption }) =>
        encryption.kind !== "s3" &&
        encryption.keyArn === arn &&
        seals.some((seal) => seal.bucketArn === bucketArn && seal.actions.some((one) => !isOnBucket(one))),
    );
    const openly = sealed.slice(0, 1).flatMap((bucket) => sealedKeyGrants(bucket, facts));
    return [
      ...(world.keyGrants.get(arn) ?? []).flatMap((grant) => compare(grant, wanted(grant))),
      ...openly.flatMap((grant) => compareGrant(grant, wanted(grant), openJudge, () => [])),
    ];
  });
  const assumptions = [...byRole].flatMap(([arn, own]) => {
    const role = identities.get(arn);
    if (role?.trust === undefined) return [];
    return [
      ...world.roleGrants(role).flatMap((grant) => compare(grant, meantOfRole(own, grant))),
      ...world.taggingGrants(role).flatMap((grant) => compare(grant, meantTagging(own, grant))),
      ...mixedExcesses(world, own, arn, judge),
    ];
  });
  return [
    ...uses,
    ...keyUses,
    ...assumptions,
    ...brokenSeals(world, intents, seals, judge),
    ...ownExcesses(world, meaning),
  ];
}

/**
 * Looks up what is meant for a principal. For those who are many, all that may concern them say it together.
 *
 * @param actorsOf who is meant, as in an intent
 */
function meant<T extends { readonly name: string }>(
  all: readonly T[],
  actorsOf: (one: T) => readonly string[],
  write: (some: readonly T[], withActors: boolean) => PolicyDocument,
): (grant: Grant) => Meant {
  const exact = new Map<string, T[]>();
  const wide = new Map<string, (readonly [who: string, one: T])[]>();
  const byAccount = new Map<string, Set<T>>();
  for (const one of all) {
    for (const actor of actorsOf(one)) {
      if (isOneIdentity(actor)) addTo(exact, actor, one);
      else addTo(wide, accountMeant(actor), [actor, one] as const);
      const account = accountMeant(actor);
      byAccount.set(account, (byAccount.get(account) ?? new Set()).add(one));
    }
  }
  const widely = (account: string) => [...(wide.get(account) ?? []), ...(wide.get("") ?? [])];
  const written = new Map<string, PolicyDocument>();
  const together = (key: string, some: () => readonly T[]): PolicyDocument => {
    const document = written.get(key) ?? write(some(), true);
    written.set(key, document);
    return document;
  };
  return (grant) => {
    const { who } = grant;
    if (isIdentity(who)) {
      const others = widely(accountOf(who.arn)).filter(([actor]) => meansIdentity(actor, who.arn));
      const own = [...new Set([...(exact.get(who.arn) ?? []), ...others.map(([, one]) => one)])];
      return { reference: forGrant(write(own, false), grant), intents: own.map(({ name }) => name) };
    }
    const some = (): readonly T[] => {
      if (who.kind === "account")
        return [...new Set([...(byAccount.get(who.account) ?? []), ...(byAccount.get("") ?? [])])];
      return all.filter((one) => actorsOf(one).some((actor) => mayMean(actor, who)));
    };
    return { reference: forGrant(together(JSON.stringify(who), some), grant), intents: [] };
  };
}

function addTo<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

function meantOfRole(intents: readonly Intent[], grant: Grant): Meant {
  const names = intents.map(({ name }) => name);
  const { who, target } = grant;
  const reference = isIdentity(who)
    ? intendedAssumption(intentsOf(intents, who.arn), target.arn)
    : intendedTrust(intents);
  return { reference: forGrant(reference, grant), intents: names };
}

function meantTagging(intents: readonly Intent[], grant: Grant): Meant {
  const names = intents.map(({ name }) => name);
  const { who, target } = grant;
  const reference = isIdentity(who)
    ? intendedTaggingBy(intentsOf(intents, who.arn), target.arn)
    : intendedTagging(intents);
  return { reference: forGrant(reference, grant), intents: names };
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
