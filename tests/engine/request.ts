import { quotaProblems } from "../../iam/quotas";
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensureLocalAws, stopLocalAws } from "../../local/localAws";
import { localDir, projectRoot } from "../../local/paths";
import type { LocalRequest } from "../../local/setUp";
import { readStackFile } from "../../settings/stackFile";

/** The settings of the stack `local` as they ship. */
export const shippedSettings = readFileSync(join(projectRoot, "stacks", "Pulumi.local.yaml"), "utf8");

/** Writes settings to a stack file of the suite. */
export function stackFileFor(name: string, text: string): string {
  const folder = join(localDir(), "settings");
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `Pulumi.${name}.yaml`);
  writeFileSync(path, text);
  return path;
}

/** A request for the stack `local` with these settings, on the suite's own local AWS. */
export function requestFor(name: string, text: string): LocalRequest {
  const stackFile = stackFileFor(name, text);
  const result = readStackFile(stackFile, quotaProblems);
  assert.ok(result.ok, result.ok ? "" : result.message);
  return { stackName: "local", stackFile, settings: result.settings, port: suitePort() };
}

/** Starts the suite's local AWS anew, empty: what an earlier suite stored there would bear on this one. */
export async function emptyLocalAws(): Promise<void> {
  await stopLocalAws();
  await ensureLocalAws(suitePort());
}

function suitePort(): number {
  return Number(new URL(process.env.AWS_ENDPOINT_URL ?? "").port);
}
