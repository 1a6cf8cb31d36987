/**
 * The Mermaid of reports and changes, parsed and drawn by Mermaid itself in a real Chromium.
 *
 * Does not prove: that GitHub draws it with the version and settings that are used here.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { mermaid } from "../../access/render/mermaid";
import { fewSources, givenReport, sources } from "../access/render/html/given";
import { openPage, useChromium } from "./openPage";

const golden = join(__dirname, "..", "access", "changes", "golden");
const script = readFileSync(require.resolve("@mermaid-js/tiny/dist/mermaid.tiny.js"), "utf8");
/** GitHub's own, over which it shows an error in place of a drawing. */
const most = { characters: 50_000, edges: 500 };

/** How many labels are drawn, or what Mermaid says is wrong. */
async function draw(text: string): Promise<number | string> {
  const { page } = await openPage("<!doctype html><html data-ready><body></body></html>");
  await page.addScriptTag({ content: script });
  return page.evaluate(
    `mermaid.initialize({ startOnLoad: false });
     mermaid.render("drawing", ${JSON.stringify(text)}).then(
       ({ svg }) => new DOMParser().parseFromString(svg, "text/html").querySelectorAll(".node").length,
       (error) => String(error.message),
     )`,
  );
}

describe("the Mermaid of access", function () {
  this.timeout(60_000);
  useChromium();

  it("is drawn by Mermaid, of every change that is kept", async () => {
    const files = readdirSync(golden).filter((file) => file.endsWith(".mmd"));
    assert.ok(files.length >= 12, String(files.length));
    for (const file of files) {
      const drawn = await draw(readFileSync(join(golden, file), "utf8"));
      assert.ok(typeof drawn === "number", `${file}: ${drawn}`);
    }
  });

  it("is drawn whole of a report", async () => {
    const { picture } = givenReport(fewSources);
    assert.equal(await draw(mermaid(picture)), picture.nodes.length);
  });

  it("is held to what Mermaid takes: text that is none is told", async () => {
    assert.match(String(await draw('flowchart LR\n a["x" --> b')), /Parse error/);
  });

  it("stays within what GitHub draws, of 200 sources and of 1,000", () => {
    for (const count of [200, 1_000]) {
      const text = mermaid(givenReport(sources(count)).picture);
      assert.ok(text.length <= most.characters, `${count} sources: ${text.length} characters`);
      const edges = text.split("\n").filter((line) => /--|==|-\./.test(line)).length;
      assert.ok(edges <= most.edges, `${count} sources: ${edges} edges`);
    }
  });
});
