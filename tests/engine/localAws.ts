/**
 * Starts a local AWS of its own for the whole suite, on a free port and with its state in a temporary folder, so
 * that the one that a developer may be running stays as it is.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installEngine } from "../../local/engine/install";
import { pinnedVersion } from "../../local/engine/version";
import { ensureLocalAws, stopLocalAws } from "../../local/localAws";
import { step } from "../../local/steps";
import { freePort } from "../../local/store/freePort";

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

export const mochaHooks = {
  async beforeAll(this: Mocha.Context): Promise<void> {
    // The engine is built where it cannot be downloaded: some minutes on two cores, more on a busy machine.
    this.timeout(1_800_000);
    await step(`Pulumi ${pinnedVersion} or newer`, installEngine);
    process.env.XPUT_LOCAL_DIR = mkdtempSync(join(tmpdir(), "xput-engine-"));
    const { endpoint } = await ensureLocalAws(await freePort());
    process.env.AWS_ENDPOINT_URL = endpoint;
  },
  async afterAll(this: Mocha.Context): Promise<void> {
    this.timeout(60_000);
    await stopLocalAws();
    rmSync(process.env.XPUT_LOCAL_DIR ?? "", { recursive: true, force: true });
  },
};
