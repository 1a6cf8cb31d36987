import { Command, CommanderError } from "commander";
import { createRequire } from "node:module";
import { LocalError } from "../local/localError";
import { UserError } from "./userError";

// `import()` of TypeScript would pass by the compiler that this process runs with; `require` does not.
const load = createRequire(__filename);

interface Subcommand {
  readonly name: string;
  readonly summary: string;
  /** Loaded only when it is asked for: the AWS SDK alone takes longer to load than most subcommands to run. */
  readonly load: () => Command;
}

const subcommands: readonly Subcommand[] = [
  {
    name: "local",
    summary: "run the local AWS, and a stack on it",
    load: () => (load("./local") as typeof import("./local")).localCommand(),
  },
  {
    name: "put",
    summary: "put a file as a source's uploader",
    load: () => (load("./put") as typeof import("./put")).putCommand(),
  },
  {
    name: "policy",
    summary: "decide one request, compare or check policy documents",
    load: () => (load("./policy") as typeof import("./policy")).policyCommand(),
  },
  {
    name: "access",
    summary: "tell who may do what where in a stack, beside what is meant",
    load: () => (load("./access") as typeof import("./access")).accessCommand(),
  },
  {
    name: "diff",
    summary: "tell what a change adds to access and takes from it",
    load: () => (load("./diff") as typeof import("./diff")).diffCommand(),
  },
  {
    name: "bootstrap",
    summary: "print the deploy role of one account, least privilege, as CloudFormation",
    load: () => (load("./bootstrap") as typeof import("./bootstrap")).bootstrapCommand(),
  },
  {
    name: "roles",
    summary: "print the roles that Pulumi signs in to a stack's accounts with, as variables",
    load: () => (load("./roles") as typeof import("./roles")).rolesCommand(),
  },
];

/**
 * Runs the command line and sets the exit code: 0 done, 1 refused, violated or failed, 2 wrong usage or settings.
 *
 * A user's mistake is told in one message without a stack; every other error is a defect and keeps its stack.
 */
export async function main(argv: readonly string[]): Promise<void> {
  const program = new Command("xput")
    .description("Lets principals of other AWS accounts put objects into one S3 bucket, and nothing else.")
    .exitOverride()
    .showHelpAfterError("(add --help for what is allowed)");
  outliveReaders();
  try {
    const asked = subcommands.find(({ name }) => name === argv[2]);
    if (asked !== undefined) program.addCommand(inheriting(asked.load()));
    for (const { name, summary } of subcommands) {
      if (name !== asked?.name) program.command(name).summary(summary);
    }
    await program.parseAsync([...argv]);
  } catch (error) {
    process.exitCode = report(error);
  }
}

/**
 * Who reads the output may stop before its end, as `head` does. What is under way is finished all the same: a deployment
 * must not end half-made because nobody watches it.
 */
function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
}

/** Makes a loaded subcommand, and what is below it, throw instead of ending the process. */
function inheriting(command: Command): Command {
  command.exitOverride().showHelpAfterError("(add --help for what is allowed)");
  command.commands.forEach((below) => inheriting(below));
  return command;
}

/** Tells the user what went wrong, and returns the exit code for it. */
function report(error: unknown): number {
  if (error instanceof CommanderError) {
    // Commander has printed it. Asking for help is no mistake.
    return error.exitCode === 0 ? 0 : 2;
  }
  if (error instanceof UserError) {
    process.stderr.write(`xput: ${error.message}\n`);
    return error.exitCode;
  }
  if (error instanceof LocalError) {
    process.stderr.write(`xput: ${error.message}\n`);
    return 1;
  }
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 1;
}
