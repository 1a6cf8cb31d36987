import { Command } from "commander";
import { resolve } from "node:path";
import { LocalError } from "../localError";
import { rehearse } from "./rehearse";
import { withScratch } from "./scratch";

interface Options {
  readonly base?: string;
  readonly head?: string;
  readonly stack: string;
  readonly out: string;
}

const command = new Command("rehearse:pr")
  .description(
    "Does on the local AWS what the workflow preview does for a pull request, and writes its comment.",
  )
  .option(
    "--base <revision>",
    "what is deployed; by default where the checkout left main, on main the commit before",
  )
  .option("--head <revision>", "what is previewed; by default the files as they are")
  .option("--stack <name>", "its settings are stacks/Pulumi.<name>.yaml", "local")
  .option("--out <file>", "the file for the comment; the full text goes beside it", "comment.md")
  .addHelpText("after", "\nExample:\n  npm run rehearse:pr -- --base main --out comment.md")
  .action(async ({ base, head, stack, out }: Options) => {
    const request = { base, head, stackName: stack, out: resolve(out) };
    const { exitCode, commentCharacters, messages } = await withScratch((scratch) =>
      rehearse(request, scratch),
    );
    if (messages !== "") process.stderr.write(`${messages}\n`);
    process.stdout.write(
      `${out}: ${commentCharacters} characters; the job ends with exit code ${exitCode}\n`,
    );
    process.exitCode = exitCode;
  });

command.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${error instanceof LocalError ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
