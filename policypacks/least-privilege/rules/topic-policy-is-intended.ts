import type { PolicyDocument } from "../../../access/model";
import { proveInclusion } from "../../../access/prove/proveInclusion";
import { readPolicy } from "../../../access/read/readPolicy";
import { document, ownAccount } from "../example";
import type { Finding } from "../finding";
import type { JsonObject } from "../options";
import type { FoundResource } from "../resource";
import type { Rule } from "../rule";

const topicType = "aws:sns/topic:Topic";
const topicArn = `arn:aws:sns:eu-west-1:${ownAccount}:alarms`;

/** Nothing to say of topics that the configuration does not list. */
export const rule: Rule = {
  name: "topic-policy-is-intended",
  displayName: "A topic's policy allows and refuses what is meant",
  description:
    "The policy of a topic that the configuration lists must allow what it means and nothing else, and must refuse what it refuses.",
  why: "Whoever can publish to a topic of alarms can raise false ones, and whoever can subscribe hears what they tell.",
  severity: "medium",
  level: "mandatory",
  requirements: ["NIST-800-53-r5:AC-6"],
  topics: ["sns"],
  remediationSteps: "Narrow the statement that allows the request, or add the access to the configuration.",
  url: "https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html",
  options: { topics: [] },
  example: {
    options: {
      topics: [
        {
          topicArn,
          uses: [
            {
              who: ["cloudwatch.amazonaws.com"],
              actions: ["sns:Publish"],
              conditions: { StringEquals: { "aws:SourceAccount": [ownAccount] } },
            },
          ],
        },
      ],
    },
    compliant: [topic({ StringEquals: { "aws:SourceAccount": ownAccount } })],
    violating: [topic({})],
  },
  judges: "documents",
  subjects: ["resource"],
  check: ({ resource, document: policy }, { topics }) =>
    topics
      .filter(({ topicArn: arn }) => isPolicyOf(resource, String(arn)))
      .flatMap((meant) => [...exceeding(policy, meant), ...notRefused(policy, meant)]),
};

function isPolicyOf({ type, properties }: FoundResource, arn: string): boolean {
  if (type === "aws:sns/topicPolicy:TopicPolicy") return properties["arn"] === arn;
  return type === topicType && properties["name"] === arn.slice(arn.lastIndexOf(":") + 1);
}

function exceeding(policy: PolicyDocument, { topicArn: arn, uses }: JsonObject): readonly Finding[] {
  const meant = documentOf(
    listOf(uses).map(({ who, actions, conditions }) => ({
      Effect: "Allow",
      Principal: principalOf(who),
      Action: actions,
      Resource: arn,
      ...(conditions === undefined ? {} : { Condition: conditions }),
    })),
  );
  if (!meant.ok) return [meant.finding];
  const { verdict, ...proof } = proveInclusion("resource", [meant.document], [policy]);
  if (verdict === "included") return [];
  const details =
    "witness" in proof
      ? [`${proof.witness.principal} may ${proof.witness.action} on ${proof.witness.resource}`]
      : [];
  return [
    {
      where: "",
      must: verdict === "exceeds" ? "must not exceed what is meant" : "must be proven to be as meant",
      fix: `narrow it, or add the access to what is meant (${proof.reason})`,
      details,
    },
  ];
}

/** A refusal is kept where all that it means to refuse is within what the policy denies. */
function notRefused(policy: PolicyDocument, { topicArn: arn, refusals }: JsonObject): readonly Finding[] {
  const denied: PolicyDocument = {
    ...policy,
    statements: policy.statements
      .filter(({ effect }) => effect === "Deny")
      .map((statement) => ({ ...statement, effect: "Allow" })),
  };
  return listOf(refusals).flatMap(({ actions, conditions }): readonly Finding[] => {
    const meant = documentOf([
      { Effect: "Allow", Principal: "*", Action: actions, Resource: arn, Condition: conditions },
    ]);
    if (!meant.ok) return [meant.finding];
    if (proveInclusion("resource", [denied], [meant.document]).verdict === "included") return [];
    const what = `${listed(actions)} where ${JSON.stringify(conditions)}`;
    return [
      { where: "", must: `must refuse ${what} to everyone`, fix: "restore the statement that denies it" },
    ];
  });
}

type Meant =
  | { readonly ok: true; readonly document: PolicyDocument }
  | { readonly ok: false; readonly finding: Finding };

function documentOf(Statement: readonly object[]): Meant {
  if (Statement.length === 0) return { ok: true, document: { version: "2012-10-17", statements: [] } };
  const result = readPolicy({ Version: "2012-10-17", Statement }, "resource");
  if (result.ok) return result;
  const fix = result.problems.map(({ path, message }) => `${path}: ${message}`).join("; ");
  return {
    ok: false,
    finding: { where: "the configuration of this rule", must: "must say what is meant", fix },
  };
}

function principalOf(who: unknown): object | string {
  const names = Array.isArray(who) ? who.map(String) : [];
  if (names.includes("*")) return "*";
  const aws = names.filter((name) => name.startsWith("arn:"));
  const services = names.filter((name) => !name.startsWith("arn:"));
  return {
    ...(aws.length === 0 ? {} : { AWS: aws }),
    ...(services.length === 0 ? {} : { Service: services }),
  };
}

const listOf = (value: unknown): readonly JsonObject[] =>
  Array.isArray(value) ? (value as readonly JsonObject[]) : [];

const listed = (actions: unknown): string => (Array.isArray(actions) ? actions.join(", ") : String(actions));

function topic(Condition: object) {
  return {
    type: topicType,
    props: {
      name: "alarms",
      policy: document({
        Sid: "AllowAlarms",
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Resource: topicArn,
        Condition,
      }),
    },
  };
}
