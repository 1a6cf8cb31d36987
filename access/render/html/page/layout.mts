import { Graph, layout } from "@dagrejs/dagre";
import type { EdgeLabel, GraphLabel, NodeLabel } from "@dagrejs/dagre";
import { edgeText, markText } from "../words";
import type { ShownEdge, ShownPicture } from "../fold";

/** All lengths are in CSS pixels, from the top left corner of the picture. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where everything of a picture stands. */
export interface Placed {
  readonly width: number;
  readonly height: number;
  readonly boxes: ReadonlyMap<string, Place>;
  readonly nodes: ReadonlyMap<string, Place>;
  readonly edges: ReadonlyMap<string, PlacedEdge>;
}

/** Where an edge runs. */
export interface PlacedEdge {
  /** In order, from its start. */
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** The middle of its label. */
  readonly label: { readonly x: number; readonly y: number };
}

export const nodeSize = { width: 206, height: 48 } as const;
const boxPadding = { side: 14, top: 34, bottom: 10 } as const;
const margin = 16;
const labelHeight = 22;

/** Lays a picture out from left to right; accounts are beside or above each other and do not overlap. */
export function placed({ boxes, nodes, edges }: ShownPicture): Placed {
  const graph = new Graph<GraphLabel, NodeLabel, EdgeLabel>({ compound: true, multigraph: true });
  // Between the nodes of two boxes is a node's gap and twice an edge's: room for the upper one's padding and the
  // lower one's heading.
  graph.setGraph({ rankdir: "LR", nodesep: 12, edgesep: 22, ranksep: 22, ranker: "tight-tree" });
  for (const { id } of boxes) graph.setNode(boxKey(id), { width: 0, height: 0 });
  for (const { id, box } of nodes) {
    graph.setNode(nodeKey(id), { ...nodeSize });
    graph.setParent(nodeKey(id), boxKey(box));
  }
  const kinds = new Map(nodes.map(({ id, kind }) => [id, kind]));
  for (const edge of edges) {
    const label = edge.kind === "within" ? 0 : labelWidth(edge);
    const size = { width: label, height: edge.kind === "within" ? 0 : labelHeight, labelpos: "c" as const };
    const [from, to] = isBackward(edge, kinds) ? [edge.to, edge.from] : [edge.from, edge.to];
    graph.setEdge(nodeKey(from), nodeKey(to), size, edge.id);
  }
  layout(graph);

  const placedNodes = new Map(
    nodes.map(({ id }) => {
      const { x = 0, y = 0 } = graph.node(nodeKey(id));
      return [id, { x: x - nodeSize.width / 2, y: y - nodeSize.height / 2, ...nodeSize }];
    }),
  );
  const placedBoxes = new Map(
    boxes.map(({ id }) => {
      const inside = nodes.filter(({ box }) => box === id).flatMap((node) => placedNodes.get(node.id) ?? []);
      return [id, around(inside)];
    }),
  );
  const placedEdges = new Map(
    edges.map((edge) => {
      const isReversed = isBackward(edge, kinds);
      const [from, to] = isReversed ? [edge.to, edge.from] : [edge.from, edge.to];
      const { points = [], x, y } = graph.edge(nodeKey(from), nodeKey(to), edge.id);
      const middle = points[Math.floor(points.length / 2)] ?? { x: 0, y: 0 };
      return [
        edge.id,
        {
          points: isReversed ? [...points].reverse() : points,
          label: { x: x ?? middle.x, y: y ?? middle.y },
        },
      ];
    }),
  );
  return moved(placedBoxes, placedNodes, placedEdges);
}

/** Width of an edge's label in CSS pixels, by its number of characters; the page's style cuts it off there. */
export function labelWidth(edge: ShownEdge): number {
  const sign = markText(edge.mark);
  const text = sign === "" ? edgeText(edge) : `${sign} · ${edgeText(edge)}`;
  return Math.min(180, Math.ceil(text.length * 7 + 22));
}

const boxKey = (id: string): string => `box ${id}`;
const nodeKey = (id: string): string => `node ${id}`;

/** Keys and trails stand to the right of their bucket, whichever way the edge points. */
function isBackward({ from, to }: ShownEdge, kinds: ReadonlyMap<string, string>): boolean {
  const kind = kinds.get(from);
  return (kind === "key" || kind === "trail") && kinds.get(to) === "bucket";
}

function around(places: readonly Place[]): Place {
  const left = Math.min(...places.map(({ x }) => x)) - boxPadding.side;
  const top = Math.min(...places.map(({ y }) => y)) - boxPadding.top;
  const right = Math.max(...places.map(({ x, width }) => x + width)) + boxPadding.side;
  const bottom = Math.max(...places.map(({ y, height }) => y + height)) + boxPadding.bottom;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The same, with the top left corner of all boxes at the margin. */
function moved(
  boxes: ReadonlyMap<string, Place>,
  nodes: ReadonlyMap<string, Place>,
  edges: ReadonlyMap<string, PlacedEdge>,
): Placed {
  const all = [...boxes.values()];
  if (all.length === 0) return { width: 0, height: 0, boxes, nodes, edges };
  const points = [...edges.values()].flatMap((edge) => edge.points);
  const left = Math.min(...all.map(({ x }) => x), ...points.map(({ x }) => x)) - margin;
  const top = Math.min(...all.map(({ y }) => y), ...points.map(({ y }) => y)) - margin;
  const shift = <At extends { readonly x: number; readonly y: number }>(at: At): At => ({
    ...at,
    x: at.x - left,
    y: at.y - top,
  });
  return {
    width: Math.max(...all.map(({ x, width }) => x + width), ...points.map(({ x }) => x)) - left + margin,
    height: Math.max(...all.map(({ y, height }) => y + height), ...points.map(({ y }) => y)) - top + margin,
    boxes: new Map([...boxes].map(([id, place]) => [id, shift(place)])),
    nodes: new Map([...nodes].map(([id, place]) => [id, shift(place)])),
    edges: new Map(
      [...edges].map(([id, { points, label }]) => [id, { points: points.map(shift), label: shift(label) }]),
    ),
  };
}
