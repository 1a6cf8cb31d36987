import type { StoreReader } from "../../store";
import type { Context } from "./actionContext";
import { hasConditionKey } from "./actionContext";
import { storePath } from "./storeRequest";
import { readTaggingXml } from "./tags";
import type { Target } from "./target";

/**
 * Condition keys `s3:ExistingObjectTag/<key>` of the object as it is stored; empty for actions that do not have
 * them and for objects that are not there.
 *
 * @param actions like `s3:GetObject`
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/tagging-and-policies.html
 */
export async function existingObjectTags(
  store: StoreReader,
  actions: readonly string[],
  target: Target,
  versionId: string | undefined,
): Promise<Context> {
  if (!actions.some((action) => hasConditionKey(action, "s3:ExistingObjectTag/"))) return {};
  const tags = await tagsOf(store, target, versionId);
  return Object.fromEntries([...tags].map(([key, value]) => [`s3:ExistingObjectTag/${key}`, value]));
}

/** Tags of an object as it is stored, by key; empty when it is not there. */
export async function tagsOf(
  store: StoreReader,
  { bucket, key }: Target,
  versionId: string | undefined,
): Promise<ReadonlyMap<string, string>> {
  const version = versionId === undefined ? "" : `&versionId=${encodeURIComponent(versionId)}`;
  const { account, region } = bucket;
  const path = `${storePath(bucket.name, key)}?tagging${version}`;
  const answer = await store.ask({ account, region, signingName: "s3", path });
  const read = answer.httpStatus === 200 ? readTaggingXml(answer.body) : undefined;
  return read?.ok === true ? read.tags : new Map();
}
