import type { View } from "./fold";
import type { PageData } from "./pageData";
import type { Paths } from "./paths";

/** So many nodes are drawn one by one when a page opens; a larger picture opens folded. */
const nodesAtFirst = 60;
/** So many nodes a search draws. */
const nodesOfSearch = 60;

const nothing: ReadonlySet<string> = new Set();

/** Everything one by one. */
export const openView = ({ accounts }: PageData): View => ({
  open: new Set(accounts.map(({ account }) => account)),
  kept: nothing,
});

/** Nothing one by one. */
export const foldedView: View = { open: nothing, kept: nothing };

/** How a page opens: as a whole where it is small, else folded but for what a change touches, where that is small. */
export function firstView(picture: PageData, paths: Paths): View {
  if (picture.nodes.length <= nodesAtFirst) return openView(picture);
  const kept = paths.changed();
  return kept.size <= nodesAtFirst ? { ...foldedView, kept } : foldedView;
}

/** The view with an account opened, or folded with all that was kept in it. */
export function withAccount(view: View, picture: PageData, account: string, isOpen: boolean): View {
  const open = new Set(view.open);
  if (isOpen) open.add(account);
  else open.delete(account);
  const inside = new Set(
    picture.nodes.filter((node) => !isOpen && node.account === account).map(({ id }) => id),
  );
  return { ...view, open, kept: new Set([...view.kept].filter((id) => !inside.has(id))) };
}

/** What a search finds. */
export interface Found {
  /** Ids of the nodes that match. */
  readonly matches: readonly string[];
  /** Those matches of which the view has the paths; fewer where they are too many to be drawn. */
  readonly drawn: readonly string[];
  readonly view: View;
}

/**
 * Finds nodes by their label, their id or the number of their account, without regard to case; every word must be
 * in one of them. The view has the paths on which they are.
 */
export function search(picture: PageData, paths: Paths, query: string): Found {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = picture.nodes
    .filter((node) => {
      const text = `${node.label}\n${node.id}\n${node.account}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .map(({ id }) => id);
  const only = new Set<string>();
  const drawn: string[] = [];
  for (const id of matches) {
    const more = paths.through([id]);
    const size = new Set([...only, ...more]).size;
    if (drawn.length > 0 && size > nodesOfSearch) break;
    drawn.push(id);
    // A bucket has everyone's paths: it is shown with what fits.
    for (const one of [id, ...more]) if (only.size < nodesOfSearch) only.add(one);
  }
  return { matches, drawn, view: { ...foldedView, only } };
}
