import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { quotaProblems } from "../../iam/quotas";
import { ensureLocalAws, stopLocalAws } from "../../local/localAws";
import { packFlags, policyPack } from "../../local/policyPack";
import { writePackConfiguration } from "../../local/packConfiguration";
import { localDir, projectRoot } from "../../local/paths";
import type { LocalRequest } from "../../local/setUp";
import { bundlePack } from "../../policypacks/bundle";
import { readStackFile } from "../../settings/stackFile";

/** The settings of a stack as they ship. */
export function shippedSettingsOf(stackName: string): string {
  return readFileSync(join(projectRoot, "stacks", `Pulumi.${stackName}.yaml`), "utf8");
}

/** The settings of the stack `local` as they ship. */
export const shippedSettings = shippedSettingsOf("local");

/** Writes settings to a stack file of the suite. */
export function stackFileFor(name: string, text: string): string {
  const folder = join(localDir(), "settings");
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `Pulumi.${name}.yaml`);
  writeFileSync(path, text);
  return path;
}

/** A request for a stack with these settings, on the suite's own local AWS. */
export function requestFor(name: string, text: string, stackName = "local"): LocalRequest {
  const stackFile = stackFileFor(name, text);
  const result = readStackFile(stackFile, quotaProblems);
  assert.ok(result.ok, result.ok ? "" : result.message);
  return { stackName, stackFile, settings: result.settings, port: suitePort() };
}

/** The flags that hold a stack to the policy pack with what its settings mean. */
export function packFlagsFor({
  stackName,
  settings,
}: Pick<LocalRequest, "stackName" | "settings">): readonly string[] {
  return packFlags(writePackConfiguration(stackName, settings));
}

/** The pack in its two forms: as it is written, and as it is published. Each gives its folder. */
export const packs: Readonly<Record<string, () => string>> = {
  sources: () => join(projectRoot, policyPack),
  bundle: () => bundlePack(),
};

/** Starts the suite's local AWS anew, empty: what an earlier suite stored there would bear on this one. */
export async function emptyLocalAws(): Promise<void> {
  await stopLocalAws();
  await ensureLocalAws(suitePort());
}

function suitePort(): number {
  return Number(new URL(process.env.AWS_ENDPOINT_URL ?? "").port);
}
