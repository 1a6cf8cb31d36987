import assert from "node:assert/strict";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installEngine } from "../../../local/engine/install";
import { pluginDirectories } from "../../../local/engine/plugins";
import { type LocalStack, runPulumi } from "../../../local/localStack";
import { localDir, projectRoot } from "../../../local/paths";
import { pulumiEnvironment } from "../../../local/pulumiEnvironment";
import { region } from "./cases/names";
import type { Declared } from "./declared";

const program = join(projectRoot, "tests", "engine", "awsPlugin", "program");

/** What the engine did with one resource: `~ key +tags~description,policy`. */
type Operation = string;

/** A stack of the program in `program/`, run by the real engine with the stand-in plugin. */
export class TypesStack {
  private constructor(
    private readonly stack: LocalStack,
    private readonly accountId: string,
    private readonly folder: string,
  ) {}

  /** An empty stack. */
  static async make(name: string, accountId: string): Promise<TypesStack> {
    const folder = join(localDir(), name);
    mkdirSync(folder, { recursive: true });
    cpSync(join(program, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
    mkdirSync(join(localDir(), "pulumi"), { recursive: true });
    const engine = await installEngine(() => undefined);
    const directories = await pluginDirectories(engine, () => undefined);
    const aws = { endpoint: process.env.AWS_ENDPOINT_URL ?? "", region };
    const environment = {
      ...pulumiEnvironment(aws, accountId, directories),
      XPUT_TEST_PROGRAM: join(folder, "program.json"),
    };
    const stack = {
      name,
      stackFile: join(folder, `Pulumi.${name}.yaml`),
      pulumi: engine.pulumi,
      environment,
    };
    const made = await runPulumi(stack, ["stack", "init", name, "--cwd", folder]);
    assert.equal(made.exitCode, 0, made.output);
    return new TypesStack(stack, accountId, folder);
  }

  /** Brings the stack to these resources, and tells what was done with each one that did not stay as it was. */
  async up(resources: readonly Declared[]): Promise<readonly Operation[]> {
    this.declare(resources);
    return operationsOf(await this.succeed("up", "--yes", "--skip-preview"));
  }

  /** Fails when AWS has something else than the program says, or the program something else than the state. */
  async expectNoChanges(resources: readonly Declared[]): Promise<void> {
    this.declare(resources);
    await this.succeed("refresh", "--yes", "--skip-preview", "--expect-no-changes");
    await this.succeed("preview", "--expect-no-changes");
  }

  async refresh(): Promise<readonly Operation[]> {
    return operationsOf(await this.succeed("refresh", "--yes", "--skip-preview"));
  }

  async destroy(): Promise<void> {
    await this.succeed("destroy", "--yes", "--skip-preview");
  }

  /** The resources of the state by name. */
  async state(): Promise<
    ReadonlyMap<string, { readonly id: string; readonly outputs: Record<string, unknown> }>
  > {
    const exported = await runPulumi(this.stack, [
      "stack",
      "export",
      "--stack",
      this.stack.name,
      "--cwd",
      program,
    ]);
    const { deployment } = JSON.parse(exported.stdout) as {
      deployment: { resources?: { urn: string; id?: string; outputs?: Record<string, unknown> }[] };
    };
    return new Map(
      (deployment.resources ?? []).map(({ urn, id = "", outputs = {} }) => [
        urn.slice(urn.lastIndexOf("::") + 2),
        { id, outputs },
      ]),
    );
  }

  private declare(resources: readonly Declared[]): void {
    const { accountId } = this;
    writeFileSync(join(this.folder, "program.json"), JSON.stringify({ accountId, region, resources }));
  }

  private async succeed(...args: readonly string[]): Promise<string> {
    const { exitCode, output } = await this.run(...args);
    assert.equal(exitCode, 0, output);
    return output;
  }

  private run(...args: readonly string[]) {
    const { name, stackFile } = this.stack;
    return runPulumi(this.stack, [...args, "--stack", name, "--config-file", stackFile, "--cwd", program]);
  }
}

/** From lines such as ` ~  aws:kms:Key key updated (0.1s) [diff: +tags~description,policy]`. */
function operationsOf(output: string): readonly Operation[] {
  return [
    ...output.matchAll(/^ *([-+~=]+) +aws:\S+ (\S+) (?:\w+ed)(?: [a-z]+)* \(\S+\)(?: \[diff: (.*)\])?/gm),
  ]
    .map(([, sign = "", name = "", diff]) => [sign, name, ...(diff === undefined ? [] : [diff])].join(" "))
    .sort();
}
