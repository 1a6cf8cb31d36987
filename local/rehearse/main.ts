import { Command } from "commander";
import { join, resolve } from "node:path";
import { LocalError } from "../localError";
import { projectRoot } from "../paths";
import { step } from "../steps";
import { type RehearsalOutcome, rehearse } from "./rehearse";
import { checkOut, commitOf, forgetCheckouts, usualBase } from "./revisions";
import { withScratch } from "./scratch";

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

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
  .action(async (options: Options) => {
    const { exitCode, commentCharacters, messages } = await rehearseRevisions(options);
    if (messages !== "") process.stderr.write(`${messages}\n`);
    process.stdout.write(
      `${options.out}: ${commentCharacters} characters; the job ends with exit code ${exitCode}\n`,
    );
    process.exitCode = exitCode;
  });

async function rehearseRevisions({ base, head, stack, out }: Options): Promise<RehearsalOutcome> {
  try {
    return await withScratch(async (scratch) => {
      const baseFolder = join(scratch.folder, "base");
      const headFolder = head === undefined ? projectRoot : join(scratch.folder, "head");
      await step("check out base and head", async () => {
        await checkOut(base === undefined ? await usualBase() : await commitOf(base), baseFolder);
        if (head !== undefined) await checkOut(await commitOf(head), headFolder);
      });
      return rehearse({ baseFolder, headFolder, stackName: stack, out: resolve(out) }, scratch);
    });
  } finally {
    await forgetCheckouts();
  }
}

command.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${error instanceof LocalError ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
