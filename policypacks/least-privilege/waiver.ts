import type { Finding } from "./finding";
import type { FoundResource } from "./resource";

/** A finding of one rule, at one resource, that is accepted until a day. It stands in the rule's own configuration. */
export interface Waiver {
  /** URN, or name in the program. */
  readonly resource: string;
  readonly reason: string;
  /** The last day on which it holds, UTC, like `2027-03-31`. */
  readonly until: string;
}

/** Whether a waiver is for a resource. */
export function isFor({ resource }: Waiver, { urn, name }: Pick<FoundResource, "urn" | "name">): boolean {
  return resource === urn || resource === name;
}

/**
 * The findings at a resource that no waiver accepts. Where one has run out, they say so.
 *
 * @param today like `2027-03-31`, UTC
 */
export function notWaived<F extends Finding>(
  findings: readonly F[],
  resource: FoundResource,
  waivers: readonly Waiver[],
  today: string,
): readonly F[] {
  const own = waivers.filter((waiver) => isFor(waiver, resource));
  if (own.some(({ until }) => until >= today)) return [];
  const [ended] = own;
  if (ended === undefined) return findings;
  return findings.map((finding) => ({
    ...finding,
    fix: `${finding.fix}; the waiver (${ended.reason}) ended on ${ended.until}`,
  }));
}
