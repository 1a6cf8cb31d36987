import { Command } from "commander";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { installEngine } from "../local/engine/install";
import { pluginDirectories } from "../local/engine/plugins";
import { ensureLocalAws, stopLocalAws } from "../local/localAws";
import { ensureStack, type LocalStack, runPulumi, stackFlags } from "../local/localStack";
import { policyPack } from "../local/policyPack";
import { writePackConfiguration } from "../local/packConfiguration";
import { projectRoot } from "../local/paths";
import { pulumiEnvironment } from "../local/pulumiEnvironment";
import { step } from "../local/steps";
import { freePort } from "../local/store/freePort";
import { bundlePack } from "../policypacks/bundle";
import { quantile, table } from "./figures";
import { awsguardPack, type BenchPack, emptyPack, loadMilliseconds } from "./packFolders";
import { type BenchMode, type ManySources, mostSources } from "./packSettings";

/**
 * Measures what the policy pack costs, beside `@pulumi/awsguard` and a pack without policies: until it serves, and in a
 * preview of this program with many sources by the real engine, on a local AWS of its own. Prints tables; nothing is
 * asserted here, but that each preview succeeds.
 *
 * `npm run bench:pack`
 */

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

const { sources, runs, modes } = new Command("bench:pack")
  .option("--sources <number>", "at most; as many are taken as AWS's quotas let pass", Number, 1_000)
  .option("--runs <number>", "previews with each pack; the median counts", Number, 3)
  .option("--modes <modes...>", "accessModes of the sources", ["role", "accessPoint"])
  .parse()
  .opts<{ readonly sources: number; readonly runs: number; readonly modes: readonly BenchMode[] }>();

const loads = 5;
const owner = "111111111111";

async function main(): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), "xput-bench-"));
  process.env.XPUT_LOCAL_DIR = join(scratch, "local");
  try {
    const packs: readonly BenchPack[] = [
      emptyPack(scratch),
      await step("@pulumi/awsguard", () => awsguardPack(scratch)),
      { name: "this pack, its sources", folder: join(projectRoot, policyPack), configured: true },
      { name: "this pack, bundled", folder: bundlePack(), configured: true },
    ];
    await loadTable(packs);
    const environment = await engineEnvironment();
    for (const mode of modes) await previewTable(mostSources(sources, mode), mode, packs, environment);
    console.log(
      `\n${cpus()[0]?.model ?? "unknown processor"}, ${cpus().length} cores, Node ${process.version}`,
    );
  } finally {
    await stopLocalAws();
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function loadTable(packs: readonly BenchPack[]): Promise<void> {
  let least: number | undefined;
  const rows: string[][] = [];
  for (const pack of packs) {
    if ("missing" in pack) {
      rows.push([pack.name, pack.missing]);
      continue;
    }
    const times: number[] = [];
    for (let run = 0; run < loads; run++) times.push(await loadMilliseconds(pack.folder));
    const median = quantile(times, 0.5);
    least ??= median;
    const over = [(median - least).toFixed(0), `${(median / least).toFixed(2)} x`];
    rows.push([pack.name, median.toFixed(0), ...over]);
  }
  console.log(`From the start of the process until the pack serves, milliseconds, median of ${loads}`);
  console.log(table(["", "loads", "over the empty pack", "ratio"], rows));
}

interface EngineEnvironment {
  readonly pulumi: string;
  readonly environment: Readonly<Record<string, string>>;
}

async function engineEnvironment(): Promise<EngineEnvironment> {
  const engine = await step("Pulumi", installEngine);
  const directories = await pluginDirectories(engine, () => undefined);
  const { endpoint } = await step("a local AWS of its own", async () => ensureLocalAws(await freePort()));
  const environment = pulumiEnvironment({ endpoint, region: "eu-west-1" }, owner, directories);
  return { pulumi: engine.pulumi, environment };
}

async function previewTable(
  { count, settings, stackFile: text }: ManySources,
  mode: BenchMode,
  packs: readonly BenchPack[],
  engine: EngineEnvironment,
): Promise<void> {
  const name = `bench-${mode}`;
  const stackFile = join(process.env.XPUT_LOCAL_DIR ?? "", `Pulumi.${name}.yaml`);
  writeFileSync(stackFile, text);
  const stack: LocalStack = { name, stackFile, ...engine };
  await ensureStack(stack);
  const configuration = writePackConfiguration(name, settings);
  const candidates: readonly BenchPack[] = [{ name: "no pack", folder: "" }, ...packs];
  const times = new Map<string, number[]>();
  await step(`${runs} previews of ${count} sources with each pack`, async (progress) => {
    for (let run = 0; run < runs; run++) {
      for (const pack of candidates) {
        if ("missing" in pack) continue;
        progress(pack.name);
        const flags = [
          ...(pack.folder === "" ? [] : ["--policy-pack", pack.folder]),
          ...(pack.configured === true ? ["--policy-pack-config", configuration] : []),
        ];
        const time = await previewMilliseconds(stack, flags);
        times.set(pack.name, [...(times.get(pack.name) ?? []), time]);
      }
    }
  });
  const median = (pack: string): number => quantile(times.get(pack) ?? [], 0.5);
  const rows = candidates.map((pack) => {
    if ("missing" in pack) return [pack.name, pack.missing];
    const time = median(pack.name);
    const over = (base: string): string => `${((time / median(base) - 1) * 100).toFixed(0)} %`;
    return [pack.name, (time / 1_000).toFixed(1), over("no pack"), over("empty pack")];
  });
  console.log(`\nPreview of ${count} sources with the accessMode ${mode}, seconds, median of ${runs}`);
  console.log(table(["", "preview", "adds to no pack", "adds to the empty pack"], rows));
}

/** @throws Error with what the engine says where it fails */
async function previewMilliseconds(stack: LocalStack, flags: readonly string[]): Promise<number> {
  const start = performance.now();
  const { exitCode, output } = await runPulumi(stack, ["preview", ...stackFlags(stack), ...flags]);
  const time = performance.now() - start;
  if (exitCode !== 0)
    throw new Error(`pulumi preview ended with exit code ${exitCode}:\n${output.slice(-3_000)}`);
  return time;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
