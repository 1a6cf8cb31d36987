/**
 * Starts a local AWS of its own for the whole suite, on a free port and with its state in a temporary folder, so
 * that the one that a developer may be running stays as it is.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureLocalAws, stopLocalAws } from "../../local/localAws";
import { freePort } from "../../local/store/freePort";

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

export const mochaHooks = {
  async beforeAll(this: Mocha.Context): Promise<void> {
    this.timeout(120_000);
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
