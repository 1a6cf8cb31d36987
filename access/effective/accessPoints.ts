import type { PatternElement } from "../model";
import { accountOf } from "../prove/principalShapes";
import { isIdentity } from "./accessEntry";
import type { Who } from "./accessEntry";
import { placedStatements } from "./facts";
import type { PlacedStatement } from "./facts";
import { insidersOf } from "./grants";
import type { Grant } from "./grants";
import type { Identity } from "./identities";
import { allowedOf, deniesAll, elementMayMeet } from "./meeting";
import { patternCovers, takesInSomething } from "./patterns";
import type { Reaching } from "./reaching";
import { knownKeys, specialise } from "./specialise";
import type { Target } from "./target";

/** The bucket's side of requests through an access point. */
export interface BucketSide {
  readonly bucket: Target;
  /** What the policies of roles and users allow on the bucket. */
  readonly reaching: readonly Reaching[];
  readonly identities: ReadonlyMap<string, Identity>;
}

/**
 * The grants of an access point that the bucket behind it lets through: the bucket's policy must allow as well, for
 * example everyone who comes through access points of an account, or, in the bucket's own account, the caller's own
 * policies must allow it on the bucket.
 *
 * @param grant a grant on the access point's side
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
 */
export function throughAccessPoint(grant: Grant, side: BucketSide): readonly Grant[] {
  const { bucket } = side;
  const policy = bucket.policy === undefined ? [] : placedStatements(bucket.policy);
  const byPolicy = policy
    .filter(({ statement }) => statement.effect === "Allow")
    .flatMap((allow) =>
      allowedOf(allow.statement.principal, grant.who)
        .flatMap((who) => (bucket.restricted ? insidersOf(who, bucket) : [who]))
        .filter((who) => !onlyDelegates(allow, who, bucket))
        .flatMap((who) => joined(grant, who, allow, side)),
    );
  return [...byPolicy, ...byOwnPolicies(grant, side)];
}

/** Naming the bucket's own account leaves the decision to the policies there. */
function onlyDelegates({ statement: { principal } }: PlacedStatement, who: Who, bucket: Target): boolean {
  if (principal === undefined || principal.anyone || principal.negated) return false;
  if (who.kind === "account") return who.account === bucket.account;
  return isIdentity(who) && accountOf(who.arn) === bucket.account && !principal.aws.includes(who.arn);
}

function byOwnPolicies(grant: Grant, side: BucketSide): readonly Grant[] {
  const { bucket, reaching, identities } = side;
  const { who } = grant;
  const own = reaching.filter(({ identity }) => identity.account === bucket.account);
  if (who.kind === "identity") {
    if (accountOf(who.arn) !== bucket.account) return [];
    if (identities.has(who.arn))
      return own
        .filter(({ identity }) => identity.arn === who.arn)
        .flatMap(({ placed }) => joined(grant, who, placed, side));
    const assumption = `the policies of ${who.arn} are not known; they are taken to allow it`;
    return [{ ...withBucketDenies(grant, side), assumptions: [...grant.assumptions, assumption] }];
  }
  if (who.kind !== "anyone" && !(who.kind === "account" && who.account === bucket.account)) return [];
  return own.flatMap(({ identity, placed }) =>
    joined({ ...grant, identity }, { kind: "identity", arn: identity.arn }, placed, side),
  );
}

function joined(grant: Grant, who: Who, allow: PlacedStatement, side: BucketSide): readonly Grant[] {
  const { bucket, identities } = side;
  const own = specialise(allow, bucket, knownKeys(bucket, who, grant.target));
  const resource = own?.statement.resource;
  if (own === undefined || resource === undefined) return [];
  const translated = onlyMeeting(translate(resource, grant.target, bucket, "over"), grant.allows);
  if (!takesInSomething(translated)) return [];
  const identity = grant.identity ?? (who.kind === "identity" ? identities.get(who.arn) : undefined);
  const [first, ...more] = grant.allows;
  return [
    withBucketDenies(
      {
        ...grant,
        who,
        identity,
        allows: [first, ...more, { ...own, statement: { ...own.statement, resource: translated } }],
      },
      side,
    ),
  ];
}

/**
 * Without the patterns that no request of the grant meets: a bucket's statement names the prefixes of all access points,
 * and a proof about one of them would be led through them all.
 */
function onlyMeeting(element: PatternElement, allows: Grant["allows"]): PatternElement {
  if (element.negated) return element;
  const patterns = element.patterns.filter((pattern) =>
    allows.every(({ statement }) => elementMayMeet(statement.resource, [pattern])),
  );
  return { negated: false, patterns };
}

function withBucketDenies(grant: Grant, { bucket }: BucketSide): Grant {
  const policy = bucket.policy === undefined ? [] : placedStatements(bucket.policy);
  const keys = knownKeys(bucket, grant.who, grant.target);
  const denies = policy
    .filter(({ statement }) => statement.effect === "Deny" && deniesAll(statement.principal, grant.who))
    .flatMap((deny): readonly PlacedStatement[] => {
      const own = specialise(deny, bucket, keys);
      const resource = own?.statement.resource;
      if (own === undefined || resource === undefined) return [];
      return [
        {
          ...own,
          statement: { ...own.statement, resource: translate(resource, grant.target, bucket, "under") },
        },
      ];
    });
  return { ...grant, bucket, denies: [...grant.denies, ...denies] };
}

/** A bucket's resources as the access point names them; what cannot be said exactly is widened or narrowed. */
function translate(
  { negated, patterns }: PatternElement,
  accessPoint: Target,
  bucket: Target,
  towards: "over" | "under",
): PatternElement {
  const widen = (towards === "over") !== negated;
  return {
    negated,
    patterns: patterns.flatMap((pattern) => viaAccessPoint(pattern, accessPoint, bucket, widen)),
  };
}

function viaAccessPoint(
  pattern: string,
  accessPoint: Target,
  bucket: Target,
  widen: boolean,
): readonly string[] {
  if (pattern.startsWith(`${bucket.arn}/`))
    return [`${accessPoint.arn}/object/${pattern.slice(bucket.arn.length + 1)}`];
  const [own = "", objects = ""] = bucket.patterns;
  const takes = (whole: string): boolean =>
    patternCovers(pattern, whole) ||
    (widen && elementMayMeet({ negated: false, patterns: [pattern] }, [whole]));
  return [
    ...(takes(own) ? [accessPoint.arn] : []),
    ...(takes(objects) ? [`${accessPoint.arn}/object/*`] : []),
  ];
}
