/**
 * CBOR as it is read and written, by the examples of its specification. That SDKs understand what is written is tried in
 * `tests/engine/gateway/protocols.test.ts`.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { readCbor, writeCbor } from "../../../../local/gateway/wire/cbor";

const noTimes: ReadonlySet<string> = new Set();

/** @see https://www.rfc-editor.org/rfc/rfc8949#name-examples-of-encoded-cbor-da */
const examples: readonly (readonly [string, unknown])[] = [
  ["00", 0],
  ["17", 23],
  ["1818", 24],
  ["1903e8", 1_000],
  ["1a000f4240", 1_000_000],
  ["1b000000e8d4a51000", 1_000_000_000_000],
  ["20", -1],
  ["3903e7", -1_000],
  ["fb3ff199999999999a", 1.1],
  ["f4", false],
  ["f5", true],
  ["f6", null],
  ["60", ""],
  ["6449455446", "IETF"],
  ["62c3bc", "ü"],
  ["80", []],
  ["8301820203820405", [1, [2, 3], [4, 5]]],
  ["a0", {}],
  ["a26161016162820203", { a: 1, b: [2, 3] }],
];

describe("CBOR", () => {
  for (const [hex, value] of examples) {
    it(`says ${JSON.stringify(value)} as ${hex}`, () => {
      assert.deepEqual(readCbor(Buffer.from(hex, "hex")), { value });
      assert.equal(writeCbor(value, noTimes).toString("hex"), hex);
    });
  }

  for (const [hex, value] of [
    ["fa47c35000", 100_000],
    ["c11a514b67b0", 1_363_896_240],
    ["7f657374726561646d696e67ff", "streaming"],
    ["9f01820203ff", [1, [2, 3]]],
    ["bf61610161629f0203ffff", { a: 1, b: [2, 3] }],
  ] as const) {
    it(`is read as ${JSON.stringify(value)} from ${hex}, too`, () => {
      assert.deepEqual(readCbor(Buffer.from(hex, "hex")), { value });
    });
  }

  for (const hex of [
    "",
    "18",
    "62c3",
    "83",
    "a161",
    "0000",
    "f8ff",
    "9bffffffffffffffff",
    "81".repeat(100),
    "5f00ff",
    "7f80ff",
  ]) {
    it(`is none in ${hex.slice(0, 20) || "no bytes"}`, () => {
      assert.equal(readCbor(Buffer.from(hex, "hex")), undefined);
    });
  }

  it("tags the times that it is told of", () => {
    const written = writeCbor({ At: 1_363_896_240, Count: 1 }, new Set(["At"]));
    assert.equal(written.toString("hex"), "a2624174c1fb41d452d9ec00000065436f756e7401");
  });

  it("comes back as it went, and never throws on other bytes", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const plain = JSON.parse(JSON.stringify(value), (_, member: unknown) =>
          typeof member === "object" && member !== null && !Array.isArray(member)
            ? Object.fromEntries(Object.entries(member).filter(([, inner]) => inner !== null))
            : member,
        ) as unknown;
        assert.deepEqual(readCbor(writeCbor(plain, noTimes)), { value: plain });
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        readCbor(Buffer.from(bytes));
      }),
    );
  });
});
