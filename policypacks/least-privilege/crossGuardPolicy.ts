import type {
  Policy,
  ReportViolation,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { documentsOf, type FoundDocument } from "./document";
import { type Finding, unknownFinding } from "./finding";
import { type FoundResource, foundResource } from "./resource";
import type { DocumentRule, Rule, RuleMetadata } from "./rule";

/**
 * The rule as a CrossGuard policy.
 *
 * What is unknown at preview or cannot be read is reported like any other finding, at the rule's own level:
 * left to CrossGuard, an unknown would make a mandatory rule advisory.
 */
export function crossGuardPolicy(rule: Rule): ResourceValidationPolicy | StackValidationPolicy {
  switch (rule.judges) {
    case "documents":
      return {
        ...metadata(rule),
        validateResource: (args, report) => {
          const resource = foundResource(args);
          reportAll(report, resource, judgeDocuments(rule, resource));
        },
      };
    case "resource":
      return {
        ...metadata(rule),
        validateResource: (args, report) => {
          if (!rule.types.includes(args.type)) return;
          const resource = foundResource(args);
          reportAll(report, resource, rule.check(resource));
        },
      };
    case "stack":
      return {
        ...metadata(rule),
        validateStack: (args, report) => {
          // The engine hands the resources over in no fixed order.
          const resources = args.resources.map(foundResource).sort((a, b) => compare(a.urn, b.urn));
          for (const { resource, ...finding } of rule.check(resources)) {
            reportAll(report, resource, [finding]);
          }
        },
      };
  }
}

function metadata(rule: RuleMetadata): Policy {
  const { name, displayName, description, severity, framework, tags, remediationSteps, url } = rule;
  return {
    name,
    displayName,
    description,
    severity,
    ...(framework === undefined ? {} : { framework }),
    tags: [...tags],
    remediationSteps,
    url,
  };
}

function judgeDocuments(rule: DocumentRule, resource: FoundResource): readonly Finding[] {
  return documentsOf(resource, rule.subjects).flatMap((found) => judgeDocument(rule, found));
}

function judgeDocument(rule: DocumentRule, found: FoundDocument): readonly Finding[] {
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
        .check(found.policy)
        .map(({ where, ...rest }) => ({ where: within(found.policy.path, where), ...rest }));
  }
}

function within(property: string, part: string): string {
  return part === "" ? property : `${property}, ${part}`;
}

const longestPartCharacters = 240;

/** A reason or a path may quote the document: it must neither show all of it nor break the line. */
function onOneLine(part: string): string {
  const line = part.replace(/\p{Cc}+/gu, " ");
  return line.length > longestPartCharacters ? `${line.slice(0, longestPartCharacters)}…` : line;
}

function reportAll(report: ReportViolation, resource: FoundResource, findings: readonly Finding[]): void {
  for (const { where, must, fix } of findings) {
    const subject = `${resource.name} (${resource.type})`;
    const sentence = [where, must].filter((part) => part !== "").map(onOneLine);
    report(`${subject}: ${sentence.join(" ")}: ${onOneLine(fix)}.`, resource.urn);
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
