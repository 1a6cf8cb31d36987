import { Command } from "commander";
import { decide } from "../access/evaluate/decide";
import { explain } from "../access/evaluate/explain";
import { preparePolicies } from "../access/evaluate/preparePolicies";
import { readSimulation } from "../access/evaluate/readSimulation";
import type { SimulationRead } from "../access/evaluate/readSimulation";
import { simulateLine } from "../access/evaluate/simulateLine";
import { fromValue, parseJson } from "../access/read/jsonTree";
import { decisionJson, decisionMarkdown, decisionText } from "../access/render/decision";
import { answerLines } from "./answerLines";
import { readJsonFile } from "./policyFile";
import { UserError } from "./userError";

interface SimulateOptions {
  readonly batch?: true;
  readonly request?: string;
  readonly principal?: string;
  readonly action?: string;
  readonly resource?: string;
  readonly resourceAccount?: string;
  readonly context: readonly string[];
  readonly identity: readonly string[];
  readonly resourcePolicy?: string;
  readonly boundary: readonly string[];
  readonly session: readonly string[];
  readonly scp: readonly string[];
  readonly rcp: readonly string[];
  readonly vpcEndpoint: readonly string[];
  readonly blockPublicAccess?: true;
  readonly markdown?: true;
  readonly json?: true;
}

/** `xput policy simulate`: decide one request, or with `--batch` one per line of standard input. */
export function simulateCommand(): Command {
  const several = (value: string, before: readonly string[]) => [...before, value];
  return new Command("simulate")
    .summary("decide one request as AWS does")
    .description(
      "Decides one request by the given policies, and says which statements decided and why the others did not\n" +
        "apply. Exit code 0: allowed, 1: denied, 2: wrong usage.",
    )
    .option("--principal <arn>", 'who asks: an ARN, "*" for an anonymous caller, or a service')
    .option("--action <name>", "like s3:PutObject")
    .option("--resource <arn>", 'the resource, or "*"')
    .option("--resource-account <id>", "whose the resource is, where its ARN does not say")
    .option("--context <key=value>", "a condition key; several times for several keys or values", several, [])
    .option("--identity <file>", "identity policy; several times for several", several, [])
    .option("--resource-policy <file>", "bucket policy, key policy, or trust policy of the role to assume")
    .option("--boundary <file>", "permissions boundary", several, [])
    .option("--session <file>", "session policy; several times for several", several, [])
    .option("--scp <files>", "service control policies of one level, with commas; root first", several, [])
    .option("--rcp <files>", "resource control policies of one level, with commas; root first", several, [])
    .option("--vpc-endpoint <file>", "policy of the VPC endpoint", several, [])
    .option("--block-public-access", "S3 Block Public Access is on")
    .option(
      "--request <file>",
      "the request with its policies as one JSON document, instead of all the above",
    )
    .option("--batch", "read one such document per line from standard input, print one line per line")
    .option("--markdown", "print Markdown")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      "\nExample:\n  npx xput policy simulate --principal arn:aws:iam::222222222222:role/uploader --action s3:PutObject \\\n" +
        "    --resource arn:aws:s3:::acme-drop/in/a.csv --resource-account 111111111111 \\\n" +
        "    --identity uploader.json --resource-policy bucket.json --context aws:SecureTransport=true",
    )
    .action(simulate);
}

async function simulate(options: SimulateOptions): Promise<void> {
  if (options.batch) {
    await answerLines(process.stdin, process.stdout, simulateLine);
    return;
  }
  const read = options.request === undefined ? fromFlags(options) : fromDocument(options.request);
  if (!read.ok) {
    const lines = read.problems.map(
      ({ path, message }) => `  ${path === "" ? "document" : path}: ${message}`,
    );
    throw new UserError(`the request cannot be decided:\n${lines.join("\n")}`, 2);
  }
  const policies = preparePolicies(read.policies);
  const { request } = read;
  const decision = decide(policies, request);
  const explained = { request, decision, statements: explain(policies, request) };
  const render = options.json ? decisionJson : options.markdown ? decisionMarkdown : decisionText;
  process.stdout.write(render(explained));
  process.exitCode = decision.decision === "allowed" ? 0 : 1;
}

function fromDocument(file: string): SimulationRead {
  const parsed = parseJson(readJsonFile(file));
  if (parsed.ok) return readSimulation(parsed.root);
  throw new UserError(`${file}: not JSON: ${parsed.faults.map(({ message }) => message).join("; ")}`, 2);
}

function fromFlags(options: SimulateOptions): SimulationRead {
  const { principal, action, resource, resourceAccount } = options;
  if (principal === undefined || action === undefined || resource === undefined) {
    throw new UserError("--principal, --action and --resource are needed, or --request, or --batch", 2);
  }
  const levels = (files: readonly string[]) => files.map((level) => level.split(",").map(documentOf));
  return readSimulation(
    fromValue({
      request: { principal, action, resource, resourceAccount, context: contextOf(options.context) },
      identityPolicies: options.identity.map(documentOf),
      resourcePolicy: options.resourcePolicy === undefined ? null : documentOf(options.resourcePolicy),
      permissionsBoundary: options.boundary.map(documentOf),
      sessionPolicies: options.session.map(documentOf),
      serviceControlPolicies: levels(options.scp),
      resourceControlPolicies: levels(options.rcp),
      vpcEndpointPolicies: options.vpcEndpoint.map(documentOf),
      blockPublicAccess: options.blockPublicAccess === true,
    }),
  );
}

function documentOf(file: string): unknown {
  const text = readJsonFile(file);
  const parsed = parseJson(text);
  if (parsed.ok) return JSON.parse(text);
  throw new UserError(`${file}: not JSON: ${parsed.faults.map(({ message }) => message).join("; ")}`, 2);
}

function contextOf(pairs: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const context: Record<string, readonly string[]> = {};
  for (const pair of pairs) {
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
    if (key === undefined || value === undefined) {
      throw new UserError(`--context ${pair}: must be like aws:SecureTransport=true`, 2);
    }
    context[key] = [...(context[key] ?? []), value];
  }
  return context;
}
