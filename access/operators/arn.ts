import { makeGlob, matchesGlob } from "./pattern";
import type { Glob } from "./pattern";

/** arn, partition, service, region, account, resource; the resource can have colons of its own. */
const fieldCount = 6;

/**
 * Whether an ARN matches a pattern field by field: a wildcard stays within its field.
 *
 * `*` alone matches every ARN. A text with fewer than six fields is no ARN and matches nothing.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function matchesArn(pattern: Glob, arn: string): boolean {
  // A Deny can spare a thousand ARNs: a text without wildcards need not be taken apart.
  if (pattern.shape === "exact" && pattern.text !== arn) return false;
  const fields = arnFields(arn);
  if (fields === undefined) return false;
  if (pattern.shape === "any") return true;
  const patterns = fieldGlobs(pattern);
  return patterns?.every((glob, index) => matchesGlob(glob, fields[index] ?? "")) ?? false;
}

/** The six fields of an ARN; undefined for any other text. */
export function arnFields(text: string): readonly string[] | undefined {
  if (!text.startsWith("arn:")) return undefined;
  const parts = text.split(":");
  if (parts.length < fieldCount) return undefined;
  return [...parts.slice(0, fieldCount - 1), parts.slice(fieldCount - 1).join(":")];
}

/** Patterns are few and globs of fixed ones live as long as their policy. */
const globsOfFields = new WeakMap<Glob, readonly Glob[] | undefined>();

function fieldGlobs(pattern: Glob): readonly Glob[] | undefined {
  if (globsOfFields.has(pattern)) return globsOfFields.get(pattern);
  const globs = splitFields(pattern);
  globsOfFields.set(pattern, globs);
  return globs;
}

function splitFields({ text, plain }: Glob): readonly Glob[] | undefined {
  const parts = text.split(":");
  if (parts.length < fieldCount) return undefined;
  const fields = [...parts.slice(0, fieldCount - 1), parts.slice(fieldCount - 1).join(":")];
  let start = 0;
  return fields.map((field) => {
    const from = start;
    start += field.length + 1;
    const here = [...(plain ?? [])].filter((at) => at >= from && at < from + field.length);
    return makeGlob(field, new Set(here.map((at) => at - from)));
  });
}
