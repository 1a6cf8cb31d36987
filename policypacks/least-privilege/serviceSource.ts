import type { Statement } from "../../access/model";
import { isFixed, limits } from "./condition";

/** The keys by which a service says for whom it asks. */
const sourceKeys = ["aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths"] as const;

/**
 * Whether a statement for services holds only for what asks on behalf of named sources.
 *
 * The account of an ARN must be fixed, or, for a bucket, its name; what follows may have wildcards. A key policy may name
 * the source by the encryption context that the service gives.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function namesSource(statement: Statement): boolean {
  return (
    sourceKeys.some((key) => limits(statement, key, (value) => isFixed(value) || fixesOwner(value))) ||
    statement.conditions.some(
      ({ key }) =>
        key.toLowerCase().startsWith("kms:encryptioncontext:") &&
        limits(statement, key, (value) => isFixed(value) || fixesOwner(value)),
    )
  );
}

/** As `namesSource`, where a condition that an absent key passes counts, too. */
export function namesSourceIfGiven(statement: Statement): boolean {
  const conditions = statement.conditions.map((clause) => ({ ...clause, ifExists: false }));
  return namesSource({ ...statement, conditions });
}

function fixesOwner(arn: string): boolean {
  const [, , service, , account, resource = ""] = arn.split(":");
  if (arn.includes("${")) return false;
  return (
    /^\d{12}$/.test(account ?? "") ||
    (service === "s3" && account === "" && /^[a-z0-9.-]+(\/|$)/.test(resource))
  );
}
