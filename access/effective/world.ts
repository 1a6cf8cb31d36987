import { throughAccessPoint } from "./accessPoints";
import type { AccessFacts, BucketFacts } from "./facts";
import { grantsOf } from "./grants";
import type { Grant } from "./grants";
import { identitiesOf } from "./identities";
import type { Identity } from "./identities";
import { namesSomeAction } from "./meeting";
import { reachingStatements } from "./reaching";
import { accessPointTarget, bucketTarget, keyTarget, roleTarget, taggingTarget } from "./target";

/** The facts, made ready to be asked about. */
export interface World {
  readonly facts: AccessFacts;
  readonly identities: ReadonlyMap<string, Identity>;
  /** Requests that name the bucket. */
  readonly bucketGrants: (bucket: BucketFacts) => readonly Grant[];
  /** Requests that name an access point of the bucket. */
  readonly accessPointGrants: (bucket: BucketFacts) => readonly Grant[];
  /** Requests to assume the role. */
  readonly roleGrants: (role: Identity) => readonly Grant[];
  /** Requests to tag a session of the role. */
  readonly taggingGrants: (role: Identity) => readonly Grant[];
  /** By ARN of the key. */
  readonly keyGrants: ReadonlyMap<string, readonly Grant[]>;
}

const worlds = new WeakMap<AccessFacts, World>();

/** Makes the facts ready, once for the same facts; grants are found when they are asked for. */
export function worldOf(facts: AccessFacts): World {
  const known = worlds.get(facts) ?? makeWorld(facts);
  worlds.set(facts, known);
  return known;
}

function makeWorld(facts: AccessFacts): World {
  const identities = identitiesOf(facts);
  const reaching = reachingStatements(identities);
  const ofRoles = new Map<string, readonly Grant[]>();
  const accessPoints = groupBy(facts.accessPoints, ({ bucketArn }) => bucketArn);
  return {
    facts,
    identities,
    bucketGrants: once((bucket) => {
      const target = bucketTarget(bucket, facts);
      return grantsOf(target, reaching(target), identities);
    }),
    accessPointGrants: once((bucket) => {
      const target = bucketTarget(bucket, facts);
      const side = { bucket: target, reaching: reaching(target), identities };
      return (accessPoints.get(bucket.arn) ?? []).flatMap((accessPoint) => {
        const own = accessPointTarget(accessPoint, facts);
        return grantsOf(own, reaching(own), identities).flatMap((grant) => throughAccessPoint(grant, side));
      });
    }),
    roleGrants: (role) => {
      const found = ofRoles.get(role.arn);
      if (found !== undefined) return found;
      const target = roleTarget(role.arn, role.trust);
      const grants = grantsOf(target, reaching(target), identities);
      ofRoles.set(role.arn, grants);
      return grants;
    },
    taggingGrants: (role) => {
      const target = taggingTarget(role.arn, role.trust);
      const asked = role.trust?.document.statements.some(
        ({ effect, action }) => effect === "Allow" && namesSomeAction(action, target.actions),
      );
      return asked === true ? grantsOf(target, reaching(target), identities) : [];
    },
    keyGrants: new Map(
      facts.keys.map((key) => {
        const target = keyTarget(key.arn, key.policy);
        return [key.arn, grantsOf(target, reaching(target), identities)];
      }),
    ),
  };
}

/** The same function, which finds the grants of a bucket when it is asked first. */
function once(find: (bucket: BucketFacts) => readonly Grant[]): (bucket: BucketFacts) => readonly Grant[] {
  const known = new Map<BucketFacts, readonly Grant[]>();
  return (bucket) => {
    const grants = known.get(bucket) ?? find(bucket);
    known.set(bucket, grants);
    return grants;
  };
}

/** The values with the same key, in order. */
export function groupBy<T>(
  values: readonly T[],
  key: (value: T) => string,
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const list = groups.get(key(value));
    if (list === undefined) groups.set(key(value), [value]);
    else list.push(value);
  }
  return groups;
}
