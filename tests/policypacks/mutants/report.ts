import { gapsOf, type SituationResult, type Tally } from "./judgeSituation";

/** What became of the mutants of one stack, in lines for a person. */
export function reportOf(result: SituationResult): string {
  const { situation, tallies, survivors, refusedUnchanged } = result;
  const rows = [...tallies.map((tally) => [tally.kind, ...cells(tally)]), ["all", ...cells(sum(tallies))]];
  const head = [situation, "caught", "equivalent", "explained", "total"];
  const reasons = new Map<string, number>();
  for (const { because } of survivors) {
    if (because !== undefined) reasons.set(because, (reasons.get(because) ?? 0) + 1);
  }
  return [
    ...[head, ...rows].map((row) =>
      row.map((cell, at) => (at === 0 ? cell.padEnd(20) : cell.padStart(11))).join(""),
    ),
    ...[...reasons].map(([because, count]) => `  ${String(count)} let pass: ${because}`),
    ...gapsOf(result).map(({ kind, what }) => `  NOT REFUSED (${kind}) ${what}`),
    ...refusedUnchanged.map(({ rule, message }) => `  REFUSED AS IT IS (${rule}) ${message}`),
  ].join("\n");
}

function sum(tallies: readonly Tally[]): Omit<Tally, "kind"> {
  const of = (name: keyof Omit<Tally, "kind">): number =>
    tallies.reduce((total, one) => total + one[name], 0);
  return {
    caught: of("caught"),
    equivalent: of("equivalent"),
    explained: of("explained"),
    total: of("total"),
  };
}

const cells = ({ caught, equivalent, explained, total }: Omit<Tally, "kind">): readonly string[] =>
  [caught, equivalent, explained, total].map(String);
