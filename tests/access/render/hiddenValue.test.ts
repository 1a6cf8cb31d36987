/** What reports tell of values that a party is known by. Does not prove: that no text is written past these. */
import assert from "node:assert/strict";
import type { Witness } from "../../../access/prove/witness";
import { hiddenValue } from "../../../access/render/hiddenValue";
import { shownWitness } from "../../../access/render/shownWitness";
import { witnessText } from "../../../access/render/witnessText";

const witness: Witness = {
  principal: "arn:aws:iam::333333333333:role/export",
  action: "sts:AssumeRole",
  resource: "arn:aws:iam::111111111111:role/xput-shipper",
  context: {
    "STS:ExternalId": "issued-by-the-vendor",
    "aws:Referer": ["https://example.com/word"],
    "aws:SourceIp": "203.0.113.7",
  },
};

describe("values that a party is known by", () => {
  it("are told apart and not told, whatever the key's case", () => {
    const shown = hiddenValue("sts:EXTERNALID", "one");
    assert.match(shown, /^#[0-9a-z]{6}$/);
    assert.equal(shown, hiddenValue("sts:ExternalId", "one"));
    assert.notEqual(shown, hiddenValue("sts:ExternalId", "two"));
    assert.equal(hiddenValue("aws:SourceIp", "203.0.113.7"), "203.0.113.7");
  });

  it("stand in no witness, beside values that do", () => {
    for (const text of [witnessText(witness).join("\n"), JSON.stringify(shownWitness(witness))]) {
      assert.doesNotMatch(text, /issued-by-the-vendor|example\.com/);
      assert.match(text, /with STS:ExternalId = #/);
      assert.match(text, /with aws:SourceIp = 203\.0\.113\.7/);
    }
  });
});
