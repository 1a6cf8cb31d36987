import { Graph, layout } from "@dagrejs/dagre";
import type { EdgeLabel, GraphLabel, NodeLabel } from "@dagrejs/dagre";
import type { ShownEdge, ShownPicture } from "../fold";
import { edgeText, markText } from "../words";
import { columns } from "./columns.mjs";

/** All lengths are in CSS pixels, from the top left corner of the picture. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A point of the picture. */
export interface Point {
  readonly x: number;
  readonly y: number;
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
  readonly points: readonly Point[];
  /** The middle of its label. */
  readonly label: Point;
}

const nodeSize = { width: 182, height: 48 } as const;
const boxPadding = { side: 12, top: 34, bottom: 10 } as const;
const margin = 16;
const labelHeight = 22;

/** Lays a picture out from left to right; accounts are beside or above each other and do not overlap. */
export function placed(picture: ShownPicture): Placed {
  const { boxes, nodes, edges } = picture;
  const graph = new Graph<GraphLabel, NodeLabel, EdgeLabel>({ compound: true, multigraph: true });
  // Between the nodes of two boxes is a node's gap and twice an edge's: room for the upper one's padding and the
  // lower one's heading.
  graph.setGraph({ rankdir: "LR", nodesep: 12, edgesep: 22, ranksep: 15, ranker: "tight-tree" });
  for (const { id } of boxes) graph.setNode(boxKey(id), { width: 0, height: 0 });
  for (const { id, box } of nodes) {
    graph.setNode(nodeKey(id), { ...nodeSize });
    graph.setParent(nodeKey(id), boxKey(box));
  }
  const column = columns(picture);
  const widthOf = labelWidths();
  const ends = (edge: ShownEdge) => {
    const isBackward = (column.get(edge.from) ?? 0) > (column.get(edge.to) ?? 0);
    return isBackward ? ([edge.to, edge.from, true] as const) : ([edge.from, edge.to, false] as const);
  };
  for (const edge of edges) {
    const [left, right] = ends(edge);
    const isLabelled = edge.kind !== "within";
    const minlen = Math.max(1, (column.get(right) ?? 0) - (column.get(left) ?? 0));
    const size = { width: isLabelled ? widthOf(edge) : 28, height: isLabelled ? labelHeight : 0 };
    graph.setEdge(nodeKey(left), nodeKey(right), { ...size, labelpos: "c", minlen }, edge.id);
  }
  layout(graph);

  // The library may find the order upside down.
  const heightOf = (id: string | undefined) => (id === undefined ? 0 : (graph.node(nodeKey(id)).y ?? 0));
  const turn = heightOf(nodes.at(0)?.id) > heightOf(nodes.at(-1)?.id) ? -1 : 1;
  const at = ({ x = 0, y = 0 }: Partial<Point>): Point => ({ x, y: y * turn });

  const placedNodes = new Map(
    nodes.map(({ id }) => {
      const { x, y } = at(graph.node(nodeKey(id)));
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
      const [left, right, isBackward] = ends(edge);
      const { points = [], x, y } = graph.edge(nodeKey(left), nodeKey(right), edge.id);
      const between = points.slice(1, -1).map(at);
      const all = [sideOf(placedNodes.get(left), 1), ...between, sideOf(placedNodes.get(right), 0)];
      const middle = at({
        ...points[Math.floor(points.length / 2)],
        ...(x === undefined ? {} : { x, y: y ?? 0 }),
      });
      return [edge.id, { points: isBackward ? all.reverse() : all, label: middle }];
    }),
  );
  return moved(placedBoxes, placedNodes, placedEdges);
}

/** Measures labels of edges, in CSS pixels with their padding. */
export function labelWidths(): (edge: ShownEdge) => number {
  const context = document.createElement("canvas").getContext("2d");
  if (context !== null) context.font = "700 12px system-ui";
  return (edge) => {
    const sign = markText(edge.mark);
    const text = sign === "" ? edgeText(edge) : `${sign} · ${edgeText(edge)}`;
    return Math.min(220, Math.ceil((context?.measureText(text).width ?? text.length * 8) + 20));
  };
}

const boxKey = (id: string): string => `box ${id}`;
const nodeKey = (id: string): string => `node ${id}`;

/** The middle of the left (0) or the right (1) side. */
function sideOf(place: Place | undefined, side: 0 | 1): Point {
  const { x, y, width, height } = place ?? { x: 0, y: 0, width: 0, height: 0 };
  return { x: x + side * width, y: y + height / 2 };
}

function around(places: readonly Place[]): Place {
  const left = Math.min(...places.map(({ x }) => x)) - boxPadding.side;
  const top = Math.min(...places.map(({ y }) => y)) - boxPadding.top;
  const right = Math.max(...places.map(({ x, width }) => x + width)) + boxPadding.side;
  const bottom = Math.max(...places.map(({ y, height }) => y + height)) + boxPadding.bottom;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The same, with the top left corner of all at the margin. */
function moved(
  boxes: ReadonlyMap<string, Place>,
  nodes: ReadonlyMap<string, Place>,
  edges: ReadonlyMap<string, PlacedEdge>,
): Placed {
  const corners = [
    ...[...boxes.values()].flatMap(({ x, y, width, height }) => [
      { x, y },
      { x: x + width, y: y + height },
    ]),
    ...[...edges.values()].flatMap(({ points }) => points),
  ];
  if (corners.length === 0) return { width: 0, height: 0, boxes, nodes, edges };
  const left = Math.min(...corners.map(({ x }) => x)) - margin;
  const top = Math.min(...corners.map(({ y }) => y)) - margin;
  const shift = <At extends Point>(at: At): At => ({ ...at, x: at.x - left, y: at.y - top });
  return {
    width: Math.max(...corners.map(({ x }) => x)) - left + margin,
    height: Math.max(...corners.map(({ y }) => y)) - top + margin,
    boxes: new Map([...boxes].map(([id, place]) => [id, shift(place)])),
    nodes: new Map([...nodes].map(([id, place]) => [id, shift(place)])),
    edges: new Map(
      [...edges].map(([id, { points, label }]) => [id, { points: points.map(shift), label: shift(label) }]),
    ),
  };
}
