import { join } from "node:path";
import { mkdir, writeFile } from "node:fs/promises";
import { settingsOf, stackFilePath } from "../../cli/stack";
import { ensureLocalAws, stopLocalAws } from "../../local/localAws";
import { LocalError } from "../../local/localError";
import { mustRunPulumi, stackFlags } from "../../local/localStack";
import { type CommandResult, lastLines } from "../../local/runCommand";
import { seedAccounts } from "../../local/seed";
import { setUp } from "../../local/setUp";
import { step } from "../../local/steps";
import { freePort } from "../../local/store/freePort";
import kept from "../../local/awsPlugin/providerSchema/schema.json";
import type { ProviderSchema } from "../../local/awsPlugin/providerSchema/providerSchema";
import { readExportedState } from "./exportedState";
import { startHostProxy } from "./hostProxy";
import { isOnlyInState, type PlannedChange, plannedChanges } from "./plannedChanges";
import { type Snapshot, takeSnapshot, type Unlike, unlikes } from "./snapshot/snapshot";
import type { Terraform } from "./terraform";
import { type ProgramOptions, terraformProgram } from "./terraformProgram";
import { type Twin, twinOf } from "./twin";

/** What came of one situation. */
export interface SituationOutcome {
  readonly situation: string;
  readonly resources: number;
  /** What Terraform would change of what our `up` made; empty where it conforms. */
  readonly changes: readonly PlannedChange[];
  /** How many resources have arguments that only Terraform's own state keeps. */
  readonly onlyInState: number;
  /** What taking over did to the accounts; empty where it conforms. */
  readonly changedByImport: readonly Unlike[];
  /** How many things were compared after applying from nothing. */
  readonly compared: number;
  /** In what the twin, applied from nothing, is unlike our `up`. */
  readonly unlike: readonly Unlike[];
  /** Inputs that the provider does not have. */
  readonly unknownInputs: readonly string[];
}

// TypeScript reads a JSON file's tuples as plain arrays.
const schema = kept as unknown as ProviderSchema;

/**
 * Deploys a situation on a local AWS of its own, has Terraform take it over, then has Terraform make it from nothing on
 * another one.
 *
 * @param folder for state and programs
 * @throws LocalError when a step fails, with what the command said
 */
export async function tryConformance(
  terraform: Terraform,
  stackName: string,
  folder: string,
): Promise<SituationOutcome> {
  const { twin, ours, takenOver } = await onLocalAws(join(folder, `${stackName}-local-aws`), async (port) => {
    const { twin, endpoint } = await deploy(stackName, port);
    const ours = await takeSnapshot(endpoint, twin.providers);
    const takenOver = await step(`${stackName}: import into Terraform`, () =>
      takeOver(terraform, stackName, twin, endpoint, ours),
    );
    return { twin, ours, takenOver };
  });
  const theirs = await onLocalAws(join(folder, `${stackName}-other-local-aws`), (port) =>
    step(`${stackName}: apply the twin from nothing`, () =>
      applyFromNothing(terraform, stackName, twin, port),
    ),
  );
  return {
    situation: stackName,
    resources: twin.resources.length,
    ...takenOver,
    compared: ours.size,
    unlike: unlikes(ours, theirs),
    unknownInputs: twin.unknownInputs,
  };
}

async function onLocalAws<Result>(folder: string, work: (port: number) => Promise<Result>): Promise<Result> {
  await mkdir(folder, { recursive: true });
  process.env.XPUT_LOCAL_DIR = folder;
  try {
    return await work(await freePort());
  } finally {
    await stopLocalAws();
  }
}

async function deploy(
  stackName: string,
  port: number,
): Promise<{ readonly twin: Twin; readonly endpoint: string }> {
  const request = { stackName, stackFile: stackFilePath(stackName), settings: settingsOf(stackName), port };
  const { aws, stack } = await setUp(request);
  await step(`${stackName}: pulumi up`, (progress) =>
    mustRunPulumi(stack, "pulumi up", ["up", "--yes", "--skip-preview", ...stackFlags(stack)], progress),
  );
  const text = await mustRunPulumi(stack, "pulumi stack export", ["stack", "export", "--stack", stackName]);
  return { twin: twinOf(readExportedState(text), schema), endpoint: aws.endpoint };
}

type TakenOver = Pick<SituationOutcome, "changes" | "onlyInState" | "changedByImport">;

async function takeOver(
  terraform: Terraform,
  stackName: string,
  twin: Twin,
  endpoint: string,
  ours: Snapshot,
): Promise<TakenOver> {
  const { accountId } = settingsOf(stackName).destination;
  return inProgram(
    terraform,
    `${stackName}-import`,
    twin,
    { endpoint, accountId, imports: true },
    async (run) => {
      await run("plan", "-input=false", "-out=plan");
      const { stdout } = await run("show", "-json", "plan");
      const changes = plannedChanges(stdout);
      await run("apply", "-input=false", "plan");
      await mustBeSettled(run);
      return {
        changes: changes.filter((change) => !isOnlyInState(change)),
        onlyInState: changes.filter(isOnlyInState).length,
        changedByImport: unlikes(ours, await takeSnapshot(endpoint, twin.providers)),
      };
    },
  );
}

async function applyFromNothing(
  terraform: Terraform,
  stackName: string,
  twin: Twin,
  port: number,
): Promise<Snapshot> {
  const settings = settingsOf(stackName);
  const { accountId } = settings.destination;
  const { endpoint } = await ensureLocalAws(port);
  await seedAccounts({ endpoint, region: settings.destination.region }, settings);
  return inProgram(
    terraform,
    `${stackName}-twin`,
    twin,
    { endpoint, accountId, imports: false },
    async (run) => {
      await run("apply", "-input=false", "-auto-approve");
      await mustBeSettled(run);
      return takeSnapshot(endpoint, twin.providers);
    },
  );
}

type Run = (...args: readonly string[]) => Promise<CommandResult>;

/** Runs commands on a twin's program, each of which must succeed. */
async function inProgram<Result>(
  terraform: Terraform,
  name: string,
  twin: Twin,
  options: Omit<ProgramOptions, "proxy">,
  work: (run: Run) => Promise<Result>,
): Promise<Result> {
  const proxy = await startHostProxy(options.endpoint);
  try {
    const place = await terraform.folderFor(name, terraformProgram(twin, { ...options, proxy: proxy.url }));
    return await work(async (...args) => {
      const result = await terraform.run(place, args);
      if (result.exitCode === 0) return result;
      await writeFile(join(place, "failed.log"), result.output);
      throw new LocalError(
        `${name}: terraform ${args.join(" ")} ended with ${result.exitCode}:\n${lastLines(result.output, 60)}`,
      );
    });
  } finally {
    proxy.stop();
  }
}

/** With `-detailed-exitcode` a plan that would change anything fails. */
async function mustBeSettled(run: Run): Promise<void> {
  await run("plan", "-input=false", "-detailed-exitcode");
}
