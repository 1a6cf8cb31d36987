import type { PageData } from "../pageData";
import { pathsOf } from "../paths";
import { firstView, foldedView, openView, search } from "../views";
import { part } from "./element.mjs";
import { pictureView } from "./picture.mjs";
import { letPrint } from "./print.mjs";
import { letFilter } from "./rows.mjs";
import { zoom } from "./zoom.mjs";

const data = JSON.parse(part("data", HTMLScriptElement).text) as PageData;
const paths = pathsOf(data);
const status = part("status", HTMLElement);
const say = (text: string): void => {
  status.textContent = text;
};
const spoken = part("spoken", HTMLElement);
const speak = (text: string): void => {
  spoken.textContent = text;
};

const viewport = part("viewport", HTMLElement);
const scaleText = part("scale", HTMLElement);
const scaling = zoom(viewport, (scale) => {
  scaleText.textContent = `${Math.round(scale * 100)} %`;
});
part("tools", HTMLElement).hidden = false;
part("picture", HTMLElement).hidden = false;
const picture = pictureView({ data, paths, zoom: scaling, say, speak }, firstView(data, paths));
scaling.start();

const onClick = (id: string, act: () => void): void => {
  part(id, HTMLButtonElement).addEventListener("click", act);
};
onClick("zoom-in", () => {
  scaling.by(1.25);
});
onClick("zoom-out", () => {
  scaling.by(0.8);
});
onClick("fit", scaling.fit);
onClick("open-all", () => {
  if (picture.show(openView(data))) say("All accounts are open.");
});
onClick("fold-all", () => {
  if (picture.show(foldedView)) say("All accounts are folded.");
});

const box = part("search", HTMLInputElement);
const filterRows = letFilter();
let unsearched = picture.view();
const find = (): void => {
  const query = box.value.trim();
  filterRows(query);
  if (query === "") {
    picture.show(unsearched);
    scaling.start();
    say("");
    return;
  }
  if (picture.view().only === undefined) unsearched = picture.view();
  const { matches, drawn, view } = search(data, paths, query);
  if (matches.length === 0) {
    say("Nothing in the picture matches.");
    return;
  }
  picture.show(view);
  scaling.start();
  const part = drawn.length < matches.length ? `; the picture has the first ${drawn.length}` : "";
  say(`${matches.length} of ${data.nodes.length} match${part}.`);
};
let waiting: number | undefined;
box.addEventListener("input", () => {
  window.clearTimeout(waiting);
  waiting = window.setTimeout(find, 150);
});

part("theme", HTMLSelectElement).addEventListener("change", ({ target }) => {
  if (target instanceof HTMLSelectElement) document.documentElement.dataset["theme"] = target.value;
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Escape") {
    if (event.target === box && box.value !== "") {
      box.value = "";
      find();
    } else picture.clear();
    say("");
    speak("");
    return;
  }
  const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
  if (isTyping) return;
  if (event.key === "/") {
    event.preventDefault();
    box.focus();
  } else if (event.key === "+" || event.key === "=") scaling.by(1.25);
  else if (event.key === "-") scaling.by(0.8);
  else if (event.key === "0") scaling.fit();
});

letPrint(scaling);
// Milliseconds since the page was asked for.
document.documentElement.dataset["ready"] = String(Math.round(performance.now()));
