import { boxText, edgeText, kindText, markText, nodeText } from "../words";
import type { ShownBox, ShownEdge, ShownNode, ShownPicture } from "../fold";
import { drawing, element } from "./element.mjs";
import { icon } from "./icons.mjs";
import { labelWidths } from "./layout.mjs";
import type { Place, Placed, PlacedEdge, Point } from "./layout.mjs";

/** What a part of the drawing stands for. */
export type Item =
  | { readonly kind: "node"; readonly node: ShownNode }
  | { readonly kind: "edge"; readonly edge: ShownEdge }
  | { readonly kind: "box"; readonly box: ShownBox; readonly isOpen: boolean };

/** A drawing with its parts. */
export interface Drawn {
  readonly canvas: HTMLElement;
  /** The buttons of the drawing, in reading order, with what they stand for. */
  readonly stops: ReadonlyMap<HTMLButtonElement, Item>;
  /** The lines of edges by the ids of the edges. */
  readonly lines: ReadonlyMap<string, SVGElement>;
  /** The edges without a button. */
  readonly related: readonly ShownEdge[];
  readonly buttonOf: (id: string) => HTMLButtonElement | undefined;
}

/** Draws a picture: a group for each account with buttons for its nodes, lines, and a button on each line. */
export function drawn(picture: ShownPicture, places: Placed, isOpen: (box: ShownBox) => boolean): Drawn {
  const stops = new Map<HTMLButtonElement, Item>();
  const buttons = new Map<string, HTMLButtonElement>();
  const canvas = element("div", { className: "canvas" });
  canvas.style.width = `${places.width}px`;
  canvas.style.height = `${places.height}px`;
  const widthOf = labelWidths();
  const byId = new Map(picture.nodes.map((node) => [node.id, node]));
  const lines = new Map<string, SVGElement>();
  const svg = drawing("svg", {
    className: "lines",
    attributes: { width: String(places.width), height: String(places.height), "aria-hidden": "true" },
  });

  const shown = [...picture.boxes].sort((left, right) => topOf(places, left) - topOf(places, right));
  for (const box of shown) {
    const group = element("div", {
      className: `box${box.owns ? " owns" : ""}`,
      attributes: { role: "group", "aria-label": boxText(box) },
    });
    setPlace(group, places.boxes.get(box.id));
    canvas.append(group);
    group.append(heading(box, picture, isOpen(box), stops));
    const inside = picture.nodes
      .filter((node) => node.box === box.id)
      .map((node) => [node, places.nodes.get(node.id)] as const)
      .sort(([, left], [, right]) => order(left, right));
    for (const [node, place] of inside) {
      const button = nodeButton(node);
      setPlace(button, place, places.boxes.get(box.id));
      group.append(button);
      stops.set(button, { kind: "node", node });
      buttons.set(node.id, button);
    }
  }
  canvas.append(svg);
  for (const edge of picture.edges) {
    const place = places.edges.get(edge.id);
    if (place === undefined) continue;
    const line = edgeLine(edge, place);
    svg.append(line);
    lines.set(edge.id, line);
    if (edge.kind === "within") continue;
    const button = edgeButton(edge, place, byId, widthOf);
    canvas.append(button);
    stops.set(button, { kind: "edge", edge });
    buttons.set(edge.id, button);
  }
  const related = picture.edges.filter(({ kind }) => kind === "within");
  return { canvas, stops, lines, related, buttonOf: (id) => buttons.get(id) };
}

function heading(
  box: ShownBox,
  picture: ShownPicture,
  isOpen: boolean,
  stops: Map<HTMLButtonElement, Item>,
): HTMLElement {
  const text = element("span", { className: "box-name", text: boxText(box) });
  const role = element("span", { className: "box-role", text: box.owns ? "destination" : "" });
  const inside = picture.nodes.filter((node) => node.box === box.id);
  const count = inside.reduce((sum, { members }) => sum + members.length, 0);
  const children: Node[] = [];
  if (count > 1) {
    const fold = element("button", {
      className: "fold",
      text: isOpen ? "−" : "+",
      attributes: {
        type: "button",
        tabindex: "-1",
        "aria-expanded": String(isOpen),
        "aria-label": `${isOpen ? "Fold" : "Open"} ${boxText(box)}`,
      },
    });
    stops.set(fold, { kind: "box", box, isOpen });
    children.push(fold);
  }
  return element("div", { className: "box-head", children: [...children, text, role] });
}

