import type { Settings } from "../settings/settings";
import type { LocalAws } from "./admin";
import { installEngine } from "./engine/install";
import { pluginDirectories } from "./engine/plugins";
import { pinnedVersion } from "./engine/version";
import { ensureLocalAws } from "./localAws";
import { ensureStack, type LocalStack } from "./localStack";
import { pulumiEnvironment } from "./pulumiEnvironment";
import { recoverStack } from "./recover";
import { seedAccounts } from "./seed";
import { installStore } from "./store/install";
import { step } from "./steps";

/** Which stack, with which settings, on which port. */
export interface LocalRequest {
  readonly stackName: string;
  /** Path of its `Pulumi.<stack>.yaml`. */
  readonly stackFile: string;
  readonly settings: Settings;
  /** For the local AWS, where none runs yet. */
  readonly port: number;
}

/** A local AWS that runs, and a stack that `pulumi` can be called for. */
export interface LocalSetUp {
  readonly aws: LocalAws;
  readonly stack: LocalStack;
}

/**
 * Gets everything ready that `pulumi` needs on this machine: the engine, its plugins, the local AWS with the accounts
 * that the settings name, and the stack, put right where a killed run left it.
 *
 * What is there already is used as it is. Prints a line for each step.
 *
 * @throws LocalError when something cannot be had; the message says what to do
 */
export async function setUp(request: LocalRequest): Promise<LocalSetUp> {
  const { stackName, stackFile, settings, port } = request;
  const { destination } = settings;
  const { engine, directories } = await step(`Pulumi ${pinnedVersion} or newer`, async (progress) => {
    const found = await installEngine(progress);
    return { engine: found, directories: await pluginDirectories(found, progress) };
  });
  await step("the local AWS's store", () => installStore());
  const { endpoint } = await step("the local AWS", () => ensureLocalAws(port));
  const aws = { endpoint, region: destination.region };
  const environment = pulumiEnvironment(aws, destination.accountId, directories);
  const stack = { name: stackName, stackFile, pulumi: engine.pulumi, environment };
  await step("accounts, deploy roles and uploaders", () => seedAccounts(aws, settings));
  await step(`stack ${stackName}`, async () => {
    await ensureStack(stack);
    await recoverStack(stack);
  });
  return { aws, stack };
}
