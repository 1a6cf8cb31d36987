import type { MeantPlace } from "./place";

/** What the alarms of a stack tell of, and the filters that count it. */
export const alarms = [
  { kind: "refused-puts", counters: ["refused-puts"] },
  { kind: "undeclared-puts", counters: ["undeclared-puts"] },
  { kind: "deletions", counters: ["deletions"] },
  { kind: "trail-changes", counters: ["trail-changes"] },
  {
    kind: "policy-changes",
    counters: ["policy-changes-of-buckets", "policy-changes-of-keys", "policy-changes-of-roles"],
  },
] as const;

/** The log group that the trail's events go to. */
export const logGroupName = ({ settings, bucket }: MeantPlace): string =>
  `/${settings.namePrefix}/${bucket}/audit`;

/** The topic that the alarms tell; SNS takes no dots. */
export const topicName = ({ settings, bucket }: MeantPlace): string =>
  `${settings.namePrefix}-${bucket.replaceAll(".", "_")}-alarms`;

/** The ARN of that topic. */
export const topicArn = (place: MeantPlace): string => place.own("sns", topicName(place));
