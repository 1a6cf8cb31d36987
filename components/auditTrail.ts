import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { auditKeyPolicy } from "../iam/auditKey";
import { auditLogBucketPolicy } from "../iam/auditLogBucket";
import { allowLogDelivery, trustTrail } from "../iam/auditLogDelivery";
import { auditLogGroupArn, auditPlaceOf, logDeliveryRoleArn } from "../iam/auditPlace";
import { policyJson } from "../iam/document";
import { auditLogGroupName, keyAlias, serviceRoleName, trailName } from "../iam/names";
import { boundaryArn } from "../iam/service";
import { managementSelector, objectSelector, type AdvancedEventSelector } from "../iam/trailSelectors";
import type { OwnTrail } from "../settings/audit";
import type { Settings } from "../settings/settings";
import { AuditAlarms } from "./auditAlarms";
import { EncryptionKey } from "./encryptionKey";
import { GuardedBucket } from "./guardedBucket";
import type { InAccount } from "./inAccount";
import { ServiceRole } from "./serviceRole";

export interface AuditTrailArgs {
  readonly settings: Settings;
  readonly audit: OwnTrail;
  /** ARN of the key that encrypts the destination's bucket; undefined where S3 owns the key. */
  readonly bucketKeyArn: pulumi.Input<string> | undefined;
}

/** Days after which a log file that was overwritten or deleted, or whose time was over, is really gone. */
const keepVersionsDays = 30;

/**
 * Records who put, changed and deleted objects, and who changed what guards them: a trail with its key, log bucket, log
 * group and alarms. Lives in the destination account and region.
 *
 * The trail covers every region, since IAM's events are recorded in one region only.
 */
export class AuditTrail extends pulumi.ComponentResource {
  /** Who depends on it finds requests recorded. */
  readonly recording: pulumi.Resource;

  constructor(name: string, { settings, audit, bucketKeyArn }: AuditTrailArgs, opts: InAccount) {
    super("xput:index:AuditTrail", name, {}, opts);
    const { destination, namePrefix } = settings;
    const { protect } = destination;
    const place = auditPlaceOf(settings, audit);
    const inAccount = { parent: this, provider: opts.provider };

    const key = new EncryptionKey(
      `${name}-key`,
      {
        description: `Encrypts the audit logs of ${destination.bucket}`,
        alias: keyAlias(namePrefix, place.logBucket),
        policy: auditKeyPolicy(place, { administrators: administratorsOf(settings), readers: audit.readers }),
        rotationDays: 365,
        deletionWindowDays: 30,
      },
      inAccount,
    );
    const logBucket = new GuardedBucket(
      `${name}-bucket`,
      {
        bucket: place.logBucket,
        policy: auditLogBucketPolicy(place),
        // With a bucket key, CloudTrail would need to decrypt.
        encryption: { algorithm: "aws:kms", keyArn: key.keyArn, bucketKey: false },
        allowSseC: false,
        keepVersionsDays,
        abortUploadsDays: destination.abortUploadsDays,
        lifecycle: [{ prefix: "", expireDays: audit.retentionDays, transitions: [] }],
        objectLock: audit.objectLock,
        protect,
        forceDestroy: destination.forceDestroy,
      },
      { ...inAccount, dependsOn: key.named },
    );
    const logGroup = new aws.cloudwatch.LogGroup(
      `${name}-log-group`,
      {
        name: auditLogGroupName(namePrefix, destination.bucket),
        retentionInDays: audit.logGroupDays,
        kmsKeyId: key.keyArn,
      },
      { parent: this, protect },
    );
    const delivery = new ServiceRole(
      `${name}-delivery`,
      {
        roleName: serviceRoleName(namePrefix, "audit-logs"),
        trust: trustTrail(place),
        policyName: "deliver",
        policy: policyJson(allowLogDelivery(place)),
        permissionsBoundary: boundaryArn(settings),
      },
      inAccount,
    );
    const alarms = new AuditAlarms(
      `${name}-alarms`,
      { settings, place, emails: audit.alarmEmails, keyArn: key.keyArn, bucketKeyArn },
      { ...inAccount, dependsOn: [key.named, logGroup] },
    );
    this.recording = new aws.cloudtrail.Trail(
      name,
      {
        name: trailName(namePrefix, destination.bucket),
        s3BucketName: place.logBucket,
        isMultiRegionTrail: true,
        includeGlobalServiceEvents: true,
        enableLogFileValidation: true,
        enableLogging: true,
        kmsKeyId: key.keyArn,
        cloudWatchLogsGroupArn: `${auditLogGroupArn(place)}:*`,
        cloudWatchLogsRoleArn: logDeliveryRoleArn(place),
        advancedEventSelectors: [asInput(managementSelector), asInput(objectSelector(place, audit.events))],
      },
      {
        parent: this,
        protect,
        dependsOn: [logBucket.guarded, logGroup, delivery.permitted, ...alarms.counting],
      },
    );
    this.registerOutputs();
  }
}

function administratorsOf({ destination: { encryption } }: Settings): readonly string[] {
  return encryption.kind === "s3" ? [] : encryption.administrators;
}

function asInput({ name, fieldSelectors }: AdvancedEventSelector) {
  return {
    name,
    fieldSelectors: fieldSelectors.map(({ field, equals, startsWiths }) => ({
      field,
      ...(equals === undefined ? {} : { equals: [...equals] }),
      ...(startsWiths === undefined ? {} : { startsWiths: [...startsWiths] }),
    })),
  };
}
