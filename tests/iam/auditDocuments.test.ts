/**
 * What each service may do for the trail, its logs and its alarms, and that nobody else may: decided by the analysis,
 * each refusal beside its allowed twin.
 *
 * It does not prove that AWS's services send these very condition keys; AWS's pages are named at the documents.
 */
import { accessLogBucketPolicy } from "../../iam/accessLogBucket";
import { alarmTopicPolicy } from "../../iam/alarmTopic";
import { auditKeyPolicy } from "../../iam/auditKey";
import { auditLogBucketPolicy, denyOtherWriters } from "../../iam/auditLogBucket";
import { allowLogDelivery, trustTrail } from "../../iam/auditLogDelivery";
import type { AuditPlace } from "../../iam/auditPlace";
import { policyJson } from "../../iam/document";
import { decideRows } from "../support/decisions";

const account = "111111111111";
const place: AuditPlace = {
  partition: "aws",
  region: "eu-west-1",
  accountId: account,
  bucket: "acme-drop",
  namePrefix: "xput",
  logBucket: "acme-drop-audit",
};
const trail = `arn:aws:cloudtrail:eu-west-1:${account}:trail/xput-acme-drop`;
const otherTrail = `arn:aws:cloudtrail:eu-west-1:${account}:trail/other`;
const group = `arn:aws:logs:eu-west-1:${account}:log-group:/xput/acme-drop/audit`;
const topic = `arn:aws:sns:eu-west-1:${account}:xput-acme-drop-alarms`;
const alarm = `arn:aws:cloudwatch:eu-west-1:${account}:alarm:xput-acme-drop-deletions`;
const otherAlarm = `arn:aws:cloudwatch:eu-west-1:${account}:alarm:other`;
const key = `arn:aws:kms:eu-west-1:${account}:key/1234`;
const cloudTrail = "cloudtrail.amazonaws.com";
const cloudWatch = "cloudwatch.amazonaws.com";
const logs = "logs.eu-west-1.amazonaws.com";
const auditor = `arn:aws:iam::${account}:role/auditor`;
const admin = `arn:aws:iam::${account}:role/admin`;
const tls = { "aws:SecureTransport": "true", "s3:TlsVersion": "1.3" };
const service = { "aws:PrincipalIsAWSService": "true" };

describe("the log bucket's policy", () => {
  const file = `arn:aws:s3:::acme-drop-audit/AWSLogs/${account}/CloudTrail/eu-west-1/2026/01/01/a.json.gz`;
  const delivery = {
    ...tls,
    ...service,
    "aws:SourceArn": trail,
    "s3:x-amz-acl": "bucket-owner-full-control",
  };
  const documents = () => ({ resource: auditLogBucketPolicy(place) });
  decideRows(documents, account, [
    ["the trail to deliver", cloudTrail, "s3:PutObject", file, delivery, true],
    [
      "the trail to look at the ACL",
      cloudTrail,
      "s3:GetBucketAcl",
      "arn:aws:s3:::acme-drop-audit",
      { ...tls, ...service, "aws:SourceArn": trail },
      true,
    ],
    [
      "another trail to deliver",
      cloudTrail,
      "s3:PutObject",
      file,
      { ...delivery, "aws:SourceArn": otherTrail },
      false,
    ],
    [
      "another trail to look at the ACL",
      cloudTrail,
      "s3:GetBucketAcl",
      "arn:aws:s3:::acme-drop-audit",
      { ...tls, ...service, "aws:SourceArn": otherTrail },
      false,
    ],
    [
      "the trail to deliver below another account's prefix",
      cloudTrail,
      "s3:PutObject",
      file.replace(account, "222222222222"),
      delivery,
      false,
    ],
    [
      "the trail to deliver without the owner's control",
      cloudTrail,
      "s3:PutObject",
      file,
      { ...delivery, "s3:x-amz-acl": "private" },
      false,
    ],
    [
      "the trail to deliver without TLS",
      cloudTrail,
      "s3:PutObject",
      file,
      { ...delivery, "aws:SecureTransport": "false" },
      false,
    ],
    ["another service to deliver", "config.amazonaws.com", "s3:PutObject", file, delivery, false],
    [
      "an administrator to write",
      admin,
      "s3:PutObject",
      file,
      { ...tls, "aws:PrincipalIsAWSService": "false" },
      false,
    ],
    ["somebody without credentials to write", "*", "s3:PutObject", file, tls, false],
    [
      "an administrator to read",
      admin,
      "s3:GetObject",
      file,
      { ...tls, "aws:PrincipalIsAWSService": "false" },
      true,
    ],
  ]);
});

