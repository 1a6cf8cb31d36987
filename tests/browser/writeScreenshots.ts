import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import type { Page } from "playwright-core";
import { accessChangeHtml } from "../../access/render/html/accessChangeHtml";
import { accessReportHtml } from "../../access/render/html/accessReportHtml";
import { fewSources, givenChange, givenReport, sources } from "../access/render/html/given";
import { findChromium } from "./chromium";

/**
 * Writes the pictures of docs/picture.md.
 *
 * `node -r ./local/transpiled.cjs tests/browser/writeScreenshots.ts`
 */
async function writeScreenshots(): Promise<void> {
  const found = findChromium();
  if (!found.found) throw new Error(found.reason);
  const folder = mkdtempSync(join(tmpdir(), "xput-screenshots-"));
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const browser = await chromium.launch({
    executablePath: found.path,
    args,
    env: { ...process.env, ...found.environment },
  });
  for (const { name, html, colorScheme, act } of shots) {
    const file = join(folder, "page.html");
    writeFileSync(file, html);
    const page = await browser.newPage({ viewport: { width: 1440, height: 860 }, colorScheme });
    await page.goto(pathToFileURL(file).href);
    await page.locator("html[data-ready]").waitFor();
    await act(page);
    await page.screenshot({ path: join(__dirname, "..", "..", "docs", `picture-${name}.png`) });
    await page.close();
  }
  await browser.close();
  rmSync(folder, { recursive: true });
}

interface Shot {
  readonly name: string;
  readonly html: string;
  readonly colorScheme: "light" | "dark";
  readonly act: (page: Page) => Promise<void>;
}

const shots: readonly Shot[] = [
  {
    name: "light",
    html: accessReportHtml(givenReport(fewSources)),
    colorScheme: "light",
    act: (page) => page.locator("button.edge", { hasText: "assumes" }).nth(1).focus(),
  },
  {
    name: "dark",
    html: accessReportHtml(givenReport(fewSources)),
    colorScheme: "dark",
    act: (page) => page.locator(".node", { hasText: "xput-shipper" }).focus(),
  },
  {
    name: "change",
    html: accessChangeHtml(givenChange(fewSources)),
    colorScheme: "light",
    act: () => Promise.resolve(),
  },
  {
    name: "200-sources",
    html: accessChangeHtml(givenChange(sources(200))),
    colorScheme: "light",
    act: (page) => page.locator(".node", { hasText: "200 roles" }).focus(),
  },
];

void writeScreenshots();
