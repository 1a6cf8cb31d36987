import { spawnSync } from "node:child_process";
import { cpus } from "node:os";
import { join } from "node:path";
import { compareIntents } from "../access/effective/compareIntents";
import { listAccess } from "../access/effective/listAccess";
import { proveInclusion } from "../access/prove/proveInclusion";
import { dropFacts, dropIntents, sourceAccount } from "../tests/access/effective/drop";
import { corpus } from "./accessCorpus";
import { quantile, table } from "./figures";

/**
 * Measures the analysis: comparisons in both directions beside z3-solver on the same pairs, and effective access at
 * growing numbers of sources. Prints tables; nothing is asserted here.
 *
 * `npm run bench:access`
 */

const pairs = corpus(400);
const pairsForZ3 = 25;

function compareTable(): void {
  // The first hundred comparisons compile the code; a program that compares one pair pays that once, at its start.
  for (const { kind, reference, candidate } of pairs.slice(0, 100))
    proveInclusion(kind, [reference], [candidate]);
  const rows = (["candidate in reference", "reference in candidate"] as const).map((direction) => {
    const forward = direction === "candidate in reference";
    const verdicts = { included: 0, exceeds: 0, unknown: 0 };
    const times = pairs.map(({ kind, reference, candidate }) => {
      const start = performance.now();
      const { verdict } = forward
        ? proveInclusion(kind, [reference], [candidate])
        : proveInclusion(kind, [candidate], [reference]);
      verdicts[verdict]++;
      return performance.now() - start;
    });
    return [
      direction,
      ...[0.5, 0.95, 1].map((share) => quantile(times, share).toFixed(3)),
      `${verdicts.included} / ${verdicts.exceeds} / ${verdicts.unknown}`,
    ];
  });
  console.log(`Comparisons of ${pairs.length} pairs of up to 20 statements, milliseconds a direction`);
  console.log(table(["direction", "median", "p95", "max", "included / exceeds / unknown"], rows));
}

function z3Table(): void {
  const run = spawnSync(
    process.execPath,
    [
      "-r",
      "ts-node/register/transpile-only",
      join(__dirname, "accessOracle.ts"),
      "--pairs",
      String(pairsForZ3),
      "--json",
    ],
    { encoding: "utf8", timeout: 120_000 },
  );
  if (run.status !== 0) {
    console.log(
      `z3-solver was not measured: ${run.error?.message ?? run.stderr.trim().split("\n").at(-1) ?? "no output"}`,
    );
    return;
  }
  const { own, z3, agreed, differed, undecided } = JSON.parse(run.stdout) as {
    own: number[];
    z3: number[];
    agreed: number;
    differed: number;
    undecided: number;
  };
  const row = (name: string, times: readonly number[]) => [
    name,
    ...[0.5, 0.95, 1].map((share) => quantile(times, share).toFixed(3)),
  ];
  const ratio = [0.5, 0.95, 1].map((share) => `${(quantile(z3, share) / quantile(own, share)).toFixed(0)} x`);
  console.log(
    `\nThe same question to z3-solver, on the ${z3.length} directions of these pairs that it can be asked, milliseconds`,
  );
  console.log(
    table(["", "median", "p95", "max"], [row("xput", own), row("z3-solver", z3), ["ratio", ...ratio]]),
  );
  console.log(`verdicts: ${agreed} agree, ${differed} differ, ${undecided} undecided by one of them`);
}

/** Milliseconds of the list and of the comparison, and what they found. */
function measureEffective(count: number) {
  const sources = Array.from({ length: count }, (_, index) => ({
    name: `source-${index}`,
    account: sourceAccount(index),
  }));
  const facts = dropFacts(sources);
  const intents = dropIntents(sources);
  const start = performance.now();
  const entries = listAccess(facts);
  const listed = performance.now();
  const comparison = compareIntents(facts, intents);
  const compared = performance.now();
  const proven = comparison.intents.filter(({ status }) => status === "proven").length;
  return { list: listed - start, against: compared - listed, entries: entries.length, proven };
}

/**
 * The first row has what code is not compiled yet in it, as a program that is started for it pays. Before the others the code is compiled by a thousand
 * sources: a growth that mixes cold and warm code says nothing about the work.
 */
function effectiveTable(): void {
  const cold = measureEffective(1_000);
  measureEffective(1_000);
  let before: { readonly count: number; readonly total: number } | undefined;
  const row = (name: string, { list, against, entries, proven }: typeof cold, growth: string) => [
    name,
    ...[list, against, list + against].map((time) => time.toFixed(1)),
    growth,
    String(entries),
    String(proven),
  ];
  const rows = [10, 100, 1_000, 3_000].map((count) => {
    const runs = Array.from({ length: 5 }, () => measureEffective(count));
    runs.sort((left, right) => left.list + left.against - right.list - right.against);
    const median = runs[2] ?? cold;
    const total = median.list + median.against;
    const growth =
      before === undefined
        ? ""
        : `${(total / before.total).toFixed(1)} x for ${(count / before.count).toFixed(0)} x`;
    before = { count, total };
    return row(String(count), median, growth);
  });
  console.log("\nEffective access of one bucket against its intent, milliseconds, median of 5");
  console.log(
    table(
      ["sources", "list", "against intent", "both", "growth", "ways in", "proven"],
      [row("1000, first run", cold, ""), ...rows],
    ),
  );
}

compareTable();
z3Table();
effectiveTable();
console.log(`\n${cpus()[0]?.model ?? "unknown processor"}, ${cpus().length} cores, Node ${process.version}`);
