import assert from "node:assert/strict";
import { source as axeSource } from "axe-core";
import type { AxeResults } from "axe-core";
import { accessChangeHtml } from "../../access/render/html/accessChangeHtml";
import { accessReportHtml } from "../../access/render/html/accessReportHtml";
import { fewSources, givenChange, givenReport, sources } from "../access/render/html/given";
import { openPage, useChromium } from "./openPage";

/**
 * The rules of axe on the page of `--format html`, light and dark. They find about half of what hinders people; what is
 * left takes people.
 */
describe("the page of access, by the rules of axe", () => {
  useChromium();
  const pages = {
    "a report": accessReportHtml(givenReport(fewSources)),
    "a change": accessChangeHtml(givenChange(fewSources)),
    "a report of 200 sources": accessReportHtml(givenReport(sources(200))),
  };

  for (const [name, html] of Object.entries(pages)) {
    for (const colorScheme of ["light", "dark"] as const) {
      it(`breaks none with ${name}, ${colorScheme}, whether something is chosen or not`, async () => {
        const { page } = await openPage(html, { colorScheme });
        const broken = async () => {
          await page.evaluate(axeSource);
          const { violations, passes } = await page.evaluate<AxeResults>("axe.run(document)");
          assert.ok(passes.some(({ id }) => id === "color-contrast"));
          return violations.flatMap(({ id, nodes }) => nodes.map(({ html: part }) => `${id}: ${part}`));
        };
        assert.deepEqual(await broken(), []);
        await page.locator(".node").first().click();
        assert.deepEqual(await broken(), []);
      });
    }
  }

  it("finds text that is too pale, as a proof that it looks", async () => {
    const { page } = await openPage(pages["a report"]);
    await page.evaluate("document.querySelector('h1').style.color = '#ddd'");
    await page.evaluate(axeSource);
    const { violations } = await page.evaluate<AxeResults>("axe.run(document)");
    assert.deepEqual(
      violations.map(({ id }) => id),
      ["color-contrast"],
    );
  });
});
