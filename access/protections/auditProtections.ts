import { keyReferents } from "../stack/keys";
import type { StackReading } from "../stack/stackReading";
import { property } from "../stack/stackResource";
import type { StackResource } from "../stack/stackResource";
import { isList, unknown } from "../stack/value";
import { flag, level, numberIn, thing } from "./protection";
import type { Protection } from "./protection";
import { recordedEvents } from "./recordedEvents";

/** What records and tells, and the keys: trails, log groups, metric filters, alarms and who is told. */
export function auditProtections(reading: StackReading): readonly Protection[] {
  return [
    ...reading.of("aws:cloudtrail/trail:Trail").flatMap((trail) => ofTrail(trail)),
    ...reading.of("aws:cloudwatch/logGroup:LogGroup").map((group) => {
      const days = numberIn(property(group, "retentionInDays"), 0);
      const kept = days === 0 ? Number.POSITIVE_INFINITY : days;
      const words = kept === Number.POSITIVE_INFINITY ? "for ever" : `${kept ?? 0} days`;
      return level("audit", `log group ${nameOf(group)}`, "keeps its events", words, kept);
    }),
    ...reading
      .of("aws:cloudwatch/logMetricFilter:LogMetricFilter")
      .flatMap((filter): readonly Protection[] => {
        const subject = `metric filter ${nameOf(filter)}`;
        const pattern = property(filter, "pattern");
        return [
          thing("alarms", subject, "counts events for an alarm"),
          {
            topic: "alarms",
            subject,
            aspect: "counted events",
            words: "its pattern",
            measure: typeof pattern === "string" ? { kind: "text", text: pattern } : { kind: "unknown" },
          },
        ];
      }),
    ...reading.of("aws:cloudwatch/metricAlarm:MetricAlarm").flatMap((alarm) => ofAlarm(alarm)),
    ...reading.of("aws:sns/topicSubscription:TopicSubscription").map((one) => {
      const endpoint = property(one, "endpoint");
      const told = typeof endpoint === "string" ? endpoint : one.name;
      return thing("alarms", `subscription of ${told}`, "is told of alarms");
    }),
    ...reading
      .of("aws:guardduty/malwareProtectionPlan:MalwareProtectionPlan")
      .map((one) => thing("malware scan", `malware protection plan ${one.name}`, "scans new objects")),
    ...keyReferents(reading).all.flatMap(({ resource, aliases }) => ofKey(resource, aliases)),
  ];
}

function ofTrail(trail: StackResource): readonly Protection[] {
  const subject = `trail ${nameOf(trail)}`;
  const is = (path: string, aspect: string, otherwise: boolean): Protection =>
    flag("audit", subject, aspect, property(trail, path), otherwise);
  const set = (path: string, aspect: string): Protection => {
    const value = property(trail, path);
    // An ARN that is known only after the update is set all the same.
    const on = value !== undefined && value !== "";
    return level("audit", subject, aspect, on ? "on" : "off", on ? 1 : 0);
  };
  return [
    thing("audit", subject, "records requests"),
    is("enableLogging", "logging", true),
    is("isMultiRegionTrail", "all regions", false),
    is("includeGlobalServiceEvents", "events of global services", true),
    is("enableLogFileValidation", "log file validation", false),
    set("kmsKeyId", "encryption with a key"),
    set("cloudWatchLogsGroupArn", "delivery to CloudWatch Logs"),
    recordedEvents(trail, subject),
  ];
}

function ofAlarm(alarm: StackResource): readonly Protection[] {
  const subject = `alarm ${nameOf(alarm)}`;
  const actions = property(alarm, "alarmActions");
  const count = actions === unknown ? undefined : isList(actions) ? actions.length : 0;
  const told = count === 0 ? "nobody" : "its topic";
  return [
    thing("alarms", subject, "tells of events"),
    flag("alarms", subject, "actions", property(alarm, "actionsEnabled"), true),
    level("alarms", subject, "tells", told, count === undefined ? undefined : Math.min(count, 1)),
    level(
      "alarms",
      subject,
      "needs, to go off,",
      `${numberIn(property(alarm, "threshold"), 0) ?? 0} events`,
      negative(numberIn(property(alarm, "threshold"), 0)),
    ),
  ];
}

const negative = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : -value;

function ofKey(key: StackResource | undefined, aliases: readonly string[]): readonly Protection[] {
  if (key?.type !== "aws:kms/key:Key") return [];
  const subject = `key ${aliases[0] ?? key.name}`;
  const days = numberIn(property(key, "deletionWindowInDays"), 30);
  return [
    flag("key rotation", subject, "rotation", property(key, "enableKeyRotation")),
    flag("encryption", subject, "in use", property(key, "isEnabled"), true),
    level("deletion", subject, "waits before it is deleted", `${days ?? 0} days`, days),
  ];
}

/** The name that AWS knows it by, else its name in the program. */
function nameOf(resource: StackResource): string {
  const name = property(resource, "name");
  return typeof name === "string" ? name : resource.name;
}
