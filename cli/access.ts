import { Command } from "commander";
import { createRequire } from "node:module";
import type { Meaning } from "../access/effective/intent";
import { readMeaning } from "../access/effective/readMeaning";
import type { AccessReport } from "../access/render/accessReport";
import { buildReport } from "../access/render/buildReport";
import { mermaid } from "../access/render/mermaid";
import { reportPage } from "../access/render/reportMarkdown";
import { reportText } from "../access/render/reportText";
import { packConfiguration } from "../settings/intent";
import { engineRequest, localOption, localPortOption } from "./engineOptions";
import type { EngineOptions } from "./engineOptions";
import { exportStack } from "./engineRun";
import { formatOptions, markdownText } from "./format";
import type { FormatOptions } from "./format";
import { settingsOf, stackOption } from "./stack";
import { exported, isPreview, planned, stateFile } from "./stateFile";
import { UserError } from "./userError";

const load = createRequire(__filename);

interface AccessOptions extends FormatOptions, EngineOptions {
  readonly stack?: string;
  readonly state?: string;
  readonly preview?: string;
  readonly base?: string;
}

/** `xput access`: who may do what where, by which path, under which conditions. */
export function accessCommand(): Command {
  const command = new Command("access")
    .summary("tell who may do what where in a stack, beside what is meant")
    .description(
      "Tells from the policies of a stack who may do what where, by which path and under which conditions; what is\n" +
        "public, where reading is possible, what is declared and not reachable, and what is not known. With --stack it\n" +
        "stands beside what the settings mean. Nothing is asked of AWS.",
    )
    .addOption(stackOption())
    .option(
      "--state <file>",
      "what pulumi stack export printed, in place of asking the engine; - is standard input",
    )
    .option("--preview <file>", "what pulumi preview --json printed: the access that is planned")
    .option("--base <file>", "the export before the preview; not needed for a first preview")
    .addOption(localOption())
    .addOption(localPortOption());
  for (const option of formatOptions()) command.addOption(option);
  return command
    .addHelpText(
      "after",
      "\nExamples:\n  npx xput access --stack prod\n  pulumi stack export | npx xput access --state - --format mermaid",
    )
    .action(access);
}

async function access(options: AccessOptions): Promise<void> {
  const report = await reportOf(options);
  process.stdout.write(rendered(report, options));
}

async function reportOf(options: AccessOptions): Promise<AccessReport> {
  const { stack, state, preview, base } = options;
  if (state !== undefined && preview !== undefined)
    throw new UserError("--state and --preview are two states: give one of them", 2);
  if (base !== undefined && preview === undefined)
    throw new UserError("--base goes with --preview: it is the state before it", 2);
  if (preview !== undefined) {
    const { resources } = planned(stateFile(preview), base === undefined ? undefined : stateFile(base));
    return buildReport({
      title: titleOf(stack, preview),
      tense: "asPlanned",
      resources,
      meaning: meaningOf(stack),
    });
  }
  if (state === undefined && stack === undefined)
    throw new UserError("--stack, --state or --preview is needed", 2);
  const meaning = meaningOf(stack);
  const file =
    state === undefined ? await exportStack(engineRequest(stack ?? "", options)) : stateFile(state);
  if (isPreview(file)) throw new UserError(`${file.file}: it is a preview: give it as --preview`, 2);
  return buildReport({
    title: titleOf(stack, state ?? ""),
    tense: "asIs",
    resources: exported(file),
    meaning,
  });
}

const titleOf = (stack: string | undefined, file: string): string =>
  stack === undefined ? file : `stack ${stack}`;

/** What the settings of the stack mean; undefined where no stack is named. */
function meaningOf(stack: string | undefined): Meaning | undefined {
  if (stack === undefined) return undefined;
  const { closed, ...meant } = packConfiguration(settingsOf(stack))["access-is-intended"];
  const read = readMeaning(meant);
  if (read.ok) return { ...read.meaning, closed };
  throw new UserError(`what the settings mean cannot be read:\n${read.problems.join("\n")}`, 2);
}

function rendered(report: AccessReport, options: AccessOptions): string {
  switch (options.json ? "json" : options.format) {
    case "text":
      return reportText(report);
    case "markdown":
      return markdownText(reportPage(report), options);
    case "mermaid":
      return `${mermaid(report.picture)}\n`;
    case "json":
      return `${JSON.stringify(report, null, 2)}\n`;
    case "html":
      return (
        load(
          "../access/render/html/accessReportHtml",
        ) as typeof import("../access/render/html/accessReportHtml")
      ).accessReportHtml(report);
  }
}
