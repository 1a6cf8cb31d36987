import type { ConditionClause, PolicyDocument, Statement } from "../model";
import { covers } from "../prove/covers";
import { accountOf } from "../prove/principalShapes";
import { proveInclusion } from "../prove/proveInclusion";
import type { ExcessResult } from "./compareGrant";
import { placedStatements } from "./facts";
import type { NamedDocument } from "./facts";
import { actorsOf, intendedTaggingBy, intendedAssumption, intendedUse, keyIntentOf } from "./intended";
import type { Intent, KeyIntent, Meaning } from "./intent";
import { accountMeant, isOneIdentity, meansIdentity } from "./meantPrincipals";
import type { World } from "./world";

/**
 * What the own policies of roles and users allow beyond what is meant for them, whatever the resources say: of the roles
 * that intents go through, and of those that are given. Nothing where `closed` is not set.
 */
export function ownExcesses(
  { facts, identities }: World,
  { intents, keyIntents = [], closed = false, given = [] }: Meaning,
): readonly ExcessResult[] {
  if (!closed) return [];
  const uses = [...intents.map(keyIntentOf), ...keyIntents];
  const asActor = finder(intents, actorsOf);
  const asStarter = finder(intents, ({ who }) => who);
  const asKeyUser = finder(uses, ({ who }) => who);
  const roles = new Set(intents.flatMap(({ via }) => (via.kind === "role" ? [via.arn] : [])));
  const known = [...roles].flatMap((arn) => {
    const role = identities.get(arn);
    return role === undefined ? [] : [{ arn, documents: role.documents }];
  });
  return [...known, ...given].flatMap(({ arn, documents }) => {
    const own = asActor(arn);
    const reference = [
      ...own.map((intent) => intendedUse([intent], false)),
      ...own.flatMap(elsewhere),
      ...asStarter(arn).flatMap(({ via, ...intent }) =>
        via.kind === "role"
          ? [
              bare(intendedAssumption([{ ...intent, via }], via.arn)),
              bare(intendedTaggingBy([{ ...intent, via }], via.arn)),
            ]
          : [],
      ),
      ...asKeyUser(arn).map((use) => keyReference(use, arn, facts)),
    ];
    return ownExcess(
      arn,
      documents,
      reference,
      own.map(({ name }) => name),
    );
  });
}

function ownExcess(
  arn: string,
  documents: readonly NamedDocument[],
  reference: readonly PolicyDocument[],
  intents: readonly string[],
): readonly ExcessResult[] {
  const allowed = reference.flatMap(({ statements }) => statements);
  const left = documents.filter(
    ({ document: { statements, version } }) =>
      !statements.every(
        (statement) =>
          statement.effect === "Deny" ||
          allowed.some((one) =>
            covers({ statement: one, variables: true }, { statement, variables: version === "2012-10-17" }),
          ),
      ),
  );
  return left.flatMap((policy): readonly ExcessResult[] => {
    const inclusion = proveInclusion("identity", reference, [policy.document]);
    if (inclusion.verdict === "included") return [];
    if (inclusion.verdict === "unknown")
      return [{ kind: "unknown", reason: `${policy.name}: ${inclusion.reason}`, intents }];
    const witness = { ...inclusion.witness, principal: arn };
    const blame = placedStatements(policy)
      .filter(({ statement }) => statement.effect === "Allow")
      .filter(
        ({ statement }) =>
          proveInclusion("identity", reference, [{ ...policy.document, statements: [statement] }]).verdict !==
          "included",
      )
      .map(({ reference: place }) => place);
    const assumptions = [`by its own policies: whether ${witness.resource} lets it is not asked`];
    const path = [arn, witness.resource];
    return [{ kind: "excess", excess: { subject: arn, witness, path, blame, intents, assumptions } }];
  });
}

/** Whoever grants the role asks for the conditions: the policy of the one who assumes it need not. */
const bare = ({ version, statements }: PolicyDocument): PolicyDocument => ({
  version,
  statements: statements.map((statement) => ({ ...statement, conditions: [] })),
});

function elsewhere({ elsewhere: places = [] }: Intent): readonly PolicyDocument[] {
  return places.map(({ actions, resources, conditions }) => ({
    version: "2012-10-17",
    statements: [
      {
        index: 0,
        effect: "Allow",
        action: { negated: false, patterns: actions },
        resource: { negated: false, patterns: resources },
        conditions,
      },
    ],
  }));
}

/**
 * A key's id is not known before it is made: of any key of the account that owns the bucket, or of the bucket's own.
 * Where the bucket's key has an alias, any key of the caller's own account must have it: there the caller's policy may be
 * all that another key asks for, while a key of another account names the caller itself.
 */
function keyReference(
  { actions, conditions, bucketArn }: KeyIntent,
  caller: string,
  { buckets, keys }: World["facts"],
): PolicyDocument {
  const bucket = buckets.find(({ arn }) => arn === bucketArn);
  const [, partition = "aws"] = bucketArn.split(":");
  const named =
    bucket !== undefined && bucket.encryption.kind !== "s3" ? bucket.encryption.keyArn : undefined;
  const own = bucket?.account === accountOf(caller);
  const aliases = own ? (keys.find(({ arn }) => arn === named)?.aliases ?? []) : [];
  const allow = (patterns: readonly string[], more: readonly ConditionClause[]): Statement => ({
    index: 0,
    effect: "Allow",
    action: { negated: false, patterns: actions },
    resource: { negated: false, patterns },
    conditions: [...conditions, ...more],
  });
  const statements = [
    ...(bucket === undefined
      ? []
      : [
          allow(
            [`arn:${partition}:kms:*:${bucket.account}:key/*`],
            aliases.length === 0 ? [] : [ofAlias(aliases)],
          ),
        ]),
    ...(named === undefined ? [] : [allow([named], [])]),
  ];
  return { version: "2012-10-17", statements: actions.length === 0 ? [] : statements };
}

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-resource-aliases */
const ofAlias = (values: readonly string[]): ConditionClause => ({
  operator: "StringEquals",
  qualifier: "ForAnyValue",
  ifExists: false,
  key: "kms:ResourceAliases",
  values,
});

/** Looks up by whom something is meant. */
function finder<T>(all: readonly T[], whoOf: (one: T) => readonly string[]): (arn: string) => readonly T[] {
  const exact = new Map<string, T[]>();
  const wide: (readonly [who: string, one: T])[] = [];
  for (const one of all) {
    for (const who of whoOf(one)) {
      if (!isOneIdentity(who)) wide.push([who, one]);
      else exact.set(who, [...(exact.get(who) ?? []), one]);
    }
  }
  return (arn) => {
    // Whose member a user is, is not told: of a group counts whatever is meant for anyone of its account.
    if (arn.includes(":group/"))
      return all.filter((one) => whoOf(one).some((who) => accountMeant(who) === accountOf(arn)));
    const found = new Set([
      ...(exact.get(arn) ?? []),
      ...wide.filter(([who]) => meansIdentity(who, arn)).map(([, one]) => one),
    ]);
    return [...found];
  };
}
