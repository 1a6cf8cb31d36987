import { paleTexts } from "./contrast";
import type { SeenElement, Snapshot, ToldNode } from "./snapshot";

/**
 * What on a page hinders people who hear it, use it by keys alone, or see little; one line each.
 *
 * The rules are those of WCAG 2.2 that a program can judge: names and roles of everything that can be used, order of
 * headings, landmarks, lists and tables that are whole, references that lead somewhere, contrast of text.
 *
 * @see https://www.w3.org/TR/WCAG22/
 * @see https://www.w3.org/TR/wai-aria-1.2/
 */
export function hindrances(snapshot: Snapshot): readonly string[] {
  const told = snapshot.told.filter(({ ignored }) => !ignored);
  return [
    ...names(told),
    ...structure(told),
    ...headings(told),
    ...landmarks(told),
    ...attributes(snapshot),
    ...paleTexts(snapshot.texts),
  ];
}

/** What a person does something with. */
export const controls = (snapshot: Snapshot): readonly ToldNode[] =>
  snapshot.told.filter(
    ({ ignored, role, properties }) =>
      !ignored && role !== "RootWebArea" && properties.get("focusable") === true,
  );

const named = new Set(["image", "img", "table", "region", "toolbar", "RootWebArea", "option"]);
const roleless = new Set(["generic", "none", "paragraph", "StaticText", "Section"]);
const inlineParts = new Set(["StaticText", "InlineTextBox", "LineBreak", "ListMarker"]);

function names(told: readonly ToldNode[]): readonly string[] {
  return told.flatMap((node) => {
    const { role, name, properties, element } = node;
    const usable = role !== "RootWebArea" && properties.get("focusable") === true;
    const faults: string[] = [];
    if ((usable || named.has(role)) && name === "") faults.push(`no name: ${shown(node)}`);
    if (usable && roleless.has(role)) faults.push(`no role: ${shown(node)}`);
    const around = ancestors(node).find(({ role: outer }) => outer === "button" || outer === "link");
    if (usable && around !== undefined) faults.push(`within another control: ${shown(node)}`);
    // Who speaks to the page says what stands there.
    if (usable && (role === "button" || role === "link") && element?.attributes.has("aria-label") === true) {
      const seen = told
        .filter((one) => one.role === "StaticText" && ancestors(one).includes(node))
        .map(({ name: text }) => text);
      const unheard = seen.filter((text) => /[a-z]/i.test(text) && !plain(name).includes(plain(text)));
      if (unheard.length > 0) faults.push(`not named as it looks (${unheard.join(", ")}): ${shown(node)}`);
    }
    return faults;
  });
}

const plain = (text: string): string => text.toLowerCase().replace(/\s+/g, " ").trim();

/** Each with those that it has to be in. */
const within: Readonly<Record<string, readonly string[]>> = {
  listitem: ["list"],
  row: ["table", "rowgroup", "grid"],
  cell: ["row"],
  columnheader: ["row"],
  term: ["DescriptionList"],
  definition: ["DescriptionList"],
  option: ["listbox", "MenuListPopup"],
};

function structure(told: readonly ToldNode[]): readonly string[] {
  const headed = new Set(told.flatMap((node) => (node.role === "columnheader" ? ancestors(node) : [])));
  return told.flatMap((node) => {
    const owners = within[node.role];
    const owner = ancestors(node).find(({ role }) => !roleless.has(role));
    if (owners !== undefined && !owners.includes(owner?.role ?? "")) return [`astray: ${shown(node)}`];
    return node.role === "table" && !headed.has(node) ? [`columns without heads: ${shown(node)}`] : [];
  });
}

function headings(told: readonly ToldNode[]): readonly string[] {
  let last = 0;
  let firsts = 0;
  const faults: string[] = [];
  for (const node of told) {
    if (node.role !== "heading") continue;
    const level = Number(node.properties.get("level"));
    if (level > last + 1) faults.push(`heading of level ${level} after ${last}: ${shown(node)}`);
    if (level === 1) firsts += 1;
    last = level;
  }
  return firsts === 1 ? faults : [...faults, `${firsts} headings of level 1`];
}

