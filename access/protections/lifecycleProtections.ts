import { items, member, unknown } from "../stack/value";
import type { Value } from "../stack/value";
import { level, numberIn } from "./protection";
import type { Protection } from "./protection";

/** How long a bucket keeps objects and their old versions: the shortest of its rules counts. */
export function lifecycleProtections(subject: string, rules: Value | undefined): readonly Protection[] {
  const active = items(rules).filter(
    (rule) =>
      rule === unknown || (member(rule, "status") !== "Disabled" && member(rule, "enabled") !== false),
  );
  const shortest = (find: (rule: Value) => Value | undefined): number | undefined => {
    const days = active.map((rule) =>
      rule === unknown ? undefined : numberIn(find(rule), Number.POSITIVE_INFINITY),
    );
    return days.some((one) => one === undefined)
      ? undefined
      : Math.min(Number.POSITIVE_INFINITY, ...days.flatMap((one) => one ?? []));
  };
  const kept = (aspect: string, days: number | undefined): Protection =>
    level(
      "retention",
      subject,
      aspect,
      days === Number.POSITIVE_INFINITY ? "never" : `after ${days ?? 0} days`,
      days,
    );
  return [
    kept(
      "objects expire",
      shortest((rule) => member(member(rule, "expiration"), "days")),
    ),
    kept(
      "overwritten and deleted versions expire",
      shortest(
        (rule) =>
          member(member(rule, "noncurrentVersionExpiration"), "noncurrentDays") ??
          member(member(rule, "noncurrentVersionExpiration"), "days"),
      ),
    ),
  ];
}
