import { Command, Option } from "commander";
import type { PolicyDocument } from "../access/model";
import {
  comparableKinds,
  comparisonAnswer,
  comparisonLine,
  readDocuments,
} from "../access/prove/comparisonLine";
import type { ComparableKind } from "../access/prove/problem";
import { proveInclusion } from "../access/prove/proveInclusion";
import type { Inclusion } from "../access/prove/proveInclusion";
import { memberNode, parseJson } from "../access/read/jsonTree";
import type { JsonNode } from "../access/read/jsonTree";
import { inclusionMarkdown, inclusionText } from "../access/render/inclusion";
import { answerLines } from "./answerLines";
import { readJsonFile } from "./policyFile";
import { UserError } from "./userError";

interface CompareOptions {
  readonly kind?: ComparableKind;
  readonly batch?: true;
  readonly markdown?: true;
  readonly json?: true;
}

/** `xput policy compare`: decide whether one set of documents allows only what another allows. */
export function compareCommand(): Command {
  return new Command("compare")
    .summary("decide whether one policy allows only what another allows")
    .description(
      "Decides whether every request that the candidate allows is allowed by the reference as well. If not, prints\n" +
        "one request that shows it. docs/prover.md says what is decided exactly.\n" +
        "Exit code 0: included, 1: exceeds or unknown, 2: wrong usage.",
    )
    .argument("[reference]", "JSON file with one document or an array of them; - is standard input")
    .argument("[candidate]", "JSON file with one document or an array of them")
    .addOption(
      new Option("--kind <kind>", "what the documents are; by default told by their elements").choices(
        comparableKinds,
      ),
    )
    .option("--batch", "read one comparison per line from standard input, print one line per line")
    .option("--markdown", "print Markdown")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  npx xput policy compare approved.json proposed.json --kind resource")
    .action(compare);
}

async function compare(
  referenceFile: string | undefined,
  candidateFile: string | undefined,
  options: CompareOptions,
): Promise<void> {
  if (options.batch) {
    await answerLines(process.stdin, process.stdout, comparisonLine);
    return;
  }
  if (referenceFile === undefined || candidateFile === undefined) {
    throw new UserError("two files are needed, the reference and the candidate, or --batch", 2);
  }
  const referenceNode = nodeOf(referenceFile);
  const candidateNode = nodeOf(candidateFile);
  const kind = options.kind ?? kindOf([referenceNode, candidateNode]);
  const inclusion = proveInclusion(
    kind,
    documentsOf(referenceNode, kind, referenceFile),
    documentsOf(candidateNode, kind, candidateFile),
  );
  process.stdout.write(render(inclusion, options));
  process.exitCode = inclusion.verdict === "included" ? 0 : 1;
}

function render(inclusion: Inclusion, { json, markdown }: CompareOptions): string {
  if (json) return `${JSON.stringify(comparisonAnswer(inclusion), null, 2)}\n`;
  return markdown ? inclusionMarkdown(inclusion) : inclusionText(inclusion);
}

function nodeOf(file: string): JsonNode {
  const parsed = parseJson(readJsonFile(file));
  if (parsed.ok) return parsed.root;
  throw new UserError(`${file}: not JSON: ${parsed.faults.map(({ message }) => message).join("; ")}`, 2);
}

function documentsOf(node: JsonNode, kind: ComparableKind, file: string): readonly PolicyDocument[] {
  const read = readDocuments(node, kind, file);
  if (read.ok) return read.documents;
  const lines = read.problems.map(({ path, message }) => `  ${path}: ${message}`);
  throw new UserError(`not a readable ${kind} policy:\n${lines.join("\n")}`, 2);
}

/** A document that names principals is a resource policy, without any resource a trust policy; else an identity policy. */
function kindOf(nodes: readonly JsonNode[]): ComparableKind {
  const names = new Set(nodes.flatMap(itemsOf).flatMap(elementNames));
  if (!names.has("Principal") && !names.has("NotPrincipal")) return "identity";
  return names.has("Resource") || names.has("NotResource") ? "resource" : "trust";
}

const itemsOf = (node: JsonNode | undefined): readonly JsonNode[] =>
  node === undefined ? [] : node.kind === "array" ? node.items : [node];

function elementNames(document: JsonNode): readonly string[] {
  const statements = itemsOf(memberNode(document, "Statement"));
  return statements.flatMap((node) => (node.kind === "object" ? node.members.map(({ name }) => name) : []));
}
