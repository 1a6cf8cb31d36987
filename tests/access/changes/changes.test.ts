/**
 * What is said of some eighty changes, sentence by sentence: those that are hard to see, beside the same access in other
 * words. States are written by hand or made by the program with a recording engine; what the real engine prints is read
 * in tests/access/stack and tests/engine.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { widens } from "../../../access/render/changeSummary";
import { buildChange } from "../../../access/render/buildChange";
import type { ChangeCase } from "./changeCase";
import { guardCases } from "./cases/guards";
import { programCases } from "./cases/program";
import { sameCases } from "./cases/sameAccess";
import { trustCases } from "./cases/trust";
import { useCases } from "./cases/uses";
import { told } from "./told";

const expected = JSON.parse(readFileSync(join(__dirname, "expected.json"), "utf8")) as Readonly<
  Record<string, readonly string[]>
>;
const change = ({ name, before, after }: ChangeCase) => buildChange({ title: name, before, after });
const byHand = [...trustCases, ...useCases, ...sameCases, ...guardCases];

describe("what is said of a change", () => {
  let fromProgram: readonly ChangeCase[] = [];
  before(async () => (fromProgram = await programCases()));

  it("is known for exactly these cases, and no fewer than 40", () => {
    const names = [...byHand, ...fromProgram].map(({ name }) => name);
    assert.deepEqual([...names].sort(), Object.keys(expected).sort());
    assert.ok(names.length >= 40);
  });

  for (const one of byHand)
    it(one.name, () => {
      assert.deepEqual(told(change(one)), expected[one.name]);
    });

  it("is what the program's own changes do", () => {
    for (const one of fromProgram) assert.deepEqual(told(change(one)), expected[one.name], one.name);
  });

  for (const one of sameCases)
    it(`is nothing in either direction: ${one.name}`, () => {
      assert.deepEqual(told(change(one)), []);
      assert.deepEqual(told(change({ ...one, before: one.after, after: one.before })), []);
    });

  it("is nothing where nothing changes", () => {
    for (const one of [...byHand, ...fromProgram])
      assert.deepEqual(told(change({ ...one, after: one.before })), [], one.name);
  });

  it("is narrowed or removed, backwards, where it only widens forwards", () => {
    for (const one of byHand) {
      const forwards = change(one).access.filter(({ kind }) => kind !== "undecided");
      if (forwards.length === 0 || !forwards.every(({ kind }) => kind === "added" || kind === "widened"))
        continue;
      const backwards = change({ ...one, before: one.after, after: one.before }).access;
      assert.ok(backwards.length > 0, one.name);
      assert.deepEqual(backwards.filter(widens), [], one.name);
    }
  });

  it("shows a request each way for all that is widened, narrowed or both", () => {
    const items = [...byHand, ...fromProgram].flatMap((one) => change(one).access);
    for (const { kind, more, less, sentence, details } of items) {
      const byKey = details.some((detail) => detail.includes("with the bucket's key"));
      if (kind === "widened" || kind === "changed") assert.ok(more !== undefined || byKey, sentence);
      if (kind === "narrowed" || kind === "changed") assert.ok(less !== undefined || byKey, sentence);
    }
  });
});
