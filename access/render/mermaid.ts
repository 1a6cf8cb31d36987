import { collapsed } from "./pictureParts";
import type { Mark, Picture, PictureNode } from "./picture";

/** Above so many nodes a picture is collapsed: GitHub draws it in a box as wide as a comment. */
const mostNodes = 60;

/**
 * A picture as a Mermaid flowchart, which GitHub draws as it is.
 *
 * Accounts are boxes. Ids are numbers of our own and labels are quoted with all that Mermaid reads as syntax escaped, so
 * that no name breaks it.
 *
 * @see https://mermaid.js.org/syntax/flowchart.html
 */
export function mermaid(picture: Picture): string {
  const { accounts, nodes, edges } = collapsed(picture, mostNodes);
  const ids = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  const line = (node: PictureNode): string => {
    const [before, after] = shapes[node.kind];
    const style = node.mark === "same" ? "" : `:::${node.mark}`;
    return `${ids.get(node.id) ?? ""}${before}"${label(node.label)}"${after}${style}`;
  };
  const inside = (account: string): readonly string[] =>
    nodes.filter((node) => node.account === account).map(line);
  const drawn = edges.flatMap((edge) => {
    const [from, to] = [ids.get(edge.from), ids.get(edge.to)];
    return from === undefined || to === undefined ? [] : [{ ...edge, from, to }];
  });
  const styled = drawn.flatMap(({ mark }, index) => (mark === "same" ? [] : [{ mark, index }]));
  const prefixes = nodes.flatMap(({ id, within }) => {
    const [bucket, prefix] = [ids.get(within ?? ""), ids.get(id)];
    return bucket === undefined || prefix === undefined ? [] : [`  ${prefix} -.- ${bucket}`];
  });
  return [
    "flowchart LR",
    ...accounts.flatMap(({ account, owns }, index) =>
      account === ""
        ? inside(account).map((text) => `  ${text}`)
        : [
            `  subgraph a${index}["${account}${owns ? ", the owner" : ""}"]`,
            ...inside(account).map((text) => `    ${text}`),
            "  end",
          ],
    ),
    ...drawn.map(({ from, to, label: text, kind }) =>
      kind === "encrypts" || kind === "records"
        ? `  ${from} -. "${label(text)}" .-> ${to}`
        : `  ${from} -- "${label(text)}" --> ${to}`,
    ),
    ...prefixes,
    ...(Object.keys(colours) as (keyof typeof colours)[])
      .filter((mark) => nodes.some((node) => node.mark === mark))
      .map((mark) => `  classDef ${mark} stroke:${colours[mark]},stroke-width:3px`),
    ...styled.map(({ mark, index }) => `  linkStyle ${index} stroke:${colours[mark]},stroke-width:3px`),
  ].join("\n");
}

const colours: Readonly<Record<Exclude<Mark, "same">, string>> = {
  added: "#1a7f37",
  widened: "#1a7f37",
  changed: "#9a6700",
  narrowed: "#cf222e",
  removed: "#cf222e",
};

const shapes: Readonly<Record<PictureNode["kind"], readonly [before: string, after: string]>> = {
  uploader: ["([", "])"],
  account: ["([", "])"],
  anyone: ["((", "))"],
  service: ["{{", "}}"],
  identityProvider: ["{{", "}}"],
  role: ["[", "]"],
  accessPoint: ["[/", "/]"],
  prefix: ["[", "]"],
  bucket: ["[(", ")]"],
  key: ["[[", "]]"],
  trail: ["[[", "]]"],
};

/** Mermaid writes characters as `#` and a number; a quote would end the label, a backtick make it Markdown. */
const label = (text: string): string =>
  (text.length > 80 ? `${text.slice(0, 79)}…` : text)
    .replace(/[#&"<>`{}|\\]/g, (character) => `#${character.charCodeAt(0)};`)
    .replace(/\s+/g, " ");
