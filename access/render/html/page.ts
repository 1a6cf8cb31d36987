import { createHash } from "node:crypto";
import type { Picture } from "../picture";
import built from "./built.json";
import { jsonText } from "./escape";
import { numbered } from "./numbered";
import type { Numbered } from "./numbered";
import { pageData } from "./pageData";
import { statementSection } from "./section";
import { htmlOf, rawTag, tag } from "./tag";
import type { Content, Html } from "./tag";
import { markText } from "./words";

/** What a page is made of. */
export interface Page {
  readonly title: string;
  /** One line below the title. */
  readonly summary: Content;
  readonly picture: Picture;
  /** Whether the picture tells a change: then its marks are explained. */
  readonly isChange: boolean;
  /** What stands below the picture; may ask for the numbers of statements. */
  readonly sections: (statements: Numbered) => Content;
}

/**
 * A page that stands alone: it loads nothing, and its policy lets nothing run or load but its own script and style,
 * each by its hash. Without scripts the lists remain. The same page has the same text.
 *
 * @see https://www.w3.org/TR/CSP3/
 */
export function pageHtml({ title, summary, picture, isChange, sections }: Page): string {
  const statements = numbered();
  const data = pageData(picture, statements);
  const content = sections(statements);
  const policy = [
    "default-src 'none'",
    `script-src ${hash(built.script)}`,
    `style-src ${hash(built.style)}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
  const head = tag(
    "head",
    {},
    tag("meta", { charset: "utf-8" }),
    tag("meta", { "http-equiv": "Content-Security-Policy", content: policy }),
    tag("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    tag("meta", { name: "referrer", content: "no-referrer" }),
    tag("title", {}, title),
    rawTag("style", {}, built.style),
  );
  const body = tag(
    "body",
    {},
    tag(
      "header",
      {},
      tag(
        "div",
        { class: "titles" },
        tag("h1", { dir: "auto" }, title),
        tag("p", { class: "summary" }, summary),
      ),
      tools(),
    ),
    tag("main", {}, pictureParts(isChange), content, statementSection(statements)),
    rawTag("script", { type: "application/json", id: "data" }, jsonText(data)),
    rawTag("script", {}, built.script),
  );
  return `<!doctype html>\n${htmlOf(tag("html", { lang: "en" }, head, body))}\n`;
}

const hash = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

const button = (id: string, text: string, label?: string): Html =>
  tag("button", { type: "button", id, "aria-label": label, title: label }, text);

/** Hidden until the script runs: nothing in it works without. */
function tools(): Html {
  return tag(
    "div",
    { id: "tools", class: "tools", role: "toolbar", "aria-label": "Picture", hidden: true },
    tag(
      "label",
      { class: "search" },
      tag("span", { class: "heard" }, "Search names, ARNs and accounts"),
      tag("input", {
        id: "search",
        type: "search",
        placeholder: "Search names, ARNs, accounts",
        autocomplete: "off",
      }),
    ),
    tag("span", { class: "group" }, button("fold-all", "Fold all"), button("open-all", "Open all")),
    tag(
      "span",
      { class: "group" },
      button("zoom-out", "−", "Smaller (-)"),
      tag("span", { id: "scale", class: "scale" }, "100 %"),
      button("zoom-in", "+", "Larger (+)"),
      button("fit", "Fit", "Fit all in (0)"),
    ),
    tag(
      "label",
      { class: "theme" },
      tag("span", { class: "heard" }, "Colours"),
      tag(
        "select",
        { id: "theme" },
        tag("option", { value: "system" }, "System"),
        tag("option", { value: "light" }, "Light"),
        tag("option", { value: "dark" }, "Dark"),
      ),
    ),
  );
}

function pictureParts(isChange: boolean): Html {
  return tag(
    "div",
    { id: "picture", hidden: true },
    tag("p", { id: "status", role: "status" }),
    tag("p", { id: "spoken", class: "heard", "aria-live": "polite" }),
    tag(
      "div",
      { class: "stage" },
      tag(
        "section",
        { class: "drawing", "aria-label": "Picture" },
        tag(
          "div",
          {
            id: "viewport",
            class: "viewport",
            tabindex: "0",
            role: "group",
            "aria-label": "Picture of who may do what; the same is told in the lists below",
          },
          tag("div", { id: "frame", class: "frame" }),
        ),
        legend(isChange),
      ),
      tag(
        "aside",
        { id: "details", class: "details", "aria-label": "Details", tabindex: "0" },
        tag("h2", {}, "Details"),
        tag(
          "p",
          {},
          "Point at a box or a line, or choose it, to see what it lets whom do, and through which statements.",
        ),
        tag(
          "dl",
          { class: "keys" },
          ...keys.flatMap(([key, does]) => [tag("dt", {}, key), tag("dd", {}, does)]),
        ),
      ),
    ),
  );
}

const keys = [
  ["Tab", "into the picture"],
  ["Arrows", "along the lines, up and down"],
  ["Enter", "choose; folds or opens an account"],
  ["Esc", "choose nothing"],
  ["/", "search"],
  ["+ − 0", "larger, smaller, fit"],
] as const;

/** Explains the lines, each with its colour, its kind of line and its sign. */
function legend(isChange: boolean): Html {
  const sample = tag(
    "svg",
    { class: "sample", viewBox: "0 0 36 6", "aria-hidden": "true" },
    tag("path", { d: "M0 3h36" }),
  );
  const marks = (["added", "removed", "widened", "narrowed", "changed"] as const).map((mark) =>
    tag("li", { class: `mark-${mark}` }, sample, markText(mark)),
  );
  return tag(
    "ul",
    { class: "legend", "aria-label": "Legend" },
    ...(isChange ? marks : []),
    tag("li", { class: "mark-same" }, sample, isChange ? "access as before" : "access"),
    tag("li", { class: "mark-same quiet" }, sample, "belongs together"),
  );
}
