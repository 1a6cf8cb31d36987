import type { Decision } from "../evaluate/decision";
import { accountOf } from "../prove/principalShapes";
import { contextOf } from "./exampleContext";
import { exampleAssumption, exampleTagging, exampleUse, useExamples } from "./exampleRequest";
import type { BucketFacts, KeyFacts, StatementReference } from "./facts";
import { actorsOf, keyActions, keyIntentOf } from "./intended";
import type { Intent, KeyIntent, Missing, Refusal } from "./intent";
import { judgeOf } from "./judge";
import type { Judged } from "./judge";
import { examplePrincipal } from "./meantPrincipals";
import { accessPointTarget, bucketTarget, keyTarget, roleTarget } from "./target";
import type { Target } from "./target";
import type { World } from "./world";

/** What of an intent does not work, or why that is not known. */
export interface Reachability {
  readonly missing: readonly Missing[];
  readonly unknown: readonly string[];
}

/**
 * Tells what of an intent does not work: one concrete request for each of its principals, actions and prefixes is
 * decided at each step of the way, and the first refused one is given. Of those who are meant by a pattern, an account
 * or an organization, one that no document names stands for all.
 *
 * A principal that is not known is taken to be allowed by its own account.
 */
export function missingOf(
  { facts, identities }: World,
  refusals: readonly Refusal[] = [],
): (intent: Intent) => Reachability {
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
    const nothing = (step: Missing["step"], arn: string): Reachability => ({
      missing: intent.who.map((who) => absent(intent, who, step, arn)),
      unknown: [],
    });
    if (own === undefined) return nothing("use the bucket", intent.bucketArn);
    const accessPoint = via.kind === "accessPoint" ? accessPoints.get(via.arn) : undefined;
    if (via.kind === "accessPoint" && accessPoint?.bucketArn !== intent.bucketArn)
      return nothing("use the access point", via.arn);
    const use =
      accessPoint === undefined
        ? { target: own.target }
        : { target: accessPointTarget(accessPoint, facts), bucket: own.target };
    const ofBucket = refusals.filter(({ bucketArn }) => bucketArn === intent.bucketArn);
    const hop = via.kind === "role" ? roleTarget(via.arn, identities.get(via.arn)?.trust) : undefined;
    const way = { ...known, facts: own.bucket, hop, refusals: ofBucket, ...use };
    const refused = intent.who.flatMap((who) => firstRefusal(intent, who, way) ?? []);
    return {
      missing: refused.filter((one) => typeof one !== "string"),
      unknown: [...new Set(refused.filter((one) => typeof one === "string"))],
    };
  };
}

/** As `missingOf`, for a use of a bucket's key that is meant by itself. */
export function missingKeyUseOf({ facts, identities }: World): (intent: KeyIntent) => Reachability {
  const judge = judgeOf(identities);
  const keys = new Map(facts.keys.map((key) => [key.arn, key]));
  return (intent) => {
    const bucket = facts.buckets.find(({ arn }) => arn === intent.bucketArn);
    const refused = intent.who.flatMap((who) => {
      if (bucket === undefined || bucket.encryption.kind === "s3")
        return [absentKey(intent, who, `${intent.bucketArn} is not encrypted with a key`)];
      return refusedUse(intent, who, { facts: bucket, keys, judge }) ?? [];
    });
    return {
      missing: refused.filter((one) => typeof one !== "string"),
      unknown: [...new Set(refused.filter((one) => typeof one === "string"))],
    };
  };
}

/** The reason why nothing is decided that a key bears on. */
export const keyNotKnown = (keyArn: string): string => `the policy of ${keyArn} is not known`;

const absentKey = ({ actions, bucketArn }: KeyIntent, who: string, reason: string): Missing => ({
  who,
  step: "use the key",
  action: actions[0] ?? "",
  resource: bucketArn,
  deniedBy: [],
  reason,
});

interface Way {
  readonly judge: ReturnType<typeof judgeOf>;
  readonly keys: ReadonlyMap<string, KeyFacts>;
  readonly facts: BucketFacts;
  readonly hop: Target | undefined;
  readonly target: Target;
  readonly bucket?: Target;
  readonly refusals: readonly Refusal[];
}

