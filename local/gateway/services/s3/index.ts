import { denial } from "../../errors/denial";
import type { Service } from "../../service";
import { afterResponse } from "./afterResponse";
import { beforeForward } from "./beforeForward";
import { readCalls } from "./known";
import { operations } from "./operations";
import { parametersOf } from "./parameters";
import { readCall } from "./read";
import { readS3Request } from "./s3Request";

/** Operations whose body is object bytes. */
const streaming: ReadonlySet<string> = new Set(["PutObject", "UploadPart"]);

/** Operations that change what a bucket has beside its objects, or whether it is there. */
const configuring: ReadonlySet<string> = new Set(
  operations
    .filter(
      ({ level, method, name }) =>
        level === "bucket" && /PUT|DELETE/.test(method) && name !== "DeleteObjects",
    )
    .map(({ name }) => name),
);

/**
 * Amazon S3.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/Welcome.html
 */
export const service: Service = {
  name: "s3",
  protocol: "s3",
  operationOf: ({ method, url, target, headers }) => {
    const read = readS3Request(method, target ?? url.pathname + url.search, headers);
    // `read` refuses it with the same reading, in S3's words.
    if (!read.ok) return { operation: "Unknown", parameters: {}, body: "whole" };
    const { name } = read.request.operation;
    return {
      operation: name,
      parameters: parametersOf(read.request),
      body: name === "PostObject" ? "form" : streaming.has(name) ? "streamed" : "whole",
    };
  },
  read: async (call, caller, store) => {
    const full = await readCall(call, caller, store);
    if (full.readCall !== undefined) readCalls.set(call, full.readCall);
    return full.reading;
  },
  // Of S3's own refusals nothing is told; those of KMS come in KMS's words.
  refusal: ({ caller }, refused, decision) =>
    refused.action.startsWith("kms:") ? denial("query", caller, refused, decision) : undefined,
  beforeForward,
  afterResponse,
  changes: (call) => {
    const bucket = call.parameters.bucketName;
    return configuring.has(call.operation) && typeof bucket === "string" ? [`bucket/${bucket}`] : [];
  },
};
