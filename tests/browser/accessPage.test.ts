import assert from "node:assert/strict";
import { accessChangeHtml } from "../../access/render/html/accessChangeHtml";
import { accessReportHtml } from "../../access/render/html/accessReportHtml";
import { fewSources, givenChange, givenReport, sources } from "../access/render/html/given";
import { openPage, useChromium } from "./openPage";

/**
 * The page of `--format html` in a real Chromium, on reports and changes made by hand. What a screen reader says is not
 * shown by this, nor how other browsers draw it.
 */
describe("the page of access", () => {
  useChromium();
  const small = accessReportHtml(givenReport(fewSources));
  const change = accessChangeHtml(givenChange(fewSources));

  it("draws every node and edge, and asks the network for nothing", async () => {
    const { page, complaints, requests } = await openPage(small);
    assert.equal(await page.locator(".node").count(), 13);
    assert.equal(await page.locator("button.edge").count(), 9);
    assert.equal(await page.locator(".box").count(), 4);
    assert.deepEqual([complaints, requests], [[], []]);
  });

  it("has a policy that refuses scripts and loads other than its own", async () => {
    const { page, complaints } = await openPage(small);
    await page.evaluate(
      "document.body.append(Object.assign(document.createElement('img'), {src: 'https://example.invalid/x.png'}))",
    );
    await page.evaluate("fetch('https://example.invalid/').catch(() => undefined)");
    assert.equal(complaints.filter((text) => text.includes("Content Security Policy")).length >= 2, true);
    await assert.rejects(page.evaluate("document.body.innerHTML = '<b>x</b>'"), /TrustedHTML/);
  });

  it("shows the sentence, the document, the Sid and the conditions of an edge that is clicked", async () => {
    const { page } = await openPage(small);
    const details = page.locator("#details");
    assert.doesNotMatch(await details.innerText(), /TrustUploaders/);
    await page.getByRole("button", { name: "assumes: role/app/uploader to xput-crm" }).click();
    const text = await details.innerText();
    assert.match(text, /role\/app\/uploader of 333333333333 may put crm\/\*/);
    assert.match(text, /role xput-crm, trust: TrustUploaders/);
    assert.match(text, /aws:PrincipalArn ArnEquals arn:aws:iam::333333333333:role\/app\/uploader/);
    assert.match(text, /"Sid": "TrustUploaders"/);
    assert.match(await page.locator("#spoken").innerText(), /xput-crm: 1 way in, 1 statement/);
  });

  it("shows what is pointed at only as long as it is", async () => {
    const { page } = await openPage(small);
    const details = page.locator("#details h2").first();
    await page.getByRole("button", { name: "prefix marketing/*" }).hover();
    assert.equal(await details.innerText(), "marketing/*");
    await page.locator("h1").hover();
    assert.equal(await details.innerText(), "Details");
  });

  it("is walked through by keys alone", async () => {
    const { page } = await openPage(small);
    const focused = () =>
      page.evaluate<string>(
        "(document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText.replace(/\\s+/g, ' ').trim()) || document.activeElement.id",
      );
    await page.locator("#viewport").focus();
    await page.keyboard.press("Tab");
    assert.equal(await focused(), "uploader role/app/uploader");
    await page.keyboard.press("ArrowRight");
    assert.equal(await focused(), "assumes: role/app/uploader to xput-marketing");
    await page.keyboard.press("ArrowRight");
    assert.equal(await focused(), "role xput-marketing");
    await page.keyboard.press("ArrowDown");
    assert.equal(await focused(), "role xput-crm");
    assert.equal(await page.locator("#details h2").first().innerText(), "xput-crm");
    const outline = await page.evaluate<string>("getComputedStyle(document.activeElement).outlineStyle");
    assert.equal(outline, "solid");
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("#details h2").first().innerText(), "Details");
    await page.keyboard.press("/");
    assert.equal(await focused(), "search");
  });

  it("draws what a search finds with its paths, narrows the lists, and goes back", async () => {
    const { page } = await openPage(accessReportHtml(givenReport(sources(200))));
    const folded = await page.locator(".node").count();
    await page.locator("#search").fill("source-17");
    await page.getByText("22 of 603 match").waitFor();
    await page.locator("#search").fill("xput-source-170");
    await page.getByText("1 of 603 match").waitFor();
    const labels = await page.locator(".node-label").allInnerTexts();
    assert.deepEqual(labels.sort(), ["acme-drop", "role/app/uploader", "source-170/*", "xput-source-170"]);
    assert.equal(await page.locator("tr[data-row]:visible").count(), 1);
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("#search").inputValue(), "");
    assert.equal(await page.locator(".node").count(), folded);
    await page.locator("#search").fill("no such thing");
    await page.getByText("Nothing in the picture matches.").waitFor();
  });

  it("folds and opens accounts, and shows one of those that are folded", async () => {
    const { page } = await openPage(accessReportHtml(givenReport(sources(200))));
    assert.deepEqual((await page.locator(".node-label").allInnerTexts()).slice(0, 2), [
      "200 uploaders",
      "200 roles",
    ]);
    await page.getByRole("button", { name: "folded 200 roles", exact: true }).click();
    await page.locator("#details").getByRole("button", { name: "xput-source-3", exact: true }).click();
    assert.equal(await page.getByRole("button", { name: "role xput-source-3", exact: true }).count(), 1);
    assert.equal(await page.getByRole("button", { name: "folded 199 roles", exact: true }).count(), 1);
    assert.equal(await page.locator("#details h2").first().innerText(), "xput-source-3");
    await page.locator("#open-all").click();
    await page.getByText("That would show 603 boxes at once").waitFor();
    await page.locator("#fold-all").click();
    assert.equal(await page.locator(".node").count(), 6);
  });

  it("folds one account of a small picture by its button and opens it again", async () => {
    const { page } = await openPage(small);
    await page.getByRole("button", { name: "Fold account 111111111111" }).click();
    assert.equal(await page.getByRole("button", { name: "folded 3 roles", exact: true }).count(), 1);
    assert.equal(await page.getByRole("button", { name: "uploader role/app/uploader" }).count(), 3);
    await page.getByRole("button", { name: "Open account 111111111111" }).press("Enter");
    assert.equal(await page.locator(".node").count(), 13);
  });

  it("tells each mark by a line, a word and a colour", async () => {
    const { page } = await openPage(change);
    const seen = new Map<string, readonly string[]>();
    for (const mark of ["added", "removed", "widened", "narrowed"]) {
      assert.match(await page.locator(`button.edge.mark-${mark}`).first().innerText(), new RegExp(mark));
      seen.set(
        mark,
        await page.evaluate<readonly string[]>(
          `(({strokeDasharray, stroke}) => [strokeDasharray, stroke])(getComputedStyle(document.querySelector("g.mark-${mark} .line")))`,
        ),
      );
    }
    for (const part of [0, 1]) assert.equal(new Set([...seen.values()].map((style) => style[part])).size, 4);
  });

  it("shows a change beside folded sources that stay as they are", async () => {
    const { page } = await openPage(accessChangeHtml(givenChange(sources(200))));
    const labels = await page.locator(".node-label").allInnerTexts();
    for (const name of ["200 uploaders", "xput-billing", "xput-backup", "xput-events", "xput-reports"])
      assert.ok(labels.includes(name), name);
    assert.equal(labels.length, 18);
  });

  it("lays nothing over anything else", async () => {
    const { page } = await openPage(accessChangeHtml(givenChange([...fewSources, ...sources(10)])));
    for (const [kind, least] of [
      [".node, button.edge, .fold", 90],
      [".box", 18],
    ] as const) {
      const places = await page.evaluate<readonly (readonly [string, number, number, number, number])[]>(
        `[...document.querySelectorAll(${JSON.stringify(kind)})].map((one) => {
          const { left, top, right, bottom } = one.getBoundingClientRect();
          return [one.textContent, left, top, right, bottom];
        })`,
      );
      assert.ok(places.length >= least, `${places.length} of ${kind}`);
      const over = places.flatMap(([name, left, top, right, bottom], index) =>
        places
          .slice(index + 1)
          .filter((other) => left < other[3] && other[1] < right && top < other[4] && other[2] < bottom)
          .map(([other]) => `${name} over ${other}`),
      );
      assert.deepEqual(over, []);
    }
  });

  it("goes light and dark with the system, and by its switch", async () => {
    const background = "getComputedStyle(document.body).backgroundColor";
    const { page } = await openPage(small, { colorScheme: "dark" });
    const dark = await page.evaluate<string>(background);
    await page.locator("#theme").selectOption("light");
    const light = await page.evaluate<string>(background);
    assert.notEqual(light, dark);
    await page.locator("#theme").selectOption("dark");
    assert.equal(await page.evaluate<string>(background), dark);
    await page.locator("#theme").selectOption("system");
    await page.emulateMedia({ colorScheme: "light" });
    assert.equal(await page.evaluate<string>(background), light);
  });

  it("zooms, fits and is dragged", async () => {
    const { page } = await openPage(accessReportHtml(givenReport(sources(15))));
    const scale = async () => Number.parseInt(await page.locator("#scale").innerText());
    const before = await scale();
    await page.locator("#zoom-in").click();
    assert.ok((await scale()) > before);
    const scrolled = "document.getElementById('viewport').scrollTop";
    await page.evaluate("document.getElementById('viewport').scrollLeft = 0");
    const top = await page.evaluate<number>(scrolled);
    const frame = await page.locator("#viewport").boundingBox();
    assert.ok(frame !== null);
    const start = { x: frame.x + 8, y: frame.y + frame.height - 20 };
    await page.mouse.move(start.x, start.y);
    await page.mouse.down();
    await page.mouse.move(start.x, start.y - 200);
    await page.mouse.up();
    assert.equal(await page.evaluate<number>(scrolled), top + 200);
    await page.locator("#fit").click();
    assert.equal(
      await page.evaluate<boolean>(
        "(() => { const one = document.getElementById('viewport'); return one.scrollHeight <= one.clientHeight + 1; })()",
      ),
      true,
    );
  });

  it("tells all in lists where no script runs", async () => {
    const { page } = await openPage(change, { javaScriptEnabled: false });
    assert.equal(await page.locator("#tools").isVisible(), false);
    assert.match(await page.locator("main").innerText(), /may put billing\/\* after assuming xput-billing/);
    await page.locator("summary").click();
    const statement = page.locator(".statements pre", { hasText: '"Sid": "AllowPut"' }).last();
    assert.equal(await statement.isVisible(), true);
    assert.match(await statement.innerText(), /"s3:PutObject"/);
  });

  it("prints the picture and the lists with every statement, and nothing to click on", async () => {
    const { page } = await openPage(change, { colorScheme: "dark" });
    await page.emulateMedia({ media: "print" });
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    assert.equal(await page.locator("#tools").isVisible(), false);
    assert.equal(await page.locator("#details").isVisible(), false);
    assert.equal(await page.locator(".statements pre").first().isVisible(), true);
    const right =
      "Math.max(...[...document.querySelectorAll('.node')].map((one) => one.getBoundingClientRect().right))";
    assert.ok((await page.evaluate<number>(right)) <= 690);
    await page.evaluate("dispatchEvent(new Event('afterprint'))");
    assert.equal(await page.locator(".statements pre").first().isVisible(), false);
  });
});