const landmarkRoles = new Set(["banner", "main", "complementary", "region", "navigation", "contentinfo"]);

function landmarks(told: readonly ToldNode[]): readonly string[] {
  const found = told.filter(({ role }) => landmarkRoles.has(role));
  const texts = found.map(({ role, name }) => `${role} "${name}"`);
  const outside = told.filter(
    (node) => node.role === "StaticText" && !ancestors(node).some(({ role }) => landmarkRoles.has(role)),
  );
  return [
    ...["banner", "main"].flatMap((role) => {
      const count = found.filter((node) => node.role === role).length;
      return count === 1 ? [] : [`${count} landmarks ${role}`];
    }),
    ...texts.filter((text, index) => texts.indexOf(text) !== index).map((text) => `landmark twice: ${text}`),
    ...outside.map((node) => `outside of all landmarks: ${shown(node)}`),
  ];
}

const references = ["aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "for"];

/** Those of ARIA 1.2 that hold for every role or that the page uses. */
const ariaAttributes = new Set([
  ...["atomic", "busy", "controls", "current", "describedby", "details", "disabled", "expanded", "hidden"],
  ...["label", "labelledby", "live", "orientation", "owns", "pressed", "roledescription", "selected"],
]);

function attributes({ elements, told }: Snapshot): readonly string[] {
  const ids = elements.flatMap(({ attributes: own }) => own.get("id") ?? []);
  const known = new Set(ids);
  const roles = new Map(told.map((node) => [node.element, node]));
  return [
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `id twice: ${id}`),
    ...elements.flatMap((element) => {
      const { name, attributes: own } = element;
      const faults: string[] = [];
      const leads = references.flatMap((reference) => own.get(reference)?.split(/\s+/) ?? []);
      faults.push(...leads.filter((id) => !known.has(id)).map((id) => `leads nowhere: ${id}`));
      for (const attribute of own.keys()) {
        const aria = /^aria-(.*)$/.exec(attribute)?.[1];
        if (aria !== undefined && !ariaAttributes.has(aria)) faults.push(`not of ARIA: ${attribute}`);
      }
      const role = own.get("role");
      const seen = roles.get(element);
      if (role !== undefined && seen?.ignored === false && seen.role !== (role === "img" ? "image" : role))
        faults.push(`role ${role} is taken as ${seen.role}: ${name}`);
      if (Number(own.get("tabindex") ?? 0) > 0) faults.push(`out of order: ${name}`);
      if (isUsable(element) && hiding(element)) faults.push(`hidden, and yet reached by Tab: ${name}`);
      if (name === "html" && (own.get("lang") ?? "") === "") faults.push("no language");
      if (own.get("name") === "viewport" && /user-scalable=no|maximum-scale/.test(own.get("content") ?? ""))
        faults.push("cannot be enlarged");
      return faults;
    }),
  ];
}

function isUsable({ name, attributes: own }: SeenElement): boolean {
  const index = own.get("tabindex");
  if (index !== undefined) return Number(index) >= 0;
  return ["button", "input", "select", "textarea", "summary"].includes(name) || own.has("href");
}

function hiding(element: SeenElement): boolean {
  for (let one: SeenElement | undefined = element; one !== undefined; one = one.parent) {
    // What is not drawn at all is not reached either.
    if (one.attributes.has("hidden")) return false;
    if (one.attributes.get("aria-hidden") === "true") return true;
  }
  return false;
}

function ancestors(node: ToldNode): readonly ToldNode[] {
  const found: ToldNode[] = [];
  for (let one = node.parent; one !== undefined; one = one.parent) found.push(one);
  return found;
}

function shown({ role, name, element }: ToldNode): string {
  const id = element?.attributes.get("id") ?? element?.attributes.get("class");
  const of = element === undefined ? "" : ` (${element.name}${id === undefined ? "" : ` ${id}`})`;
  return `${inlineParts.has(role) ? "text" : role} "${name.slice(0, 40)}"${of}`;
}
