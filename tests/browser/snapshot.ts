import type { Page } from "playwright-core";

/** An element of a page, as Chromium itself sees it. */
export interface SeenElement {
  /** Like `button`; empty for what is no element, such as a text. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly parent: SeenElement | undefined;
}

/** What a screen reader is told of an element, or of a text. */
export interface ToldNode {
  /** As Chromium names roles: `image` for `img`. */
  readonly role: string;
  readonly name: string;
  readonly properties: ReadonlyMap<string, unknown>;
  /** Left out by a screen reader; what is within may be told. */
  readonly ignored: boolean;
  /** The next one around it that is not left out. */
  readonly parent: ToldNode | undefined;
  readonly element: SeenElement | undefined;
}

/** A text that is drawn. */
export interface DrawnText {
  readonly text: string;
  readonly element: SeenElement;
  /** As CSS: `rgb(24, 33, 44)`. */
  readonly colour: string;
  /**
   * What lies behind it, topmost first. Where the element has nothing but this text, Chromium has blended everything
   * that is painted there; else these are the backgrounds of the elements that the text is in.
   */
  readonly backgrounds: readonly string[];
  /** 0 to 1, of the text and all around it. */
  readonly opacity: number;
  readonly sizePx: number;
  readonly weight: number;
}

/** A page at one moment. */
export interface Snapshot {
  readonly elements: readonly SeenElement[];
  readonly texts: readonly DrawnText[];
  /** In the order of the document, each after what it is in. */
  readonly told: readonly ToldNode[];
}

/**
 * Takes down what Chromium knows of a page: its elements, its drawn texts with the colours behind them, and its
 * accessibility tree.
 *
 * @see https://chromedevtools.github.io/devtools-protocol/tot/Accessibility/#method-getFullAXTree
 * @see https://chromedevtools.github.io/devtools-protocol/tot/DOMSnapshot/#method-captureSnapshot
 */
export async function snapshotOf(page: Page): Promise<Snapshot> {
  const session = await page.context().newCDPSession(page);
  const taken = await session.send("DOMSnapshot.captureSnapshot", {
    computedStyles: ["color", "font-size", "font-weight", "visibility", "background-color"],
    includeBlendedBackgroundColors: true,
    includeTextColorOpacities: true,
  });
  const { nodes: tree } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  const [document] = taken.documents;
  if (document === undefined) throw new Error("Chromium tells of no document");
  const { nodes, layout } = document;
  const string = (index: number | undefined): string => taken.strings[index ?? -1] ?? "";
  const parents = nodes.parentIndex ?? [];

  const elements: SeenElement[] = [];
  const numbers = new Map<number | undefined, number>();
  for (const [index, name] of (nodes.nodeName ?? []).entries()) {
    const pairs = nodes.attributes?.[index] ?? [];
    const attributes = new Map<string, string>();
    for (let at = 0; at < pairs.length; at += 2) attributes.set(string(pairs[at]), string(pairs[at + 1]));
    const isElement = nodes.nodeType?.[index] === 1;
    elements.push({
      name: isElement ? string(name).toLowerCase() : "",
      attributes,
      parent: elements[parents[index] ?? -1],
    });
    numbers.set(nodes.backendNodeId?.[index], index);
  }

  const backgrounds = new Map(
    layout.nodeIndex.map((node, index) => [node, string(layout.blendedBackgroundColors?.[index])]),
  );
  const own = new Map(layout.nodeIndex.map((node, index) => [node, string((layout.styles[index] ?? [])[4])]));
  const grounds = (node: number): readonly string[] =>
    node < 0 ? [] : [own.get(node) ?? "", ...grounds(parents[node] ?? -1)].filter((colour) => colour !== "");
  const opacities = new Map(
    layout.nodeIndex.map((node, index) => [node, layout.textColorOpacities?.[index]]),
  );
  const texts = layout.nodeIndex.flatMap((node, index): readonly DrawnText[] => {
    const text = string(layout.text[index]);
    const [colour, size, weight, visibility] = (layout.styles[index] ?? []).map(string);
    const parent = parents[node] ?? -1;
    const element = elements[parent];
    if (text.trim() === "" || visibility !== "visible" || element === undefined) return [];
    const blended = backgrounds.get(parent) ?? "";
    return [
      {
        text: text.trim(),
        element,
        colour: colour ?? "",
        backgrounds: blended === "" ? grounds(parent) : [blended],
        opacity: opacities.get(parent) ?? 1,
        sizePx: Number.parseFloat(size ?? ""),
        weight: Number(weight),
      },
    ];
  });

  const byId = new Map(tree.map((node) => [node.nodeId, node]));
  const made = new Map<string, ToldNode>();
  const toldOf = (id: string): ToldNode | undefined => {
    const known = made.get(id);
    const node = byId.get(id);
    if (known !== undefined || node === undefined) return known;
    const around = node.parentId === undefined ? undefined : toldOf(node.parentId);
    const one: ToldNode = {
      role: String(node.role?.value ?? ""),
      name: String(node.name?.value ?? "").trim(),
      properties: new Map((node.properties ?? []).map(({ name, value }) => [name, value.value as unknown])),
      ignored: node.ignored,
      parent: around?.ignored === true ? around.parent : around,
      element: elements[numbers.get(node.backendDOMNodeId) ?? -1],
    };
    made.set(id, one);
    return one;
  };
  const order = new Map(elements.map((element, index) => [element, index]));
  const told = tree.flatMap(({ nodeId }) => toldOf(nodeId) ?? []);
  const place = ({ element }: ToldNode): number => (element === undefined ? 0 : (order.get(element) ?? 0));
  return { elements, texts, told: told.sort((one, other) => place(one) - place(other)) };
}
