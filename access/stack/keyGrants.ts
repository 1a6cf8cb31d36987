import type { ConditionClause, Statement } from "../model";
import type { StackReading } from "./stackReading";
import { property } from "./stackResource";
import type { StackResource } from "./stackResource";
import { isProperties, items } from "./value";
import type { Value } from "./value";

const nobody = { negated: false, anyone: false, aws: [], service: [], federated: [], canonicalUser: [] };

/**
 * A KMS grant as a statement of the key's policy: both allow beside each other, and a Deny of the policy holds for both.
 * Undefined, and reported, where it is not known whom it is for or what it allows.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 */
export function grantStatement(grant: StackResource, reading: StackReading): Statement | undefined {
  const grantee = property(grant, "granteePrincipal");
  const operations = items(property(grant, "operations"));
  const names = operations.filter((one) => typeof one === "string");
  if (typeof grantee !== "string" || names.length < operations.length) {
    const path = typeof grantee === "string" ? "operations" : "granteePrincipal";
    reading.report(grant, path, "unknown", "it is not known what this grant allows: it is left out", true);
    return undefined;
  }
  const service = !grantee.startsWith("arn:") && grantee.includes(".");
  return {
    index: 0,
    sid: `grant ${grant.name}`,
    effect: "Allow",
    principal: service ? { ...nobody, service: [grantee] } : { ...nobody, aws: [grantee] },
    action: { negated: false, patterns: names.map((name) => `kms:${name}`) },
    resource: { negated: false, patterns: ["*"] },
    conditions: items(property(grant, "constraints")).flatMap(constraintClauses),
  };
}

/** Encryption context that must be there; that nothing else may be is left out, which allows more. */
function constraintClauses(constraint: Value): readonly ConditionClause[] {
  if (!isProperties(constraint)) return [];
  return ["encryptionContextEquals", "encryptionContextSubset"].flatMap((name) => {
    const context = constraint[name];
    if (!isProperties(context)) return [];
    return Object.entries(context).flatMap(([key, value]): readonly ConditionClause[] =>
      typeof value === "string"
        ? [
            {
              operator: "StringEquals",
              ifExists: false,
              key: `kms:EncryptionContext:${key}`,
              values: [value],
            },
          ]
        : [],
    );
  });
}
