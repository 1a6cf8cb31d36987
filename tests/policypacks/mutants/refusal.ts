import { rules } from "../../../policypacks/least-privilege/rules";
import type { Rule } from "../../../policypacks/least-privilege/rule";
import { type Given, stackViolations, violations } from "../least-privilege/crossGuard";
import { levelOf, optionsIn, type PackConfig } from "../least-privilege/packConfig";

/** What the pack's mandatory rules say against a stack. */
export interface Refusal {
  readonly rule: string;
  readonly message: string;
}

/** Those that take all documents together, and longest. */
const last: readonly string[] = ["no-public-access", "no-foreign-access", "access-is-intended"];

/**
 * The rules of the pack that are mandatory under a configuration, those that answer soonest first.
 *
 * What is advisory lets an update pass.
 */
export function mandatoryRules(config: PackConfig): readonly Rule[] {
  return rules
    .filter((rule) => ["mandatory", "remediate"].includes(levelOf(rule, config)))
    .sort((a, b) => place(a) - place(b));
}

const place = ({ name, judges }: Rule): number => (judges === "stack" ? 1 + last.indexOf(name) + 1 : 0);

/** Everything that the pack refuses in a stack. */
export function refusals(resources: readonly Given[], config: PackConfig): readonly Refusal[] {
  return mandatoryRules(config).flatMap((rule) => refusalsOf(rule, resources, resources, config));
}

/**
 * The first thing that the pack refuses in a stack that differs from an accepted one in one resource only: rules on
 * documents and resources judge each by itself.
 *
 * @param at name of that resource
 */
export function firstRefusal(
  resources: readonly Given[],
  at: string,
  config: PackConfig,
): Refusal | undefined {
  const changed = resources.filter(({ name }) => name === at);
  for (const rule of mandatoryRules(config)) {
    const [first] = refusalsOf(rule, changed, resources, config);
    if (first !== undefined) return first;
  }
  return undefined;
}

function refusalsOf(
  rule: Rule,
  changed: readonly Given[],
  resources: readonly Given[],
  config: PackConfig,
): readonly Refusal[] {
  const options = optionsIn(rule, config);
  const messages =
    rule.judges === "stack"
      ? stackViolations(rule, resources, options).map(([, message]) => message)
      : changed.flatMap((resource) => violations(rule, resource, options));
  return messages.map((message) => ({ rule: rule.name, message }));
}
