import { Command, Option } from "commander";
import { checkPolicy } from "../access/check/checkPolicy";
import type { PolicyKind, Problem } from "../access/model";
import { parseJson } from "../access/read/jsonTree";
import type { JsonNode } from "../access/read/jsonTree";
import { readJsonFile } from "./policyFile";

const kinds = ["identity", "resource", "trust", "serviceControl", "resourceControl", "vpcEndpoint"] as const;

interface CheckOptions {
  readonly kind?: PolicyKind;
  readonly json?: true;
}

/** `xput policy check`: what AWS's policy validation would object to in a document. */
export function checkCommand(): Command {
  return new Command("check")
    .summary("find what AWS's policy validation objects to in a document")
    .description(
      "Checks one policy document by AWS's grammar, and by those of AWS's checks that need no account\n" +
        "(docs/policy-checks.md lists them). Exit code 0: no errors, 1: errors, 2: wrong usage.",
    )
    .argument("<file>", "JSON file; - is standard input")
    .addOption(
      new Option("--kind <kind>", "what the document is; by default told by its elements").choices(kinds),
    )
    .option("--json", "print the problems as JSON")
    .addHelpText("after", "\nExample:\n  npx xput policy check bucket-policy.json --kind resource")
    .action(check);
}

function check(file: string, options: CheckOptions): void {
  const text = readJsonFile(file);
  const kind = options.kind ?? kindOf(text);
  const problems = checkPolicy(text, kind);
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ file, kind, problems }, null, 2)}\n`
      : problems.map((problem) => `${line(file, problem)}\n`).join(""),
  );
  process.exitCode = problems.some(({ severity }) => severity === "error") ? 1 : 0;
}

function line(file: string, problem: Problem): string {
  const { line: row = 1, column = 1, severity, check: name = "-", path, message } = problem;
  return `${file}:${row}:${column}: ${severity} ${name} ${path === "" ? "document" : path}: ${message}`;
}

/** A document that names principals is a resource policy, without any resource a trust policy; else an identity policy. */
function kindOf(text: string): PolicyKind {
  const parsed = parseJson(text);
  const names = parsed.ok ? statementElements(parsed.root) : new Set<string>();
  if (!names.has("Principal") && !names.has("NotPrincipal")) return "identity";
  return names.has("Resource") || names.has("NotResource") ? "resource" : "trust";
}

function statementElements(root: JsonNode): ReadonlySet<string> {
  const members = root.kind === "object" ? root.members : [];
  const statement = members.find(({ name }) => name === "Statement")?.node;
  const statements = statement?.kind === "array" ? statement.items : [statement];
  return new Set(
    statements.flatMap((node) => (node?.kind === "object" ? node.members.map(({ name }) => name) : [])),
  );
}
