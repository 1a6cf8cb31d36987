import { decide } from "../evaluate/decide";
import type { Decision } from "../evaluate/decision";
import { preparePolicies } from "../evaluate/preparePolicies";
import type { PreparedPolicies } from "../evaluate/preparePolicies";
import type { AccessRequest } from "../evaluate/request";
import { prepareDocument } from "../evaluate/statement";
import type { PreparedStatement } from "../evaluate/statement";
import type { ConditionClause } from "../model";
import { accountOf } from "../prove/principalShapes";
import type { AccessFacts, BucketFacts, KeyFacts, NamedDocument, StatementReference } from "./facts";
import type { Identity } from "./identities";
import type { Intent, Missing } from "./intent";

/**
 * Tells what of an intent does not work: one concrete request for each of its principals, actions and prefixes is
 * decided at each step of the way, and the first refused one is given.
 *
 * A principal that is not known is taken to be allowed by its own account.
 */
export function missingOf(
  facts: AccessFacts,
  identities: ReadonlyMap<string, Identity>,
): (intent: Intent) => readonly Missing[] {
  const buckets = new Map(facts.buckets.map((bucket) => [bucket.arn, bucket]));
  const keys = new Map(facts.keys.map((key) => [key.arn, key]));
  const prepared = new Map<NamedDocument, readonly PreparedStatement[]>();
  const policyOf = (policy: NamedDocument): readonly PreparedStatement[] => {
    const found = prepared.get(policy) ?? prepareDocument(policy.document, policy.name);
    prepared.set(policy, found);
    return found;
  };
  return (intent) => {
    const bucket = buckets.get(intent.bucketArn);
    return intent.who.flatMap((who) => {
      const found = firstRefusal(intent, who, { identities, bucket, keys, policyOf });
      return found === undefined ? [] : [found];
    });
  };
}

interface Known {
  readonly identities: ReadonlyMap<string, Identity>;
  readonly bucket: BucketFacts | undefined;
  readonly keys: ReadonlyMap<string, KeyFacts>;
  readonly policyOf: (policy: NamedDocument) => readonly PreparedStatement[];
}

function firstRefusal(intent: Intent, who: string, known: Known): Missing | undefined {
  if (intent.via.kind === "direct") return refusedUse(intent, who, who, known);
  const { arn } = intent.via;
  const role = known.identities.get(arn);
  const request = {
    principal: who,
    action: "sts:AssumeRole",
    resource: arn,
    context: contextOf(intent.assumeConditions),
  };
  const refused = refusal(request, who, known, role?.trust, "assume the role", who);
  return refused ?? refusedUse(intent, who, arn, known);
}

function refusedUse(intent: Intent, who: string, actor: string, known: Known): Missing | undefined {
  const { bucket } = known;
  for (const prefix of intent.prefixes) {
    const resource = `${intent.bucketArn}/${prefix}example`;
    for (const action of intent.actions) {
      const context = {
        "aws:SecureTransport": "true",
        "s3:TlsVersion": "1.3",
        ...contextOf(intent.useConditions),
      };
      const request = { principal: actor, action, resource, resourceAccount: bucket?.account ?? "", context };
      const refused = refusal(request, actor, known, bucket?.policy, "use the bucket", who);
      if (refused !== undefined) return refused;
    }
  }
  return intent.actions.some((action) => action.toLowerCase() === "s3:putobject")
    ? refusedKey(intent, who, actor, known)
    : undefined;
}

/** A put into a bucket with a KMS key needs a data key; one in parts, or with a bucket key, also Decrypt. */
function refusedKey(intent: Intent, who: string, actor: string, known: Known): Missing | undefined {
  const { bucket } = known;
  if (bucket === undefined || bucket.encryption.kind === "s3") return undefined;
  const { keyArn, bucketKey } = bucket.encryption;
  if (keyArn === undefined) {
    if (accountOf(actor) === bucket.account) return undefined;
    const reason = "the bucket is encrypted with aws/s3, which serves no other account";
    return {
      who,
      step: "use the key",
      action: "kms:GenerateDataKey",
      resource: "aws/s3",
      deniedBy: [],
      reason,
    };
  }
  const key = known.keys.get(keyArn);
  const [, partition = "aws", , region = ""] = keyArn.split(":");
  const suffix = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  const encrypted = bucketKey ? intent.bucketArn : `${intent.bucketArn}/${intent.prefixes[0] ?? ""}example`;
  const context = {
    "kms:ViaService": `s3.${region}.${suffix}`,
    "kms:EncryptionContext:aws:s3:arn": encrypted,
    "kms:EncryptionContextKeys": ["aws:s3:arn"],
    "aws:SecureTransport": "true",
    ...(key === undefined || key.aliases.length === 0 ? {} : { "kms:ResourceAliases": key.aliases }),
  };
  for (const action of ["kms:GenerateDataKey", "kms:Decrypt"]) {
    const request = { principal: actor, action, resource: keyArn, context };
    const refused = refusal(request, actor, known, key?.policy, "use the key", who);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

function refusal(
  request: AccessRequest,
  actor: string,
  known: Known,
  resourcePolicy: NamedDocument | undefined,
  step: Missing["step"],
  who: string,
): Missing | undefined {
  const identity = known.identities.get(actor);
  const policies: PreparedPolicies = {
    ...preparePolicies({
      identityPolicies: [],
      ...(identity?.boundary === undefined ? {} : { permissionsBoundary: [identity.boundary.document] }),
    }),
    identity:
      identity?.documents.flatMap(known.policyOf) ?? prepareDocument(allowAll, `the policies of ${actor}`),
    ...(resourcePolicy === undefined ? {} : { resource: known.policyOf(resourcePolicy) }),
  };
  const decision = decide(policies, request);
  if (decision.decision === "allowed") return undefined;
  const { action, resource } = request;
  return {
    who,
    step,
    action,
    resource,
    deniedBy: deniedBy(decision),
    reason: reasonOf(decision, resourcePolicy, actor),
  };
}

const allowAll = {
  version: "2012-10-17" as const,
  statements: [
    {
      index: 0,
      effect: "Allow" as const,
      action: { negated: false, patterns: ["*"] },
      resource: { negated: false, patterns: ["*"] },
      conditions: [],
    },
  ],
};

const deniedBy = ({ because }: Decision): readonly StatementReference[] =>
  because.map(({ policy, sid, index }) => ({
    document: policy,
    ...(sid === undefined ? {} : { sid }),
    index,
  }));

function reasonOf(
  { decision, missing }: Decision,
  resourcePolicy: NamedDocument | undefined,
  actor: string,
): string {
  if (decision === "explicitlyDenied") return "a statement denies it";
  const sides = missing.map((side) => {
    if (side === "resource policy")
      return resourcePolicy === undefined ? "its resource has no policy" : resourcePolicy.name;
    return side === "identity policy" ? `no identity policy of ${actor}` : side;
  });
  return `not allowed by: ${sides.join(", ")}`;
}

/** A request's keys that meet these conditions, as far as one value of each clause does. */
function contextOf(clauses: readonly ConditionClause[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    clauses.flatMap(({ key, values, operator }) => {
      const value = values[0];
      return value === undefined || operator.includes("Not") || operator === "Null"
        ? []
        : [[key, value.replace(/\/\d+$/, "").replace(/\*/g, "example")]];
    }),
  );
}
