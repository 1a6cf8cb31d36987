import type { Settings } from "../settings/settings";
import { auditLogGroupName, trailName, writerRoleName } from "./names";
import type { AlarmKind } from "./alarmKinds";
import { alarmTopicArn, type AuditPlace } from "./auditPlace";
import { allPatterns, anyPattern, compare, isMissing, unlike, type Pattern } from "./filterPattern";
import { declaredWriters, undeclaredWriter } from "./undeclaredPuts";

/** Events of the trail that count for an alarm. */
export interface CountedEvents {
  /** Unique among all; it starts with the alarm's name. */
  readonly name: string;
  readonly alarm: AlarmKind;
  /** A filter pattern of at most 1,024 characters. */
  readonly pattern: string;
}

/** What each alarm says to the person who gets it. */
export function alarmDescriptions(settings: Settings): Readonly<Record<AlarmKind, string>> {
  const { bucket } = settings.destination;
  return {
    "refused-puts": `A put into ${bucket} was refused.`,
    "undeclared-puts": undeclaredWriter(declaredWriters(settings)).meaning(bucket),
    deletions: `Somebody deleted an object of ${bucket}, or tried to.`,
    "trail-changes": `The trail of ${bucket}, its log group or the topic of its alarms was changed.`,
    "policy-changes": `${bucket}, its log bucket, a key of theirs, an access point or a role of the stack was changed.`,
  };
}

const requests: Pattern = allPatterns(
  compare("eventSource", "s3.amazonaws.com"),
  // The trail has data events of this bucket only, whichever name a request calls it by.
  compare("eventCategory", "Data"),
);
const bucketChanges: Pattern = allPatterns(
  compare("eventSource", "s3.amazonaws.com"),
  compare("eventCategory", "Management"),
);
const named = (events: readonly string[]): Pattern =>
  anyPattern(...events.map((event) => compare("eventName", event)));

/** Requests that put, or a part of one. */
const puts = [
  "PutObject",
  "PostObject",
  "CopyObject",
  "CreateMultipartUpload",
  "UploadPart",
  "UploadPartCopy",
  "CompleteMultipartUpload",
];
/** Requests after which an object is there. */
const creations = ["PutObject", "PostObject", "CopyObject", "CompleteMultipartUpload"];

/**
 * What counts for each alarm, as filter patterns on the trail's log group; changes of keys are `countedKeyChanges`.
 *
 * @throws RangeError where a pattern does not fit into the 1,024 characters that CloudWatch Logs takes
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/matching-terms-json-log-events.html
 */
export function countedEvents(settings: Settings, place: AuditPlace): readonly CountedEvents[] {
  const { namePrefix, bucket, logBucket } = place;
  const trail = `*${trailName(namePrefix, bucket)}`;
  return [
    counted("refused-puts", allPatterns(requests, compare("errorCode", "AccessDenied"), named(puts))),
    counted(
      "undeclared-puts",
      allPatterns(
        requests,
        isMissing("errorCode"),
        named(creations),
        ...undeclaredWriter(declaredWriters(settings)).patterns,
      ),
    ),
    counted("deletions", allPatterns(requests, named(["DeleteObject", "DeleteObjects"]))),
    // Calls name a trail by its name or its ARN.
    counted(
      "trail-changes",
      anyPattern(
        allPatterns(
          compare("eventSource", "cloudtrail.amazonaws.com"),
          anyPattern(compare("requestParameters.name", trail), compare("requestParameters.trailName", trail)),
        ),
        allPatterns(
          compare("eventSource", "logs.amazonaws.com"),
          // CloudTrail's own.
          unlike("eventName", "CreateLogStream"),
          compare("requestParameters.logGroupName", auditLogGroupName(namePrefix, bucket)),
        ),
        allPatterns(
          compare("eventSource", "sns.amazonaws.com"),
          compare("requestParameters.topicArn", alarmTopicArn(place)),
        ),
      ),
    ),
    counted(
      "policy-changes",
      allPatterns(
        bucketChanges,
        anyPattern(
          compare("requestParameters.bucketName", bucket),
          compare("requestParameters.bucketName", logBucket),
          allPatterns(
            compare("eventName", "*AccessPoint*"),
            compare("requestParameters.name", `${namePrefix}-*`),
          ),
        ),
      ),
      "-of-buckets",
    ),
    counted(
      "policy-changes",
      allPatterns(
        compare("eventSource", "iam.amazonaws.com"),
        compare("requestParameters.roleName", writerRoleName(namePrefix, "*")),
      ),
      "-of-roles",
    ),
  ];
}

/**
 * Changes of keys and of the stack's aliases; apart from the others, since a key's id is not known before it is made.
 *
 * @param keyIds ids of the customer managed keys of destination and trail
 */
export function countedKeyChanges({ namePrefix }: AuditPlace, keyIds: readonly string[]): CountedEvents {
  return counted(
    "policy-changes",
    allPatterns(
      compare("eventSource", "kms.amazonaws.com"),
      anyPattern(
        compare("requestParameters.aliasName", `alias/${namePrefix}-*`),
        // Calls name a key by its id or its ARN.
        ...keyIds.map((keyId) => compare("requestParameters.keyId", `*${keyId}`)),
      ),
    ),
    "-of-keys",
  );
}

function counted(alarm: AlarmKind, pattern: Pattern, part = ""): CountedEvents {
  const text = `{${pattern}}`;
  if (text.length > 1_024)
    throw new RangeError(
      `the filter pattern of the alarm ${alarm} has ${text.length} characters, CloudWatch Logs takes 1024`,
    );
  return { name: `${alarm}${part}`, alarm, pattern: text };
}
