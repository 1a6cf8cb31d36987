import type { Mark, PictureEdge, PictureNode } from "../picture";
import type { PageData, PageEdge } from "./pageData";

/** Which parts of a picture are shown one by one; the rest is folded. */
export interface View {
  /** Accounts with all that is in them. */
  readonly open: ReadonlySet<string>;
  /** Ids of nodes that are shown by themselves in accounts that are folded. */
  readonly kept: ReadonlySet<string>;
  /** Ids of the only nodes to be shown, each by itself; absent: all. */
  readonly only?: ReadonlySet<string>;
}

/** A node, or several of one kind and mark that stand folded as one. */
export interface ShownNode {
  readonly id: string;
  readonly kind: PictureNode["kind"];
  readonly mark: Mark;
  readonly box: string;
  readonly members: readonly PictureNode[];
}

/** An account, or those whose nodes stand folded together. */
export interface ShownBox {
  readonly id: string;
  readonly accounts: readonly string[];
  readonly owns: boolean;
}

/** An edge, or several of one kind and mark between the same two. */
export interface ShownEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** `within`: a prefix and its bucket. */
  readonly kind: PictureEdge["kind"] | "within";
  readonly mark: Mark;
  readonly members: readonly PageEdge[];
}

/** What of a picture is drawn. */
export interface ShownPicture {
  readonly boxes: readonly ShownBox[];
  readonly nodes: readonly ShownNode[];
  readonly edges: readonly ShownEdge[];
}

/** Id of the box of folded accounts without buckets and keys. */
const othersBox = "others";
const boxOf = (account: string): string => `account ${account}`;

/**
 * The picture with what a view folds drawn together: in a folded account nodes of one kind and mark are one, and
 * folded accounts that own nothing share one box. Edges between the same two are one for each kind and mark; what
 * would lead from a node to itself is left out. Takes time in proportion to the picture.
 */
export function foldPicture(picture: PageData, view: View): ShownPicture {
  const owning = new Set(picture.accounts.filter(({ owns }) => owns).map(({ account }) => account));
  const groups = new Map<string, { readonly box: string; readonly members: PictureNode[] }>();
  for (const node of picture.nodes) {
    if (view.only !== undefined && !view.only.has(node.id)) continue;
    const alone = view.only !== undefined || view.open.has(node.account) || view.kept.has(node.id);
    const shared = !owning.has(node.account) && node.account !== "";
    const box = alone || !shared ? boxOf(node.account) : othersBox;
    const id = alone ? node.id : JSON.stringify([box, node.kind, node.mark]);
    const group = groups.get(id);
    if (group === undefined) groups.set(id, { box, members: [node] });
    else group.members.push(node);
  }

  const nodes = shownNodes(groups);
  return { boxes: shownBoxes(nodes, owning), nodes, edges: shownEdges(picture, nodes) };
}

function shownNodes(
  groups: ReadonlyMap<string, { readonly box: string; readonly members: readonly PictureNode[] }>,
): readonly ShownNode[] {
  const foldedAccounts = new Set(
    [...groups.values()]
      .filter(({ box }) => box === othersBox)
      .flatMap(({ members }) => members.map(({ account }) => account)),
  );
  const [single] = foldedAccounts;
  return [...groups].flatMap(([id, { box, members }]) => {
    const [first] = members;
    if (first === undefined) return [];
    // One account alone is called by its number.
    const own = box === othersBox && single !== undefined && foldedAccounts.size === 1 ? boxOf(single) : box;
    return [
      { id: members.length === 1 ? first.id : id, kind: first.kind, mark: first.mark, box: own, members },
    ];
  });
}

function shownBoxes(nodes: readonly ShownNode[], owning: ReadonlySet<string>): readonly ShownBox[] {
  const accounts = new Map<string, Set<string>>();
  for (const { box, members } of nodes) {
    const known = accounts.get(box) ?? new Set();
    accounts.set(box, known);
    for (const { account } of members) known.add(account);
  }
  return [...accounts].map(([id, inside]) => ({
    id,
    accounts: [...inside],
    owns: [...inside].some((account) => owning.has(account)),
  }));
}

function shownEdges(picture: PageData, nodes: readonly ShownNode[]): readonly ShownEdge[] {
  const shownAs = new Map(nodes.flatMap(({ id, members }) => members.map((member) => [member.id, id])));
  const edges = new Map<string, ShownEdge & { readonly members: PageEdge[] }>();
  const add = (ends: readonly [string, string], kind: ShownEdge["kind"], mark: Mark, member?: PageEdge) => {
    const [from, to] = ends.map((end) => shownAs.get(end));
    if (from === undefined || to === undefined || from === to) return;
    const id = JSON.stringify([from, to, kind, mark]);
    const edge = edges.get(id) ?? { id, from, to, kind, mark, members: [] };
    edges.set(id, edge);
    if (member !== undefined) edge.members.push(member);
  };
  for (const edge of picture.edges) add([edge.from, edge.to], edge.kind, edge.mark, edge);
  for (const { id, within } of picture.nodes) {
    if (within !== undefined) add([id, within], "within", "same");
  }
  return [...edges.values()];
}
