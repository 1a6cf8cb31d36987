import { type Finding, unknownFinding } from "./finding";
import type { FoundResource } from "./resource";
import { unknown, type Value } from "./value";

/** What a property must be, in the words of a finding. */
export interface Demand {
  /** Whether a value does; `undefined` where the property is left out. */
  readonly accepts: (value: Value | undefined) => boolean;
  readonly must: string;
  readonly fix: string;
}

/** The findings of a property of a resource: that it is not known, or not what is asked. */
export function judgeProperty(
  { properties }: FoundResource,
  where: string,
  { accepts, must, fix }: Demand,
): readonly Finding[] {
  const value = properties[where] ?? undefined;
  if (value === unknown) return [unknownFinding(where, "setting")];
  return accepts(value) ? [] : [{ where, must, fix }];
}

/** As `judgeProperty`, for one that names another resource: also what is not known yet names one. */
export function judgeReference(
  { properties }: FoundResource,
  where: string,
  fix: string,
): readonly Finding[] {
  const value = properties[where];
  return value === unknown || (typeof value === "string" && value !== "")
    ? []
    : [{ where, must: "must be set", fix }];
}
