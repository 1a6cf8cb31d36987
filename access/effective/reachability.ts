import type { Decision } from "../evaluate/decision";
import { accountOf } from "../prove/principalShapes";
import { exampleAssumption, exampleUse } from "./exampleRequest";
import type { BucketFacts, KeyFacts, StatementReference } from "./facts";
import { actorsOf, keyActions } from "./intended";
import type { Intent, Missing } from "./intent";
import { judgeOf } from "./judge";
import type { Judged } from "./judge";
import { accessPointTarget, bucketTarget, keyTarget, roleTarget } from "./target";
import type { Target } from "./target";
import type { World } from "./world";

/**
 * Tells what of an intent does not work: one concrete request for each of its principals, actions and prefixes is
 * decided at each step of the way, and the first refused one is given.
 *
 * A principal that is not known is taken to be allowed by its own account.
 */
export function missingOf({ facts, identities }: World): (intent: Intent) => readonly Missing[] {
  const known = {
    judge: judgeOf(identities),
    keys: new Map(facts.keys.map((key) => [key.arn, key])),
  };
  const buckets = new Map(
    facts.buckets.map((bucket) => [bucket.arn, { bucket, target: bucketTarget(bucket, facts) }]),
  );
  const accessPoints = new Map(facts.accessPoints.map((one) => [one.arn, one]));
  return (intent) => {
    const { via } = intent;
    const own = buckets.get(intent.bucketArn);
    if (own === undefined)
      return intent.who.map((who) => absent(intent, who, "use the bucket", intent.bucketArn));
    const accessPoint = via.kind === "accessPoint" ? accessPoints.get(via.arn) : undefined;
    if (via.kind === "accessPoint" && accessPoint?.bucketArn !== intent.bucketArn)
      return intent.who.map((who) => absent(intent, who, "use the access point", via.arn));
    const use =
      accessPoint === undefined
        ? { target: own.target }
        : { target: accessPointTarget(accessPoint, facts), bucket: own.target };
    return intent.who.flatMap((who) => {
      const hop = via.kind === "role" ? roleTarget(via.arn, identities.get(via.arn)?.trust) : undefined;
      return firstRefusal(intent, who, { ...known, facts: own.bucket, hop, ...use }) ?? [];
    });
  };
}

interface Way {
  readonly judge: ReturnType<typeof judgeOf>;
  readonly keys: ReadonlyMap<string, KeyFacts>;
  readonly facts: BucketFacts;
  readonly hop: Target | undefined;
  readonly target: Target;
  readonly bucket?: Target;
}

function firstRefusal(intent: Intent, who: string, way: Way): Missing | undefined {
  const { hop, target, bucket, judge } = way;
  const actor = hop?.arn ?? who;
  const steps: (readonly [Missing["step"], Judged])[] = [];
  if (hop !== undefined)
    steps.push(["assume the role", { request: exampleAssumption(intent, who, hop.arn), target: hop }]);
  for (const prefix of intent.prefixes) {
    for (const action of intent.actions) {
      const request = exampleUse(intent, actor, action, prefix);
      steps.push(["use the bucket", { request, target, bucket }]);
    }
  }
  for (const [step, judged] of steps) {
    const { decision, target: refusing } = judge(judged);
    const at = step === "use the bucket" && refusing.kind === "accessPoint" ? "use the access point" : step;
    if (decision.decision !== "allowed") return missing(who, at, judged, decision, refusing);
  }
  return refusedKey(intent, who, way);
}

/** What S3 asks of the bucket's key on behalf of the actor. */
function refusedKey(intent: Intent, who: string, { facts, keys, judge }: Way): Missing | undefined {
  const { encryption } = facts;
  const actor = actorsOf(intent).find((one) => one === who) ?? actorsOf(intent)[0] ?? who;
  const actions = keyActions(intent);
  if (encryption.kind === "s3" || actions.length === 0) return undefined;
  const { keyArn, bucketKey } = encryption;
  const step = "use the key";
  if (keyArn === undefined) {
    if (accountOf(actor) === facts.account) return undefined;
    const reason = "the bucket is encrypted with aws/s3, which serves no other account";
    return { who, step, action: actions[0] ?? "", resource: "aws/s3", deniedBy: [], reason };
  }
  const key = keys.get(keyArn);
  if (key === undefined) {
    const reason = `the policy of ${keyArn} is not known`;
    return { who, step, action: actions[0] ?? "", resource: keyArn, deniedBy: [], reason };
  }
  const target = keyTarget(keyArn, key.policy);
  const [, partition = "aws", , region = ""] = keyArn.split(":");
  const suffix = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  const encrypted = bucketKey ? intent.bucketArn : `${intent.bucketArn}/${intent.prefixes[0] ?? ""}example`;
  const context = {
    "kms:ViaService": `s3.${region}.${suffix}`,
    "kms:EncryptionContext:aws:s3:arn": encrypted,
    "kms:EncryptionContextKeys": ["aws:s3:arn"],
    "aws:SecureTransport": "true",
    ...(key.aliases.length === 0 ? {} : { "kms:ResourceAliases": key.aliases }),
  };
  for (const action of actions) {
    const judged = { request: { principal: actor, action, resource: keyArn, context }, target };
    const { decision } = judge(judged);
    if (decision.decision !== "allowed") return missing(who, step, judged, decision, target);
  }
  return undefined;
}

function absent(intent: Intent, who: string, step: Missing["step"], resource: string): Missing {
  return { who, step, action: intent.actions[0] ?? "", resource, deniedBy: [], reason: "it is not there" };
}

function missing(
  who: string,
  step: Missing["step"],
  { request: { principal, action, resource } }: Judged,
  decision: Decision,
  target: Target,
): Missing {
  return {
    who,
    step,
    action,
    resource,
    deniedBy: deniedBy(decision),
    reason: reasonOf(decision, target, principal),
  };
}

const deniedBy = ({ because }: Decision): readonly StatementReference[] =>
  because.map(({ policy, sid, index }) => ({
    document: policy,
    ...(sid === undefined ? {} : { sid }),
    index,
  }));

function reasonOf({ decision, missing }: Decision, { policy }: Target, actor: string): string {
  if (decision === "explicitlyDenied") return "a statement denies it";
  const told: ReadonlyMap<string, string> = new Map([
    [
      "resource policy",
      policy === undefined
        ? "no statement allows it: its resource has no policy"
        : `no statement of ${policy.name} allows it`,
    ],
    ["identity policy", `no identity policy of ${actor} allows it`],
    ["permissions boundary", `no statement of the boundary of ${actor} allows it`],
  ]);
  return missing.map((side) => told.get(side) ?? `${side} refuses it`).join("; ");
}
