import type { AccessEntry, AccessTarget } from "./accessEntry";
import { assumptionsOf } from "./chains";
import type { AccessFacts, BucketFacts } from "./facts";
import type { Grant } from "./grants";
import { keySides } from "./keySide";
import type { KeySide } from "./keySide";
import { bucketName } from "./meeting";
import { reachOf } from "./reach";
import { worldOf } from "./world";
import type { World } from "./world";

/**
 * Lists every way into the buckets and to the keys: who, which actions on which objects, under which conditions,
 * directly, by assuming which roles or through which access point, through which statements.
 *
 * Roles of a target's own account are listed by those who can assume them. Both sides of a grant across accounts
 * are needed; the sides that are not known are taken to allow, and the entry says so. A Deny that surely takes an
 * entry away removes it; every other Deny that can meet it is one of its exceptions. Nothing that the point
 * evaluator allows is missing, but what the root user of the target's own account can do; docs/prover.md has the
 * rest. Takes time in proportion to the documents and the entries found, not to their product.
 */
export function listAccess(facts: AccessFacts): readonly AccessEntry[] {
  return listAccessOf(worldOf(facts));
}

/** As `listAccess`, of facts that are made ready already. */
export function listAccessOf(world: World): readonly AccessEntry[] {
  const { facts } = world;
  const assumptions = assumptionsOf(world);
  const keySide = keySides(world);
  const noKey: KeySide = { statements: [], assumptions: [] };

  const ways = (grant: Grant, target: AccessTarget, bucket?: BucketFacts): readonly AccessEntry[] => {
    const reach = reachOf(grant);
    if (reach === undefined) return [];
    const key = bucket === undefined ? noKey : keySide(bucket, grant.who, reach.actions);
    const direct: AccessEntry = {
      target,
      who: grant.who,
      actions: reach.actions,
      objects: target.kind === "key" ? [] : reach.objects,
      hops: [],
      conditions: reach.conditions,
      exceptions: reach.exceptions,
      statements: [...grant.allows.map(({ reference }) => reference), ...key.statements],
      assumptions: [...grant.assumptions, ...key.assumptions],
      ...(key.refuses === undefined ? {} : { keyRefuses: key.refuses }),
    };
    const role = grant.who.kind === "identity" ? world.identities.get(grant.who.arn) : undefined;
    const assumed = role?.trust === undefined ? [] : assumptions(role.arn);
    const internal = role?.trust !== undefined && role.account === grant.target.account;
    return [
      ...(internal ? [] : [direct]),
      ...assumed.map((way) => ({
        ...direct,
        who: way.who,
        hops: way.hops,
        conditions: [...way.conditions, ...direct.conditions],
        exceptions: [...way.exceptions, ...direct.exceptions],
        statements: [...way.statements, ...direct.statements],
        assumptions: [...way.assumptions, ...direct.assumptions],
      })),
    ];
  };

  return [
    ...facts.buckets.flatMap((bucket) => {
      const name = bucketName(bucket.arn);
      return [
        ...world.bucketGrants(bucket).flatMap((grant) => ways(grant, { kind: "bucket", name }, bucket)),
        ...world
          .accessPointGrants(bucket)
          .flatMap((grant) =>
            ways(grant, { kind: "bucket", name, accessPoint: accessPointName(grant.target.arn) }, bucket),
          ),
      ];
    }),
    ...facts.keys.flatMap(({ arn, aliases: [alias] }) =>
      (world.keyGrants.get(arn) ?? []).flatMap((grant) =>
        ways(grant, { kind: "key", arn, ...(alias === undefined ? {} : { alias }) }),
      ),
    ),
  ];
}

const accessPointName = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);
