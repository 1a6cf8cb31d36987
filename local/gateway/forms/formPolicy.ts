import type { AwsError } from "../model";
import type { SizeRange } from "./formFile";

/** What a form is held against. */
export interface PolicyQuestion {
  /** base64 */
  readonly policy: string;
  /** By lower-case name, `${filename}` expanded. */
  readonly fields: ReadonlyMap<string, string>;
  readonly bucket: string;
  readonly now: Date;
}

export type PolicyAnswer =
  { readonly ok: true; readonly range: SizeRange } | { readonly ok: false; readonly error: AwsError };

/** 5 GiB: https://docs.aws.amazon.com/AmazonS3/latest/userguide/upload-objects.html */
export const anySize: SizeRange = { leastBytes: 0, mostBytes: 5 * 1024 ** 3 };

/** Fields that no condition need name. */
const freeFields = /^(?:x-amz-signature|signature|awsaccesskeyid|file|policy|x-ignore-.*)$/;

/**
 * Whether the policy of a form lets it upload: it has not expired, all of its conditions hold, and there is one for
 * each field.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
 */
export function checkFormPolicy({ policy, fields, bucket, now }: PolicyQuestion): PolicyAnswer {
  const document = readDocument(policy);
  if (document === undefined) return invalid("Invalid JSON.");
  const { expiration, conditions } = document;
  if (typeof expiration !== "string") return invalid("Policy missing expiration.");
  const expires = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(expiration)
    ? Date.parse(expiration)
    : Number.NaN;
  if (Number.isNaN(expires)) return invalid(`Invalid 'expiration' value: '${expiration}'`);
  if (!Array.isArray(conditions)) return invalid("Policy missing conditions.");
  if (expires <= now.getTime()) return denied("Policy expired.");

  let range = anySize;
  const named = new Set<string>();
  for (const given of conditions as readonly unknown[]) {
    const parsed = readCondition(given);
    if (parsed === undefined) return invalid(`Invalid condition: ${JSON.stringify(given)}`);
    for (const condition of parsed) {
      if (condition.match === "size") {
        range = {
          leastBytes: Math.max(range.leastBytes, condition.leastBytes),
          mostBytes: Math.min(range.mostBytes, condition.mostBytes),
        };
        continue;
      }
      named.add(condition.field);
      const value = condition.field === "bucket" ? bucket : (fields.get(condition.field) ?? "");
      if (!holds(condition, value)) return denied(`Policy Condition failed: ${wordsOf(condition)}`);
    }
  }
  const extra = [...fields.keys()].filter((name) => !freeFields.test(name) && !named.has(name));
  return extra.length === 0 ? { ok: true, range } : denied(`Extra input fields: ${extra.join(", ")}`);
}

type FieldCondition = {
  readonly match: "eq" | "starts-with";
  /** In lower case. */
  readonly field: string;
  readonly given: string;
  readonly value: string;
};
type Condition = FieldCondition | ({ readonly match: "size" } & SizeRange);

/** The conditions of one entry, which as an object can be several; undefined when it is none. */
function readCondition(given: unknown): readonly Condition[] | undefined {
  if (Array.isArray(given)) {
    const [match, first, second, ...more] = given as readonly unknown[];
    if (more.length > 0 || typeof match !== "string") return undefined;
    const kind = match.toLowerCase();
    if (kind === "content-length-range") {
      const [leastBytes, mostBytes] = [wholeNumber(first), wholeNumber(second)];
      if (leastBytes === undefined || mostBytes === undefined) return undefined;
      return [{ match: "size", leastBytes, mostBytes }];
    }
    if (typeof first !== "string" || !first.startsWith("$") || typeof second !== "string") return undefined;
    if (kind !== "eq" && kind !== "starts-with") return undefined;
    return [{ match: kind, field: first.slice(1).toLowerCase(), given: first, value: second }];
  }
  if (typeof given !== "object" || given === null) return undefined;
  const entries = Object.entries(given);
  const conditions = entries.flatMap(([name, value]) =>
    typeof value === "string"
      ? [{ match: "eq" as const, field: name.toLowerCase(), given: `$${name}`, value }]
      : [],
  );
  return conditions.length === entries.length && entries.length > 0 ? conditions : undefined;
}

function holds({ match, field, value }: FieldCondition, found: string): boolean {
  if (match === "eq") return found === value;
  if (field !== "content-type") return found.startsWith(value);
  // Of a list of types each must.
  return found.split(",").every((type) => type.trim().startsWith(value));
}

function wordsOf({ match, given, value }: FieldCondition): string {
  return `["${match}", "${given}", "${value}"]`;
}

/** Policies give sizes as numbers or as texts. */
function wholeNumber(value: unknown): number | undefined {
  const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

function readDocument(policy: string): Readonly<Record<string, unknown>> | undefined {
  if (!/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(policy)) return undefined;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(policy, "base64").toString());
    const isObject = typeof parsed === "object" && parsed !== null && !Array.isArray(parsed);
    return isObject ? (parsed as Record<string, unknown>) : undefined;
  } catch {
    // No JSON: S3 says so.
    return undefined;
  }
}

function invalid(why: string): PolicyAnswer {
  return {
    ok: false,
    error: { httpStatus: 400, code: "InvalidPolicyDocument", message: `Invalid Policy: ${why}` },
  };
}

function denied(why: string): PolicyAnswer {
  return {
    ok: false,
    error: { httpStatus: 403, code: "AccessDenied", message: `Invalid according to Policy: ${why}` },
  };
}
