import { ownAccount } from "../example";
import type { JsonObject } from "../options";
import type { FoundResource } from "../resource";
import type { Rule, StackFinding } from "../rule";
import { isList, isProperties, type Properties, unknown, type Value } from "../value";

const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
const topicArn = `arn:aws:sns:eu-west-1:${ownAccount}:alarms`;

/** Nothing to say without `protections`. Properties that an entry does not name may be as they like. */
export const rule: Rule = {
  name: "protections-are-intended",
  displayName: "What is meant to guard and to tell is there",
  description:
    "Every alarm, subscription, scan and other guard that the configuration lists must be in the stack, set as it says.",
  why: "An alarm that is gone, or tells nobody, is missed only when it would have been needed.",
  severity: "high",
  level: "mandatory",
  requirements: [
    "CIS-AWS-5.0:4.5",
    "CIS-AWS-5.0:4.4",
    "CIS-AWS-5.0:4.7",
    "CIS-AWS-5.0:4.8",
    "CIS-AWS-7.0:5.5",
    "CIS-AWS-7.0:5.4",
    "CIS-AWS-7.0:5.7",
    "CIS-AWS-7.0:5.8",
  ],
  topics: ["cloudwatch", "sns", "s3"],
  remediationSteps:
    "Restore the resource or the property that the finding names, or take it out of the configuration.",
  url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html",
  options: { protections: [] },
  example: {
    options: {
      protections: [{ type: alarm, named: { name: "refused-puts" }, set: { alarmActions: [topicArn] } }],
    },
    compliant: [{ type: alarm, props: { name: "refused-puts", alarmActions: [topicArn] } }],
    violating: [{ type: alarm, props: { name: "refused-puts", alarmActions: [] } }],
  },
  judges: "stack",
  check: (resources, { protections }) => protections.flatMap((one) => missing(resources, one)),
};

function missing(resources: readonly FoundResource[], entry: JsonObject): readonly StackFinding[] {
  const { type, named, set, unset } = entry;
  const ofType = resources.filter((one) => one.type === type);
  const own = ofType.filter(({ properties }) => agrees(properties, named) !== false);
  const words = Object.values((named ?? {}) as JsonObject).join(", ");
  const what = `${String(type).replace(/^.*:/, "")} ${words}`;
  if (own.length === 0) {
    const [resource] = [...ofType, ...resources.filter((one) => one.type.startsWith("aws:")), ...resources];
    return resource === undefined
      ? []
      : [{ resource, where: "the stack", must: `must have ${what}`, fix: "restore it" }];
  }
  const differing = own.map((resource) => ({
    resource,
    wrong: differences(resource.properties, set, unset),
  }));
  if (differing.some(({ wrong }) => wrong.length === 0)) return [];
  return differing.slice(0, 1).flatMap(({ resource, wrong }) =>
    wrong.map(({ property, must, notKnown }) => ({
      resource,
      where: property,
      must,
      fix: notKnown ? "fix names in settings so that it is known at preview" : "restore it",
      ...(notKnown ? { notKnown: true as const } : {}),
    })),
  );
}

interface Difference {
  readonly property: string;
  readonly must: string;
  readonly notKnown: boolean;
}

function differences(properties: Properties, set: unknown, unset: unknown): readonly Difference[] {
  return [
    ...Object.entries((set ?? {}) as JsonObject).flatMap(([property, wanted]): readonly Difference[] => {
      const agreed = agrees(properties[property] ?? null, wanted);
      if (agreed === true) return [];
      const must = `must be ${JSON.stringify(wanted)}`;
      return [{ property, must, notKnown: agreed === unknown }];
    }),
    ...Object.entries((unset ?? {}) as JsonObject).flatMap(([property, refused]): readonly Difference[] => {
      const agreed = agrees(properties[property] ?? null, refused);
      if (agreed === false) return [];
      return [{ property, must: `must not be ${JSON.stringify(refused)}`, notKnown: agreed === unknown }];
    }),
  ];
}

/** Whether a value is what is wanted: of an object, each member that is wanted; of a list, each item, in any order. */
function agrees(value: Value, wanted: unknown): boolean | typeof unknown {
  if (value === unknown) return unknown;
  if (Array.isArray(wanted)) {
    if (!isList(value) || value.length !== wanted.length) return false;
    const found = wanted.map((one: unknown) => any(value.map((item) => agrees(item, one))));
    return all(found);
  }
  if (typeof wanted === "object" && wanted !== null) {
    if (!isProperties(value)) return false;
    return all(Object.entries(wanted).map(([name, member]) => agrees(value[name] ?? null, member)));
  }
  // What is left out may come back as an empty text.
  if (wanted === null) return value === null || value === "";
  if (isList(value) || isProperties(value) || value === null) return false;
  // The engine keeps some numbers and flags as texts.
  return value === wanted || JSON.stringify(wanted) === value || JSON.stringify(value) === wanted;
}

const all = (found: readonly (boolean | typeof unknown)[]): boolean | typeof unknown =>
  found.includes(false) ? false : found.includes(unknown) ? unknown : true;

const any = (found: readonly (boolean | typeof unknown)[]): boolean | typeof unknown =>
  found.includes(true) ? true : found.includes(unknown) ? unknown : false;
