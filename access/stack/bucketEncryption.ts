import type { BucketEncryption } from "../effective/facts";
import type { KeyReferent } from "./keys";
import { keyArnOf } from "./keys";
import type { References } from "./references";
import type { StackReading } from "./stackReading";
import { declared } from "./stackResource";
import type { StackResource } from "./stackResource";
import { isList, member, unknown } from "./value";
import type { Value } from "./value";

/**
 * The default encryption that a property sets, as a list of rules or as the one rule within an object; undefined
 * where it sets none.
 *
 * What is not known is reported: an algorithm is taken to ask no key, a key to allow what it is asked.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html
 */
export function encryptionOf(
  resource: StackResource,
  path: string,
  bucketName: string,
  reading: StackReading,
  keys: References<KeyReferent>,
): BucketEncryption | undefined {
  const said = declared(resource, path);
  if (said === undefined || (isList(said) && said.length === 0)) return undefined;
  const rule = ruleOf(said);
  const defaults = member(rule, "applyServerSideEncryptionByDefault");
  if (rule !== unknown && defaults === undefined) return undefined;
  const algorithm = member(defaults, "sseAlgorithm");
  if (algorithm === unknown) {
    reading.report(
      resource,
      path,
      "unknown",
      "the algorithm is not known: no key is taken to be asked",
      false,
    );
    return { kind: "s3" };
  }
  if (algorithm !== "aws:kms" && algorithm !== "aws:kms:dsse") return { kind: "s3" };
  const key = member(defaults, "kmsMasterKeyId");
  const bucketKey = member(rule, "bucketKeyEnabled");
  return {
    kind: algorithm === "aws:kms" ? "kms" : "dsse",
    keyArn:
      key === undefined ? undefined : keyArnOf(resource, path, key, `<key of ${bucketName}>`, reading, keys),
    bucketKey: bucketKey === true || bucketKey === "true",
  };
}

function ruleOf(value: Value): Value | undefined {
  const first = isList(value) ? value[0] : value;
  const inner = member(first, "rule") ?? member(first, "rules");
  if (inner === undefined || first === unknown) return first;
  return isList(inner) ? inner[0] : inner;
}
