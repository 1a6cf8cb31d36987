import type { Mark, Picture, PictureEdge, PictureNode } from "./picture";

/** The part of a picture that changes, with what it is attached to. */
export function changedOnly({ nodes, edges }: Picture): Picture {
  const changed = edges.filter(({ mark }) => mark !== "same");
  const roles = new Set(
    changed
      .flatMap(({ from, to }) => [from, to])
      .filter((id) => nodes.some((one) => one.id === id && one.kind === "role")),
  );
  // Who assumes a role that may do more is who gains.
  const around = edges.filter(
    (edge) =>
      edge.mark === "same" && ((edge.kind === "assumes" && roles.has(edge.to)) || roles.has(edge.from)),
  );
  return kept(nodes, [...changed, ...around]);
}

function kept(nodes: readonly PictureNode[], edges: readonly PictureEdge[]): Picture {
  const ids = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const within = new Set(
    nodes.flatMap((node) => (ids.has(node.id) && node.within !== undefined ? [node.within] : [])),
  );
  const own = nodes.filter(({ id }) => ids.has(id) || within.has(id));
  return { nodes: own, edges, accounts: accountsOf(own) };
}

/**
 * A picture of at most about so many nodes: where there are more, what is alike within an account becomes one node; if
 * that is not enough, all accounts that own nothing become one.
 */
export function collapsed(picture: Picture, mostNodes: number): Picture {
  if (picture.nodes.length <= mostNodes) return picture;
  const owning = new Set(picture.accounts.filter(({ owns }) => owns).map(({ account }) => account));
  const byAccount = merged(
    picture,
    ({ kind, account, within, mark }) => `${account} ${kind} ${within ?? ""} ${mark}`,
  );
  if (byAccount.nodes.length <= mostNodes) return byAccount;
  return merged(picture, ({ kind, account, within, mark }) =>
    owning.has(account) ? `${account} ${kind} ${within ?? ""} ${mark}` : `others ${kind} ${mark}`,
  );
}

const nouns: Readonly<Record<PictureNode["kind"], string>> = {
  uploader: "roles and users",
  account: "accounts as a whole",
  anyone: "everyone",
  service: "services",
  identityProvider: "identity providers",
  role: "roles",
  accessPoint: "access points",
  prefix: "prefixes and objects",
  bucket: "buckets",
  key: "keys",
  trail: "trails",
};

function merged(picture: Picture, groupOf: (node: PictureNode) => string): Picture {
  const groups = new Map<string, PictureNode[]>();
  for (const node of picture.nodes) {
    // A bucket is what prefixes are in: it stays itself.
    const key = node.kind === "bucket" ? node.id : groupOf(node);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [node]);
    else group.push(node);
  }
  const idOf = new Map<string, string>();
  const nodes = [...groups].map(([key, own]): PictureNode => {
    const [first, ...more] = own;
    for (const { id } of own) idOf.set(id, more.length === 0 ? id : `group ${key}`);
    if (first === undefined || more.length === 0) return first ?? none;
    const accounts = new Set(own.map(({ account }) => account));
    const label = `${own.length} ${nouns[first.kind]}`;
    return accounts.size === 1
      ? { ...first, id: `group ${key}`, label }
      : { ...first, id: `group ${key}`, label: `${label} of ${accounts.size} accounts`, account: "" };
  });
  const edges = new Map<string, PictureEdge & { readonly marks: Set<Mark> }>();
  for (const edge of picture.edges) {
    const from = idOf.get(edge.from) ?? edge.from;
    const to = idOf.get(edge.to) ?? edge.to;
    const id = `${from} ${edge.kind} ${to} ${edge.label} ${edge.mark}`;
    if (!edges.has(id)) edges.set(id, { ...edge, id, from, to, marks: new Set() });
  }
  return { nodes, edges: [...edges.values()], accounts: accountsOf(nodes) };
}

const none: PictureNode = { id: "", kind: "anyone", label: "", account: "", mark: "same" };

function accountsOf(nodes: readonly PictureNode[]): Picture["accounts"] {
  const owning = new Set(
    nodes.flatMap(({ kind, account }) => (kind === "bucket" || kind === "key" ? [account] : [])),
  );
  return [...new Set(nodes.map(({ account }) => account))]
    .sort()
    .map((account) => ({ account, owns: owning.has(account) }));
}