function nodeButton(node: ShownNode): HTMLButtonElement {
  const mark = markText(node.mark);
  const many = node.members.length > 1;
  return element("button", {
    className: `node kind-${node.kind} mark-${node.mark}${many ? " many" : ""}`,
    attributes: { type: "button", tabindex: "-1", "aria-pressed": "false" },
    children: [
      icon(node.kind),
      element("span", {
        className: "node-text",
        children: [
          element("span", {
            className: "node-kind",
            children: [
              element("span", { text: `${many ? "folded" : kindText(node.kind)} ` }),
              ...(mark === "" ? [] : [element("span", { className: "mark", text: `${mark} ` })]),
            ],
          }),
          element("bdi", { className: "node-label", text: nodeText(node), attributes: { dir: "auto" } }),
        ],
      }),
    ],
  });
}

function edgeButton(
  edge: ShownEdge,
  { label }: PlacedEdge,
  nodes: ReadonlyMap<string, ShownNode>,
  widthOf: (edge: ShownEdge) => number,
): HTMLButtonElement {
  const mark = markText(edge.mark);
  const [from, to] = [edge.from, edge.to].map((id) => {
    const node = nodes.get(id);
    return node === undefined ? "" : nodeText(node);
  });
  // What is to be seen comes first: who speaks to the page says that.
  const words = `${mark === "" ? "" : `${mark} · `}${edgeText(edge)}: ${String(from)} to ${String(to)}`;
  const button = element("button", {
    className: `edge mark-${edge.mark} edge-${edge.kind}`,
    attributes: { type: "button", tabindex: "-1", "aria-label": words, "aria-pressed": "false" },
    children: [
      ...(mark === "" ? [] : [element("span", { className: "mark", text: `${mark} · ` })]),
      element("bdi", { text: edgeText(edge) }),
    ],
  });
  button.style.left = `${label.x}px`;
  button.style.top = `${label.y}px`;
  button.style.maxWidth = `${widthOf(edge)}px`;
  return button;
}

/** The line with its arrow head; removed and narrowed ones are broken, each in its own way, by the page's style. */
function edgeLine(edge: ShownEdge, { points }: PlacedEdge): SVGElement {
  const path = curve(points);
  const children: SVGElement[] = [drawing("path", { className: "line", attributes: { d: path } })];
  if (edge.kind !== "within") {
    children.push(drawing("path", { className: "head", attributes: { d: head(points) } }));
    children.unshift(drawing("path", { className: "hit", attributes: { d: path } }));
  }
  return drawing("g", {
    className: `edge-line mark-${edge.mark} edge-${edge.kind}`,
    attributes: { "data-edge": edge.id },
    children,
  });
}

/** A curve from left to right through points: between each two it leaves and arrives level. */
function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return "";
  let from = first;
  const parts = rest.map((to) => {
    const middle = (from.x + to.x) / 2;
    from = to;
    return `C${middle} ${pointBefore(points, to).y} ${middle} ${to.y} ${to.x} ${to.y}`;
  });
  return `M${first.x} ${first.y}${parts.join("")}`;
}

function pointBefore(points: readonly Point[], point: Point): Point {
  return points[points.indexOf(point) - 1] ?? point;
}

function head(points: readonly Point[]): string {
  const tip = points.at(-1);
  const before = points.at(-2);
  if (tip === undefined || before === undefined) return "";
  const back = tip.x >= before.x ? -9 : 9;
  return `M${tip.x} ${tip.y}l${back} -5v10Z`;
}

function setPlace(made: HTMLElement, place: Place | undefined, within?: Place): void {
  if (place === undefined) return;
  made.style.left = `${place.x - (within?.x ?? 0)}px`;
  made.style.top = `${place.y - (within?.y ?? 0)}px`;
  made.style.width = `${place.width}px`;
  made.style.height = `${place.height}px`;
}

const order = (left: Place | undefined, right: Place | undefined): number =>
  (left?.x ?? 0) - (right?.x ?? 0) || (left?.y ?? 0) - (right?.y ?? 0);

function topOf(places: Placed, { id, owns }: ShownBox): number {
  // Whom the access starts from is read before what it leads to.
  return (owns ? 1e9 : 0) + (places.boxes.get(id)?.y ?? 0);
}
