/** One element of an XML document. Attributes, comments and processing instructions are left out. */
export interface XmlElement {
  /** Without namespace prefix. */
  readonly name: string;
  readonly children: readonly XmlElement[];
  /** All text directly in it, entities resolved. */
  readonly text: string;
}

interface OpenElement {
  readonly name: string;
  readonly children: XmlElement[];
  text: string;
}

const token =
  /<!\[CDATA\[([\s\S]*?)\]\]>|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<\/\s*([^\s>]+)\s*>|<([^\s/>!?]+)((?:\s+[^\s=>/]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)|</g;
const deepest = 64;

/**
 * Reads an XML document as AWS services send and take them; undefined when it is none.
 *
 * A document type declaration makes it none: no AWS API has one, and entities of its own could grow without end.
 */
export function readXml(text: string): XmlElement | undefined {
  const document: OpenElement = { name: "", children: [], text: "" };
  const open = [document];
  for (const match of text.matchAll(token)) {
    const [whole, cdata, closed, opened, , empty, characters] = match;
    const current = open.at(-1) ?? document;
    if (characters !== undefined) current.text += resolveEntities(characters);
    else if (cdata !== undefined) current.text += cdata;
    else if (opened !== undefined) {
      const element: OpenElement = { name: localName(opened), children: [], text: "" };
      current.children.push(element);
      if (empty === "") open.push(element);
      if (open.length > deepest) return undefined;
    } else if (closed !== undefined) {
      if (open.length < 2 || current.name !== localName(closed)) return undefined;
      open.pop();
    } else if (whole === "<") return undefined;
  }
  const [root, ...others] = document.children;
  return open.length === 1 && others.length === 0 && document.text.trim() === "" ? root : undefined;
}

/** The first child of this name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

/** The element at the end of a path of names. */
export function descend(
  element: XmlElement | undefined,
  ...names: readonly string[]
): XmlElement | undefined {
  return names.reduce(childOf, element);
}

/** The text of the first child of this name, without white space around it. */
export function textOf(element: XmlElement | undefined, name: string): string | undefined {
  return childOf(element, name)?.text.trim();
}

/** Every `member` of a list of the query protocol. */
export function membersOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return childOf(element, name)?.children.filter((child) => child.name === "member") ?? [];
}

/** Text as it stands in an XML element. */
export function escapeXml(text: string): string {
  // XML 1.0 cannot say most control characters at all.
  return text.replace(/[&<>"\p{Cc}]/gu, (character) => escapes[character] ?? "\ufffd");
}

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};
const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function resolveEntities(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi,
    (whole: string, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return named[name] ?? whole;
      const code = hex === undefined ? Number(decimal) : parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}
