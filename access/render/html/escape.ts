/**
 * A text with everything made visible that a browser shows as nothing or lets reorder its neighbours: control
 * characters, the marks that change the direction of writing, and characters without width become `<U+202E>` and the
 * like. Line breaks and tabs stay.
 *
 * @see https://www.unicode.org/reports/tr36/, Bidirectional Text Spoofing
 */
export function visibleText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029\u115f\u1160\u3164\uffa0]/gu, (character) => {
    if (character === "\n" || character === "\t") return character;
    const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    return `<U+${hex}>`;
  });
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A text as HTML shows it, between tags or within a quoted attribute; see {@link visibleText}. */
export function htmlText(text: string): string {
  return visibleText(text).replace(/[&<>"']/g, (character) => entities[character] ?? "");
}

/**
 * A value as the text of `<script type="application/json">`. No text in it can end the element or open a comment, and
 * every text in it is made visible.
 *
 * @see https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements
 */
export function jsonText(value: object): string {
  const visible = (_: string, one: unknown): unknown => (typeof one === "string" ? visibleText(one) : one);
  return JSON.stringify(value, visible).replace(/[<>&]/g, (character) => {
    return `\\u00${character.charCodeAt(0).toString(16)}`;
  });
}
