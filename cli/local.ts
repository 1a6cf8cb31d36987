import { Command, InvalidArgumentError, Option } from "commander";
import { spawnSync } from "node:child_process";
import { down } from "../local/down";
import { defaultPort, ensureLocalAws, findLocalAws, serveLocalAws, stopLocalAws } from "../local/localAws";
import { withoutOwnAws } from "../local/pulumiEnvironment";
import { type LocalRequest, setUp } from "../local/setUp";
import type { PutOutcome } from "../local/tryPuts";
import { up } from "../local/up";
import { settingsOf, stackFilePath, stackOption } from "./stack";
import { table } from "./table";
import { UserError } from "./userError";

interface StackOptions {
  readonly stack: string;
  readonly port: number;
}

/** `xput local`: the local AWS, and a stack on it. */
export function localCommand(): Command {
  const local = new Command("local")
    .summary("run the local AWS, and a stack on it")
    .description("The local AWS: several accounts on one loopback endpoint, and the real Pulumi on it.");
  local
    .command("up")
    .summary("set up everything, deploy a stack and put one object from each uploader")
    .addOption(stackOption("local"))
    .addOption(portOption())
    .option("--json", "print the outcomes as JSON")
    .addHelpText("after", "\nExample:\n  npx xput local up")
    .action(async (options: StackOptions & { readonly json?: true }) => {
      const outcomes = await up(request(options));
      process.stdout.write(options.json ? `${JSON.stringify(outcomes)}\n` : `${outcomeTable(outcomes)}\n`);
      const failed = outcomes.filter(({ ok }) => !ok).length;
      if (failed > 0) throw new UserError(`${failed} of ${outcomes.length} puts were refused`, 1);
    });
  local
    .command("down")
    .summary("destroy the stack, with the objects in its bucket, and stop the local AWS")
    .addOption(stackOption("local"))
    .addOption(portOption())
    .addHelpText("after", "\nExample:\n  npx xput local down")
    .action((options: StackOptions) => down(request(options)));
  local
    .command("start")
    .summary("serve the local AWS until SIGTERM")
    .addOption(portOption())
    .option("--detach", "serve in the background and return when it answers")
    .addHelpText("after", "\nExample:\n  npx xput local start --port 4566")
    .action(async ({ port, detach }: { readonly port: number; readonly detach?: true }) => {
      const say = ({ endpoint }: { readonly endpoint: string }) =>
        process.stdout.write(`the local AWS answers at ${endpoint}\n`);
      if (detach) say(await ensureLocalAws(port));
      else await serveLocalAws(port, say);
    });
  local
    .command("stop")
    .summary("stop the local AWS")
    .addHelpText("after", "\nExample:\n  npx xput local stop")
    .action(async () => {
      process.stdout.write((await stopLocalAws()) ? "stopped\n" : "no local AWS was running\n");
    });
  local
    .command("status")
    .summary("say whether the local AWS runs, and where; exit code 1 when it does not")
    .option("--json", "print it as JSON")
    .addHelpText("after", "\nExample:\n  npx xput local status --json")
    .action(async ({ json }: { readonly json?: true }) => {
      const aws = await findLocalAws();
      if (json) process.stdout.write(`${JSON.stringify({ running: aws !== undefined, ...aws })}\n`);
      else process.stdout.write(aws ? `running at ${aws.endpoint} (process ${aws.pid})\n` : "not running\n");
      if (aws === undefined) process.exitCode = 1;
    });
  local
    .command("env")
    .summary("print what a shell needs so that the plain `pulumi` works on the local AWS")
    .addOption(stackOption("local"))
    .addOption(portOption())
    .addHelpText("after", '\nExample:\n  eval "$(npx xput local env)" && pulumi preview --stack local')
    .action(async (options: StackOptions) => {
      const { stack } = await setUp(request(options));
      const exports = Object.entries(stack.environment).map(
        ([name, value]) => `export ${name}=${quoted(value)}`,
      );
      process.stdout.write(`${exports.join("\n")}\n`);
    });
  local
    .command("shell")
    .summary("open a shell in which the plain `pulumi` works on the local AWS")
    .addOption(stackOption("local"))
    .addOption(portOption())
    .addHelpText("after", "\nExample:\n  npx xput local shell")
    .action(async (options: StackOptions) => {
      const { stack } = await setUp(request(options));
      const shell = process.env.SHELL ?? "/bin/sh";
      const { status } = spawnSync(shell, { stdio: "inherit", env: withoutOwnAws(stack.environment) });
      process.exitCode = status ?? 1;
    });
  return local;
}

function request({ stack, port }: StackOptions): LocalRequest {
  return { stackName: stack, stackFile: stackFilePath(stack), settings: settingsOf(stack), port };
}

function portOption(): Option {
  return new Option("--port <number>", "loopback port of the local AWS")
    .default(defaultPort)
    .argParser((text) => {
      const port = Number(text);
      if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
      throw new InvalidArgumentError("It must be a whole number from 1 to 65535.");
    });
}

function outcomeTable(outcomes: readonly PutOutcome[]): string {
  return table(
    ["source", "uploader", "key", "outcome"],
    outcomes.map(({ source, uploader, key, outcome }) => [source, uploader, key, outcome]),
  );
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
