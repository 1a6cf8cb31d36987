import type { Need } from "../model";
import { objectsMember, textMember, textsMember } from "./askJson";

/**
 * `aws:RequestTag/…` and `aws:TagKeys` of a JSON request: from its list of `{Key, Value}`, its map of tags, or its
 * list of keys to take away.
 *
 * @param list name of the member with the tags
 */
export function requestTagKeys(
  parameters: Readonly<Record<string, unknown>>,
  list: string,
  removed = "TagKeys",
): Need["context"] {
  const pairs: (readonly [string, string])[] = objectsMember(parameters, list).map((tag) => [
    textMember(tag, "Key") ?? "",
    textMember(tag, "Value") ?? "",
  ]);
  const map = parameters[list];
  if (typeof map === "object" && map !== null && !Array.isArray(map)) {
    for (const [key, value] of Object.entries(map)) pairs.push([key, typeof value === "string" ? value : ""]);
  }
  const keys = [...pairs.map(([key]) => key), ...textsMember(parameters, removed)];
  if (keys.length === 0) return {};
  return {
    "aws:TagKeys": keys,
    ...Object.fromEntries(pairs.map(([key, value]) => [`aws:RequestTag/${key}`, value])),
  };
}
