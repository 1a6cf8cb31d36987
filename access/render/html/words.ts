import type { Mark, PictureNode } from "../picture";
import type { ShownBox, ShownEdge, ShownNode } from "./fold";

const kindWords: Readonly<Record<PictureNode["kind"], readonly [one: string, many: string]>> = {
  uploader: ["uploader", "uploaders"],
  account: ["whole account", "whole accounts"],
  anyone: ["everyone", "everyone"],
  service: ["AWS service", "AWS services"],
  identityProvider: ["identity provider", "identity providers"],
  role: ["role", "roles"],
  accessPoint: ["access point", "access points"],
  prefix: ["prefix", "prefixes"],
  bucket: ["bucket", "buckets"],
  key: ["key", "keys"],
  trail: ["trail", "trails"],
};

/** What a node is, like `role`. */
export const kindText = (kind: PictureNode["kind"]): string => kindWords[kind][0];

/** The name of a node, or how many stand for it, like `200 roles`. */
export function nodeText({ kind, members }: ShownNode): string {
  const [first] = members;
  return members.length === 1 && first !== undefined
    ? first.label
    : `${members.length} ${kindWords[kind][1]}`;
}

/** The signs of marks: what differs is never told by colour alone. Empty for what stays the same. */
export const markSigns: Readonly<Record<Mark, string>> = {
  same: "",
  added: "+",
  removed: "−",
  widened: "▲",
  narrowed: "▼",
  changed: "◆",
};

/** Like `+ added`; empty for what stays the same. */
export const markText = (mark: Mark): string => (mark === "same" ? "" : `${markSigns[mark]} ${mark}`);

/** What an edge says, like `put`, with the number of edges where several stand as one. */
export function edgeText({ kind, members }: ShownEdge): string {
  const labels = [...new Set(members.map(({ label }) => label))];
  const [first] = labels;
  const what = labels.length === 1 && first !== undefined && first !== "" ? first : kind;
  return members.length > 1 ? `${what} ×${members.length}` : what;
}

/** The name of a box: the number of its account, or how many it stands for. */
export function boxText({ accounts }: Pick<ShownBox, "accounts">): string {
  const [first] = accounts;
  if (accounts.length > 1 || first === undefined) return `${accounts.length} accounts`;
  return first === "" ? "outside of all accounts" : `account ${first}`;
}
