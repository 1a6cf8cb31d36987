import type { ConditionClause } from "../model";
import { covers } from "../prove/covers";
import { delegatedAccount, accountOf } from "../prove/principalShapes";
import type { AccessEntry, Who } from "./accessEntry";
import { assumersOf } from "./assumers";
import type { Assumer } from "./assumers";
import { bucketStatements } from "./bucketStatements";
import { placedStatements } from "./facts";
import type { AccessFacts, BucketFacts, PlacedStatement, StatementReference } from "./facts";
import { identitiesOf } from "./identities";
import type { Identity } from "./identities";
import { keySides } from "./keySide";
import { bucketName, elementMayMeet, meansIdentity, namesSomeAction } from "./meeting";

/**
 * Lists every way into the buckets: who, which actions on which objects, under which conditions, directly or by
 * assuming which roles, through which statements.
 *
 * Roles of a bucket's own account are listed by those who can assume them. Both sides of a grant across accounts
 * are needed; the sides of accounts that are not known are taken to allow, and the entry says so. A Deny without
 * conditions that takes an entry away removes it; every other Deny that can meet it is one of its exceptions.
 * Takes time in proportion to the documents and the entries found, not to their product.
 */
export function listAccess(facts: AccessFacts): readonly AccessEntry[] {
  const identities = identitiesOf(facts);
  const lister = { identities, assumers: assumersOf(identities), keySide: keySides(facts) };
  const reaching = bucketStatements(identities, facts.buckets);
  return facts.buckets.flatMap((bucket) => [
    ...byIdentityPolicies(bucket, reaching(bucket), lister),
    ...byBucketPolicy(bucket, reaching(bucket), lister),
  ]);
}

interface Lister {
  readonly identities: ReadonlyMap<string, Identity>;
  readonly assumers: (role: Identity) => readonly Assumer[];
  readonly keySide: ReturnType<typeof keySides>;
}

/** What an identity's own policy allows on a bucket. */
export interface Reaching {
  readonly identity: Identity;
  readonly placed: PlacedStatement;
}

interface Grant {
  readonly actions: readonly string[];
  readonly objects: readonly string[];
  readonly conditions: readonly ConditionClause[];
  readonly statements: readonly StatementReference[];
  readonly assumptions: readonly string[];
  readonly grants: readonly PlacedStatement[];
}

/** Roles and users of the bucket's own account: their own policies are enough. */
function byIdentityPolicies(
  bucket: BucketFacts,
  reaching: readonly Reaching[],
  lister: Lister,
): readonly AccessEntry[] {
  return reaching
    .filter(({ identity }) => identity.account === bucket.account)
    .flatMap(({ identity, placed }) => waysOf(bucket, identity, grantOf(bucket, [placed]), lister));
}

/** The statements of the bucket policy that allow, with the other account's side where they need it. */
function byBucketPolicy(
  bucket: BucketFacts,
  reaching: readonly Reaching[],
  lister: Lister,
): readonly AccessEntry[] {
  const byArn = groupBy(reaching, ({ identity }) => identity.arn);
  const byAccount = groupBy(reaching, ({ identity }) => identity.account);
  const knownAccounts = new Set([...lister.identities.values()].map(({ account }) => account));
  const allows = policyOf(bucket).filter(({ statement }) => statement.effect === "Allow");
  return allows.flatMap((allow): readonly AccessEntry[] => {
    const element = allow.statement.principal;
    const own = grantOf(bucket, [allow]);
    const both = ({ identity, placed }: Reaching): readonly AccessEntry[] =>
      actionsMeet(placed, allow) ? waysOf(bucket, identity, grantOf(bucket, [placed, allow]), lister) : [];
    if (element === undefined) return [];
    if (element.anyone || element.negated) {
      return bucket.blockPublicAccess ? [] : entry(bucket, { kind: "anyone" }, own, undefined);
    }
    const named = element.aws.flatMap((arn): readonly AccessEntry[] => {
      const account = delegatedAccount(arn);
      if (account !== undefined) {
        if (account === bucket.account) return [];
        if (knownAccounts.has(account)) return (byAccount.get(account) ?? []).flatMap(both);
        return entry(bucket, { kind: "account", account }, assuming(own, `account ${account}`), undefined);
      }
      const identity = lister.identities.get(arn);
      if (accountOf(arn) === bucket.account) {
        return identity === undefined
          ? entry(bucket, { kind: "identity", arn }, own, undefined)
          : waysOf(bucket, identity, own, lister);
      }
      if (identity !== undefined) return (byArn.get(arn) ?? []).flatMap(both);
      return entry(bucket, { kind: "identity", arn }, assuming(own, arn), undefined);
    });
    const services = element.service.flatMap((name) =>
      entry(bucket, { kind: "service", name }, own, undefined),
    );
    return [...named, ...services];
  });
}

const policyOf = ({ policy }: BucketFacts): readonly PlacedStatement[] =>
  policy === undefined ? [] : placedStatements(policy);

const assuming = (grant: Grant, whose: string): Grant => ({
  ...grant,
  assumptions: [`the policies of ${whose} are not known; they are taken to allow it`],
});

