import type { Case } from "./case";
import { accountId, data, document, iamArn, logs, region, replica, root, trailArn } from "./names";

const forTrail = document(
  {
    Sid: "Acl",
    Effect: "Allow",
    Principal: { Service: "cloudtrail.amazonaws.com" },
    Action: "s3:GetBucketAcl",
    Resource: `arn:aws:s3:::${logs}`,
    Condition: { StringEquals: { "aws:SourceArn": trailArn } },
  },
  {
    Sid: "Write",
    Effect: "Allow",
    Principal: { Service: "cloudtrail.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: `arn:aws:s3:::${logs}/*`,
    Condition: { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control", "aws:SourceArn": trailArn } },
  },
  {
    Sid: "AccessLogs",
    Effect: "Allow",
    Principal: { Service: "logging.s3.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: `arn:aws:s3:::${logs}/*`,
  },
);

const replicationRule = (change: object) => ({
  id: "all",
  status: "Enabled",
  priority: 1,
  filter: { prefix: "" },
  deleteMarkerReplication: { status: "Enabled" },
  sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
  destination: {
    bucket: `arn:aws:s3:::${replica}`,
    account: accountId,
    storageClass: "STANDARD_IA",
    encryptionConfiguration: { replicaKmsKeyId: "${otherKey.arn}" },
  },
  ...change,
});

const accessPointPolicy = (action: string) =>
  document({
    Sid: "Put",
    Effect: "Allow",
    Principal: { AWS: root },
    Action: action,
    Resource: `arn:aws:s3:${region}:${accountId}:accesspoint/types/object/*`,
  });

const regional = `types-${accountId}-${region}-an`;

/** Buckets and what is set on them. */
export const buckets: readonly Case[] = [
  {
    token: "aws:s3/bucket:Bucket",
    name: "regional",
    id: "types-481516234299-eu-west-1-an",
    inputs: { bucket: regional, bucketNamespace: "account-regional" },
    edits: [
      { inputs: { tags: { team: "a" } }, diff: "+tags" },
      { inputs: { tags: null }, diff: "-tags" },
    ],
    replacing: { inputs: { objectLockEnabled: true }, diff: "+objectLockEnabled" },
  },
  {
    token: "aws:s3/bucket:Bucket",
    name: "data",
    id: "types-data",
    inputs: { bucket: data, objectLockEnabled: true, tags: { team: "a" } },
    untold: ["forceDestroy"],
    edits: [
      { inputs: { tags: { team: "b" } }, diff: "~tags" },
      { inputs: { forceDestroy: true }, diff: "~forceDestroy" },
    ],
  },
  {
    token: "aws:s3/bucket:Bucket",
    name: "logs",
    id: "types-logs",
    inputs: { bucket: logs, forceDestroy: true },
    untold: ["forceDestroy"],
  },
  { token: "aws:s3/bucket:Bucket", name: "replica", id: "types-replica", inputs: { bucket: replica } },
  {
    token: "aws:s3/bucketVersioning:BucketVersioning",
    name: "replicaVersions",
    id: "types-replica",
    after: ["replica"],
    inputs: { bucket: replica, versioningConfiguration: { status: "Enabled" } },
  },
  {
    token: "aws:s3/bucketPolicy:BucketPolicy",
    name: "logsPolicy",
    id: "types-logs",
    after: ["logs"],
    inputs: { bucket: logs, policy: forTrail },
  },
  {
    token: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    name: "encryption",
    id: "types-data",
    after: ["data"],
    inputs: {
      bucket: data,
      rules: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: "${key.arn}" },
          bucketKeyEnabled: true,
          blockedEncryptionTypes: ["SSE-C"],
        },
      ],
    },
    edits: [
      {
        inputs: {
          rules: [
            {
              applyServerSideEncryptionByDefault: {
                sseAlgorithm: "aws:kms:dsse",
                kmsMasterKeyId: "${key.arn}",
              },
              bucketKeyEnabled: false,
              blockedEncryptionTypes: ["SSE-C"],
            },
          ],
        },
        diff: "~rules",
      },
      {
        inputs: {
          rules: [
            {
              applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" },
              blockedEncryptionTypes: ["NONE"],
            },
          ],
        },
        diff: "~rules",
      },
    ],
  },
  {
    token: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    name: "lifecycle",
    id: "types-data",
    after: ["encryption"],
    inputs: {
      bucket: data,
      transitionDefaultMinimumObjectSize: "all_storage_classes_128K",
      rules: [
        {
          id: "keep",
          status: "Enabled",
          filter: { prefix: "in/" },
          expiration: { days: 400 },
          transitions: [
            { days: 30, storageClass: "STANDARD_IA" },
            { days: 90, storageClass: "GLACIER" },
          ],
          noncurrentVersionExpiration: { noncurrentDays: 90 },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        },
      ],
    },
    edits: [
      {
        inputs: { rules: [{ id: "keep", status: "Disabled", expiration: { days: 400 } }] },
        diff: "~rules",
      },
    ],
  },
  {
    token: "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
    name: "lock",
    id: "types-data",
    after: ["lifecycle"],
    inputs: { bucket: data, rule: { defaultRetention: { mode: "GOVERNANCE", days: 1 } } },
    edits: [
      { inputs: { rule: { defaultRetention: { mode: "COMPLIANCE", days: 1 } } }, diff: "~rule" },
      { inputs: { rule: { defaultRetention: { mode: "GOVERNANCE", years: 1 } } }, diff: "~rule" },
      { inputs: { rule: null }, diff: "-rule" },
    ],
  },
  {
    token: "aws:s3/bucketLogging:BucketLogging",
    name: "logging",
    id: "types-data",
    after: ["lock", "logsPolicy"],
    inputs: {
      bucket: data,
      targetBucket: logs,
      targetPrefix: "access/",
      targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: "EventTime" } },
    },
    edits: [
      { inputs: { targetPrefix: "" }, diff: "~targetPrefix" },
      {
        inputs: { targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: "DeliveryTime" } } },
        diff: "~targetObjectKeyFormat",
      },
      { inputs: { targetObjectKeyFormat: { simplePrefix: {} } }, diff: "~targetObjectKeyFormat" },
    ],
  },
  {
    token: "aws:s3/bucketNotification:BucketNotification",
    name: "notification",
    id: "types-data",
    after: ["logging"],
    inputs: { bucket: data, eventbridge: true },
    edits: [
      { inputs: { eventbridge: false }, diff: "~eventbridge" },
      { inputs: { eventbridge: true }, diff: "~eventbridge" },
    ],
  },
  {
    token: "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
    name: "replication",
    id: "types-data",
    after: ["notification", "replicaVersions", "replicationRole"],
    inputs: {
      bucket: data,
      role: iamArn("role/types/types-replication"),
      rules: [replicationRule({})],
    },
    edits: [
      { inputs: { rules: [replicationRule({ priority: 2 })] }, diff: "~rules" },
      {
        inputs: { rules: [replicationRule({ deleteMarkerReplication: { status: "Disabled" } })] },
        diff: "~rules",
      },
      { inputs: { rules: [replicationRule({ status: "Disabled" })] }, diff: "~rules" },
    ],
  },
  {
    token: "aws:s3/accessPoint:AccessPoint",
    name: "accessPoint",
    id: "481516234299:types",
    after: ["data"],
    inputs: { name: "types", bucket: data, policy: accessPointPolicy("s3:PutObject") },
    edits: [{ inputs: { policy: accessPointPolicy("s3:GetObject") }, diff: "~policy" }],
    replacing: {
      inputs: { publicAccessBlockConfiguration: { blockPublicPolicy: false } },
      diff: "+publicAccessBlockConfiguration",
    },
  },
];
