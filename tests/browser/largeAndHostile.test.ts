import assert from "node:assert/strict";
import { accessChangeHtml } from "../../access/render/html/accessChangeHtml";
import { accessReportHtml } from "../../access/render/html/accessReportHtml";
import { givenChange, givenReport, sources } from "../access/render/html/given";
import { openPage, useChromium } from "./openPage";

/** Pages that are large, and pages of stacks whose names want to do harm, in a real Chromium. */
describe("a large page of access", () => {
  useChromium();

  it("can be used within a second with 200 sources", async () => {
    const { page, complaints } = await openPage(accessChangeHtml(givenChange(sources(200))));
    const readyMs = Number(await page.locator("html").getAttribute("data-ready"));
    assert.ok(readyMs > 0 && readyMs < 1000, `${readyMs} ms`);
    assert.deepEqual(complaints, []);
  });

  it("opens folded with 1,000 sources, and finds one of them", async () => {
    const { page, complaints, requests } = await openPage(accessReportHtml(givenReport(sources(1000))));
    assert.equal(await page.getByRole("button", { name: "folded 1000 roles", exact: true }).count(), 1);
    await page.locator("#search").fill("200000000777");
    await page.getByText("1 of 3003 match").waitFor();
    assert.equal(await page.getByRole("button", { name: "role xput-source-777", exact: true }).count(), 1);
    assert.deepEqual([complaints, requests], [[], []]);
  });
});

describe("a page of access without any", () => {
  useChromium();

  it("opens", async () => {
    const picture = { accounts: [], nodes: [], edges: [] };
    const { page, complaints } = await openPage(accessReportHtml({ ...givenReport([]), picture }));
    await page.locator("#fit").click();
    assert.equal(await page.locator(".node").count(), 0);
    assert.match(await page.locator("main").innerText(), /Nobody has access\./);
    assert.deepEqual(complaints, []);
  });
});

describe("a page of access with hostile names", () => {
  useChromium();
  const script = "</script><script>document.title='run'</script><!--";
  const image = `"'><img src=x onerror="document.title='run'">`;
  const reversed = "safe\u202egnp.exe\u202c";

  it("shows them as text and runs nothing", async () => {
    const names = [script, image, reversed, "&lt;b&gt;", "${alert(1)}", "__proto__"];
    const given = names.map((name, index) => ({ name, account: String(300_000_000_000 + index) }));
    const { page, complaints, requests } = await openPage(accessChangeHtml(givenChange(given)));
    assert.equal(await page.title(), "Change of access: stack prod");
    assert.deepEqual([complaints, requests], [[], []]);
    assert.equal(await page.locator("img").count(), 0);
    const labels = await page.locator(".node-label").allInnerTexts();
    for (const name of [
      script,
      image,
      "safe<U+202E>gnp.exe<U+202C>",
      "&lt;b&gt;",
      "${alert(1)}",
      "__proto__",
    ]) {
      assert.ok(labels.includes(`xput-${name}`), name);
    }
    await page.locator(".node", { hasText: "onerror" }).first().click();
    assert.ok((await page.locator("#details").innerText()).includes(image));
    assert.doesNotMatch(await page.content(), /[\u202a-\u202e]/);
    assert.equal(await page.title(), "Change of access: stack prod");
  });
});
