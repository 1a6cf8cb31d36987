import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { findChromium } from "./chromium";

/** A page with all that it did that it should not. */
export interface OpenedPage {
  readonly page: Page;
  /** Messages of the console, of whatever kind, and errors of the page. */
  readonly complaints: readonly string[];
  /** URLs that were asked for, but for the page's own file. */
  readonly requests: readonly string[];
}

let browser: Browser | undefined;
let folder: string | undefined;

/** Starts the browser that the tests of a file share, or skips them and tells why. */
export function useChromium(): void {
  before(async function () {
    this.timeout(600_000);
    const found = findChromium();
    if (!found.found) {
      process.stderr.write(`skipped: ${found.reason}\n`);
      this.skip();
    }
    folder = mkdtempSync(join(tmpdir(), "xput-browser-"));
    // Its sandbox refuses root; the pages are the tests' own.
    const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    browser = await chromium.launch({
      executablePath: found.path,
      args,
      env: { ...process.env, ...found.environment },
    });
  });
  after(async () => {
    await browser?.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    await Promise.all(browser?.contexts().map((context) => context.close()) ?? []);
  });
}

/** Opens a page from a file, and waits until its script is done where scripts run. */
export async function openPage(html: string, options: BrowserContextOptions = {}): Promise<OpenedPage> {
  if (browser === undefined || folder === undefined) throw new Error("useChromium() must come first");
  const url = pathToFileURL(join(folder, "page.html")).href;
  writeFileSync(join(folder, "page.html"), html);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", ({ message }) => complaints.push(`error: ${message}`));
  page.on("request", (request) => {
    if (request.url() !== url) requests.push(request.url());
  });
  await page.goto(url);
  if (options.javaScriptEnabled !== false) await page.locator("html[data-ready]").waitFor();
  return { page, complaints, requests };
}
