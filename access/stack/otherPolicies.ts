import type { NamedDocument } from "../effective/facts";
import type { ConditionClause, PatternElement, PolicyDocument, Statement } from "../model";
import type { PartlyKnown } from "./identities";

const everywhere: PatternElement = { negated: false, patterns: ["*"] };

/**
 * The policies of a role, user or group that the stack does not have, in the account of a bucket or a key.
 *
 * Of its own account's buckets and keys only the policies that the stack gives it count, as for all who are not in the
 * stack. Its other policies are taken to allow the rest: roles to assume, and everything in other accounts.
 */
export function otherPolicies({ kind, account, name, documents }: PartlyKnown): readonly NamedDocument[] {
  const elsewhere: ConditionClause = {
    operator: "StringNotEquals",
    ifExists: false,
    key: "aws:ResourceAccount",
    values: [account],
  };
  const allow = (
    index: number,
    action: PatternElement,
    conditions: readonly ConditionClause[],
  ): Statement => ({
    index,
    effect: "Allow",
    action,
    resource: everywhere,
    conditions,
  });
  const others: NamedDocument = {
    name: `other policies of ${kind} ${name} of ${account}, which are not known`,
    document: {
      version: "2012-10-17",
      statements: [
        allow(0, { negated: false, patterns: ["sts:AssumeRole*"] }, []),
        allow(1, everywhere, [elsewhere]),
      ],
    },
  };
  return [others, ...documents.map((one) => ({ ...one, document: withoutAssuming(one.document) }))];
}

/** What only allows to assume roles says nothing beside the others, and would be listed twice. */
function withoutAssuming(document: PolicyDocument): PolicyDocument {
  return {
    ...document,
    statements: document.statements.filter(
      ({ effect, action }) =>
        effect === "Deny" || action.negated || !action.patterns.every((one) => /^sts:assumerole/i.test(one)),
    ),
  };
}
