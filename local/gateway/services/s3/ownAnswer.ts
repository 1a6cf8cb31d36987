import { isPublicBucketPolicy } from "../../../../access/evaluate/publicPolicy";
import { readPolicy } from "../../../../access/read/readPolicy";
import type { Forwarding } from "../../service";
import type { StoredBucket, StoreReader } from "../../store";
import { answerNumbered } from "./numberedConfigurations";
import { s3Error } from "./s3Error";
import type { S3Request } from "./s3Request";

const namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

/** Answers what the store does not have; undefined: the operation is the store's. */
export async function ownAnswer(
  store: StoreReader,
  bucket: StoredBucket,
  request: S3Request,
  body: Buffer | undefined,
): Promise<Forwarding | undefined> {
  switch (request.operation.name) {
    case "GetBucketPolicyStatus": {
      const policy = await store.bucketPolicy(bucket.name);
      if (policy === undefined) {
        const message = "The bucket policy does not exist";
        const details = { BucketName: bucket.name };
        return { kind: "refused", error: s3Error(404, "NoSuchBucketPolicy", message, details) };
      }
      const read = readPolicy(policy, "resource");
      const isPublic = read.ok && isPublicBucketPolicy(read.document);
      return answer("PolicyStatus", `<IsPublic>${isPublic}</IsPublic>`);
    }
    // It can only be on where PutBucketAbac put it on, which the local AWS does not have.
    case "GetBucketAbac":
      return answer("AbacStatus", "<Status>Disabled</Status>");
    default:
      return answerNumbered(store, bucket, request, body);
  }
}

function answer(name: string, inner: string): Forwarding {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<${name} xmlns="${namespace}">${inner}</${name}>`;
  const headers = { "content-type": "application/xml" };
  return { kind: "answer", answer: { httpStatus: 200, headers, body: Buffer.from(body) } };
}
