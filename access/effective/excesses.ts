import { requestContext } from "../evaluate/requestContext";
import { matchStatement, prepareDocument } from "../evaluate/statement";
import type { PolicyDocument, Statement } from "../model";
import type { ComparableKind } from "../prove/problem";
import { proveInclusion } from "../prove/proveInclusion";
import type { Witness } from "../prove/witness";
import { bucketStatements } from "./bucketStatements";
import type { AccessFacts, BucketFacts, NamedDocument, StatementReference } from "./facts";
import type { Identity } from "./identities";
import { assumeDocument, bucketDocument, useDocument } from "./intent";
import type { Excess, Intent } from "./intent";
import { meansIdentity } from "./meeting";

/** What one set of documents allows beyond the intents, or why that is not known. */
export type ExcessResult =
  | { readonly kind: "excess"; readonly excess: Excess }
  | { readonly kind: "unknown"; readonly reason: string; readonly intents: readonly string[] };

/**
 * Everything that the documents around the buckets allow beyond the intents: each bucket policy, the policies of each
 * role and user of a bucket's account that reach the bucket, and the trust policy of each role that an intent uses.
 *
 * Each is compared with what its own intents allow, so the work grows with the documents, not with their pairs.
 */
export function excesses(
  facts: AccessFacts,
  identities: ReadonlyMap<string, Identity>,
  intents: readonly Intent[],
): readonly ExcessResult[] {
  const reaching = bucketStatements(identities, facts.buckets);
  const byBucket = groupBy(intents, ({ bucketArn }) => bucketArn);
  const byRole = groupBy(intents, ({ via }) => (via.kind === "role" ? via.arn : ""));
  const trusts = [...byRole].flatMap(([arn, own]) => {
    const role = identities.get(arn);
    return role?.trust === undefined ? [] : ofTrust(role, role.trust, own);
  });
  return [
    ...facts.buckets.flatMap((bucket) => ofBucket(bucket, byBucket.get(bucket.arn) ?? [], reaching)),
    ...trusts,
  ];
}

function ofBucket(
  bucket: BucketFacts,
  intents: readonly Intent[],
  reaching: ReturnType<typeof bucketStatements>,
): readonly ExcessResult[] {
  const byActor = new Map<string, Intent[]>();
  for (const intent of intents) {
    for (const actor of intent.via.kind === "role" ? [intent.via.arn] : intent.who) {
      const list = byActor.get(actor);
      if (list === undefined) byActor.set(actor, [intent]);
      else list.push(intent);
    }
  }
  const own = new Set(
    reaching(bucket)
      .map(({ identity }) => identity)
      .filter(({ account }) => account === bucket.account),
  );
  return [
    ...ofBucketPolicy(bucket, intents),
    ...[...own].flatMap((identity) => ofIdentity(bucket, identity, byActor.get(identity.arn) ?? [])),
  ];
}

function ofBucketPolicy(bucket: BucketFacts, intents: readonly Intent[]): readonly ExcessResult[] {
  if (bucket.policy === undefined) return [];
  const { policy } = bucket;
  if (!policy.document.statements.some(({ effect }) => effect === "Allow")) return [];
  const names = intents.filter(({ via }) => via.kind === "direct").map(({ name }) => name);
  return compared(
    "resource",
    [bucketDocument(intents)],
    [policy.document],
    policy.name,
    names,
    (witness) => ({
      path: [witness.principal, bucket.arn],
      blame: matching([policy], witness),
    }),
  );
}

function ofIdentity(
  bucket: BucketFacts,
  identity: Identity,
  intents: readonly Intent[],
): readonly ExcessResult[] {
  const candidate = [
    ...identity.documents.map(({ document }) => document),
    deniesFor(bucket, identity),
    ...withinBoundary(identity.boundary),
  ];
  const names = intents.map(({ name }) => name);
  return compared("identity", [useDocument(intents)], candidate, identity.arn, names, (witness) => ({
    path: [identity.arn, bucket.arn],
    blame: matching(identity.documents, witness),
  }));
}

function ofTrust(role: Identity, trust: NamedDocument, intents: readonly Intent[]): readonly ExcessResult[] {
  const names = intents.map(({ name }) => name);
  return compared("trust", [assumeDocument(intents)], [trust.document], trust.name, names, (witness) => ({
    path: [witness.principal, role.arn],
    blame: matching([trust], witness),
  }));
}

function compared(
  kind: ComparableKind,
  reference: readonly PolicyDocument[],
  candidate: readonly PolicyDocument[],
  subject: string,
  intents: readonly string[],
  told: (witness: Witness) => Pick<Excess, "path" | "blame">,
): readonly ExcessResult[] {
  const inclusion = proveInclusion(kind, reference, candidate);
  if (inclusion.verdict === "included") return [];
  if (inclusion.verdict === "unknown")
    return [{ kind: "unknown", reason: `${subject}: ${inclusion.reason}`, intents }];
  const { witness } = inclusion;
  return [{ kind: "excess", excess: { subject, witness, intents, ...told(witness) } }];
}

/** The bucket policy's Denies as the identity meets them, and a Deny of everything that is not this bucket. */
function deniesFor({ arn, policy }: BucketFacts, identity: Identity): PolicyDocument {
  const elsewhere: Statement = {
    index: 0,
    effect: "Deny",
    action: { negated: false, patterns: ["*"] },
    resource: { negated: true, patterns: [arn, `${arn}/*`] },
    conditions: [],
  };
  const denies = (policy?.document.statements ?? [])
    .filter(({ effect, principal }) => effect === "Deny" && meansIdentity(principal, identity.arn))
    .map(({ index, effect, action, resource, conditions }): Statement => ({
      index,
      effect,
      action,
      ...(resource === undefined ? {} : { resource }),
      conditions,
    }));
  return { version: policy?.document.version ?? "2012-10-17", statements: [elsewhere, ...denies] };
}

/**
 * A boundary as Denies, where it can be written so: one Allow without conditions. Else it is left out, which lets
 * more through than it does.
 */
function withinBoundary(boundary: NamedDocument | undefined): readonly PolicyDocument[] {
  if (boundary === undefined) return [];
  const { version, statements } = boundary.document;
  const denies = statements.filter(({ effect }) => effect === "Deny");
  const [allow, ...more] = statements.filter(({ effect }) => effect === "Allow");
  if (allow === undefined || more.length > 0 || allow.conditions.length > 0 || allow.resource === undefined) {
    return [{ version, statements: denies }];
  }
  const everything = { negated: false, patterns: ["*"] };
  const outside = (action: Statement["action"], resource: Statement["action"]): Statement => ({
    index: 0,
    effect: "Deny",
    action,
    resource,
    conditions: [],
  });
  const { action, resource } = allow;
  return [
    {
      version,
      statements: [
        ...denies,
        outside({ ...action, negated: !action.negated }, everything),
        outside(everything, { ...resource, negated: !resource.negated }),
      ],
    },
  ];
}

function matching(documents: readonly NamedDocument[], witness: Witness): readonly StatementReference[] {
  const context = requestContext(witness);
  return documents.flatMap(({ name, document }) =>
    prepareDocument(document, name)
      .filter(
        (prepared) =>
          prepared.statement.effect === "Allow" && matchStatement(prepared, context) !== undefined,
      )
      .map(({ statement: { sid, index } }) => ({
        document: name,
        ...(sid === undefined ? {} : { sid }),
        index,
      })),
  );
}

function groupBy<T>(values: readonly T[], key: (value: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const list = groups.get(key(value));
    if (list === undefined) groups.set(key(value), [value]);
    else list.push(value);
  }
  return groups;
}
