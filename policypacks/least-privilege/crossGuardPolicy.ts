import type {
  Policy,
  ReportViolation,
  ResourceRemediation,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import type { Finding } from "./finding";
import { judged, judgedResource, judgedTypes } from "./judge";
import { configSchema, type Options, readOptions } from "./options";
import { frameworkOf, nistTags, referenceOf, requirements } from "./requirements";
import { type FoundResource, foundResource } from "./resource";
import type { Remedy, Rule, RuleMetadata, StackFinding } from "./rule";
import { isFor, notWaived } from "./waiver";

/**
 * The rule as a CrossGuard policy.
 *
 * What is unknown at preview or cannot be read is reported like any other finding, at the rule's own level:
 * left to CrossGuard, an unknown would make a mandatory rule advisory. Rules on documents and resources are asked again
 * with the whole stack where their configuration has waivers, for those that nothing needs, or options that they do not
 * have. The first resource tells: before, such a policy has no `validateStack`.
 *
 * @param today the day by which waivers end, UTC, like `2027-03-31`
 */
export function crossGuardPolicy(
  rule: Rule,
  today = () => new Date().toISOString().slice(0, 10),
): ResourceValidationPolicy | StackValidationPolicy {
  const validateStack: StackValidationPolicy["validateStack"] = (args, report) => {
    // The engine hands the resources over in no fixed order.
    const resources = args.resources.map(foundResource).sort((a, b) => compare(a.urn, b.urn));
    const { options, unknownNames } = readOptions(rule, args.getConfig());
    for (const name of unknownNames) {
      report(`${name} is no option of this rule: see docs/rules.md for those that it has.`);
    }
    if (rule.judges !== "stack" && options.waivers.length === 0) return;
    const findings = judged(rule, resources, options);
    if (rule.judges === "stack") {
      for (const { resource, ...finding } of findings) {
        reportAll(report, resource, notWaived([finding], resource, options.waivers, today()));
      }
    }
    reportUnusedWaivers(report, options, findings);
  };
  if (rule.judges === "stack") return { ...metadata(rule), validateStack };
  const { remedy } = rule;
  const types = judgedTypes(rule);
  const policy: ResourceValidationPolicy & Partial<Pick<StackValidationPolicy, "validateStack">> = {
    ...metadata(rule),
    validateResource: (args, report) => {
      const { options, unknownNames } = readOptions(rule, args.getConfig());
      // For each policy that has it, CrossGuard reads every resource of the stack anew.
      if (options.waivers.length + unknownNames.length > 0) policy.validateStack = validateStack;
      if (!types.has(args.type)) return;
      const resource = foundResource(args);
      const findings = judgedResource(rule, resource, options);
      reportAll(report, resource, notWaived(findings, resource, options.waivers, today()));
    },
    ...(remedy === undefined ? {} : { remediateResource: remediation(remedy) }),
  };
  return policy;
}

function metadata(rule: RuleMetadata): Policy {
  const { name, displayName, description, severity, level, remediationSteps, url, topics } = rule;
  const [closest] = rule.requirements;
  return {
    name,
    displayName,
    description,
    severity,
    enforcementLevel: level,
    framework: {
      ...frameworkOf(closest),
      reference: referenceOf(closest),
      specification: requirements[closest],
    },
    tags: [...new Set([...topics, ...rule.requirements, ...nistTags(rule.requirements)])],
    remediationSteps,
    url,
    configSchema: configSchema(rule),
  };
}

function remediation(remedy: Remedy): ResourceRemediation {
  return (args) => {
    const changes = remedy(foundResource(args));
    if (changes === undefined) return undefined;
    // Set one by one: spreading the properties would read those that are unknown.
    return Object.assign(args.props, changes);
  };
}

const longestPartCharacters = 240;

/** A reason or a path may quote the document: it must neither show all of it nor break the line. */
function onOneLine(part: string): string {
  const line = part.replace(/\p{Cc}+/gu, " ");
  return line.length > longestPartCharacters ? `${line.slice(0, longestPartCharacters)}…` : line;
}

function reportAll(report: ReportViolation, resource: FoundResource, findings: readonly Finding[]): void {
  for (const { where, must, fix, details = [] } of findings) {
    const subject = `${resource.name} (${resource.type})`;
    const sentence = [where, must].filter((part) => part !== "").map(onOneLine);
    const lines = [`${subject}: ${sentence.join(" ")}: ${onOneLine(fix)}.`, ...details.map(onOneLine)];
    report(lines.join("\n    "), resource.urn);
  }
}

/** A violation with a level of its own. CrossGuard takes it, its typings do not. */
type ReportWithLevel = (violation: {
  readonly message: string;
  readonly urn: string;
  readonly enforcementLevel: "advisory";
}) => void;

function reportUnusedWaivers(
  report: ReportViolation,
  { waivers }: Options,
  findings: readonly StackFinding[],
): void {
  const reportWithLevel = report as unknown as ReportWithLevel;
  for (const waiver of waivers) {
    if (findings.some(({ resource }) => isFor(waiver, resource))) continue;
    const message = `${onOneLine(waiver.resource)}: the waiver (${onOneLine(waiver.reason)}) is not needed: remove it.`;
    reportWithLevel({ message, urn: "", enforcementLevel: "advisory" });
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
