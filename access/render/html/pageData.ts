import type { Picture, PictureAccount, PictureEdge, PictureNode } from "../picture";
import type { Numbered } from "./numbered";

/** An edge whose sentences and statements are told by their numbers: on a large page each text stands once. */
export type PageEdge = Omit<PictureEdge, "sentences" | "statements"> & {
  /** Indices into `sentences` of the page. */
  readonly sentences: readonly number[];
  /** Numbers of the page's statements; the element of number 3 has the id `s3`. */
  readonly statements: readonly number[];
};

/** What the script of a page works on. */
export interface PageData {
  readonly accounts: readonly PictureAccount[];
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PageEdge[];
  readonly sentences: readonly string[];
}

/** The picture as the page's script takes it; gives every statement of the picture its number. */
export function pageData({ accounts, nodes, edges }: Picture, statements: Numbered): PageData {
  const numbers = new Map<string, number>();
  const numberOf = (sentence: string): number => {
    const known = numbers.get(sentence) ?? numbers.size;
    numbers.set(sentence, known);
    return known;
  };
  const pageEdges = edges.map((edge) => ({
    ...edge,
    sentences: edge.sentences.map(numberOf),
    statements: edge.statements.map(statements.numberOf),
  }));
  return { accounts, nodes, edges: pageEdges, sentences: [...numbers.keys()] };
}
