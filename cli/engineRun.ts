import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readFindings } from "../access/stack/readFindings";
import type { PolicyFinding } from "../access/stack/readFindings";
import { packFlags } from "../local/policyPack";
import { writePackConfiguration } from "../local/packConfiguration";
import { projectRoot } from "../local/paths";
import { withoutOwnAws } from "../local/pulumiEnvironment";
import { lastLines, runCommand } from "../local/runCommand";
import { settingsOf, stackFilePath } from "./stack";
import type { StateFile } from "./stateFile";
import { UserError } from "./userError";

const load = createRequire(__filename);

/** Which stack the engine is asked about, and where. */
export interface EngineRequest {
  readonly stack: string;
  /** On the local AWS, which is set up for it; else where the environment leads. */
  readonly local: boolean;
  /** Of the local AWS, where none runs yet. */
  readonly port: number;
}

/** What the real engine says of a change that is not carried out. */
export interface PreviewedChange {
  readonly base: StateFile;
  readonly head: StateFile;
  readonly findings: readonly PolicyFinding[];
}

interface Engine {
  readonly pulumi: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** Finds the engine, and what it needs. */
async function engineFor({ stack, local, port }: EngineRequest): Promise<Engine> {
  if (!local) return { pulumi: "pulumi", environment: process.env };
  const { setUp } = load("../local/setUp") as typeof import("../local/setUp");
  const request = { stackName: stack, stackFile: stackFilePath(stack), settings: settingsOf(stack), port };
  const ready = await setUp(request);
  return { pulumi: ready.stack.pulumi, environment: withoutOwnAws(ready.stack.environment) };
}

/**
 * The stack as it is: `pulumi stack export`, without secrets.
 *
 * @throws UserError (exit code 1) with what the engine says when it fails
 */
export async function exportStack(request: EngineRequest): Promise<StateFile> {
  return exportWith(await engineFor(request), request.stack);
}

async function exportWith(engine: Engine, stack: string): Promise<StateFile> {
  const { exitCode, stdout, output } = await run(engine, ["stack", "export", "--stack", stack]);
  if (exitCode === 0) return { file: "pulumi stack export", json: JSON.parse(stdout) as unknown };
  throw new UserError(`pulumi stack export ended with exit code ${exitCode}:\n${lastLines(output, 10)}`, 1);
}

/**
 * Previews a stack with the real engine, held to the policy pack with what its settings mean.
 *
 * @param planFile where the update plan is written; absent: none is
 * @throws UserError (exit code 1) with what the engine says when the preview fails for another reason than the pack:
 * half a preview would hide what changes
 */
export async function previewStack(
  request: EngineRequest,
  planFile: string | undefined,
): Promise<PreviewedChange> {
  const { stack } = request;
  const configuration = writePackConfiguration(stack, settingsOf(stack));
  const engine = await engineFor(request);
  const base = await exportWith(engine, stack);
  const folder = mkdtempSync(join(tmpdir(), "xput-diff-"));
  try {
    const eventLog = join(folder, "events.ndjson");
    const { exitCode, stdout, output } = await run(
      { ...engine, environment: { ...engine.environment, PULUMI_DEBUG_COMMANDS: "1" } },
      [
        ...["preview", "--json", "--stack", stack, "--config-file", stackFilePath(stack)],
        ...["--event-log", eventLog, ...packFlags(configuration)],
        ...(planFile === undefined ? [] : ["--save-plan", planFile]),
      ],
    );
    const findings = existsSync(eventLog) ? readFindings(readFileSync(eventLog, "utf8")) : [];
    const json = parsed(stdout);
    const stoppedByPack = findings.some(({ level }) => level === "mandatory");
    if (json === undefined || (exitCode !== 0 && !stoppedByPack) || hasFailed(json))
      throw new UserError(
        `pulumi preview ended with exit code ${exitCode}:\n${lastLines(reasons(json, output), 20)}`,
        1,
      );
    return { base, head: { file: "pulumi preview", json }, findings };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const run = ({ pulumi, environment }: Engine, args: readonly string[]) =>
  runCommand(pulumi, [...args, "--non-interactive", "--color", "never"], {
    cwd: projectRoot,
    env: environment,
  });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Errors that the engine tells beside the pack's. */
function errorsIn(json: unknown): readonly string[] {
  const list = typeof json === "object" && json !== null && "diagnostics" in json ? json.diagnostics : [];
  return (Array.isArray(list) ? (list as readonly unknown[]) : []).flatMap((one) => {
    if (typeof one !== "object" || one === null || !("severity" in one) || one.severity !== "error")
      return [];
    return "message" in one && typeof one.message === "string" ? [one.message.trim()] : [];
  });
}

const hasFailed = (json: unknown): boolean => errorsIn(json).length > 0;

function reasons(json: unknown, output: string): string {
  const errors = errorsIn(json);
  return errors.length > 0 ? errors.join("\n") : output;
}
