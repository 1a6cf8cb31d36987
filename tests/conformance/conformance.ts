/**
 * Holds what `pulumi up` leaves behind against the AWS provider's own code, situation by situation; docs/stand-in.md
 * tells how. `npm run conformance -- [--json] [SITUATION…]`
 *
 * Exit code 0: alike, or no provider here, which is said and counts for nothing. 1: not alike, or a step failed.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { table } from "../../cli/table";
import { step } from "../../local/steps";
import { judge, type Judged, noLongerTrue } from "./judge";
import { type SituationOutcome, tryConformance } from "./situation";
import { openTerraform } from "./terraform";

const situations = ["local", "departments", "vendor", "backup"] as const;

async function main(): Promise<void> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const args = process.argv.slice(2);
  const asJson = args.includes("--json");
  const named = args.filter((arg) => !arg.startsWith("--"));
  const folder = mkdtempSync(join(tmpdir(), "xput-conformance-"));
  try {
    const terraform = await step("look for Terraform with hashicorp/aws", () => openTerraform(folder));
    if (terraform === undefined) {
      process.stdout.write(asJson ? '{"skipped":"no provider here"}\n' : "skipped: no provider here\n");
      return;
    }
    const outcomes: SituationOutcome[] = [];
    for (const name of named.length === 0 ? situations : named) {
      outcomes.push(await tryConformance(terraform, name, folder));
    }
    const judged = outcomes.map(judge);
    // Some situations alone need not show every known difference.
    const stale = named.length === 0 ? noLongerTrue(judged) : [];
    const said = asJson
      ? JSON.stringify({ terraform: terraform.version, judged, stale })
      : told(judged, stale);
    process.stdout.write(`${said}\n`);
    if (stale.length > 0 || judged.some(({ conforms }) => !conforms)) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function told(judged: readonly Judged[], stale: readonly string[]): string {
  const rows = judged.map(({ situation, resources, imported, compared, alike, known }) => [
    situation,
    String(resources),
    `${imported} of ${resources}`,
    `${alike} of ${compared}`,
    String(known.length),
  ]);
  const head = ["situation", "resources", "imported without change", "applied alike", "known differences"];
  const reasons = [
    ...new Set(judged.flatMap(({ known }) => known.map(({ what, reason }) => `${what}: ${reason}`))),
  ];
  const findings = judged.flatMap(({ situation, findings }) =>
    findings.map((finding) => `${situation}: ${finding}`),
  );
  return [
    table(head, rows),
    ...reasons.map((reason) => `known: ${reason}`),
    ...stale.map((what) => `no longer true: ${what}`),
    ...findings,
  ].join("\n");
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
