/**
 * The tag of a key that names the alias it is made for: before it has its alias, nothing else tells it from the other
 * keys of its account.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/tag-authorization.html
 */
export const keyTagName = "xput-alias";

/** The tags that a key is made with. */
export function keyTags(alias: string): Readonly<Record<string, string>> {
  return { [keyTagName]: alias };
}
