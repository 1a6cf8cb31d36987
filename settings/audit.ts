import { z } from "zod";
import { role } from "./account";
import { bucketName } from "./bucketName";
import { objectLock } from "./objectLock";

/** The days that CloudWatch Logs can keep events. @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const logGroupDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** A trail of our own, with its log bucket, key and alarms. */
const trail = z.strictObject({
  kind: z.literal("trail").default("trail"),
  /** The bucket that takes the log files. Absent: the destination's name with "-audit". */
  bucket: bucketName.optional(),
  /** `write`: who put, changed or deleted objects. `all`: who read them too. */
  events: z.enum(["write", "all"]).default("write"),
  /** Days that log files are kept: 1 or more. */
  retentionDays: z.int().min(1).default(400),
  objectLock: objectLock.optional(),
  /** Days that CloudWatch Logs keeps events for the alarms to look at. */
  logGroupDays: z
    .int()
    .refine((days) => logGroupDays.includes(days), `must be one of ${logGroupDays.join(", ")}`)
    .default(90),
  /** Who is told of refused puts, undeclared writers, deletions, and changes to trail or policies. */
  alarmEmails: z.array(z.email("must be an e-mail address")).default([]),
  /** Roles of the destination account that read the log files: they get the use of the key, and nothing of S3. */
  readers: z.array(role).default([]),
});

/**
 * How requests for the bucket's objects are recorded.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
 */
export const audit = z
  .discriminatedUnion(
    "kind",
    [
      trail,
      /** A trail that exists: nothing is made, and it is an error when it does not cover the bucket's objects. */
      z.strictObject({
        kind: z.literal("existingTrail"),
        trailArn: z
          .string()
          .regex(
            /^arn:aws[a-z-]*:cloudtrail:[a-z0-9-]+:\d{12}:trail\/[\w.-]{3,128}$/,
            'must be the ARN of a trail like "arn:aws:cloudtrail:eu-west-1:999999999999:trail/organization"',
          ),
        events: z.enum(["write", "all"]).default("write"),
      }),
      /** No record of who put what. */
      z.strictObject({ kind: z.literal("none") }),
    ],
    { error: 'must be of kind "trail", "existingTrail" or "none"' },
  )
  .prefault({});

export type Audit = z.output<typeof audit>;
export type OwnTrail = z.output<typeof trail>;
