import type { AwsError } from "../../model";
import { invalidArgument, malformedXml, s3Error } from "./s3Error";
import { childOf, readXml } from "../../xml";

/** Tags by key, or what is wrong with them. */
export type ReadTags =
  | { readonly ok: true; readonly tags: ReadonlyMap<string, string> }
  | { readonly ok: false; readonly error: AwsError };

/** Most tags of one object: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
const mostTags = 10;

/**
 * Reads the header `x-amz-tagging`: `key1=value1&key2=value2`, URL encoded.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 */
export function readTaggingHeader(header: string): ReadTags {
  const tags = new Map<string, string>();
  for (const [key, value] of new URLSearchParams(header)) {
    if (key === "" || tags.has(key)) {
      return {
        ok: false,
        error: invalidArgument(
          "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
        ),
      };
    }
    tags.set(key, value);
  }
  return counted(tags);
}

/** Reads a `Tagging` document, as PutObjectTagging takes it and GetObjectTagging gives it. */
export function readTaggingXml(body: Buffer): ReadTags {
  const root = readXml(body.toString());
  if (root?.name !== "Tagging") return { ok: false, error: malformedXml };
  const tags = new Map<string, string>();
  const elements = root.children.flatMap(({ name, children }) => (name === "TagSet" ? children : []));
  for (const element of elements) {
    const key = childOf(element, "Key")?.text;
    if (element.name !== "Tag" || key === undefined) return { ok: false, error: malformedXml };
    if (tags.has(key)) {
      const message = "Cannot provide multiple Tags with the same key";
      return { ok: false, error: s3Error(400, "InvalidTag", message, { TagKey: key }) };
    }
    tags.set(key, childOf(element, "Value")?.text ?? "");
  }
  return counted(tags);
}

function counted(tags: ReadonlyMap<string, string>): ReadTags {
  if (tags.size <= mostTags) return { ok: true, tags };
  return { ok: false, error: s3Error(400, "BadRequest", `Object tags cannot be greater than ${mostTags}`) };
}
