import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** One step of a job. */
export interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

export interface Job {
  readonly if?: string;
  readonly needs?: string;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: unknown;
  readonly "timeout-minutes"?: number;
  readonly steps: readonly Step[];
}

export interface Workflow {
  readonly file: string;
  readonly text: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const folder = join(__dirname, "..", "..", ".github", "workflows");

/** One workflow that ships. */
export function readWorkflow(file: string): Workflow {
  const text = readFileSync(join(folder, file), "utf8");
  return { ...(parse(text) as Omit<Workflow, "file" | "text">), file, text };
}

/** Every workflow that ships. */
export function readWorkflows(): readonly Workflow[] {
  return readdirSync(folder).map(readWorkflow);
}

/** The script of one step, by the step's name. */
export function scriptOf(workflow: Workflow, job: string, stepName: string): string {
  const found = workflow.jobs[job]?.steps.find(({ name }) => name === stepName);
  if (found?.run === undefined) throw new Error(`${workflow.file}: ${job} has no step "${stepName}"`);
  return found.run;
}
