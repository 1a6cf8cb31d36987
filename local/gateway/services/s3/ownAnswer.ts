import { isPublicBucketPolicy } from "../../../../access/evaluate/publicPolicy";
import { readPolicy } from "../../../../access/read/readPolicy";
import type { Forwarding } from "../../service";
import type { StoreReader } from "../../store";
import { s3Error } from "./s3Error";

const namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

/** Answers what the store does not have; undefined: the operation is the store's. */
export async function ownAnswer(
  operation: string,
  bucket: string,
  store: StoreReader,
): Promise<Forwarding | undefined> {
  switch (operation) {
    case "GetBucketPolicyStatus": {
      const policy = await store.bucketPolicy(bucket);
      if (policy === undefined) {
        const message = "The bucket policy does not exist";
        const details = { BucketName: bucket };
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
      return undefined;
  }
}

function answer(name: string, inner: string): Forwarding {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<${name} xmlns="${namespace}">${inner}</${name}>`;
  const headers = { "content-type": "application/xml" };
  return { kind: "answer", answer: { httpStatus: 200, headers, body: Buffer.from(body) } };
}
