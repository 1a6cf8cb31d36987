import { accountOf } from "../prove/principalShapes";
import { accountOfProvider, answered, property } from "./stackResource";
import type { StackResource } from "./stackResource";

/** A trail of a stack, and the buckets that it records requests for. */
export interface StackTrail {
  readonly name: string;
  /** 12 digits; empty where it is not known. */
  readonly account: string;
  readonly bucketArns: readonly string[];
}

/** The trails that record data events of some of these buckets, by what their selectors name. */
export function trailsOf(
  resources: readonly StackResource[],
  bucketArns: readonly string[],
): readonly StackTrail[] {
  return resources
    .filter(({ type }) => type === "aws:cloudtrail/trail:Trail")
    .map((trail): StackTrail => {
      const name = property(trail, "name");
      const selectors = ["advancedEventSelectors", "eventSelectors"].map(
        (path) => property(trail, path) ?? null,
      );
      const text = JSON.stringify(selectors);
      const account = accountOf(answered(trail, "arn") ?? "");
      const provided = trail.provider === undefined ? undefined : accountOfProvider(trail.provider);
      return {
        name: typeof name === "string" ? name : trail.name,
        account: account === "" ? (provided ?? "") : account,
        bucketArns: bucketArns.filter(
          (arn) => text.includes(`"${arn}/`) || text.includes(`"${arn.slice(0, arn.lastIndexOf(":"))}:::"`),
        ),
      };
    })
    .filter(({ bucketArns: own }) => own.length > 0)
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}
