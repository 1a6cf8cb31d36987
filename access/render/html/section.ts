import type { NotKnown } from "../../stack/notKnown";
import type { Numbered } from "./numbered";
import type { ShownStatement } from "../picture";
import { tag } from "./tag";
import type { Content, Html } from "./tag";

/** A part of the page below the picture; nothing where it has no rows and says nothing about that. */
export function section(
  title: string,
  columns: readonly string[],
  rows: readonly (readonly Content[])[],
  ifEmpty?: string,
): Content {
  if (rows.length === 0 && ifEmpty === undefined) return [];
  const id = title.toLowerCase().replace(/[^a-z]+/g, "-");
  const head = tag(
    "h2",
    { id },
    title,
    rows.length === 0 ? "" : tag("span", { class: "count" }, ` ${rows.length}`),
  );
  if (rows.length === 0) return tag("section", {}, head, tag("p", {}, ifEmpty ?? ""));
  return tag(
    "section",
    {},
    head,
    tag(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-labelledby": id },
      tag(
        "table",
        { "aria-labelledby": id },
        tag("thead", {}, tag("tr", {}, ...columns.map((column) => tag("th", { scope: "col" }, column)))),
        tag(
          "tbody",
          {},
          ...rows.map((cells) =>
            tag("tr", { "data-row": true }, ...cells.map((cell) => tag("td", { dir: "auto" }, cell))),
          ),
        ),
      ),
    ),
  );
}

/** Links to statements, each by its place. */
export function statementLinks(statements: readonly ShownStatement[], numbers: Numbered): Content {
  const links = statements.map((statement) =>
    tag("li", {}, tag("a", { href: `#s${numbers.numberOf(statement)}` }, statement.place)),
  );
  return links.length === 0 ? [] : tag("ul", { class: "plain" }, ...links);
}

/** Lines, one below the other. */
export function lines(texts: readonly string[]): Content {
  return texts.length === 0
    ? []
    : tag("ul", { class: "plain quiet" }, ...texts.map((text) => tag("li", { dir: "auto" }, text)));
}

/** What the stack's resources leave open. */
export function notKnownSection(notKnown: readonly NotKnown[]): Content {
  return section(
    "Not known",
    ["Resource", "Property", "What, and how it is taken", "May hide access"],
    notKnown.map(({ resource, path, message, mayHideAccess }) => [
      [resource.name, lines([resource.type])],
      path,
      message,
      mayHideAccess ? "yes" : "no",
    ]),
  );
}

/** Every statement that the page has numbered so far: the picture and the links find them here. */
export function statementSection(numbers: Numbered): Html {
  const all = numbers.all();
  const shown = all.map(({ place, json }, number) =>
    tag(
      "li",
      { id: `s${number}` },
      tag("div", { class: "place", dir: "auto" }, place),
      tag("pre", { dir: "ltr" }, json),
    ),
  );
  return tag(
    "section",
    {},
    tag(
      "details",
      { id: "statements" },
      tag("summary", {}, `Statements (${all.length})`),
      tag("ol", { class: "statements" }, ...shown),
    ),
  );
}
