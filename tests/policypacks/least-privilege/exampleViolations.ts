import type { ExampleResource, Rule } from "../../../policypacks/least-privilege/rule";
import { ownAccount, stackViolations, violations } from "./crossGuard";

/** What a rule says about examples, configured as its own example is; what the program sets counts as set by it. */
export function exampleViolations(rule: Rule, resources: readonly ExampleResource[]): readonly string[] {
  const givens = resources.map(({ account = ownAccount, name = "example", ...resource }) => ({
    ...resource,
    name,
    provider: { allowedAccountIds: [account] },
    madeFrom: Object.fromEntries(Object.keys(resource.props).map((property) => [property, []])),
  }));
  return rule.judges === "stack"
    ? stackViolations(rule, givens, rule.example.options).map(([, message]) => message)
    : givens.flatMap((given) => violations(rule, given, rule.example.options));
}
