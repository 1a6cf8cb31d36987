import { Command, Option } from "commander";
import { createRequire } from "node:module";
import type { AccessChange } from "../access/render/accessChange";
import { acknowledged } from "../access/render/acknowledge";
import { buildChange } from "../access/render/buildChange";
import { changePage } from "../access/render/changeMarkdown";
import { counted, widens } from "../access/render/changeSummary";
import { changeText } from "../access/render/changeText";
import { mermaid } from "../access/render/mermaid";
import { changedOnly } from "../access/render/pictureParts";
import { readFindings } from "../access/stack/readFindings";
import { readAcknowledgements } from "./acknowledgements";
import { engineRequest, localOption, localPortOption } from "./engineOptions";
import type { EngineOptions } from "./engineOptions";
import { previewStack } from "./engineRun";
import { formatOptions, markdownText } from "./format";
import type { FormatOptions } from "./format";
import { readJsonFile } from "./policyFile";
import { stackOption } from "./stack";
import { exported, isPreview, planned, stateFile } from "./stateFile";
import { UserError } from "./userError";

const load = createRequire(__filename);

/** What can be made to fail. */
const failures = ["widened", "lost", "changed"] as const;

interface DiffOptions extends FormatOptions, EngineOptions {
  readonly stack?: string;
  readonly base?: string;
  readonly head?: string;
  readonly eventLog?: string;
  readonly failOn: readonly (typeof failures)[number][];
  readonly acknowledge?: string;
  readonly plan?: string;
}

/** `xput diff`: what a change adds to and takes from access and what guards it. */
export function diffCommand(): Command {
  const command = new Command("diff")
    .summary("tell what a change adds to access and takes from it")
    .description(
      "Previews a stack with the real engine and the policy pack, and tells in words whom the change lets do what:\n" +
        "access added, removed, widened and narrowed, each with a request that shows it; protections lost and gained;\n" +
        "findings of the policy pack; resources. The same access in other words is no change. With --base and --head\n" +
        "it compares two files instead.\n" +
        "Exit code 0: done, 1: a mandatory finding, or what --fail-on names, 2: wrong usage or files.",
    )
    .addOption(stackOption())
    .option("--base <file>", "what pulumi stack export printed before the change")
    .option("--head <file>", "what pulumi preview --json, or pulumi stack export, printed after it")
    .option("--event-log <file>", "with --head: the engine's event log, for the findings of the policy pack")
    .addOption(
      new Option(
        "--fail-on <what...>",
        "exit code 1 on: access widened, or a protection lost, that is not acknowledged; anything changed",
      )
        .choices(failures)
        .default([]),
    )
    .option("--acknowledge <file>", "what is meant: a YAML list of { accept: id or sentence, reason }")
    .option("--plan <file>", "writes the update plan, for pulumi up --plan")
    .addOption(localOption())
    .addOption(localPortOption());
  for (const option of formatOptions()) command.addOption(option);
  return command
    .addHelpText(
      "after",
      "\nExamples:\n  npx xput diff --stack prod --fail-on widened --acknowledge access.yaml\n" +
        "  npx xput diff --base before.json --head preview.json --format markdown --max-characters 64000",
    )
    .action(diff);
}

async function diff(options: DiffOptions): Promise<void> {
  const { acknowledge, failOn } = options;
  const acknowledgements = acknowledge === undefined ? [] : readAcknowledgements(acknowledge);
  const change = acknowledged(await changeOf(options), acknowledgements);
  process.stdout.write(rendered(change, options));
  const reasons = failOn.flatMap((what) => failure(change, what));
  const broken = (change.findings ?? []).filter(({ level }) => level === "mandatory").length;
  if (broken > 0) reasons.push(`${counted(broken, "mandatory finding")} of the policy pack`);
  if (reasons.length > 0) throw new UserError(reasons.join("; "), 1);
}

async function changeOf(options: DiffOptions): Promise<AccessChange> {
  const { stack, base, head, eventLog, plan } = options;
  if (head !== undefined) {
    if (plan !== undefined) throw new UserError("--plan is written by a preview: leave out --head", 2);
    return changeOfFiles(stack === undefined ? head : `stack ${stack}`, base, head, eventLog);
  }
  if (base !== undefined || eventLog !== undefined)
    throw new UserError("--base and --event-log go with --head", 2);
  if (stack === undefined) throw new UserError("--stack, or --base and --head, are needed", 2);
  const previewed = await previewStack(engineRequest(stack, options), plan);
  const { resources, replaced } = planned(previewed.head, previewed.base);
  return buildChange({
    title: `stack ${stack}`,
    before: exported(previewed.base),
    after: resources,
    replaced,
    findings: previewed.findings,
  });
}

function changeOfFiles(
  title: string,
  baseFile: string | undefined,
  headFile: string,
  eventLog: string | undefined,
): AccessChange {
  const head = stateFile(headFile);
  const base = baseFile === undefined ? undefined : stateFile(baseFile);
  const findings = eventLog === undefined ? undefined : readFindings(readJsonFile(eventLog));
  if (isPreview(head)) {
    const { resources, replaced } = planned(head, base);
    const before = base === undefined ? [] : exported(base);
    return buildChange({ title, before, after: resources, replaced, findings });
  }
  if (base === undefined) throw new UserError("--base is needed: the export of the state before", 2);
  return buildChange({ title, before: exported(base), after: exported(head), findings });
}

function failure({ access, protections }: AccessChange, what: (typeof failures)[number]): readonly string[] {
  const open = access.filter(({ acknowledged: reason }) => reason === undefined);
  const wider = open.filter(widens).length;
  const lost = protections.filter(
    ({ kind, acknowledged: reason }) => kind !== "gained" && reason === undefined,
  ).length;
  switch (what) {
    case "widened":
      return wider === 0 ? [] : [`access is widened in ${counted(wider, "place")} that nobody acknowledged`];
    case "lost":
      return lost === 0 ? [] : [`${counted(lost, "protection")} lost that nobody acknowledged`];
    case "changed":
      return open.length + lost === 0 ? [] : ["access or its protections change"];
  }
}

function rendered(change: AccessChange, options: DiffOptions): string {
  switch (options.json ? "json" : options.format) {
    case "text":
      return changeText(change);
    case "markdown":
      return markdownText(changePage(change), options);
    case "mermaid":
      return `${mermaid(changedOnly(change.picture))}\n`;
    case "json":
      return `${JSON.stringify(change, null, 2)}\n`;
    case "html":
      return (
        load(
          "../access/render/html/accessChangeHtml",
        ) as typeof import("../access/render/html/accessChangeHtml")
      ).accessChangeHtml(change);
  }
}
