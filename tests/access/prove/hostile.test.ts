import assert from "node:assert/strict";
import type { PolicyDocument } from "../../../access/model";
import { certifier } from "../../../access/prove/certificate";
import { proveInclusion } from "../../../access/prove/proveInclusion";
import { readPolicy } from "../../../access/read/readPolicy";

/**
 * Documents made to be hard end in an answer within a second, and the answer is right or "unknown".
 *
 * Not proved here: that no document is harder; the limits hold for all (access/prove/budget.ts).
 */

const letters = Array.from({ length: 20 }, (_, index) => String.fromCharCode(97 + index));
const object = (pattern: string) => `arn:aws:s3:::drop/${pattern}`;

function document(...Statement: readonly object[]): PolicyDocument {
  const result = readPolicy({ Version: "2012-10-17", Statement }, "identity");
  assert.ok(result.ok);
  return result.document;
}

const allow = (resource: string | readonly string[], more: object = {}) => ({
  Effect: "Allow",
  Action: "s3:GetObject",
  Resource: resource,
  ...more,
});
const deny = (resource: string | readonly string[]) => ({ ...allow(resource), Effect: "Deny" });
const wild = letters.map((letter) => object(`*w${letter}*`));
const questions = letters.map((letter, index) => object(`*${letter}${"?".repeat(index + 3)}x`));

const hardPairs: readonly (readonly [string, PolicyDocument, PolicyDocument, readonly string[]])[] = [
  ["many wildcards in the candidate", document(allow(object("q"))), document(allow(wild)), ["exceeds"]],
  [
    "many wildcards in the reference",
    document(allow(wild)),
    document(allow(object("*"))),
    ["exceeds", "unknown"],
  ],
  [
    "many wildcards on both sides",
    document(allow(wild)),
    document(allow(letters.map((letter) => object(`*w${letter}*y`)))),
    ["included"],
  ],
  [
    "the same hard document",
    document(allow(questions), deny(wild)),
    document(allow(questions), deny(wild)),
    ["included"],
  ],
  ["long counts", document(allow(questions)), document(allow(object("*x"))), ["exceeds", "unknown"]],
  [
    "many wildcards in Denies",
    document(allow(object("*")), ...wild.map(deny)),
    document(allow(object("*")), deny(wild.slice(1))),
    ["exceeds", "unknown"],
  ],
  [
    "many values of one list key",
    document(
      allow(object("*"), {
        Condition: { "ForAllValues:StringLike": { "aws:TagKeys": letters.map((letter) => `*${letter}*`) } },
      }),
    ),
    document(
      allow(object("*"), {
        Condition: {
          "ForAnyValue:StringLike": { "aws:TagKeys": letters.map((letter) => `*${letter}${letter}*`) },
        },
      }),
    ),
    ["exceeds", "unknown"],
  ],
  [
    "many keys",
    document(
      ...letters.map((letter) =>
        allow(object("*"), { Condition: { StringEquals: { [`aws:PrincipalTag/${letter}`]: "1" } } }),
      ),
    ),
    document(allow(object("*"))),
    ["exceeds"],
  ],
  [
    "many variables",
    document(allow(object("*"))),
    document(allow(letters.map((letter) => object(`\${aws:PrincipalTag/${letter}}/*`)))),
    ["included"],
  ],
  [
    "many variables that do not match",
    document(allow(object("a"))),
    document(allow(letters.map((letter) => object(`\${aws:PrincipalTag/${letter}}/*`)))),
    ["exceeds", "unknown"],
  ],
];

describe("hostile documents", () => {
  for (const [name, reference, candidate, allowed] of hardPairs) {
    it(`end within a second: ${name}`, function () {
      this.timeout(20_000);
      const start = performance.now();
      const result = proveInclusion("identity", [reference], [candidate]);
      const milliseconds = performance.now() - start;
      assert.ok(allowed.includes(result.verdict), JSON.stringify(result));
      // Twice the promised second: the machine of a test run is shared.
      assert.ok(milliseconds < 2_000, `${milliseconds} ms`);
      if (result.verdict === "exceeds") {
        assert.ok(certifier([candidate])(result.witness) && !certifier([reference])(result.witness));
      }
    });
  }

  it("say why they were not decided", () => {
    const [, reference, candidate] = hardPairs[1] ?? assert.fail();
    const result = proveInclusion("identity", [reference], [candidate], {
      states: 10,
      masks: 10,
      milliseconds: 100,
    });
    assert.equal(result.verdict, "unknown");
    assert.match(result.reason, /more than 10 string states/);
  });
});
