import { Command, InvalidArgumentError, Option } from "commander";
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { defaultPort, ensureLocalAws, findLocalAws, serveLocalAws, stopLocalAws } from "../local/localAws";
import { withoutOwnAws } from "../local/pulumiEnvironment";
import type { LocalRequest } from "../local/setUp";
import type { UpOutcome } from "../local/up";
import { settingsOf, stackFilePath, stackOption } from "./stack";
import { table } from "./table";
import { UserError } from "./userError";

const load = createRequire(__filename);

interface StackOptions {
  readonly stack: string;
  readonly port: number;
}

interface StartOptions {
  readonly port: number;
  readonly detach?: true;
  readonly log?: true;
  readonly state?: string;
}

/** `xput local`: the local AWS, and a stack on it. */
export function localCommand(): Command {
  const local = new Command("local")
    .summary("run the local AWS, and a stack on it")
    .description("The local AWS: several accounts on one loopback endpoint, and the real Pulumi on it.");
  local
    .command("up")
    .summary("set up everything, deploy a stack, put as each uploader and try what must be refused")
    .addOption(stackOption("local"))
    .addOption(portOption())
    .option("--json", "print the outcomes as JSON")
    .addHelpText("after", "\nExample:\n  npx xput local up")
    .action(async (options: StackOptions & { readonly json?: true }) => {
      // What deploys takes as long to load as the local AWS to start.
      const { up } = load("../local/up") as typeof import("../local/up");
      const outcome = await up(request(options));
      process.stdout.write(options.json ? `${JSON.stringify(outcome)}\n` : `${outcomeTables(outcome)}\n`);
      const refusedPuts = outcome.puts.filter(({ ok }) => !ok).length;
      const failedRefusals = outcome.refusals.filter(({ ok }) => !ok).length;
      if (refusedPuts + failedRefusals > 0) {
        throw new UserError(
          `${refusedPuts} of ${outcome.puts.length} puts failed, ${failedRefusals} of ${outcome.refusals.length} attempts were not refused as they must be`,
          1,
        );
      }
    });
  local
    .command("down")
    .summary("destroy the stack, with the objects in its bucket, and stop the local AWS")
    .addOption(stackOption("local"))
    .addOption(portOption())
    .addHelpText("after", "\nExample:\n  npx xput local down")
    .action(async (options: StackOptions) => {
      const { down } = load("../local/down") as typeof import("../local/down");
      await down(request(options));
    });
  local
    .command("start")
    .summary("serve the local AWS until SIGTERM")
    .addOption(portOption())
    .option("--detach", "serve in the background and return when it answers")
    .option("--log", "write a line for each request: to standard output, or with --detach to .local/aws.log")
    .option("--state <dir>", "keep everything in this folder, secret keys too; default: memory only")
    .addHelpText("after", "\nExample:\n  npx xput local start --port 4566")
    .action(async ({ port, detach, log, state }: StartOptions) => {
      const options = { logRequests: log === true, ...(state === undefined ? {} : { statePath: state }) };
      const say = ({ endpoint }: { readonly endpoint: string }) =>
        process.stdout.write(`the local AWS answers at ${endpoint}\n`);
      if (detach) say(await ensureLocalAws(port, options));
      else await serveLocalAws(port, say, options);
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
      const { setUp } = load("../local/setUp") as typeof import("../local/setUp");
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
      const { setUp } = load("../local/setUp") as typeof import("../local/setUp");
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

function outcomeTables({ puts, refusals }: UpOutcome): string {
  const allowed = table(
    ["source", "uploader", "key", "outcome"],
    puts.map(({ source, uploader, key, outcome }) => [source, uploader, key, outcome]),
  );
  const refused = table(
    ["source", "must be refused", "outcome"],
    refusals.map(({ source, attempt, outcome }) => [source, attempt, outcome]),
  );
  return `${allowed}\n${refused}`;
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
