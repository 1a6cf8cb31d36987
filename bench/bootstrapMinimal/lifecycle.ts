import {
  DescribeKeyCommand,
  KMSClient,
  ListAliasesCommand,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import { ListObjectVersionsCommand, PutObjectLegalHoldCommand } from "@aws-sdk/client-s3";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { adminCredentials, clientsFor } from "../../local/admin";
import { ensureLocalAws, stopLocalAws } from "../../local/localAws";
import { runPulumi, stackFlags, type LocalStack } from "../../local/localStack";
import { localDir } from "../../local/paths";
import type { CommandResult } from "../../local/runCommand";
import { setUp, type LocalSetUp } from "../../local/setUp";
import { tryPuts } from "../../local/tryPuts";
import { wideStack } from "./wideStack";

/** What is done to the stack, in this order. */
export const phases = ["up", "change", "refresh", "recover a key", "destroy"] as const;

export type Phase = (typeof phases)[number];

/** A local AWS without anything, the accounts as they are before the stack comes, and a stack without resources. */
export async function startAnew(port: number): Promise<LocalSetUp> {
  await stopLocalAws();
  await rm(join(localDir(), "pulumi"), { recursive: true, force: true });
  await ensureLocalAws(port);
  return setUp(wideStack("first", port));
}

/**
 * Does one phase as the deploy roles, and what must come before it as the accounts' administrators.
 *
 * Goes on with whatever does not depend on what failed.
 */
export async function runPhase(
  phase: Phase,
  { aws, stack }: LocalSetUp,
  port: number,
): Promise<CommandResult> {
  const changed = wideStack("changed", port);
  const first = wideStack("first", port);
  const withFile = (stackFile: string): LocalStack => ({ ...stack, stackFile });
  const up = (stackFile: string, ...more: readonly string[]) =>
    runPulumi(stack, [
      "up",
      "--yes",
      "--skip-preview",
      "--continue-on-error",
      ...more,
      ...stackFlags(withFile(stackFile)),
    ]);
  switch (phase) {
    case "up":
      return up(first.stackFile);
    case "change":
      return up(changed.stackFile);
    case "refresh":
      return runPulumi(stack, [
        "refresh",
        "--yes",
        "--skip-preview",
        ...stackFlags(withFile(changed.stackFile)),
      ]);
    case "recover a key":
      await loseKeys(aws.endpoint);
      return up(changed.stackFile, "--refresh");
    case "destroy": {
      await tryPuts(aws, changed.settings);
      await holdOneObject({ aws, stack }, changed.settings.destination);
      return runPulumi(stack, [
        "destroy",
        "--yes",
        "--skip-preview",
        "--continue-on-error",
        ...stackFlags(withFile(changed.stackFile)),
      ]);
    }
  }
}

/** Keys that wait to be deleted are lost to the stack, which makes others in their place. */
async function loseKeys(endpoint: string): Promise<void> {
  for (const [accountId, region] of [
    ["111111111111", "eu-west-1"],
    ["555555555555", "eu-central-1"],
  ] as const) {
    const kms = new KMSClient({ endpoint, region, credentials: adminCredentials(accountId) });
    const { Aliases = [] } = await kms.send(new ListAliasesCommand({}));
    for (const { AliasName = "", TargetKeyId } of Aliases) {
      if (!AliasName.startsWith("alias/xput-")) continue;
      const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: TargetKeyId }));
      if (KeyMetadata?.KeyState !== "Enabled") continue;
      await kms.send(new ScheduleKeyDeletionCommand({ KeyId: TargetKeyId, PendingWindowInDays: 7 }));
    }
    kms.destroy();
  }
}

/** A legal hold keeps a version whatever its retention. */
async function holdOneObject(
  { aws }: LocalSetUp,
  { accountId, bucket }: { readonly accountId: string; readonly bucket: string },
): Promise<void> {
  const { s3, destroy } = clientsFor(aws, adminCredentials(accountId));
  try {
    const { Versions: [version] = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket }));
    if (version === undefined) return;
    const { Key, VersionId } = version;
    await s3.send(
      new PutObjectLegalHoldCommand({ Bucket: bucket, Key, VersionId, LegalHold: { Status: "ON" } }),
    );
  } finally {
    destroy();
  }
}
