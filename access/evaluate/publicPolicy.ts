import type { ConditionClause, PolicyDocument, Statement } from "../model";
import { parseIpRange } from "../operators/ip";

/** Keys that keep a statement from being public when they are held to fixed values. */
const limitingKeys: ReadonlySet<string> = new Set([
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalorgid",
  "aws:sourcearn",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:sourceowner",
  "aws:sourceaccount",
  "aws:userid",
  "s3:x-amz-server-side-encryption-aws-kms-key-id",
  "s3:dataaccesspointaccount",
]);

const equalities: ReadonlySet<string> = new Set([
  "StringEquals",
  "StringEqualsIgnoreCase",
  "StringLike",
  "ArnEquals",
  "ArnLike",
]);

/** Blocks broader than these count as everyone. */
const broadestPrefixBits = { 4: 8, 6: 32 } as const;

/**
 * Whether S3 takes a bucket policy as public: some statement allows everyone, without holding one of the
 * keys that S3 looks at to fixed values (no wildcard, no policy variable).
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
export function isPublicBucketPolicy(document: PolicyDocument): boolean {
  return document.statements.some(isPublicStatement);
}

function isPublicStatement({ effect, principal, conditions }: Statement): boolean {
  if (effect === "Deny" || principal === undefined) return false;
  const everyone = principal.anyone || principal.negated;
  return everyone && !conditions.some(limitsCallers);
}

function limitsCallers({ operator, qualifier, ifExists, key, values }: ConditionClause): boolean {
  // An absent key passes IfExists and ForAllValues.
  if (ifExists || qualifier === "ForAllValues") return false;
  const lowerKey = key.toLowerCase();
  if (lowerKey === "aws:sourceip") return operator === "IpAddress" && values.every(isNarrow);
  if (!equalities.has(operator)) return false;
  if (lowerKey === "s3:dataaccesspointarn") return values.every(namesAccountOfAccessPoint);
  return limitingKeys.has(lowerKey) && values.every(isFixed);
}

function isFixed(value: string): boolean {
  return !/[*?]|\$\{/.test(value);
}

function isNarrow(value: string): boolean {
  const range = parseIpRange(value);
  return range !== undefined && range.prefixBits >= broadestPrefixBits[range.family];
}

/** The name of the access point may be a wildcard as long as the account is fixed. */
function namesAccountOfAccessPoint(value: string): boolean {
  return /^arn:[^:*?]+:s3:[^:]*:\d{12}:accesspoint\//.test(value) && !value.includes("${");
}
