import type { AccessChange, AccessItem } from "./accessChange";

/** What a change does, in one line, like `2 ways in added, 1 widened (1 acknowledged); 1 protection lost`. */
export function changeSummary({ access, protections, findings, resources }: AccessChange): string {
  const kinds = ["added", "widened", "changed", "undecided", "narrowed", "removed"] as const;
  const told = kinds
    .map((kind) => [kind, access.filter((item) => item.kind === kind)] as const)
    .filter(([, own]) => own.length > 0)
    .map(
      ([kind, own], index) =>
        `${own.length}${index === 0 ? ` way${own.length === 1 ? "" : "s"} in` : ""} ${kind}${accepted(own)}`,
    );
  const guards = (["lost", "undecided", "gained"] as const)
    .map((kind) => [kind, protections.filter((item) => item.kind === kind)] as const)
    .filter(([, own]) => own.length > 0)
    .map(([kind, own]) => `${counted(own.length, "protection")} ${kind}${accepted(own)}`);
  const levels = [...new Set((findings ?? []).map(({ level }) => level))].map(
    (level) => `${(findings ?? []).filter((one) => one.level === level).length} ${level}`,
  );
  return [
    told.length === 0 ? "no access change" : told.join(", "),
    ...(guards.length === 0 ? [] : [guards.join(", ")]),
    ...(levels.length === 0
      ? []
      : [`${counted(findings?.length ?? 0, "finding")} of the policy pack: ${levels.join(", ")}`]),
    resources.length === 0
      ? "no resource changes"
      : `${counted(resources.length, "resource")} ${resources.length === 1 ? "changes" : "change"}`,
  ].join("; ");
}

/** What widens access, or may: what a reviewer must have seen. */
export const widens = ({ kind }: AccessItem): boolean =>
  kind === "added" || kind === "widened" || kind === "changed" || kind === "undecided";

/** A number with its noun. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

function accepted(items: readonly { readonly acknowledged?: string }[]): string {
  const count = items.filter(({ acknowledged }) => acknowledged !== undefined).length;
  return count === 0 ? "" : ` (${count} acknowledged)`;
}