describe("the denial of other writers, where everybody may write,", () => {
  const object = "arn:aws:s3:::acme-drop-audit/a";
  const everybody = {
    Sid: "AllowEverybody",
    Effect: "Allow",
    Principal: "*",
    Action: ["s3:PutObject"],
    Resource: ["arn:aws:s3:::acme-drop-audit/*"],
  } as const;
  const resource = policyJson(denyOtherWriters({ partition: "aws", bucket: "acme-drop-audit" }), everybody);
  decideRows(() => ({ resource }), account, [
    ["a service", cloudTrail, "s3:PutObject", object, service, true],
    ["a principal", admin, "s3:PutObject", object, { "aws:PrincipalIsAWSService": "false" }, false],
    ["somebody without credentials", "*", "s3:PutObject", object, {}, false],
  ]);
});

describe("the audit key's policy", () => {
  const trailContext = "kms:EncryptionContext:aws:cloudtrail:arn";
  const groupContext = "kms:EncryptionContext:aws:logs:arn";
  const fromTrail = { "aws:SourceArn": trail, [trailContext]: trail };
  const fromAlarm = { "aws:SourceArn": alarm, "aws:SourceAccount": account };
  const read = { "kms:ViaService": "s3.eu-west-1.amazonaws.com", [trailContext]: trail };
  const documents = () => ({
    resource: auditKeyPolicy(place, { administrators: ["role/admin"], readers: ["role/auditor"] }),
  });
  decideRows(documents, account, [
    ["the trail to encrypt", cloudTrail, "kms:GenerateDataKey", key, fromTrail, true],
    [
      "the trail to encrypt what another region recorded",
      cloudTrail,
      "kms:GenerateDataKey",
      key,
      { ...fromTrail, [trailContext]: trail.replace("eu-west-1", "us-east-1") },
      true,
    ],
    [
      "another trail to encrypt",
      cloudTrail,
      "kms:GenerateDataKey",
      key,
      { ...fromTrail, "aws:SourceArn": otherTrail },
      false,
    ],
    [
      "the trail to encrypt for another",
      cloudTrail,
      "kms:GenerateDataKey",
      key,
      { ...fromTrail, [trailContext]: otherTrail },
      false,
    ],
    [
      "the trail to encrypt for nobody",
      cloudTrail,
      "kms:GenerateDataKey",
      key,
      { "aws:SourceArn": trail },
      false,
    ],
    ["the trail to decrypt", cloudTrail, "kms:Decrypt", key, fromTrail, false],
    ["the trail to look at the key", cloudTrail, "kms:DescribeKey", key, { "aws:SourceArn": trail }, true],
    [
      "another trail to look at the key",
      cloudTrail,
      "kms:DescribeKey",
      key,
      { "aws:SourceArn": otherTrail },
      false,
    ],
    ["the log group to decrypt", logs, "kms:Decrypt", key, { [groupContext]: group }, true],
    ["another log group to decrypt", logs, "kms:Decrypt", key, { [groupContext]: `${group}2` }, false],
    [
      "the log group of another region to decrypt",
      "logs.us-east-1.amazonaws.com",
      "kms:Decrypt",
      key,
      { [groupContext]: group },
      false,
    ],
    ["an alarm to encrypt", cloudWatch, "kms:GenerateDataKey", key, fromAlarm, true],
    [
      "another alarm to encrypt",
      cloudWatch,
      "kms:GenerateDataKey",
      key,
      { ...fromAlarm, "aws:SourceArn": otherAlarm },
      false,
    ],
    ["a reader to decrypt log files", auditor, "kms:Decrypt", key, read, true],
    ["a reader past S3", auditor, "kms:Decrypt", key, { [trailContext]: trail }, false],
    [
      "a reader to decrypt anything else",
      auditor,
      "kms:Decrypt",
      key,
      { "kms:ViaService": "s3.eu-west-1.amazonaws.com" },
      false,
    ],
    ["somebody else to decrypt log files", `${auditor}2`, "kms:Decrypt", key, read, false],
    ["an administrator to change the policy", admin, "kms:PutKeyPolicy", key, {}, true],
    ["an administrator to decrypt log files", admin, "kms:Decrypt", key, read, false],
    ["an administrator to give grants", admin, "kms:CreateGrant", key, {}, false],
    ["somebody else to change the policy", auditor, "kms:PutKeyPolicy", key, {}, false],
  ]);
});

