import assert from "node:assert/strict";
import type { Rule } from "../../../policypacks/least-privilege/rule";
import { type Config, type Given, ownProvider, stackViolations, violations } from "./crossGuard";

/** A case: what it is, the resource or resources, and the rule's configuration. */
export type Case = readonly [what: string, given: Given | readonly Given[], config?: Config];

/** The cases of one rule. */
export interface Cases {
  readonly passes: readonly Case[];
  /** Each must give the finding that `message` matches. */
  readonly fails: readonly Case[];
  /** What is not the rule's subject, however bad it is. */
  readonly leavesAlone: readonly Case[];
  readonly message: RegExp;
}

/** Describes what a rule says of each case, asked as the engine asks, with the resources in either order. */
export function ruleTests(rule: Rule, { passes, fails, leavesAlone, message }: Cases): void {
  describe(rule.name, () => {
    for (const [what, given, config] of passes) {
      it(`accepts: ${what}`, () => {
        assert.deepEqual(found(rule, given, config), []);
      });
    }
    for (const [what, given, config] of fails) {
      it(`refuses: ${what}`, () => {
        const messages = found(rule, given, config);
        assert.notDeepEqual(messages, []);
        for (const one of messages) assert.match(one, message);
        if (Array.isArray(given)) assert.deepEqual(found(rule, given.toReversed(), config), messages);
      });
    }
    for (const [what, given, config] of leavesAlone) {
      it(`leaves alone: ${what}`, () => {
        assert.deepEqual(found(rule, given, config), []);
      });
    }
  });
}

function found(rule: Rule, given: Given | readonly Given[], config: Config = {}): readonly string[] {
  const givens = (Array.isArray(given) ? (given as readonly Given[]) : [given as Given]).map((one) => ({
    provider: ownProvider,
    madeFrom: Object.fromEntries(Object.keys(one.props).map((property) => [property, []])),
    ...one,
  }));
  return rule.judges === "stack"
    ? stackViolations(rule, givens, config).map(([, text]) => text)
    : givens.flatMap((one) => violations(rule, one, config));
}
