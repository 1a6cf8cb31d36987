import type { PolicyDocument, Statement } from "../../access/model";
import { allowedOf, coversAction } from "./action";
import { limits } from "./condition";

/**
 * All that a put into a bucket takes of a key: a data key, and its decryption for the parts of a multipart upload.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
 */
const ofPut: ReadonlySet<string> = new Set(["kms:generatedatakey", "kms:decrypt"]);

const reading: readonly string[] = ["s3:GetObject", "s3:GetObjectVersion"];

/** Whether a document lets its holder put objects and not read any. */
export function onlyPuts({ statements }: PolicyDocument): boolean {
  const allowed = statements.filter(({ effect, action }) => effect === "Allow" && !action.negated);
  return (
    allowed.some(({ action }) => coversAction(action, "s3:PutObject")) &&
    !allowed.some(({ action }) => reading.some((one) => coversAction(action, one)))
  );
}

/** What a statement gives of a key beyond what a put takes; undefined where that is nothing. */
export function beyondPut(statement: Statement): string | undefined {
  const { effect, action } = statement;
  const kms = action.negated ? ["kms:*"] : action.patterns.filter((one) => /^(kms:|\*)/i.test(one));
  if (effect === "Deny" || kms.length === 0) return undefined;
  const more = kms.filter((one) => !ofPut.has(one.toLowerCase()));
  if (more.length > 0)
    return `allow ${more.slice(0, 3).join(", ")}: a put takes kms:GenerateDataKey and kms:Decrypt`;
  if (
    !limits(statement, "kms:ViaService", (value) => /^s3\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/.test(value))
  ) {
    return "allow the key past S3 (kms:ViaService does not name it)";
  }
  return limits(statement, "kms:EncryptionContext:aws:s3:arn", (value) =>
    /^arn:[a-z-]+:s3:::[a-z0-9][a-z0-9.-]+(\/|$)/.test(value),
  )
    ? undefined
    : "allow the key for other buckets (kms:EncryptionContext:aws:s3:arn names none)";
}

/** Whether a statement uses a key at all. */
export function usesKey(statement: Statement): boolean {
  return (
    allowedOf(statement, ["kms:GenerateDataKey", "kms:Decrypt", "kms:Encrypt", "kms:CreateGrant"]).length > 0
  );
}
