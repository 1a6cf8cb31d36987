import assert from "node:assert/strict";
import fc from "fast-check";
import { arnFields, matchesArn } from "../../../access/operators/arn";
import { ipRangeContains, parseIpRange } from "../../../access/operators/ip";
import { compilePattern, makeGlob, matchesGlob, resolvePattern } from "../../../access/operators/pattern";

/**
 * Wildcards against a naive reference on random texts over a small alphabet.
 *
 * The reference backtracks over every split, so texts are short; long ones are only tested for time.
 */

function naive(pattern: string, text: string): boolean {
  if (pattern === "") return text === "";
  const [first = "", rest] = [pattern[0], pattern.slice(1)];
  if (first === "*") return naive(rest, text) || (text !== "" && naive(pattern, text.slice(1)));
  return text !== "" && (first === "?" || first === text[0]) && naive(rest, text.slice(1));
}

const patterns = fc.string({ unit: fc.constantFrom("a", "b", "/", ":", "*", "?"), maxLength: 8 });
const texts = fc.string({ unit: fc.constantFrom("a", "b", "/", ":", "*"), maxLength: 8 });
const field = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 3 });
const value = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 3 });
const resource = fc.string({ unit: fc.constantFrom("a", ":", "/", "*"), maxLength: 5 });

describe("matchesGlob", () => {
  it("agrees with the naive reference", () => {
    fc.assert(
      fc.property(patterns, texts, (pattern, text) => {
        assert.equal(matchesGlob(makeGlob(pattern), text), naive(pattern, text));
      }),
      { numRuns: 20_000 },
    );
  });

  it("takes a text without wildcards as itself", () => {
    fc.assert(
      fc.property(value, value, (one, other) => {
        assert.equal(matchesGlob(makeGlob(one), other), one === other);
      }),
    );
  });

  it("takes marked wildcards as themselves", () => {
    const glob = makeGlob("a*b*", new Set([1]));
    assert.equal(matchesGlob(glob, "a*bcd"), true);
    assert.equal(matchesGlob(glob, "axbcd"), false);
  });

  it("ends in time on a hostile pattern", () => {
    const started = process.hrtime.bigint();
    assert.equal(matchesGlob(makeGlob(`${"*a".repeat(200)}b`), "a".repeat(5_000)), false);
    assert.ok(Number(process.hrtime.bigint() - started) < 1e9);
  });
});

describe("matchesArn", () => {
  it("agrees with the naive reference, field by field", () => {
    const fields = fc.tuple(field, field, field, field, resource);
    const values = fc.tuple(value, value, value, value, resource);
    fc.assert(
      fc.property(fields, values, (patternFields, valueFields) => {
        const expected = patternFields.every((pattern, index) => naive(pattern, valueFields[index] ?? ""));
        const pattern = makeGlob(`arn:${patternFields.join(":")}`);
        assert.equal(matchesArn(pattern, `arn:${valueFields.join(":")}`), expected);
      }),
      { numRuns: 10_000 },
    );
  });

  it("keeps the marks of plain characters in their field", () => {
    const pattern = compilePattern("arn:aws:iam::*:role/${x:y}/*", true);
    const glob = resolvePattern(pattern, () => "*");
    assert.ok(glob !== undefined);
    assert.equal(matchesArn(glob, "arn:aws:iam::1:role/*/a"), true);
    assert.equal(matchesArn(glob, "arn:aws:iam::1:role/b/a"), false);
  });

  it("splits six fields, and leaves the colons of the last", () => {
    assert.deepEqual(arnFields("arn:aws:s3:::b/a:b"), ["arn", "aws", "s3", "", "", "b/a:b"]);
    assert.equal(arnFields("arn:aws:s3::b"), undefined);
  });
});

describe("IP ranges", () => {
  const octets = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255));

  it("hold the addresses that share their prefix, and no others", () => {
    const bits = (parts: readonly number[]) =>
      parts.map((part) => part.toString(2).padStart(8, "0")).join("");
    fc.assert(
      fc.property(octets, octets, fc.nat(32), (network, address, prefixBits) => {
        const outer = parseIpRange(`${network.join(".")}/${prefixBits}`);
        const inner = parseIpRange(address.join("."));
        assert.ok(outer !== undefined && inner !== undefined);
        const expected = bits(network).slice(0, prefixBits) === bits(address).slice(0, prefixBits);
        assert.equal(ipRangeContains(outer, inner), expected);
      }),
      { numRuns: 5_000 },
    );
  });

  it("hold their own network", () => {
    fc.assert(
      fc.property(fc.ipV6(), fc.nat(128), (address, prefixBits) => {
        const outer = parseIpRange(`${address}/${prefixBits}`);
        const inner = parseIpRange(address);
        assert.ok(outer !== undefined && inner !== undefined);
        // A prefix that cuts through the part that marks an IPv4 address leaves an IPv6 range.
        assert.equal(ipRangeContains(outer, inner), outer.family === inner.family);
      }),
      { numRuns: 2_000 },
    );
  });

  it("never throw on any text", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        parseIpRange(text);
        parseIpRange(`${text}::/${text}`);
      }),
    );
  });
});