describe("an audit key without named administrators", () => {
  const documents = () => ({ resource: auditKeyPolicy(place, { administrators: [], readers: [] }) });
  decideRows(documents, account, [
    ["whoever its account's IAM lets administer it", auditor, "kms:PutKeyPolicy", key, {}, true],
    ["whoever its account's IAM lets use it", auditor, "kms:GenerateDataKey", key, {}, false],
    [
      "another account administer it",
      "arn:aws:iam::222222222222:role/admin",
      "kms:PutKeyPolicy",
      key,
      {},
      false,
    ],
  ]);
});

describe("the role of log delivery", () => {
  const trusted = { "aws:SourceArn": trail, "aws:SourceAccount": account };
  const role = `arn:aws:iam::${account}:role/xput-audit-logs`;
  decideRows(() => ({ trust: policyJson(trustTrail(place)) }), account, [
    ["CloudTrail to assume it for the trail", cloudTrail, "sts:AssumeRole", role, trusted, true],
    [
      "CloudTrail to assume it for another trail",
      cloudTrail,
      "sts:AssumeRole",
      role,
      { ...trusted, "aws:SourceArn": otherTrail },
      false,
    ],
    ["another service to assume it", cloudWatch, "sts:AssumeRole", role, trusted, false],
    ["an administrator to assume it", admin, "sts:AssumeRole", role, {}, false],
  ]);
  const stream = `${group}:log-stream:${account}_CloudTrail_eu-west-1`;
  decideRows(() => ({ identity: policyJson(allowLogDelivery(place)) }), account, [
    ["it to write to the trail's stream", role, "logs:PutLogEvents", stream, {}, true],
    ["it to make the trail's stream", role, "logs:CreateLogStream", stream, {}, true],
    ["it to write to another stream", role, "logs:PutLogEvents", `${group}:log-stream:app`, {}, false],
    ["it to delete the stream", role, "logs:DeleteLogStream", stream, {}, false],
  ]);
});

describe("the topic's policy", () => {
  const fromAlarm = { ...tls, "aws:SourceArn": alarm, "aws:SourceAccount": account };
  decideRows(() => ({ resource: alarmTopicPolicy(place) }), account, [
    ["an alarm to tell", cloudWatch, "sns:Publish", topic, fromAlarm, true],
    ["an alarm to tell without TLS", cloudWatch, "sns:Publish", topic, { ...fromAlarm, ...noTls() }, false],
    [
      "another alarm to tell",
      cloudWatch,
      "sns:Publish",
      topic,
      { ...fromAlarm, "aws:SourceArn": otherAlarm },
      false,
    ],
    [
      "an alarm of another account to tell",
      cloudWatch,
      "sns:Publish",
      topic,
      { ...fromAlarm, "aws:SourceAccount": "222222222222" },
      false,
    ],
    ["another account to tell", "arn:aws:iam::222222222222:role/a", "sns:Publish", topic, tls, false],
    ["an alarm to subscribe somebody", cloudWatch, "sns:Subscribe", topic, fromAlarm, false],
  ]);
});

describe("the access log bucket's policy", () => {
  const delivery = {
    ...tls,
    ...service,
    "aws:SourceArn": "arn:aws:s3:::acme-drop",
    "aws:SourceAccount": account,
  };
  const s3Logs = "logging.s3.amazonaws.com";
  const log = "arn:aws:s3:::acme-drop-access-logs/acme-drop/2026-01-01";
  decideRows(() => ({ resource: accessLogBucketPolicy(place, "acme-drop-access-logs") }), account, [
    ["S3 to deliver the bucket's logs", s3Logs, "s3:PutObject", log, delivery, true],
    [
      "S3 to deliver another bucket's logs",
      s3Logs,
      "s3:PutObject",
      log,
      { ...delivery, "aws:SourceArn": "arn:aws:s3:::other" },
      false,
    ],
    [
      "S3 to deliver for another account",
      s3Logs,
      "s3:PutObject",
      log,
      { ...delivery, "aws:SourceAccount": "222222222222" },
      false,
    ],
    [
      "S3 to deliver below another prefix",
      s3Logs,
      "s3:PutObject",
      log.replace("/acme-drop/", "/other/"),
      delivery,
      false,
    ],
    [
      "an administrator to write",
      admin,
      "s3:PutObject",
      log,
      { ...tls, "aws:PrincipalIsAWSService": "false" },
      false,
    ],
  ]);
});

function noTls() {
  return { "aws:SecureTransport": "false" };
}
