import { replicationStatus } from "../../objects/replicationStatuses";
import { moduleMap } from "../../state/keptMap";
import type { Passing, StoreHead } from "../../service";
import { corsHeaders } from "./preflight";
import type { ReadCall } from "./read";
import { fromStoredEncryption } from "./storedEncryption";

type Headers = Readonly<Record<string, string | undefined>>;

const transitionHeader = "x-amz-transition-default-minimum-object-size";
const transitionDefaults = moduleMap<string>("transitionDefault");

/**
 * Headers that S3 has and the store has not, or otherwise; with undefined those that are the store's alone.
 *
 * @throws StoreError when the store does not answer
 */
export async function ownHeaders(
  { call, store }: Passing,
  known: ReadCall,
  head: StoreHead,
): Promise<Headers> {
  const { origin } = call.headers;
  const bucket = known.target?.bucket.name;
  const ofOrigin =
    origin === undefined || bucket === undefined
      ? withoutOrigins
      : { ...withoutOrigins, ...(await corsHeaders(store, bucket, origin, call.method)) };
  return Object.assign(
    { ...ofOrigin },
    fromStoredEncryption(head.headers),
    replication(known, head),
    transitions(known, head.httpStatus),
  );
}

/** The store lets every page read everything. */
const withoutOrigins: Headers = { "access-control-allow-origin": undefined };

function replication({ request, target }: ReadCall, head: StoreHead): Headers {
  const { name } = request.operation;
  if ((name !== "HeadObject" && name !== "GetObject") || target === undefined || head.httpStatus >= 300) {
    return {};
  }
  const versionId = head.headers["x-amz-version-id"];
  const version = typeof versionId === "string" ? versionId : undefined;
  const status = replicationStatus(target.bucket.name, target.key, version);
  return status === undefined ? {} : { "x-amz-replication-status": status };
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html */
function transitions({ request, target }: ReadCall, httpStatus: number): Headers {
  const bucket = target?.bucket.name;
  if (bucket === undefined || httpStatus >= 300) return {};
  switch (request.operation.name) {
    case "PutBucketLifecycleConfiguration": {
      const given = request.headers.get(transitionHeader);
      if (given === undefined) transitionDefaults.delete(bucket);
      else transitionDefaults.set(bucket, given);
      return given === undefined ? {} : { [transitionHeader]: given };
    }
    case "GetBucketLifecycleConfiguration": {
      const kept = transitionDefaults.get(bucket);
      return kept === undefined ? {} : { [transitionHeader]: kept };
    }
    case "DeleteBucketLifecycle":
    case "DeleteBucket":
      transitionDefaults.delete(bucket);
      return {};
    default:
      return {};
  }
}
