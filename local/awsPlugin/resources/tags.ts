/** Tags as Pulumi has them: values by key. */
export type Tags = Readonly<Record<string, string>>;

/** A tag in the form of IAM, S3, CloudTrail, CloudWatch and SNS. */
interface Tag {
  Key: string;
  Value: string;
}

/** Tags in the form of most services. */
export function tagsToAws(tags: Tags = {}): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** Tags as most services tell them; null where there are none. */
export function toldTags(
  tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined,
): Tags | null {
  return toldTagMap(Object.fromEntries((tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value])));
}

/** Tags as the services tell them that have them as a map; null where there are none. */
export function toldTagMap(tags: Tags | undefined): Tags | null {
  return tags === undefined || Object.keys(tags).length === 0 ? null : tags;
}

/** Removes the tags that are no longer wanted, then sets those that are new or have another value. */
export async function changeTags(
  olds: Tags = {},
  news: Tags = {},
  call: { remove(keys: string[]): Promise<unknown>; set(tags: Record<string, string>): Promise<unknown> },
): Promise<void> {
  const gone = Object.keys(olds).filter((key) => !Object.hasOwn(news, key));
  if (gone.length > 0) await call.remove(gone);
  const changed = Object.fromEntries(Object.entries(news).filter(([key, value]) => olds[key] !== value));
  if (Object.keys(changed).length > 0) await call.set(changed);
}
