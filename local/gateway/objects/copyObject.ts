import { request, type IncomingMessage } from "node:http";
import { readAll } from "../readAll";
import { storePath } from "../services/s3/storeRequest";
import type { StoredBucket } from "../store";
import { storeAuthorization, type StoreConnection } from "../store/connection";

/** An object in the store. */
export interface ObjectPlace {
  readonly bucket: StoredBucket;
  readonly key: string;
  /** Undefined: the current version, or the one to be made. */
  readonly versionId: string | undefined;
}

/** Moves the bytes of an object. @returns undefined when it did not come about */
export type CopyObject = (
  from: ObjectPlace,
  to: ObjectPlace,
  headers: Readonly<Record<string, string>>,
) => Promise<{ readonly versionId: string | undefined } | undefined>;

const kept =
  /^(?:cache-control|content-(?:disposition|encoding|language|length|type)|expires|x-amz-meta-.*|x-amz-object-lock-.*|x-amz-website-redirect-location)$/;
const mostAnswerBytes = 64 * 1024;

/**
 * Copies an object within the store from one account to another: its bytes are streamed, its metadata and its lock go
 * along.
 */
export function copyInStore(connection: StoreConnection): CopyObject {
  return async (from, to, headers) => {
    const source = await send(connection, "GET", from, {});
    if (source.statusCode !== 200) {
      source.resume();
      return undefined;
    }
    const along = Object.entries(source.headers).filter(
      (pair): pair is [string, string] => kept.test(pair[0]) && typeof pair[1] === "string",
    );
    const answer = await send(connection, "PUT", to, { ...Object.fromEntries(along), ...headers }, source);
    await readAll(answer, mostAnswerBytes);
    if (answer.statusCode !== 200) return undefined;
    const version = answer.headers["x-amz-version-id"];
    return { versionId: typeof version === "string" ? version : undefined };
  };
}

async function send(
  { agent, port }: StoreConnection,
  method: "GET" | "PUT",
  { bucket, key, versionId }: ObjectPlace,
  headers: Readonly<Record<string, string>>,
  body?: IncomingMessage,
): Promise<IncomingMessage> {
  const query = versionId === undefined ? "" : `?versionId=${encodeURIComponent(versionId)}`;
  return new Promise((resolve, reject) => {
    const toStore = request(
      {
        agent,
        host: "127.0.0.1",
        port,
        method,
        path: storePath(bucket.name, key) + query,
        headers: { ...headers, authorization: storeAuthorization(bucket.account, bucket.region, "s3") },
      },
      resolve,
    );
    toStore.on("error", reject);
    if (body === undefined) toStore.end();
    else body.on("error", reject).pipe(toStore);
  });
}
