import type { PatternElement, PrincipalElement } from "../model";
import { globMatches, mayMeet } from "../prove/glob";
import { accountOf, delegatedAccount } from "../prove/principalShapes";

/** False only when no text matches both the element and one of the patterns. */
export function elementMayMeet(element: PatternElement | undefined, patterns: readonly string[]): boolean {
  if (element === undefined) return true;
  if (!element.negated) return element.patterns.some((own) => patterns.some((other) => mayMeet(own, other)));
  return patterns.some((other) => !element.patterns.some((own) => globMatches(own, other, true)));
}

/** False only when the element names none of the actions; actions are compared without regard to case. */
export function namesSomeAction({ negated, patterns }: PatternElement, actions: readonly string[]): boolean {
  const lowers = patterns.map((pattern) => pattern.toLowerCase());
  return actions.some(
    (action) => lowers.some((pattern) => globMatches(pattern, action.toLowerCase())) !== negated,
  );
}

/** Whether a `Principal` element means this role or user, or its whole account. */
export function meansIdentity(element: PrincipalElement | undefined, arn: string): boolean {
  if (element === undefined || element.anyone) return element?.negated !== true;
  const named = element.aws.some((own) => own === arn || delegatedAccount(own) === accountOf(arn));
  return named !== element.negated;
}

/** The name of a bucket in its ARN. */
export const bucketName = (arn: string): string => arn.slice(arn.lastIndexOf(":") + 1);
