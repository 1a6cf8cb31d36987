import assert from "node:assert/strict";
import { accessChangeHtml } from "../../access/render/html/accessChangeHtml";
import { accessReportHtml } from "../../access/render/html/accessReportHtml";
import { fewSources, givenChange, givenReport, sources } from "../access/render/html/given";
import { contrast } from "./contrast";
import { controls, hindrances } from "./hindrances";
import { openPage, useChromium } from "./openPage";
import { snapshotOf } from "./snapshot";

/**
 * What Chromium tells screen readers of the page of `--format html`, and what it draws, light and dark. A program finds
 * about half of what hinders people; that the page can be used with a screen reader takes people to say.
 */
describe("the page of access, for people who hear it or see little", () => {
  useChromium();
  const pages = {
    "a report": accessReportHtml(givenReport(fewSources)),
    "a change": accessChangeHtml(givenChange(fewSources)),
    "a report of 200 sources": accessReportHtml(givenReport(sources(200))),
  };

  for (const [name, html] of Object.entries(pages)) {
    for (const colorScheme of ["light", "dark"] as const) {
      it(`hinders nobody with ${name}, ${colorScheme}, whether something is chosen or not`, async () => {
        const { page } = await openPage(html, { colorScheme });
        await page.locator("#statements summary").click();
        const before = await snapshotOf(page);
        assert.deepEqual(hindrances(before), []);
        assert.ok(controls(before).length > 20, "controls are looked at");
        assert.ok(before.texts.length > 100, "texts are looked at");
        await page.locator(".node").first().click();
        const after = await snapshotOf(page);
        assert.deepEqual(hindrances(after), []);
        assert.ok(controls(after).length > controls(before).length, "what is chosen is looked at");
      });
    }
  }

  it("tells what is drawn: each box with its kind, each line with what it joins", async () => {
    const { page } = await openPage(pages["a report"]);
    const told = controls(await snapshotOf(page)).map(({ role, name }) => `${role} ${name}`);
    for (const text of [
      "searchbox Search names, ARNs and accounts",
      "group Picture of who may do what; the same is told in the lists below",
      "button Fold account 111111111111",
      "button role xput-crm",
      "button prefix crm/*",
      "button assumes: role/app/uploader to xput-crm",
      "link role xput-crm, trust: TrustUploaders",
    ])
      assert.ok(told.includes(text), text);
  });

  it("is gone through by Tab in the order in which it is read, and left", async () => {
    const { page } = await openPage(pages["a change"]);
    const stops: { readonly place: number; readonly name: string; readonly seen: boolean }[] = [];
    for (;;) {
      await page.keyboard.press("Tab");
      const stop = await page.evaluate<(typeof stops)[number] | undefined>(`(() => {
        const one = document.activeElement;
        if (one === document.body) return undefined;
        const { outlineStyle, outlineWidth } = getComputedStyle(one);
        return {
          place: [...document.querySelectorAll("*")].indexOf(one),
          name: one.getAttribute("aria-label") ?? one.textContent ?? "",
          seen: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
        };
      })()`);
      if (stop === undefined || stop.place === stops[0]?.place) break;
      stops.push(stop);
      assert.ok(stops.length < 200, "no end");
    }
    assert.ok(stops.length > 15, `${stops.length} stops`);
    assert.deepEqual(
      stops.filter(({ seen }) => !seen),
      [],
    );
    const places = stops.map(({ place }) => place);
    assert.deepEqual(
      places,
      [...places].sort((one, other) => one - other),
    );
  });

  const change = (selector: string, what: string): string =>
    `((one) => { ${what} })(document.querySelector(${JSON.stringify(selector)}))`;
  const broken: readonly (readonly [string, string, RegExp])[] = [
    ["text that is too pale", change("h1", "one.style.color = '#bbb'"), /^too pale \(1\.7/],
    ["text that fades", change("h1", "one.style.opacity = 0.3"), /^too pale/],
    [
      "text on a like ground",
      change("h1", "one.style.background = one.style.color = '#333'"),
      /^too pale \(1\.00/,
    ],
    [
      "a control without a name",
      change("#fit", "one.textContent = ''; one.removeAttribute('aria-label'); one.removeAttribute('title')"),
      /^no name: button/,
    ],
    ["a picture without a name", change("#viewport", "one.removeAttribute('aria-label')"), /^no name: group/],
    [
      "another name than is seen",
      change("#fit", "one.setAttribute('aria-label', 'All')"),
      /^not named as it looks \(Fit\)/,
    ],
    [
      "a text that is a button",
      change(
        "h1",
        "one.setAttribute('role', 'none'); one.tabIndex = 0; one.replaceWith(Object.assign(document.createElement('span'), {tabIndex: 0, textContent: 'x'}))",
      ),
      /^no role: generic/,
    ],
    [
      "a control within a control",
      change("#fit", "one.append(document.createElement('button'))"),
      /^within another control/,
    ],
    [
      "a role that is none",
      change("#tools", "one.setAttribute('role', 'tolbar')"),
      /^role tolbar is taken as/,
    ],
    [
      "an attribute that is none",
      change("#fit", "one.setAttribute('aria-presed', 'true')"),
      /^not of ARIA: aria-presed/,
    ],
    [
      "a heading that skips a level",
      change("main h2", "one.setAttribute('role', 'heading'); one.setAttribute('aria-level', '4')"),
      /^heading of level 4 after 1/,
    ],
    ["no main heading", change("h1", "one.setAttribute('role', 'presentation')"), /^0 headings of level 1/],
    ["no main part", change("main", "one.setAttribute('role', 'presentation')"), /^0 landmarks main/],
    ["text outside of all parts", "document.body.append('x')", /^outside of all landmarks: text "x"/],
    [
      "an item without its list",
      change(
        ".legend",
        "one.removeAttribute('aria-label'); one.replaceWith(Object.assign(document.createElement('dt'), {textContent: 'x'}))",
      ),
      /^astray: term/,
    ],
    ["a table without heads", change("thead", "one.remove()"), /^columns without heads: table/],
    ["an id that stands twice", change("h1", "one.id = 'fit'"), /^id twice: fit/],
    [
      "a label that leads nowhere",
      change("table", "one.setAttribute('aria-labelledby', 'nowhere')"),
      /^leads nowhere: nowhere/,
    ],
    ["an order of its own", change("#fit", "one.tabIndex = 3"), /^out of order: button/],
    [
      "a control that is not told",
      change("#tools", "one.setAttribute('aria-hidden', 'true')"),
      /^hidden, and yet reached by Tab: button/,
    ],
    ["no language", "document.documentElement.removeAttribute('lang')", /^no language/],
  ];
  for (const [name, script, expected] of broken) {
    it(`finds ${name}`, async () => {
      const { page } = await openPage(pages["a report"]);
      await page.evaluate(script);
      const found = hindrances(await snapshotOf(page));
      assert.ok(
        found.some((line) => expected.test(line)),
        found.join("\n"),
      );
    });
  }
});

describe("contrast", () => {
  it("is what WCAG says of known pairs", () => {
    const of = (colour: string, background: string, opacity?: number) =>
      contrast(colour, [background], opacity).toFixed(2);
    assert.equal(of("rgb(0, 0, 0)", "rgb(255, 255, 255)"), "21.00");
    assert.equal(of("rgb(119, 119, 119)", "rgb(255, 255, 255)"), "4.48");
    assert.equal(
      of("rgba(0, 0, 0, 0.5)", "rgb(255, 255, 255)"),
      of("rgb(127.5, 127.5, 127.5)", "rgb(255, 255, 255)"),
    );
    assert.equal(
      of("rgb(0, 0, 0)", "rgb(255, 255, 255)", 0.5),
      of("rgba(0, 0, 0, 0.5)", "rgb(255, 255, 255)"),
    );
    assert.equal(
      contrast("rgb(0, 0, 0)", ["rgba(0, 0, 0, 0)", "rgb(119, 119, 119)", "rgb(0, 0, 0)"]).toFixed(2),
      of("rgb(0, 0, 0)", "rgb(119, 119, 119)"),
    );
    assert.equal(of("red", "rgb(255, 255, 255)"), "NaN");
  });
});
