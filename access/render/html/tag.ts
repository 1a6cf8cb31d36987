import { htmlText } from "./escape";

/** Text that is HTML already. Only {@link tag} makes it, so that no text gets on a page without being escaped. */
export interface Html {
  readonly html: string;
}

/** What stands within an element: HTML, or text that is to be escaped. */
export type Content = Html | string | readonly Content[];

/** Attributes; those that are `true` have no value, those that are `undefined` are left out. */
export type Attributes = Readonly<Record<string, string | true | undefined>>;

const without = new Set(["input", "meta", "link", "br"]);

/** One element of a page. Names of elements and attributes are the program's own; all else is escaped. */
export function tag(name: string, attributes: Attributes, ...content: readonly Content[]): Html {
  const written = Object.entries(attributes)
    .map(([key, value]) =>
      value === undefined ? "" : value === true ? ` ${key}` : ` ${key}="${htmlText(value)}"`,
    )
    .join("");
  return {
    html: without.has(name) ? `<${name}${written}>` : `<${name}${written}>${htmlOf(content)}</${name}>`,
  };
}

/** An element whose text is not HTML to the browser, like `script` and `style`. The text must not end the element. */
export function rawTag(name: "script" | "style", attributes: Attributes, text: string): Html {
  if (text.toLowerCase().includes(`</${name}`)) throw new Error(`the text would end its ${name} element`);
  const [open] = tag(name, attributes).html.split(`</${name}>`);
  return { html: `${open ?? ""}${text}</${name}>` };
}

/** Content as HTML. */
export function htmlOf(content: Content): string {
  if (typeof content === "string") return htmlText(content);
  return "html" in content ? content.html : content.map(htmlOf).join("");
}
