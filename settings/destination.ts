import { z } from "zod";
import { accountId, deployRole, managedPolicy, organizationId, region, role } from "./account";
import { bucketName } from "./bucketName";
import { encryption } from "./encryption";
import { lifecycleRule } from "./lifecycle";
import { network } from "./network";
import { objectLock } from "./objectLock";
import { replication } from "./replication";

/** The account and region that own the bucket, and how the bucket takes and keeps objects. */
export const destination = z.strictObject({
  accountId,
  region,
  /** The role to deploy with. Absent: the ambient credentials must already be of this account. */
  deployRole: deployRole.optional(),
  /** A managed policy of the destination account that bounds every role that is made there. */
  permissionsBoundary: managedPolicy.optional(),
  bucket: bucketName,
  encryption,
  /** Roles of the destination account that read what was put: they get the use of the key, and nothing of S3. */
  readers: z.array(role).default([]),
  /** Days after which an overwritten or deleted version expires: 1 or more. */
  keepVersionsDays: z.int().min(1).default(90),
  /** Days after which a multipart upload that was never completed is removed: 1 or more. */
  abortUploadsDays: z.int().min(1).default(7),
  lifecycle: z.array(lifecycleRule).default([]),
  objectLock: objectLock.optional(),
  /** `deny`: a put must carry `If-None-Match`, so that no object is ever replaced. */
  overwrite: z.enum(["allow", "deny"]).default("allow"),
  /** Where data may be put and read from, whoever asks. */
  network: network.optional(),
  /** Only principals of this organization may put. */
  organizationId: organizationId.optional(),
  /** Refuses a change that would remove the bucket or the logs. */
  protect: z.boolean().default(true),
  /** Empties the bucket when it is removed. Only for what can be lost. */
  forceDestroy: z.boolean().default(false),
  /** Server access logs, into a bucket of their own. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html */
  accessLogs: z
    .strictObject({ bucket: bucketName.optional(), retentionDays: z.int().min(1).default(90) })
    .optional(),
  /** Tells Amazon EventBridge of every object that is put. */
  eventBridge: z.boolean().default(false),
  /** Amazon GuardDuty scans and tags what is put below these prefixes: 5 at most. @see https://docs.aws.amazon.com/guardduty/latest/ug/gdu-malware-protection-s3.html */
  malwareScan: z
    .strictObject({
      prefixes: z
        .array(z.string().min(1))
        .min(1, "must name at least one prefix")
        .max(5, "must name at most 5 prefixes: GuardDuty takes no more for a bucket"),
    })
    .optional(),
  replication: replication.optional(),
});

export type Destination = z.output<typeof destination>;
