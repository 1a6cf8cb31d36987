import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { accessChangeHtml } from "../../../../access/render/html/accessChangeHtml";
import { accessReportHtml } from "../../../../access/render/html/accessReportHtml";
import { fewSources, givenChange, givenReport } from "./given";

/** The text of the pages. What a browser makes of it is shown in tests/browser. */
describe("the file of --format html", () => {
  const pages = {
    report: accessReportHtml(givenReport(fewSources)),
    change: accessChangeHtml(givenChange([])),
  };

  for (const [name, html] of Object.entries(pages)) {
    it(`allows its own script and style by their hashes, and nothing else (${name})`, () => {
      const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? "";
      assert.match(policy, /^default-src &#39;none&#39;; /);
      assert.doesNotMatch(policy, /unsafe|https?:|\*/);
      for (const part of ["script", "style"]) {
        const text = new RegExp(`<${part}>([^]*?)</${part}>`).exec(html)?.[1] ?? "";
        const hash = createHash("sha256").update(text).digest("base64");
        assert.ok(text.length > 1000 && policy.includes(`${part}-src &#39;sha256-${hash}&#39;`), part);
      }
    });

    it(`names nothing that a browser would load or run by itself (${name})`, () => {
      const outside = html.replace(/<(script|style)[^]*?<\/\1>/g, "");
      assert.doesNotMatch(outside, /<(link|img|iframe|object|embed|base|form)\b|\s(src|on\w+|style)=/);
      for (const [, target] of outside.matchAll(/href="([^"]*)"/g)) assert.match(target ?? "", /^#s\d+$/);
    });

    it(`links statements that it has (${name})`, () => {
      const ids = new Set([...html.matchAll(/ id="(s\d+)"/g)].map(([, id]) => id));
      const links = [...html.matchAll(/href="#(s\d+)"/g)].map(([, id]) => id);
      assert.ok(links.length > 3);
      assert.ok(links.every((id) => ids.has(id)));
    });
  }

  it("is the same for the same report", () => {
    assert.equal(accessReportHtml(givenReport(fewSources)), pages.report);
  });

  it("tells each change with its kind, what differs, its witness and its acknowledgement", () => {
    const text = pages.change.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");
    for (const part of [
      "1 added 1 removed 1 widened 1 narrowed 1 protection lost",
      "no longer: only over TLS",
      "for example, new: role/app/uploader of 777777777777 may s3:PutObject",
      "with aws:SecureTransport = false",
      "acknowledged: agreed with the reports team",
      "bucket-denies-plain-http",
    ]) {
      assert.ok(text.includes(part), part);
    }
  });

  it("says so where nothing changes, and where nobody has access", () => {
    const change = { ...givenChange([]), access: [], protections: [] };
    assert.match(accessChangeHtml(change), /<p class="summary">No access changes<\/p>/);
    assert.match(accessReportHtml(givenReport([])), /Nobody has access\./);
  });

  it("holds the script and style that page/ makes", () => {
    const build = join(__dirname, "..", "..", "..", "..", "access", "render", "html", "build.mjs");
    const { status, stderr } = spawnSync(process.execPath, [build, "--check"], { encoding: "utf8" });
    assert.equal(status, 0, stderr);
  });
});