/** An identity itself, and everyone who can become it; a role of the bucket's own account only the latter. */
function waysOf(
  bucket: BucketFacts,
  identity: Identity,
  grant: Grant,
  lister: Lister,
): readonly AccessEntry[] {
  const key = lister.keySide(bucket, identity);
  const keyed = { ...grant, statements: [...grant.statements, ...(key.allowed ? key.statements : [])] };
  const refuses = key.allowed ? undefined : key.reason;
  const itself: Who = { kind: "identity", arn: identity.arn };
  const internal = identity.trust !== undefined && identity.account === bucket.account;
  const direct = internal ? [] : entry(bucket, itself, keyed, refuses);
  const assumed = identity.trust === undefined ? [] : lister.assumers(identity);
  return [
    ...direct,
    ...assumed.flatMap((assumer) =>
      entry(
        bucket,
        assumer.who,
        {
          ...keyed,
          conditions: [...assumer.conditions, ...keyed.conditions],
          statements: [...assumer.statements, ...keyed.statements],
          assumptions: [...assumer.assumptions, ...keyed.assumptions],
        },
        refuses,
        assumer.hops,
      ),
    ),
  ];
}

function grantOf(bucket: BucketFacts, grants: readonly PlacedStatement[]): Grant {
  const narrowest = grants[0]?.statement;
  const objects = (narrowest?.resource?.patterns ?? []).map((pattern) => objectPattern(pattern, bucket.arn));
  const { action, resource } = narrowest ?? {};
  return {
    actions:
      action === undefined
        ? []
        : action.negated
          ? [`all but ${action.patterns.join(", ")}`]
          : action.patterns.filter(isS3),
    objects: resource?.negated === true ? ["*"] : [...new Set(objects.flatMap((one) => one ?? []))],
    conditions: grants.flatMap(({ statement }) => statement.conditions),
    statements: grants.map(({ reference }) => reference),
    assumptions: [],
    grants,
  };
}

const isS3 = (pattern: string): boolean => /^(s3:|\*)/i.test(pattern);

/** What a resource pattern leaves of the bucket's keys: the empty text for the bucket itself. */
function objectPattern(pattern: string, bucketArn: string): string | undefined {
  if (pattern === bucketArn) return "";
  if (pattern.startsWith(`${bucketArn}/`)) return pattern.slice(bucketArn.length + 1);
  return elementMayMeet({ negated: false, patterns: [pattern] }, [bucketArn, `${bucketArn}/*`])
    ? "*"
    : undefined;
}

function actionsMeet(one: PlacedStatement, other: PlacedStatement): boolean {
  const { action } = one.statement;
  if (action.negated) return true;
  const literal = action.patterns.filter((pattern) => !/[*?]/.test(pattern));
  return literal.length < action.patterns.length || namesSomeAction(other.statement.action, literal);
}

/** The entry, unless a Deny of the bucket policy takes it away as a whole. */
function entry(
  bucket: BucketFacts,
  who: Who,
  grant: Grant,
  keyRefuses: string | undefined,
  hops: readonly string[] = [],
): readonly AccessEntry[] {
  const denies = policyOf(bucket).filter(({ statement }) => statement.effect === "Deny");
  const patterns = grant.grants[0]?.statement.resource?.patterns ?? [];
  // The request reaches the bucket from the last role that was assumed.
  const caller = hops.at(-1) ?? (who.kind === "identity" ? who.arn : undefined);
  const meeting = denies.filter(({ statement }) => {
    const negated = grant.grants.some((one) => one.statement.resource?.negated === true);
    return negated || elementMayMeet(statement.resource, patterns);
  });
  const removing = meeting.some((deny) => grant.grants.some((allow) => takesAway(deny, allow, caller)));
  if (removing) return [];
  return [
    {
      bucket: bucketName(bucket.arn),
      who,
      actions: grant.actions,
      objects: grant.objects,
      hops,
      conditions: grant.conditions,
      exceptions: meeting.map(({ statement }) => statement.conditions).filter((list) => list.length > 0),
      statements: grant.statements,
      assumptions: grant.assumptions,
      ...(keyRefuses === undefined ? {} : { keyRefuses }),
    },
  ];
}

/** Whether a Deny, by its text, takes away all that an Allow gives this principal. */
function takesAway(deny: PlacedStatement, allow: PlacedStatement, arn: string | undefined): boolean {
  const { principal } = deny.statement;
  const meant =
    principal?.negated === false &&
    (principal.anyone || (arn !== undefined && meansIdentity(principal, arn)));
  return meant && covers(asSet(deny), asSet(allow, principal));
}

const asSet = ({ statement, version }: PlacedStatement, principal = statement.principal) => ({
  statement: principal === undefined ? statement : { ...statement, principal },
  variables: version === "2012-10-17",
});

function groupBy<T>(values: readonly T[], key: (value: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const list = groups.get(key(value));
    if (list === undefined) groups.set(key(value), [value]);
    else list.push(value);
  }
  return groups;
}
