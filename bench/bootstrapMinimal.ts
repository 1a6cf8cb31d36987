import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installEngine } from "../local/engine/install";
import { stopLocalAws } from "../local/localAws";
import { installStore } from "../local/store/install";
import { freePort } from "../local/store/freePort";
import { askedDuring, type AskedAction } from "./bootstrapMinimal/decisions";
import { phases, runPhase, startAnew, type Phase } from "./bootstrapMinimal/lifecycle";
import { actionsOf, storeWithout } from "./bootstrapMinimal/removal";
import { wideStack } from "./bootstrapMinimal/wideStack";
import { table } from "./figures";

/**
 * Shows that each action of the deploy roles is needed, on the local AWS, as docs/bootstrap.md tells.
 *
 * `npm run bootstrap:minimal -- [--sample N] [--actions a,b] [--seed N]`
 */

const roleName = "xput-deploy";

type Recorded = ReadonlyMap<Phase, readonly AskedAction[]>;

async function record(port: number): Promise<Recorded> {
  const setUp = await startAnew(port);
  const recorded = new Map<Phase, readonly AskedAction[]>();
  for (const phase of phases) {
    const { result, asked } = await askedDuring(setUp.aws, roleName, () => runPhase(phase, setUp, port));
    if (result.exitCode !== 0) throw new Error(`${phase} with every action failed:\n${result.output}`);
    console.log(`${phase}: ${asked.length} decisions`);
    recorded.set(phase, asked);
  }
  return recorded;
}

/** Actions in the first phase that asks for them, allowed by the deploy roles' own policies alone. */
function decidedIn(recorded: Recorded): ReadonlyMap<string, Phase> {
  const found = new Map<string, Phase>();
  for (const [phase, asked] of recorded) {
    for (const { action, allowed, byOwnPolicies } of asked) {
      if (allowed && byOwnPolicies && !found.has(action)) found.set(action, phase);
    }
  }
  return found;
}

interface Removal {
  readonly action: string;
  /** The phase that failed, undefined where none did. */
  readonly failed: Phase | undefined;
  /** What the local AWS refused the deploy roles in that phase. */
  readonly refused: readonly string[];
}

/** Runs everything without one action, until a phase fails. */
async function runWithout(action: string, port: number): Promise<Removal> {
  const setUp = await startAnew(port);
  await storeWithout(setUp.aws, wideStack("first", port).settings, new Set([action]));
  for (const phase of phases) {
    const { result, asked } = await askedDuring(setUp.aws, roleName, () => runPhase(phase, setUp, port));
    if (result.exitCode === 0) continue;
    const refused = asked.filter(({ allowed }) => !allowed).map((one) => one.action);
    return { action, failed: phase, refused: [...new Set(refused)] };
  }
  return { action, failed: undefined, refused: [] };
}

async function main(): Promise<void> {
  const option = (name: string) => process.argv.find((_, index) => process.argv[index - 1] === `--${name}`);
  await installEngine(console.log);
  await installStore();
  process.env.XPUT_LOCAL_DIR = mkdtempSync(join(tmpdir(), "xput-minimal-"));
  const port = await freePort();
  try {
    const granted = actionsOf(wideStack("first", port).settings);
    const named = option("actions")?.split(",");
    if (named === undefined) {
      const recorded = await record(port);
      const out = option("record");
      if (out !== undefined) writeFileSync(out, JSON.stringify([...recorded], null, 1));
      const decided = decidedIn(recorded);
      report(granted, decided);
      const sample = shuffled(
        [...decided.keys()].filter((action) => granted.has(action)),
        Number(option("seed") ?? Date.now()),
      );
      await removals(sample.slice(0, Number(option("sample") ?? 10)), port);
    } else await removals(named, port);
  } finally {
    await stopLocalAws();
    rmSync(process.env.XPUT_LOCAL_DIR, { recursive: true, force: true });
  }
}

function report(granted: ReturnType<typeof actionsOf>, decided: ReadonlyMap<string, Phase>): void {
  const of = (standIn: boolean) => [...granted.values()].filter((action) => action.standIn === standIn);
  const made = of(true);
  console.log(`\n${granted.size} actions; the stand-in plugin makes the calls of ${made.length}`);
  console.log(
    table(
      ["action", "first decided in"],
      made.map(({ action }) => [action, decided.get(action) ?? "NEVER"]),
    ),
  );
  console.log("\nNot exercised by the stand-in plugin; the AWS provider needs them:");
  console.log(
    table(
      ["action", "call"],
      of(false).map(({ action, neededFor }) => [action, neededFor]),
    ),
  );
  const idle = made.filter(({ action }) => !decided.has(action));
  const unmarked = of(false).filter(({ action }) => decided.has(action));
  if (idle.length > 0) fail(`never decided: ${idle.map(({ action }) => action).join(", ")}`);
  if (unmarked.length > 0)
    fail(`marked providerOnly, but decided: ${unmarked.map(({ action }) => action).join(", ")}`);
}

async function removals(actions: readonly string[], port: number): Promise<void> {
  const rows: string[][] = [];
  for (const action of actions) {
    const { failed, refused } = await runWithout(action, port);
    rows.push([action, failed ?? "NOTHING", refused.join(", ")]);
    console.log(`without ${action}: ${failed ?? "nothing"} fails, refused: ${refused.join(", ")}`);
    if (failed === undefined) fail(`${action} can be taken away unnoticed`);
    else if (refused.length !== 1 || refused[0] !== action)
      fail(`${failed} fails for another reason than ${action}`);
  }
  console.log(table(["without", "fails", "refused"], rows));
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}

/** The same order for the same seed: a linear congruential generator is random enough to draw a sample. */
function shuffled(values: readonly string[], seed: number): string[] {
  let state = seed % 2_147_483_647;
  console.log(`seed ${seed}`);
  return values
    .map((value) => {
      state = (state * 48_271 + 11) % 2_147_483_647;
      return { value, key: state };
    })
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value);
}

void main();
