import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { quotaProblems } from "../../iam/quotas";
import type { Settings } from "../../settings/settings";
import { readStackFile } from "../../settings/stackFile";
import type { LocalAws } from "../admin";
import { installEngine } from "../engine/install";
import { pluginDirectories } from "../engine/plugins";
import { pinnedVersion } from "../engine/version";
import { ensureLocalAws } from "../localAws";
import { LocalError } from "../localError";
import { ensureStack } from "../localStack";
import { policyPack } from "../policyPack";
import { pulumiEnvironment } from "../pulumiEnvironment";
import { step } from "../steps";
import { freePort } from "../store/freePort";
import { installStore } from "../store/install";
import { seedForCi, signIn } from "./ciAccess";
import { commentOf, mostCommentCharacters } from "./comment";
import { type Job, mustRunInJob, runInJob } from "./job";
import type { Scratch } from "./scratch";

/** Which change to rehearse. */
export interface RehearsalRequest {
  /** Checkout of what is deployed. */
  readonly baseFolder: string;
  /** Checkout of what is previewed. */
  readonly headFolder: string;
  readonly stackName: string;
  /** Path of the file that the comment is written to; the full text goes beside it. */
  readonly out: string;
}

/** What the pull request's job would have done. */
export interface RehearsalOutcome {
  /** Of `xput diff`, which is the job's: 0, or 1 where it fails the job. */
  readonly exitCode: number;
  readonly commentCharacters: number;
  /** What the job said beside the comment. */
  readonly messages: string;
}

interface Engine {
  readonly pulumi: string;
  readonly directories: readonly string[];
}

/**
 * Does on a local AWS of its own what the workflow `preview` does for a pull request: deploys the base as the deploy
 * roles, then previews and compares the head as the roles that only read, and writes the comment to a file.
 *
 * @throws LocalError when the base cannot be deployed, or anything else than the comparison itself fails
 */
export async function rehearse(request: RehearsalRequest, scratch: Scratch): Promise<RehearsalOutcome> {
  const engine = await step(`Pulumi ${pinnedVersion} or newer`, async (progress) => {
    const found = await installEngine(progress);
    return { pulumi: found.pulumi, directories: await pluginDirectories(found, progress) };
  });
  await step("the local AWS's store", () => installStore());
  const { endpoint } = await step("a local AWS of its own", async () => ensureLocalAws(await freePort()));
  const base = settingsIn(request.baseFolder, request.stackName);
  const aws = { endpoint, region: base.destination.region };
  await step("base: accounts and the roles that CI signs in to", () => seedForCi(aws, base));
  await deployBase(request, base, aws, engine, scratch);
  const head = settingsIn(request.headFolder, request.stackName);
  // An administrator makes the roles of new accounts before the pull request, as docs/bootstrap.md says.
  await step("head: accounts and the roles that CI signs in to", () => seedForCi(aws, head));
  return compareHead(request, head, aws, engine, scratch);
}

function settingsIn(folder: string, stackName: string): Settings {
  const result = readStackFile(join(folder, "stacks", `Pulumi.${stackName}.yaml`), quotaProblems);
  if (result.ok) return result.settings;
  throw new LocalError(result.message);
}

async function deployBase(
  { baseFolder, stackName }: RehearsalRequest,
  settings: Settings,
  aws: LocalAws,
  { pulumi, directories }: Engine,
  { tokenFile, signal }: Scratch,
): Promise<void> {
  const environment = pulumiEnvironment(aws, settings.destination.accountId, directories);
  const stackFile = join(baseFolder, "stacks", `Pulumi.${stackName}.yaml`);
  await step(`base: pulumi up --stack ${stackName}`, async (progress) => {
    await ensureStack({ name: stackName, stackFile, pulumi, environment });
    const signedIn = await signIn(settings, "deploy", environment, tokenFile);
    const job: Job = { folder: baseFolder, environment: signedIn, signal };
    await mustRunInJob(
      job,
      [pulumi, "up", "--stack", stackName, "--yes", "--skip-preview", "--non-interactive"],
      progress,
    );
  });
}

async function compareHead(
  { headFolder, stackName, out }: RehearsalRequest,
  settings: Settings,
  aws: LocalAws,
  { directories }: Engine,
  { tokenFile, signal }: Scratch,
): Promise<RehearsalOutcome> {
  const environment = pulumiEnvironment(aws, settings.destination.accountId, directories);
  return step(`head: xput diff --stack ${stackName}, with ${policyPack}`, async (progress) => {
    const signedIn = await signIn(settings, "read", environment, tokenFile);
    const job: Job = { folder: headFolder, environment: signedIn, signal };
    const compared = await runInJob(
      job,
      [
        process.execPath,
        join(headFolder, "cli", "xput.cjs"),
        ...["diff", "--stack", stackName, "--format", "markdown"],
        ...["--full", `${out}.full.md`, "--max-characters", "64000", "--fail-on", "widened"],
      ],
      progress,
    );
    const comment = commentOf(stackName, compared.stdout);
    if (comment.length > mostCommentCharacters)
      throw new LocalError(
        `the comment has ${comment.length} characters, GitHub takes ${mostCommentCharacters}`,
      );
    await writeFile(out, comment);
    const messages = compared.output.replace(compared.stdout, "").trim();
    return { exitCode: compared.exitCode, commentCharacters: comment.length, messages };
  });
}
