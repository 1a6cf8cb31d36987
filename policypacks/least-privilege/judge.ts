import { documentsOf, type FoundDocument, type PolicyInResource, typesWithDocuments } from "./document";
import { type Finding, unknownFinding } from "./finding";
import type { Options } from "./options";
import type { FoundResource } from "./resource";
import type { DocumentRule, ResourceRule, Rule, StackFinding } from "./rule";

/** What a rule finds in a stack, whatever it judges. What is not known counts only where the options say so. */
export function judged(
  rule: Rule,
  resources: readonly FoundResource[],
  options: Options,
): readonly StackFinding[] {
  if (rule.judges === "stack") return rule.check(resources, options).filter(counts(options));
  return resources.flatMap((resource) =>
    judgedResource(rule, resource, options).map((finding) => ({ ...finding, resource })),
  );
}

/** The types of the resources at which a rule can find something. */
export function judgedTypes(rule: DocumentRule | ResourceRule): ReadonlySet<string> {
  return new Set(rule.judges === "documents" ? typesWithDocuments(rule.subjects) : rule.types);
}

/** What a rule on documents or resources finds at one resource. */
export function judgedResource(
  rule: DocumentRule | ResourceRule,
  resource: FoundResource,
  options: Options,
): readonly Finding[] {
  const findings =
    rule.judges === "documents"
      ? documentsOf(resource, rule.subjects).flatMap((found) => judgedDocument(rule, found, options))
      : rule.types.includes(resource.type)
        ? rule.check(resource, options)
        : [];
  return findings.filter(counts(options));
}

const counts =
  ({ unknown }: Options) =>
  ({ notKnown }: Finding): boolean =>
    unknown === "report" || notKnown !== true;

function judgedDocument(rule: DocumentRule, found: FoundDocument, options: Options): readonly Finding[] {
  switch (found.state) {
    case "unknown":
      return [unknownFinding(found.path, "document")];
    case "unreadable":
      return found.problems.map(({ path, message }) => ({
        where: within(found.path, path),
        must: "must be readable as a policy document",
        fix: message,
      }));
    case "read":
      return rule
        .check(withoutIgnored(found.policy, options), options)
        .map((finding) => ({ ...finding, where: within(found.policy.path, finding.where) }));
  }
}

/** The policy without the statements that allow ignored principals only. */
function withoutIgnored(policy: PolicyInResource, { ignoredPrincipals }: Options): PolicyInResource {
  if (ignoredPrincipals.length === 0) return policy;
  const statements = policy.document.statements.filter(({ effect, principal }) => {
    if (effect === "Deny" || principal === undefined || principal.negated || principal.anyone) return true;
    const { aws, service, federated, canonicalUser } = principal;
    const named = [...aws, ...service, ...federated, ...canonicalUser];
    return !named.every((one) => ignoredPrincipals.includes(one));
  });
  return { ...policy, document: { ...policy.document, statements } };
}

function within(property: string, part: string): string {
  return part === "" ? property : `${property}, ${part}`;
}
