import type { OwnTrail } from "../settings/audit";
import type { Settings } from "../settings/settings";
import { alarmKinds, type AlarmKind } from "./alarmKinds";
import { nonEmpty, type Values } from "./document";
import { alarmTopicName, auditBucketName, auditLogGroupName, serviceRoleName, trailName } from "./names";
import { destinationRoleArn, placeOf, type Place } from "./place";

/** Where a trail of our own records the requests for a bucket, as its policy documents name it. */
export interface AuditPlace extends Place {
  readonly namePrefix: string;
  /** The bucket that takes the log files. */
  readonly logBucket: string;
}

/** Where the trail that the settings ask for is: in the destination's account and region. */
export function auditPlaceOf(
  settings: Pick<Settings, "destination" | "namePrefix">,
  { bucket }: Pick<OwnTrail, "bucket">,
): AuditPlace {
  return {
    ...placeOf(settings),
    namePrefix: settings.namePrefix,
    logBucket: auditBucketName(settings.destination.bucket, bucket),
  };
}

/** The trail's ARN: that of its home region, in whichever region an event was recorded. */
export function trailArn(place: AuditPlace): string {
  return regionalArn(place, "cloudtrail", `trail/${trailName(place.namePrefix, place.bucket)}`);
}

/** The ARN of the log group, without the `:*` that stands for its streams. */
export function auditLogGroupArn(place: AuditPlace): string {
  return regionalArn(place, "logs", `log-group:${auditLogGroupName(place.namePrefix, place.bucket)}`);
}

/** The ARN of the topic that tells of alarms. */
export function alarmTopicArn(place: AuditPlace): string {
  return regionalArn(place, "sns", alarmTopicName(place.namePrefix, place.bucket));
}

/** The name of an alarm. CloudWatch takes 255 characters. */
export function alarmName({ namePrefix, bucket }: AuditPlace, alarm: AlarmKind): string {
  return `${namePrefix}-${bucket}-${alarm}`;
}

/** The ARN of an alarm. */
export function alarmArn(place: AuditPlace, alarm: AlarmKind): string {
  return regionalArn(place, "cloudwatch", `alarm:${alarmName(place, alarm)}`);
}

/** The ARNs of all alarms. */
export function alarmArns(place: AuditPlace): Values {
  return nonEmpty(
    alarmKinds.map((alarm) => alarmArn(place, alarm)),
    "alarms",
  );
}

/** The ARN of the role with which CloudTrail delivers to the log group. */
export function logDeliveryRoleArn(place: AuditPlace): string {
  return destinationRoleArn(place, serviceRoleName(place.namePrefix, "audit-logs"));
}

function regionalArn({ partition, region, accountId }: Place, service: string, resource: string): string {
  return `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
}
