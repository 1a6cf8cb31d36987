import { foldPicture } from "../fold";
import type { ShownBox, ShownNode, View } from "../fold";
import type { PageData } from "../pageData";
import type { Paths } from "../paths";
import { withAccount } from "../views";
import { details } from "./details.mjs";
import { drawn } from "./draw.mjs";
import type { Drawn, Item } from "./draw.mjs";
import { element, part } from "./element.mjs";
import { nextStop } from "./keyboard.mjs";
import { placed } from "./layout.mjs";
import type { Zoom } from "./zoom.mjs";

/** More than that at once can neither be read nor be laid out while one waits. */
const mostNodes = 150;

/** The picture on the page. */
export interface PictureView {
  readonly view: () => View;
  /** Shows a view; false, and nothing changes, where it has too many nodes. */
  readonly show: (view: View) => boolean;
  readonly clear: () => void;
}

/** What of the page a picture works with. */
export interface Surroundings {
  readonly data: PageData;
  readonly paths: Paths;
  readonly zoom: Zoom;
  /** Tells those who hear the page, and those who see it, in one line. */
  readonly say: (text: string) => void;
  /** Tells those who hear the page only: it is to be seen elsewhere. */
  readonly speak: (text: string) => void;
}

/** Shows the picture, and lets its parts be pointed at, focused and chosen. */
export function pictureView({ data, paths, zoom, say, speak }: Surroundings, first: View): PictureView {
  const frame = part("frame", HTMLElement);
  const panel = part("details", HTMLElement);
  const hint = [...panel.childNodes];
  let view = first;
  let picture: Drawn | undefined;
  let nodes: ReadonlyMap<string, ShownNode> = new Map();
  let chosen: Item | undefined;

  const isOpen = (box: ShownBox): boolean =>
    view.only !== undefined || box.accounts.every((account) => view.open.has(account));

  const fill = (item: Item | undefined): void => {
    if (item === undefined) {
      panel.replaceChildren(...hint);
      return;
    }
    const { title, content } = details(item, data, nodes, { reveal });
    panel.replaceChildren(element("h2", { text: title, attributes: { dir: "auto" } }), ...content);
    panel.scrollTo(0, 0);
  };

  const choose = (item: Item | undefined): void => {
    if (picture === undefined) return;
    chosen = item;
    fill(item);
    for (const [button, one] of picture.stops) {
      if (one.kind !== "box")
        button.setAttribute("aria-pressed", String(item !== undefined && isSame(one, item)));
    }
    highlight(item, picture, paths);
  };

  const show = (wanted: View): boolean => {
    const shown = foldPicture(data, wanted);
    if (shown.nodes.length > mostNodes) {
      say(`That would show ${shown.nodes.length} boxes at once: search, or open one account at a time.`);
      return false;
    }
    view = wanted;
    const places = placed(shown);
    const made = drawn(shown, places, isOpen);
    picture = made;
    nodes = new Map(shown.nodes.map((node) => [node.id, node]));
    frame.replaceChildren(made.canvas);
    zoom.show(made.canvas, places.width, places.height);
    made.stops.keys().next().value?.setAttribute("tabindex", "0");
    listen(made);
    const same =
      chosen === undefined ? undefined : [...made.stops.values()].find((one) => isSame(one, chosen));
    choose(same);
    return true;
  };

  const reveal = (id: string): void => {
    if (!show({ ...view, kept: new Set([...view.kept, ...paths.through([id])]) })) return;
    focus(picture?.buttonOf(id));
  };

  const toggle = (box: ShownBox, open: boolean): void => {
    let next = view.only === undefined ? view : { open: view.open, kept: view.kept };
    for (const account of box.accounts) next = withAccount(next, data, account, open);
    if (!show(next)) return;
    const first = [...(picture?.stops ?? [])].find(
      ([, item]) => item.kind === "box" && item.box.accounts.some((one) => box.accounts.includes(one)),
    );
    focus(first?.[0]);
    say(
      `${open ? "Opened" : "Folded"} ${box.accounts.length === 1 ? `account ${String(box.accounts[0])}` : `${box.accounts.length} accounts`}.`,
    );
  };

  const focus = (button: HTMLButtonElement | undefined): void => {
    if (button === undefined || picture === undefined) return;
    for (const one of picture.stops.keys()) one.tabIndex = one === button ? 0 : -1;
    button.focus();
  };

  const listen = (made: Drawn): void => {
    for (const [button, item] of made.stops) {
      if (item.kind === "box") {
        button.addEventListener("click", () => {
          toggle(item.box, !item.isOpen);
        });
        continue;
      }
      button.addEventListener("pointerenter", () => {
        fill(item);
        highlight(item, made, paths);
      });
      button.addEventListener("pointerleave", () => {
        fill(chosen);
        highlight(chosen, made, paths);
      });
      button.addEventListener("focus", () => {
        for (const one of made.stops.keys()) one.tabIndex = one === button ? 0 : -1;
        choose(item);
      });
      button.addEventListener("click", () => {
        choose(item);
        speak(details(item, data, nodes, { reveal }).spoken);
      });
    }
    for (const [id, line] of made.lines) {
      line.addEventListener("click", () => {
        focus(made.buttonOf(id));
      });
    }
    made.canvas.addEventListener("keydown", (event) => {
      if (!(event.target instanceof HTMLButtonElement) || event.ctrlKey || event.altKey || event.metaKey)
        return;
      const next = nextStop(event.key, event.target, made);
      if (next !== undefined) {
        event.preventDefault();
        focus(next);
      } else if (event.key.startsWith("Arrow")) event.preventDefault();
    });
  };

  const clear = (): void => {
    choose(undefined);
  };
  show(first);
  return { view: () => view, show, clear };
}

function isSame(one: Item, other: Item | undefined): boolean {
  if (other === undefined || one.kind === "box" || other.kind === "box") return false;
  const idOf = (item: Exclude<Item, { readonly kind: "box" }>): string =>
    item.kind === "node" ? item.node.id : item.edge.id;
  return one.kind === other.kind && idOf(one) === idOf(other);
}

/** Lets all fade but the paths on which something is. */
function highlight(item: Item | undefined, { canvas, stops, lines, related }: Drawn, paths: Paths): void {
  canvas.classList.toggle("focused", item !== undefined && item.kind !== "box");
  if (item === undefined || item.kind === "box") return;
  const ends =
    item.kind === "node"
      ? paths.through(item.node.members.map(({ id }) => id))
      : paths.between(
          item.edge.members.map(({ from }) => from),
          item.edge.members.map(({ to }) => to),
        );
  const shownEnds = new Set<string>();
  for (const [button, one] of stops) {
    if (one.kind === "box") continue;
    const isOn =
      one.kind === "node"
        ? one.node.members.some(({ id }) => ends.has(id))
        : isSame(one, item) || one.edge.members.some(({ from, to }) => ends.has(from) && ends.has(to));
    button.classList.toggle("on", isOn);
    if (one.kind === "edge") lines.get(one.edge.id)?.classList.toggle("on", isOn);
    else if (isOn) shownEnds.add(one.node.id);
  }
  for (const { id, from, to } of related) {
    lines.get(id)?.classList.toggle("on", shownEnds.has(from) && shownEnds.has(to));
  }
}
