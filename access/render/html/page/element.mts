/** What {@link element} sets on a new element. */
export interface ElementParts {
  readonly className?: string;
  readonly text?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly children?: readonly Node[];
}

/** A new element. Texts are only ever set as text: nothing that the page was given is read as HTML. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  parts: ElementParts = {},
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  return filled(made, parts);
}

/** A new element of a drawing. */
export function drawing<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  parts: ElementParts = {},
): SVGElementTagNameMap[Name] {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", name), parts);
}

/** The element of the page with an id and of a kind. It is part of the page that the renderer writes. */
export function part<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no ${id}`);
  return found;
}

function filled<Kind extends Element>(
  made: Kind,
  { className, text, attributes, children }: ElementParts,
): Kind {
  if (className !== undefined) made.setAttribute("class", className);
  if (text !== undefined) made.textContent = text;
  for (const [name, value] of Object.entries(attributes ?? {})) made.setAttribute(name, value);
  made.append(...(children ?? []));
  return made;
}
