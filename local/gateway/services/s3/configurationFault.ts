import { bucketConfiguration } from "../../objects/bucketConfiguration";
import type { AwsError } from "../../model";
import type { StoredBucket, StoreReader } from "../../store";
import { childOf, readXml, textOf, type XmlElement } from "../../xml";
import { invalidArgument, malformedXml, s3Error } from "./s3Error";
import type { S3Request } from "./s3Request";

/**
 * Why S3 does not take a configuration of a bucket, for what it names; undefined when it does, or for any other
 * operation.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLogging.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketReplication.html
 */
export async function configurationFault(
  store: StoreReader,
  bucket: StoredBucket,
  { operation: { name }, headers }: S3Request,
  body: Buffer | undefined,
): Promise<AwsError | undefined> {
  const transition = headers.get("x-amz-transition-default-minimum-object-size");
  if (name === "PutBucketLifecycleConfiguration" && transition !== undefined) {
    if (!/^(?:all_storage_classes_128K|varies_by_storage_class)$/.test(transition)) {
      return invalidArgument("Invalid transition default minimum object size", {
        ArgumentName: "x-amz-transition-default-minimum-object-size",
        ArgumentValue: transition,
      });
    }
  }
  const read = readings[name];
  if (read === undefined) return undefined;
  const root = readXml(body?.toString() ?? "");
  return root === undefined ? malformedXml : read(store, bucket, root);
}

type Fault = (store: StoreReader, bucket: StoredBucket, root: XmlElement) => Promise<AwsError | undefined>;

const readings: Readonly<Record<string, Fault>> = {
  PutBucketLogging: loggingFault,
  PutBucketReplication: replicationFault,
};

async function loggingFault(
  store: StoreReader,
  bucket: StoredBucket,
  root: XmlElement,
): Promise<AwsError | undefined> {
  const target = textOf(childOf(root, "LoggingEnabled"), "TargetBucket");
  if (target === undefined) return undefined;
  const found = await store.bucket(target);
  const details = { TargetBucket: target };
  if (found === undefined) {
    const message = "The target bucket for logging does not exist";
    return s3Error(400, "InvalidTargetBucketForLogging", message, details);
  }
  if (found.account !== bucket.account) {
    const message = "The owner for the bucket to be logged and the target bucket must be the same.";
    return s3Error(400, "InvalidTargetBucketForLogging", message, details);
  }
  if (found.region === bucket.region) return undefined;
  const message = "S3 bucket logging target must be in the same region as the bucket being logged.";
  return s3Error(403, "CrossLocationLoggingProhibitted", message, details);
}

async function replicationFault(
  store: StoreReader,
  _bucket: StoredBucket,
  root: XmlElement,
): Promise<AwsError | undefined> {
  if (!/^arn:aws:iam::\d{12}:role\/./.test(textOf(root, "Role") ?? "")) {
    return s3Error(400, "InvalidArgument", "Invalid role ARN", { ArgumentName: "Role" });
  }
  for (const rule of root.children.filter(({ name }) => name === "Rule")) {
    if (!/^(?:Enabled|Disabled)$/.test(textOf(rule, "Status") ?? "")) return malformedXml;
    const arn = textOf(childOf(rule, "Destination"), "Bucket") ?? "";
    const name = /^arn:aws:s3:::([^/]+)$/.exec(arn)?.[1];
    const destination = name === undefined ? undefined : await store.bucket(name);
    if (destination === undefined) {
      return s3Error(400, "InvalidRequest", "Destination bucket must exist.");
    }
    const versioning = await bucketConfiguration(store, destination, "versioning");
    if (textOf(versioning, "Status") !== "Enabled") {
      return s3Error(400, "InvalidRequest", "Destination bucket must have versioning enabled.");
    }
  }
  return undefined;
}
