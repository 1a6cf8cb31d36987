/**
 * What the command says on a machine where something is missing: one line, exit code 1 or 2, nothing made.
 *
 * "No network" is played by an index that refuses connections; a network that never answers is not tried.
 */
import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../../local/paths";
import { runCommand } from "../../local/runCommand";
import { startGateway } from "../../local/gateway/server";
import { LocalError } from "../../local/localError";

describe("on a machine where something is missing", function () {
  this.timeout(60_000);
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "xput-machine-"))));
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function xput(args: readonly string[], env: Readonly<Record<string, string>>) {
    return runCommand(process.execPath, [join(projectRoot, "cli", "xput.cjs"), ...args], {
      env: { HOME: folder, XPUT_LOCAL_DIR: join(folder, "local"), ...env },
    });
  }

  /** A PATH with a `python3` that plays a given part. */
  function pathWithPython(script: string): string {
    const bin = join(folder, "bin");
    mkdirSync(bin);
    symlinkSync("/bin/sh", join(bin, "sh"));
    writeFileSync(join(bin, "python3"), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, "python3"), 0o755);
    return bin;
  }

  it("says that there is no Python", async () => {
    const { exitCode, output } = await xput(["local", "start"], { PATH: join(folder, "empty") });
    assert.equal(exitCode, 1);
    assert.match(
      output,
      /^xput: no Python 3\.10 or newer on PATH \(tried .*\): install one and run this again$/m,
    );
  });

  it("says that the Python is too old", async () => {
    const { exitCode, output } = await xput(["local", "start"], { PATH: pathWithPython("echo 3 9") });
    assert.equal(exitCode, 1);
    assert.match(output, /^xput: no Python 3\.10 or newer on PATH/m);
  });

  it("says that packages cannot be fetched", async () => {
    const env = { PATH: process.env.PATH ?? "", PIP_INDEX_URL: "http://127.0.0.1:1/", PIP_RETRIES: "0" };
    const { exitCode, output } = await xput(["local", "start"], env);
    assert.equal(exitCode, 1);
    assert.match(
      output,
      /^xput: pip could not install .*requirements\.txt: is the Python package index reachable\? /m,
    );
    assert.ok(!existsSync(join(folder, "local", "aws.json")));
  });

  it("says that a port is in use", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as AddressInfo;
    await assert.rejects(
      startGateway(port, 1),
      new LocalError(`port ${port} is in use: stop what listens there, or choose another with --port`),
    );
    taken.close();
  });

  const wrong: readonly [string, readonly string[], RegExp][] = [
    ["an unknown stack", ["local", "up", "--stack", "nope"], /Pulumi\.nope\.yaml: cannot be read \(ENOENT\)/],
    ["a port that is none", ["local", "start", "--port", "0"], /must be a whole number from 1 to 65535/],
    ["an unknown command", ["nope"], /unknown command 'nope'/],
    ["a file that is not there", ["put", "nope.txt", "a/b", "--stack", "local"], /nope\.txt: no such file/],
    ["a put without a destination", ["put", __filename, "a/b"], /say where to put: --stack, or --bucket/],
  ];
  for (const [what, args, words] of wrong) {
    it(`says what is wrong with ${what}, with exit code 2 and without a stack`, async () => {
      const { exitCode, output } = await xput(args, { PATH: process.env.PATH ?? "" });
      assert.equal(exitCode, 2, output);
      assert.match(output, words);
      assert.doesNotMatch(output, /\n\s+at /);
    });
  }
});
