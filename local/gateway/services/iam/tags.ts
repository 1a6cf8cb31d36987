import type { AwsError } from "../../model";
import type { Elements } from "../queryAnswer";
import { invalidInput, limitExceeded } from "./iamError";

/** Tags of what the gateway keeps itself, by key. */
export type Tags = Readonly<Record<string, string>>;

export type TagsReading =
  { readonly ok: true; readonly tags: Tags } | { readonly ok: false; readonly error: AwsError };

const mostTags = 50;

/**
 * Reads the tags of a request.
 *
 * @param given members of `Tags`, each with `Key` and `Value`
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
 */
export function readTags(given: readonly Readonly<Record<string, string>>[]): TagsReading {
  const keys = given.map(({ Key = "" }) => Key.toLowerCase());
  if (keys.some((key) => !/^.{1,128}$/su.test(key) || key.startsWith("aws:"))) {
    return {
      ok: false,
      error: invalidInput("A tag's key must have 1 to 128 characters and not start with aws:"),
    };
  }
  if (new Set(keys).size !== keys.length) {
    const message = "Duplicate tag keys found. Please note that Tag keys are case insensitive.";
    return { ok: false, error: invalidInput(message) };
  }
  if (keys.length > mostTags) {
    return { ok: false, error: limitExceeded(`Cannot exceed quota for TagsPerResource: ${mostTags}`) };
  }
  return { ok: true, tags: Object.fromEntries(given.map(({ Key = "", Value = "" }) => [Key, Value])) };
}

/** Tags with others over them; keys are the same in any case. */
export function withTags(tags: Tags, others: Tags): Tags {
  return { ...withoutTags(tags, Object.keys(others)), ...others };
}

/** Tags without those of these keys, in any case. */
export function withoutTags(tags: Tags, keys: readonly string[]): Tags {
  const gone = new Set(keys.map((key) => key.toLowerCase()));
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !gone.has(key.toLowerCase())));
}

/** Tags as IAM answers them. */
export function tagElements(tags: Tags): readonly Elements[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
