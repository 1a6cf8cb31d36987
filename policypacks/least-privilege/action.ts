import type { PatternElement, PolicyDocument, Statement } from "../../access/model";
import { matches } from "./pattern";

/** Whether an Action or NotAction covers an action, in any case and by wildcard. */
export function coversAction({ negated, patterns }: PatternElement, action: string): boolean {
  const named = patterns.some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase()));
  return named !== negated;
}

/** Those of the actions that a statement allows; none for a Deny. */
export function allowedOf({ effect, action }: Statement, actions: readonly string[]): readonly string[] {
  return effect === "Allow" ? actions.filter((one) => coversAction(action, one)) : [];
}

/** Whether a document denies an action to all, on every resource and on no condition. */
export function deniesAlways({ statements }: PolicyDocument, action: string): boolean {
  return statements.some(
    ({ effect, action: element, principal, resource, conditions }) =>
      effect === "Deny" &&
      coversAction(element, action) &&
      conditions.length === 0 &&
      (principal === undefined || (principal.anyone && !principal.negated)) &&
      (resource === undefined || (!resource.negated && resource.patterns.includes("*"))),
  );
}
