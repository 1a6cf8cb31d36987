/**
 * An `up` that is killed in the middle, followed by another, ends in the right state.
 *
 * Three moments are tried, not every one: the kill falls where the state first holds a certain resource.
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { down } from "../../local/down";
import { runPulumi, stackFlags } from "../../local/localStack";
import { localDir } from "../../local/paths";
import { setUp } from "../../local/setUp";
import { up } from "../../local/up";
import { emptyLocalAws, packFlagsFor, requestFor, shippedSettings } from "./request";

describe("an up that is killed", function () {
  this.timeout(400_000);
  before(emptyLocalAws);

  const moments = [
    ["while the bucket's guards are made", "bucketPublicAccessBlock"],
    ["while the writer roles are made", "aws:iam/role:Role"],
    ["while the source accounts are set up", "aws:iam/policy:Policy"],
  ] as const;
  for (const [when, resourceInState] of moments) {
    it(`${when} is put right by the next one`, async () => {
      const request = requestFor("killed", shippedSettings);
      const { stack } = await setUp(request);
      await killWhenStateHolds(resourceInState);

      const { puts } = await up(request);
      assert.equal(puts.length, 5);
      assert.deepEqual(
        puts.filter(({ ok }) => !ok),
        [],
      );
      const preview = await runPulumi(stack, [
        "preview",
        ...stackFlags(stack),
        ...packFlagsFor(request),
        "--expect-no-changes",
      ]);
      assert.equal(preview.exitCode, 0, preview.output);
      await down(request);
    });
  }
});

/** Runs `xput local up` in a process group of its own, and kills the group once its state holds a resource. */
async function killWhenStateHolds(text: string): Promise<void> {
  const checkpoint = join(localDir(), "pulumi", ".pulumi", "stacks", "xput", "local.json");
  rmSync(checkpoint, { force: true });
  const port = new URL(process.env.AWS_ENDPOINT_URL ?? "").port;
  const child = spawn(process.execPath, ["cli/xput.cjs", "local", "up", "--port", port], {
    detached: true,
    stdio: "ignore",
  });
  const ended = once(child, "exit");
  while (child.exitCode === null && !stateHolds(checkpoint, text)) await delay(5);
  assert.equal(child.exitCode, null, "the up ended before it could be killed");
  process.kill(-(child.pid ?? 0), "SIGKILL");
  await ended;
}

function stateHolds(path: string, text: string): boolean {
  try {
    return readFileSync(path, "utf8").includes(text);
  } catch {
    // Not written yet.
    return false;
  }
}
