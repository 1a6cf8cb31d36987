/** Reading and writing of the XML that AWS services send and take. Does not prove what anyone makes of the elements. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { childOf, descend, escapeXml, membersOf, readXml, textOf } from "../../../local/gateway/xml";

describe("readXml", () => {
  it("reads elements, texts, entities and CDATA, whatever the prefixes", () => {
    const root = readXml(
      '<?xml version="1.0"?>\n<!-- c --><a:Answer xmlns:a="urn:x" k="<>"><Name> x &amp; &#x41;&#66; </Name><Empty/><Raw><![CDATA[<b>]]></Raw></a:Answer>',
    );
    assert.equal(root?.name, "Answer");
    assert.equal(textOf(root, "Name"), "x & AB");
    assert.equal(textOf(root, "Empty"), "");
    assert.equal(textOf(root, "Raw"), "<b>");
    assert.equal(textOf(root, "Other"), undefined);
    assert.equal(childOf(undefined, "Name"), undefined);
  });

  it("finds the members of a list, by a path", () => {
    const root = readXml("<A><B><L><member>1</member><other>2</other><member>3</member></L></B></A>");
    const texts = membersOf(descend(root, "B"), "L").map(({ text }) => text);
    assert.deepEqual(texts, ["1", "3"]);
    assert.deepEqual(membersOf(root, "L"), []);
  });

  for (const none of [
    "",
    "text",
    "<a>",
    "<a></b>",
    "</a>",
    "<a/><b/>",
    "<a/>text",
    "<a",
    '<!DOCTYPE a [<!ENTITY x "xx">]><a>&x;</a>',
    "<a>".repeat(100) + "</a>".repeat(100),
  ]) {
    it(`takes ${JSON.stringify(none.slice(0, 40))} for none`, () => {
      assert.equal(readXml(none), undefined);
    });
  }

  it("gives back any text that was escaped", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        assert.equal(readXml(`<a>${escapeXml(text)}</a>`)?.text, text);
      }),
    );
  });

  it("never throws", () => {
    const piece = fc.constantFrom(
      "<a>",
      "</a>",
      "<",
      ">",
      "&",
      ";",
      "<!--",
      "-->",
      "<![CDATA[",
      "]]>",
      "x",
      '"',
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        readXml(pieces.join(""));
      }),
    );
  });
});
