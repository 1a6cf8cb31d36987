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

function effectiveTable(): void {
  let before: { readonly count: number; readonly total: number } | undefined;
  const rows = [10, 100, 1_000, 3_000].map((count) => {
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
    const total = compared - start;
    const growth =
      before === undefined
        ? ""
        : `${(total / before.total).toFixed(1)} x for ${(count / before.count).toFixed(0)} x`;
    before = { count, total };
    return [
      count,
      (listed - start).toFixed(1),
      (compared - listed).toFixed(1),
      total.toFixed(1),
      growth,
      entries.length,
      proven,
    ].map(String);
  });
  console.log("\nEffective access of one bucket against its intent, milliseconds");
  console.log(table(["sources", "list", "against intent", "both", "growth", "ways in", "proven"], rows));
}

compareTable();
z3Table();
effectiveTable();
console.log(`\n${cpus()[0]?.model ?? "unknown processor"}, ${cpus().length} cores, Node ${process.version}`);