/** The first refusal on the way; a text where it is not known. */
function firstRefusal(intent: Intent, who: string, way: Way): Missing | string | undefined {
  const { hop, target, bucket, judge, refusals } = way;
  const steps: (readonly [Missing["step"], Judged])[] = [];
  if (hop !== undefined) {
    steps.push(["assume the role", { request: exampleAssumption(intent, who, hop.arn), target: hop }]);
    if (intent.tagConditions !== undefined)
      steps.push([
        "tag the session",
        { request: exampleTagging(intent.tagConditions, who, hop.arn), target: hop },
      ]);
  }
  for (const example of useExamples(intent)) {
    const request = exampleUse(intent, who, example, refusals);
    steps.push(["use the bucket", { request, target, bucket }]);
  }
  for (const [step, judged] of steps) {
    const { decision, target: refusing } = judge(judged);
    const at = step === "use the bucket" && refusing.kind === "accessPoint" ? "use the access point" : step;
    if (decision.decision !== "allowed") return missing(who, at, judged, decision, refusing);
  }
  return refusedKey(intent, who, way);
}

/** What S3 asks of the bucket's key on behalf of the actor. */
function refusedKey(intent: Intent, who: string, way: Way): Missing | string | undefined {
  if (way.facts.encryption.kind === "s3" || keyActions(intent).length === 0) return undefined;
  const actor = actorsOf(intent).find((one) => one === who) ?? actorsOf(intent)[0] ?? who;
  const [example = { action: "", key: "example" }] = useExamples(intent);
  const { resource, context } = exampleUse(intent, who, example, way.refusals);
  const prefix = intent.via.kind === "accessPoint" ? `${intent.via.arn}/object/` : `${intent.bucketArn}/`;
  const object = `${intent.bucketArn}/${resource.slice(prefix.length)}`;
  const organization = Object.entries(context).filter(([key]) => /^aws:PrincipalOrg/i.test(key));
  const refused = refusedUse(keyIntentOf(intent), actor, way, object, Object.fromEntries(organization));
  return refused === undefined || typeof refused === "string" ? refused : { ...refused, who };
}

function refusedUse(
  intent: KeyIntent,
  who: string,
  { facts, keys, judge }: Pick<Way, "facts" | "keys" | "judge">,
  object = `${facts.arn}/example`,
  more: Readonly<Record<string, string | readonly string[]>> = {},
): Missing | string | undefined {
  const { encryption } = facts;
  const { actions } = intent;
  if (encryption.kind === "s3") return undefined;
  const { keyArn, bucketKey } = encryption;
  const step = "use the key";
  const actor = examplePrincipal(who);
  if (keyArn === undefined) {
    if (accountOf(actor) === facts.account) return undefined;
    const reason = "the bucket is encrypted with aws/s3, which serves no other account";
    return { who, step, action: actions[0] ?? "", resource: "aws/s3", deniedBy: [], reason };
  }
  const key = keys.get(keyArn);
  if (key === undefined) return keyNotKnown(keyArn);
  const target = keyTarget(keyArn, key.policy);
  const [, partition = "aws", , region = ""] = keyArn.split(":");
  const suffix = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  const base = {
    "kms:ViaService": `s3.${region}.${suffix}`,
    "kms:EncryptionContext:aws:s3:arn": bucketKey ? facts.arn : object,
    "kms:EncryptionContextKeys": ["aws:s3:arn"],
    "aws:SecureTransport": "true",
    ...(key.aliases.length === 0 ? {} : { "kms:ResourceAliases": key.aliases }),
    ...more,
  };
  const lacking = intent.conditions.filter(
    (clause) => !Object.keys(base).some((name) => name.toLowerCase() === clause.key.toLowerCase()),
  );
  for (const action of actions) {
    const asked = { principal: actor, action, resource: keyArn };
    const judged = { request: { ...asked, context: contextOf(lacking, asked, base) }, target };
    const { decision } = judge(judged);
    if (decision.decision !== "allowed") return missing(who, step, judged, decision, target);
  }
  return undefined;
}

function absent(intent: Intent, who: string, step: Missing["step"], resource: string): Missing {
  const action = intent.actions[0] ?? intent.bucketActions?.[0] ?? "";
  return { who, step, action, resource, deniedBy: [], reason: "it is not there" };
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
