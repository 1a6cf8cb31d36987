import assert from "node:assert/strict";
import { htmlText, jsonText, visibleText } from "../../../../access/render/html/escape";
import { htmlOf, rawTag, tag } from "../../../../access/render/html/tag";

/** That a browser takes the texts as texts is shown in tests/browser. */
describe("texts of a stack on a page", () => {
  it("lose nothing that is to be seen", () => {
    for (const text of ["arn:aws:iam::111111111111:role/app", "Grüße/שלום/日本", "a\nb\tc", ""]) {
      assert.equal(visibleText(text), text);
    }
  });

  const hidden: readonly (readonly [name: string, character: string, shown: string])[] = [
    ["a right-to-left override", "\u202e", "<U+202E>"],
    ["an isolate", "\u2066", "<U+2066>"],
    ["a right-to-left mark", "\u200f", "<U+200F>"],
    ["a space without width", "\u200b", "<U+200B>"],
    ["a soft hyphen", "\u00ad", "<U+00AD>"],
    ["a null", "\0", "<U+0000>"],
    ["an escape", "\u001b", "<U+001B>"],
    ["a line separator", "\u2028", "<U+2028>"],
    ["a filler", "\u3164", "<U+3164>"],
    ["a tag character", "\u{e0041}", "<U+E0041>"],
  ];
  for (const [name, character, shown] of hidden) {
    it(`show ${name}`, () => {
      assert.equal(visibleText(`a${character}b`), `a${shown}b`);
    });
  }

  it("cannot leave their element or attribute", () => {
    const text = `</td><script>x</script>"'&amp;`;
    const escaped = "&lt;/td&gt;&lt;script&gt;x&lt;/script&gt;&quot;&#39;&amp;amp;";
    assert.equal(htmlText(text), escaped);
    assert.equal(
      htmlOf(tag("td", { title: text, hidden: true, lang: undefined }, text)),
      `<td title="${escaped}" hidden>${escaped}</td>`,
    );
  });

  it("cannot leave the data of a page, and are the same when read", () => {
    const value = { name: "</script><!-- <script>&", list: ["\u202e"] };
    const text = jsonText(value);
    assert.doesNotMatch(text, /[<>&]/);
    assert.deepEqual(JSON.parse(text), { ...value, list: ["<U+202E>"] });
  });

  it("are refused where they would end a script, and taken where they would not", () => {
    assert.throws(() => rawTag("script", {}, "'</SCRIPT>'"), /would end/);
    assert.equal(
      htmlOf(rawTag("script", { id: "a" }, "1 < 2 && '</style>'")),
      `<script id="a">1 < 2 && '</style>'</script>`,
    );
  });
});
