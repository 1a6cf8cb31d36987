/** Which engine is new enough. It does not prove that the pinned one builds; `npm run up:local` on a fresh machine does. */
import assert from "node:assert/strict";
import { isAtLeast, oldestGo, pinnedVersion } from "../../local/engine/version";

describe("engine versions", () => {
  const rows: readonly [string, string, boolean][] = [
    ["v3.274.1", "3.274.1", true],
    ["v3.275.0\n", "3.274.1", true],
    ["v3.274.0", "3.274.1", false],
    ["v3.99.9", "3.274.1", false],
    ["v4.0.0", "3.274.1", true],
    ["v3.274.2-alpha.1", "3.274.1", true],
    ["go1.26.6", "1.26.6", true],
    ["go1.27", "1.26.6", true],
    ["go1.26", "1.26.6", false],
    ["go1.9.1", "1.26.6", false],
    ["", "1.26.6", false],
  ];
  for (const [found, wanted, enough] of rows) {
    it(`${JSON.stringify(found)} is ${enough ? "" : "not "}at least ${wanted}`, () => {
      assert.equal(isAtLeast(found, wanted), enough);
    });
  }

  it("are read from go.mod", () => {
    assert.match(pinnedVersion, /^3\.\d+\.\d+$/);
    assert.match(oldestGo, /^1\.\d+\.\d+$/);
  });
});
