import type { Item } from "./draw.mjs";
import { boxText, edgeText, kindText, markText, nodeText } from "../words";
import type { ShownEdge, ShownNode } from "../fold";
import type { PageData, PageEdge } from "../pageData";
import { element } from "./element.mjs";

/** So many members, sentences or statements are shown at once; a line tells how many there are more. */
const most = 50;

/** What the panel shows of a part of the picture. */
export interface Details {
  readonly title: string;
  /** One line for those who hear the page. */
  readonly spoken: string;
  readonly content: readonly Node[];
}

/** What the panel asks for. */
export interface DetailActions {
  /** Shows one node that stands folded. */
  readonly reveal: (id: string) => void;
}

/** The details of a part: what it is, the access that goes over it in words, and the statements. */
export function details(
  item: Item,
  data: PageData,
  nodes: ReadonlyMap<string, ShownNode>,
  actions: DetailActions,
): Details {
  switch (item.kind) {
    case "node": {
      const ids = new Set(item.node.members.map(({ id }) => id));
      const edges = data.edges.filter(({ from, to }) => ids.has(from) || ids.has(to));
      const title = nodeText(item.node);
      return told(title, edges, data, [...nodeFacts(item.node), ...members(item.node, actions)]);
    }
    case "edge": {
      const [from, to] = [item.edge.from, item.edge.to].map((id) => nodes.get(id));
      const name = (node: ShownNode | undefined) => (node === undefined ? "" : nodeText(node));
      const title = `${name(from)} → ${edgeText(item.edge)} → ${name(to)}`;
      return told(title, item.edge.members, data, edgeFacts(item.edge));
    }
    case "box": {
      const title = boxText(item.box);
      const list = item.box.accounts.length < 2 ? [] : [listOf("Accounts", item.box.accounts)];
      return { title, spoken: title, content: list };
    }
  }
}

function told(title: string, edges: readonly PageEdge[], data: PageData, facts: readonly Node[]): Details {
  const sentences = [...new Set(edges.flatMap((edge) => edge.sentences))].flatMap(
    (index) => data.sentences[index] ?? [],
  );
  const statements = [...new Set(edges.flatMap((edge) => edge.statements))];
  const ways = `${sentences.length} way${sentences.length === 1 ? "" : "s"} in`;
  const documents = `${statements.length} statement${statements.length === 1 ? "" : "s"}`;
  return {
    title,
    spoken: `${title}: ${ways}, ${documents}. ${sentences.slice(0, 3).join(". ")}`,
    content: [
      ...facts,
      ...(sentences.length === 0 ? [] : [listOf("In words", sentences)]),
      ...(statements.length === 0
        ? []
        : [
            element("h3", { text: "Statements" }),
            ...statements.slice(0, most).flatMap(statement),
            ...more(statements.length),
          ]),
    ],
  };
}

function nodeFacts({ kind, mark, members: inside }: ShownNode): readonly Node[] {
  const [first] = inside;
  if (inside.length > 1 || first === undefined) return chips([markText(mark)]);
  const where = first.account === "" ? "in no account" : `account ${first.account}`;
  const isNamed = first.id !== first.label && first.id.startsWith("arn:");
  return [
    ...chips([kindText(kind), where, markText(mark)]),
    ...(isNamed ? [element("p", { className: "arn", text: first.id })] : []),
  ];
}

function edgeFacts({ kind, mark, members: inside }: ShownEdge): readonly Node[] {
  const isAccess = kind === "assumes" || kind === "uses" || kind === "may";
  return chips([
    isAccess ? "access" : "no access",
    inside.length > 1 ? `${inside.length} together` : "",
    markText(mark),
  ]);
}

function chips(texts: readonly string[]): readonly Node[] {
  const children = texts.filter(Boolean).map((text) => element("span", { className: "chip", text }));
  return children.length === 0 ? [] : [element("p", { className: "chips", children })];
}

function members({ members: inside }: ShownNode, { reveal }: DetailActions): readonly Node[] {
  if (inside.length < 2) return [];
  const items = inside.slice(0, most).map(({ id, label }) => {
    const button = element("button", { className: "link", attributes: { type: "button" } });
    button.append(element("bdi", { text: label }));
    button.addEventListener("click", () => {
      reveal(id);
    });
    return element("li", { children: [button] });
  });
  return [
    element("h3", { text: "Folded here (choose one to show it)" }),
    element("ul", { children: items }),
    ...more(inside.length),
  ];
}

function listOf(title: string, texts: readonly string[]): Node {
  return element("section", {
    children: [
      element("h3", { text: title }),
      element("ul", {
        children: texts.slice(0, most).map((text) => element("li", { text, attributes: { dir: "auto" } })),
      }),
      ...more(texts.length),
    ],
  });
}

const more = (count: number): readonly Node[] =>
  count > most ? [element("p", { text: `and ${count - most} more; the lists below have all` })] : [];

/** A statement as the lists below the picture have it, with its conditions one a line. */
function statement(number: number): readonly Node[] {
  const kept = document.getElementById(`s${number}`);
  const place = kept?.querySelector(".place")?.textContent ?? "";
  const json = kept?.querySelector("pre")?.textContent ?? "";
  const conditions = conditionsOf(json);
  return [
    element("h4", { className: "place", text: place }),
    ...(conditions.length === 0
      ? []
      : [
          element("p", { className: "condition-title", text: "only if all of these hold:" }),
          element("ul", {
            className: "conditions",
            children: conditions.map((text) => element("li", { text, attributes: { dir: "ltr" } })),
          }),
        ]),
    element("pre", {
      text: json,
      // A name counts only on what has a role.
      attributes: { tabindex: "0", role: "group", "aria-label": `policy JSON of ${place}` },
    }),
  ];
}

function conditionsOf(json: string): readonly string[] {
  let read: unknown;
  try {
    read = JSON.parse(json);
  } catch {
    // What is shown may be cut off: then the text itself has to do.
    return [];
  }
  return entries(entriesOf(read, "Condition")).flatMap(([operator, keys]) =>
    entries(keys).map(([key, values]) => `${key} ${operator} ${[values].flat().map(String).join(" or ")}`),
  );
}

const entriesOf = (value: unknown, key: string): unknown =>
  entries(value).find(([name]) => name === key)?.[1];

const entries = (value: unknown): readonly (readonly [string, unknown])[] =>
  typeof value === "object" && value !== null ? Object.entries(value) : [];
