import type { Statement } from "../../access/model";
import { isFixed, limits } from "./condition";

/** The keys by which a service says in whose account it asks; an Alexa skill says which one it is. */
const ownerKeys = [
  "aws:SourceAccount",
  "aws:SourceOrgID",
  "aws:SourceOrgPaths",
  "lambda:EventSourceToken",
] as const;

/**
 * Whether a statement for services holds only for what asks on behalf of named sources.
 *
 * The account of an ARN must be fixed; what follows may have wildcards. The ARN of a bucket tells no account: whoever
 * makes a bucket of that name once it is gone would be the source, so that the account must be named beside it. A key
 * policy may name the source by the encryption context that the service gives.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function namesSource(statement: Statement): boolean {
  return (
    ownerKeys.some((key) => limits(statement, key, isFixed)) ||
    limits(statement, "aws:SourceArn", fixesAccount) ||
    statement.conditions.some(
      ({ key }) =>
        key.toLowerCase().startsWith("kms:encryptioncontext:") &&
        limits(statement, key, (value) => isFixed(value) || fixesAccount(value)),
    )
  );
}

/** As `namesSource`, where a condition that an absent key passes counts, too. */
export function namesSourceIfGiven(statement: Statement): boolean {
  const conditions = statement.conditions.map((clause) => ({ ...clause, ifExists: false }));
  return namesSource({ ...statement, conditions });
}

function fixesAccount(arn: string): boolean {
  const [, , , , account = ""] = arn.split(":");
  return !arn.includes("${") && /^\d{12}$/.test(account);
}
