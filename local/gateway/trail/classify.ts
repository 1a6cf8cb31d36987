import { actionData } from "../../../access/data/services";
import type { Call, ServiceName } from "../model";
import type { EventResource } from "./event";

/** What kind of event a call makes. */
export interface EventClass {
  readonly eventSource: string;
  readonly eventName: string;
  readonly category: "Management" | "Data";
  readonly readOnly: boolean;
}

/** Bucket operations that AWS records as access to data. */
const dataOperationsOfBuckets: ReadonlySet<string> = new Set([
  "HeadBucket",
  "ListMultipartUploads",
  "ListObjects",
  "ListObjectsV2",
  "ListObjectVersions",
]);

/** Operations whose event has another name. */
const eventNames: Readonly<Record<string, string>> = {
  ListObjectsV2: "ListObjects",
  GetBucketLifecycleConfiguration: "GetBucketLifecycle",
  PutBucketLifecycleConfiguration: "PutBucketLifecycle",
  GetBucketNotificationConfiguration: "GetBucketNotification",
  PutBucketNotificationConfiguration: "PutBucketNotification",
  GetPublicAccessBlock: "GetBucketPublicAccessBlock",
  PutPublicAccessBlock: "PutBucketPublicAccessBlock",
  DeletePublicAccessBlock: "DeleteBucketPublicAccessBlock",
};

/** What uses keys changes nothing that CloudTrail would call a write. */
const keyUses: ReadonlySet<string> = new Set([
  "Decrypt",
  "Encrypt",
  "GenerateDataKey",
  "GenerateDataKeyPair",
  "GenerateDataKeyPairWithoutPlaintext",
  "GenerateDataKeyWithoutPlaintext",
  "GenerateMac",
  "GenerateRandom",
  "ReEncrypt",
  "Sign",
  "Verify",
  "VerifyMac",
]);

const dataOperations: Readonly<Partial<Record<ServiceName, ReadonlySet<string>>>> = {
  sns: new Set(["Publish", "PublishBatch"]),
};

/** Operations that AWS records nowhere by default, and never as management events. */
const unrecorded: ReadonlySet<string> = new Set([
  "logs:PutLogEvents",
  "logs:GetLogEvents",
  "logs:FilterLogEvents",
  "monitoring:PutMetricData",
  "monitoring:GetMetricData",
  "monitoring:GetMetricStatistics",
  "events:PutEvents",
]);

/**
 * What kind of event a call makes; undefined where it makes none.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
 */
export function classify(call: Call): EventClass | undefined {
  const { service, operation, method, parameters } = call;
  if (service === "other" || unrecorded.has(`${service}:${operation}`)) return undefined;
  const eventName = eventNames[operation] ?? operation;
  if (service === "s3") {
    if (operation === "Unknown") return undefined;
    const data = parameters["key"] !== undefined || dataOperationsOfBuckets.has(operation);
    const category = data || operation === "DeleteObjects" ? "Data" : "Management";
    return {
      eventSource: "s3.amazonaws.com",
      eventName,
      category,
      readOnly: method === "GET" || method === "HEAD",
    };
  }
  return {
    eventSource: service === "s3-control" ? "s3.amazonaws.com" : `${service}.amazonaws.com`,
    eventName,
    category: dataOperations[service]?.has(operation) === true ? "Data" : "Management",
    readOnly: isReadOnly(call),
  };
}

function isReadOnly({ service, operation }: Call): boolean {
  if (service === "sts" || (service === "kms" && keyUses.has(operation))) return true;
  const prefix = service === "s3-control" ? "s3" : service;
  const level = actionData(`${prefix}:${operation}`)?.accessLevel;
  return level === undefined
    ? /^(?:Get|List|Describe|Lookup)/.test(operation)
    : /^(?:Read|List)$/.test(level);
}

/** The types of resources by what their ARNs look like. */
const typesByArn: readonly (readonly [RegExp, string])[] = [
  [/^arn:[^:]+:iam::\d{12}:role\//, "AWS::IAM::Role"],
  [/^arn:[^:]+:kms:[^:]+:\d{12}:key\//, "AWS::KMS::Key"],
  [/^arn:[^:]+:kms:[^:]+:\d{12}:alias\//, "AWS::KMS::Alias"],
  [/^arn:[^:]+:s3:[^:]+:\d{12}:accesspoint\//, "AWS::S3::AccessPoint"],
  [/^arn:[^:]+:s3:::[^/]+$/, "AWS::S3::Bucket"],
  [/^arn:[^:]+:sns:/, "AWS::SNS::Topic"],
];

/**
 * The resources that an event names.
 *
 * @param arns what the call was decided for
 * @param owner account of the resources
 */
export function eventResources(
  call: Call,
  arns: readonly string[],
  owner: string | undefined,
): readonly EventResource[] {
  const accountId = owner === undefined ? {} : { accountId: owner };
  const { bucketName, key } = call.parameters;
  if (call.service === "s3") {
    if (typeof bucketName !== "string") return [];
    const named = bucketOf(arns) ?? bucketName;
    const bucketArn = `arn:aws:s3:::${named}`;
    const bucket = { ...accountId, type: "AWS::S3::Bucket", ARN: bucketArn };
    if (typeof key === "string") return [{ type: "AWS::S3::Object", ARN: `${bucketArn}/${key}` }, bucket];
    const listing = dataOperationsOfBuckets.has(call.operation) || call.operation === "DeleteObjects";
    return listing ? [{ type: "AWS::S3::Object", ARNPrefix: `${bucketArn}/` }, bucket] : [bucket];
  }
  return [...new Set(arns)].flatMap((arn) => {
    const type = typesByArn.find(([pattern]) => pattern.test(arn))?.[1];
    return type === undefined ? [] : [{ ...accountId, type, ARN: arn }];
  });
}

/** The bucket behind an access point, where the decision looked at it. */
function bucketOf(arns: readonly string[]): string | undefined {
  return arns.map((arn) => /^arn:aws:s3:::([^/]+)/.exec(arn)?.[1]).find((bucket) => bucket !== undefined);
}
