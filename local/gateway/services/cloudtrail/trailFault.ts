import { letsService, sourceKeys } from "../../actors/servicePrincipal";
import type { AwsError } from "../../model";
import type { StoreReader } from "../../store";
import { keyFor, mayGetAcl, mayPut, type LogTarget } from "../../trail/logBucket";
import { accountFolder } from "../../trail/logFile";
import { roleLets } from "../../trail/logGroup";
import { askJson, objectsMember, textMember } from "../askJson";
import { jsonError } from "../jsonAnswer";
import { topicArnOf } from "./trailView";

/** A trail as a request would make it. */
export interface WantedTrail {
  readonly name: string;
  readonly arn: string;
  /** 12 digits. */
  readonly account: string;
  /** Absent in an update that leaves it as it is. */
  readonly bucket: string | undefined;
  readonly prefix: string | undefined;
  readonly kmsKeyId: string | undefined;
  readonly logGroupArn: string | undefined;
  readonly logsRoleArn: string | undefined;
  /** Name or ARN. */
  readonly topic: string | undefined;
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-trail-naming-requirements.html */
const trailName = /^(?=.{3,128}$)[A-Za-z0-9](?:[._-]?[A-Za-z0-9])*[._-]?$/;
const mostPrefixCharacters = 200;

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html */
const mostTrailsInOneRegion = 5;

/**
 * Why CloudTrail does not make or change a trail so; undefined when it does.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html
 */
export async function trailFault(store: StoreReader, wanted: WantedTrail): Promise<AwsError | undefined> {
  if (!trailName.test(wanted.name)) {
    return jsonError(
      "InvalidTrailNameException",
      "Trail name or ARN can only have uppercase letters, lowercase letters, numbers, periods, hyphens, and underscores, must start with a letter or number, and be between 3 and 128 characters.",
    );
  }
  if ((wanted.prefix ?? "").length > mostPrefixCharacters) {
    return jsonError("InvalidS3PrefixException", "S3 prefix is longer than maximum length");
  }
  return (
    (await bucketFault(store, wanted)) ??
    (await topicFault(store, wanted)) ??
    (await keyFault(store, wanted)) ??
    logGroupFault(store, wanted)
  );
}

/** CloudTrail makes no more than so many trails. */
export async function tooManyTrails(
  store: StoreReader,
  account: string,
  region: string,
): Promise<AwsError | undefined> {
  const { members } = await askJson(store, {
    service: "cloudtrail",
    account,
    region,
    operation: "DescribeTrails",
    parameters: { includeShadowTrails: false },
  });
  return objectsMember(members, "trailList").length < mostTrailsInOneRegion
    ? undefined
    : jsonError(
        "MaximumNumberOfTrailsExceededException",
        `User: ${account} already has ${mostTrailsInOneRegion} trails in ${region}.`,
      );
}

async function bucketFault(store: StoreReader, wanted: WantedTrail): Promise<AwsError | undefined> {
  const { bucket, prefix, account, arn } = wanted;
  if (bucket === undefined) return undefined;
  if ((await store.bucket(bucket)) === undefined) {
    return jsonError("S3BucketDoesNotExistException", `S3 bucket ${bucket} does not exist!`);
  }
  const target: LogTarget = { trailArn: arn, account, bucket, kmsKeyId: undefined };
  // CloudTrail tries both before it takes a bucket.
  const key = `${accountFolder(prefix, undefined, account)}/CloudTrail`;
  if ((await mayGetAcl(store, target)) && (await mayPut(store, target, key))) return undefined;
  const message = `Incorrect S3 bucket policy is detected for bucket: ${bucket}`;
  return jsonError("InsufficientS3BucketPolicyException", message);
}

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-permissions-for-sns-notifications.html */
async function topicFault(
  store: StoreReader,
  { topic, arn, account }: WantedTrail,
): Promise<AwsError | undefined> {
  if (topic === undefined) return undefined;
  const [, , , region = ""] = arn.split(":");
  const topicArn = topicArnOf(topic, account, region);
  const policy = await store.topicPolicy(topicArn);
  if (policy === undefined)
    return jsonError("InvalidSnsTopicNameException", `SNS Topic does not exist: ${topic}`);
  const allowed = letsService(policy, {
    service: "cloudtrail.amazonaws.com",
    action: "sns:Publish",
    resource: topicArn,
    resourceAccount: topicArn.split(":")[4] ?? account,
    context: sourceKeys(arn, account),
  });
  return allowed
    ? undefined
    : jsonError(
        "InsufficientSnsTopicPolicyException",
        "SNS Topic does not exist or the topic policy is incorrect!",
      );
}

async function keyFault(
  store: StoreReader,
  { arn, account, kmsKeyId, bucket = "" }: WantedTrail,
): Promise<AwsError | undefined> {
  if (kmsKeyId === undefined) return undefined;
  const key = await keyFor(store, { trailArn: arn, account, bucket, kmsKeyId });
  if (key.ok) return undefined;
  switch (key.error) {
    case "KMS.NotFoundException":
      return jsonError("KmsKeyNotFoundException", `KMS key ${kmsKeyId} does not exist.`);
    case "KMS.DisabledException":
      return jsonError("KmsKeyDisabledException", `KMS key ${kmsKeyId} is not enabled.`);
    case "AccessDenied":
      return jsonError(
        "InsufficientEncryptionPolicyException",
        `Insufficient permissions to access S3 bucket ${bucket} or KMS key ${kmsKeyId}.`,
      );
  }
}

async function logGroupFault(
  store: StoreReader,
  { logGroupArn, logsRoleArn, account }: WantedTrail,
): Promise<AwsError | undefined> {
  if (logGroupArn === undefined && logsRoleArn === undefined) return undefined;
  const [, region = "", owner = "", name = ""] =
    /^arn:aws:logs:([a-z0-9-]+):(\d{12}):log-group:([^:*]+)(?::\*)?$/.exec(logGroupArn ?? "") ?? [];
  const notThere = jsonError(
    "InvalidCloudWatchLogsLogGroupArnException",
    "CloudTrail cannot validate the specified log group ARN.",
  );
  if (owner !== account) return notThere;
  const { members } = await askJson(store, {
    service: "logs",
    account,
    region,
    operation: "DescribeLogGroups",
    parameters: { logGroupNamePrefix: name },
  });
  const groups = objectsMember(members, "logGroups");
  if (!groups.some((group) => textMember(group, "logGroupName") === name)) return notThere;
  const stream = `arn:aws:logs:${region}:${account}:log-group:${name}:log-stream:${account}_CloudTrail_${region}`;
  const lets = await Promise.all(
    ["logs:CreateLogStream", "logs:PutLogEvents"].map((action) =>
      roleLets(store, logsRoleArn ?? "", action, stream),
    ),
  );
  return lets.includes(false)
    ? jsonError(
        "InvalidCloudWatchLogsRoleArnException",
        "Access denied. Check the permissions and the trust relationships of your role.",
      )
    : undefined;
}
