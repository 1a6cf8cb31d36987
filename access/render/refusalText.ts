import type { Statement } from "../model";
import { clauseText } from "./accessSentence";

/** What a Deny refuses, in words, like "refuses everyone s3:* on the whole bucket if aws:SecureTransport Bool false". */
export function refusalText({ principal, action, resource, conditions }: Statement): string {
  const whom =
    principal === undefined || (principal.anyone && !principal.negated)
      ? "everyone"
      : `${principal.negated ? "everyone but " : ""}${[
          ...principal.aws,
          ...principal.service,
          ...principal.federated,
          ...principal.canonicalUser,
          ...(principal.anyone ? ["*"] : []),
        ].join(", ")}`;
  const element = (negated: boolean, patterns: readonly string[]): string =>
    `${negated ? "all but " : ""}${patterns.join(", ")}`;
  const where = resource === undefined ? "" : ` on ${element(resource.negated, resource.patterns)}`;
  const when = conditions.length === 0 ? "" : ` if ${conditions.map(clauseText).join(" and ")}`;
  return `refuses ${whom} ${element(action.negated, action.patterns)}${where}${when}`;
}
