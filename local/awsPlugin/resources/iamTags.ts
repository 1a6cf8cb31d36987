import type { Tag } from "@aws-sdk/client-iam";

type Tags = Readonly<Record<string, string>>;

/** Tags in the form of the IAM API. */
export function tagsToAws(tags: Tags = {}): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** Tags as IAM told them; null where there are none. */
export function toldTags(tags: readonly Tag[] | undefined): Tags | null {
  if (tags === undefined || tags.length === 0) return null;
  return Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}

/** Removes the tags that are no longer wanted, then sets the wanted ones. */
export async function changeTags(
  olds: Tags = {},
  news: Tags = {},
  call: { remove(keys: string[]): Promise<unknown>; add(tags: Tag[]): Promise<unknown> },
): Promise<void> {
  const gone = Object.keys(olds).filter((key) => !Object.hasOwn(news, key));
  if (gone.length > 0) await call.remove(gone);
  if (Object.keys(news).length > 0) await call.add(tagsToAws(news));
}
