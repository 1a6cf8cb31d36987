import { init } from "z3-solver";
import { proveInclusion } from "../access/prove/proveInclusion";
import { corpus } from "./accessCorpus";
import { questions } from "./smtEncoding";

/**
 * Asks z3-solver whether the prover is right, on pairs of identity policies that can be encoded for it.
 *
 * `node -r ts-node/register/transpile-only bench/accessOracle.ts [--pairs N] [--json]`; exit code 1 when a verdict
 * differs. A process of its own: the solver's threads keep a process alive.
 */

const wantedPairs = Number(process.argv[process.argv.indexOf("--pairs") + 1]) || 60;
const json = process.argv.includes("--json");
const mostMilliseconds = 60_000;
const mostMillisecondsOfAQuestion = 2_000;

async function main(): Promise<number> {
  const { Context } = await init();
  const { Solver } = Context("oracle");
  const own: number[] = [];
  const z3: number[] = [];
  const differences: string[] = [];
  let agreed = 0;
  let undecided = 0;
  const started = performance.now();

  const pairs = corpus(wantedPairs * 12, 2).filter(({ kind }) => kind === "identity");
  for (const { reference, candidate } of pairs) proveInclusion("identity", [reference], [candidate]);
  const asked = pairs
    .flatMap(({ reference, candidate }) => [
      { reference, candidate },
      { reference: candidate, candidate: reference },
    ])
    .flatMap((pair) => {
      const encoded = questions(pair.reference, pair.candidate);
      return encoded === undefined ? [] : [{ ...pair, encoded }];
    })
    .slice(0, wantedPairs * 2);

  for (const { reference, candidate, encoded } of asked) {
    if (performance.now() - started > mostMilliseconds) break;
    const start = performance.now();
    const { verdict } = proveInclusion("identity", [reference], [candidate]);
    const proven = performance.now();
    let answer: "included" | "exceeds" | "unknown" = "included";
    for (const { smt } of encoded) {
      const solver = new Solver();
      solver.set("timeout", mostMillisecondsOfAQuestion);
      solver.fromString(smt);
      const result = await solver.check();
      if (result === "sat") {
        answer = "exceeds";
        break;
      }
      if (result === "unknown") answer = "unknown";
    }
    own.push(proven - start);
    z3.push(performance.now() - proven);
    if (verdict === "unknown" || answer === "unknown") undecided++;
    else if (verdict === answer) agreed++;
    else differences.push(`xput ${verdict}, z3 ${answer}: ${JSON.stringify({ reference, candidate })}`);
  }
  const told = { own, z3, agreed, differed: differences.length, undecided };
  console.log(
    json
      ? JSON.stringify(told)
      : JSON.stringify({ directions: own.length, ...told, own: undefined, z3: undefined }),
  );
  for (const difference of differences) console.error(difference);
  return differences.length === 0 || json ? 0 : 1;
}

main().then(
  // The solver's workers would keep the process alive.
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(2);
  },
);
