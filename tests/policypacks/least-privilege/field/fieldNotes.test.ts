/**
 * Programs that were not written for the pack: docs/pack-field-notes.md judges each finding, and nothing else is found.
 *
 * Does not prove: that a verdict is right, which was judged by hand.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { judgeProgram } from "./judgeProgram";
import { programs } from "./programs";

const notes = readFileSync(join(__dirname, "../../../../docs/pack-field-notes.md"), "utf8");

/** The rows of the table under a heading that ends with the program's name, `how often` as a number. */
function noted(program: string): readonly (readonly [finding: string, verdict: string])[] {
  const section = notes.split(/^## /m).find((text) => text.split("\n")[0]?.endsWith(`(\`${program}\`)`));
  const rows = (section ?? "").matchAll(/^\| `(\S+)` +\| (\w+) +\| `(\S+)` +\| (\d+) +\| (\w+) +\| \S/gm);
  return [...rows].map(([, rule, level, resource, count, verdict]) => [
    `${rule ?? ""} ${level ?? ""} ${resource ?? ""} ${count ?? ""}`,
    verdict ?? "",
  ]);
}

type Noted = ReturnType<typeof noted>;

/** How many findings, how many of them true, of taste and false. */
function counted(findings: Noted): readonly number[] {
  const sum = (kind?: string) =>
    findings
      .filter(([, verdict]) => kind === undefined || verdict === kind)
      .reduce((total, [finding]) => total + Number(finding.split(" ")[3]), 0);
  return [sum(), sum("true"), sum("taste"), sum("false")];
}

/** The rows of the table of totals, by their first cell. */
function totals(): ReadonlyMap<string, readonly number[]> {
  const rows = notes.matchAll(/^\| ([\w ]+?) +\| (\d+) +\| (\d+) +\| (\d+) +\| (\d+) +\|$/gm);
  return new Map([...rows].map(([, first = "", ...cells]) => [first, cells.map(Number)]));
}

describe("docs/pack-field-notes.md", function () {
  this.timeout(60_000);

  for (const [name, program] of Object.entries(programs)) {
    it(`has exactly the findings that the notes judge: ${name}`, async () => {
      const counts = new Map<string, number>();
      for (const { rule, level, resource } of await judgeProgram(program)) {
        const place = `${rule} ${level} ${resource}`;
        counts.set(place, (counts.get(place) ?? 0) + 1);
      }
      const found = [...counts].map(([place, count]) => `${place} ${count}`);
      assert.deepEqual(
        noted(name)
          .map(([finding]) => finding)
          .sort(),
        found.sort(),
      );
    });
  }

  it("gives a reason of its own for every verdict", () => {
    assert.doesNotMatch(notes, /as above/i);
  });

  it("has no finding that is false", () => {
    const all = Object.keys(programs).flatMap(noted);
    assert.deepEqual(
      all.filter(([, verdict]) => verdict !== "true" && verdict !== "taste"),
      [],
    );
  });

  it("is counted right, in each program and in all", () => {
    const names = Object.keys(programs);
    const titles = names.map(
      (name) => new RegExp(`^## (.+) \\(\`${name}\`\\)$`, "m").exec(notes)?.[1] ?? assert.fail(name),
    );
    const expected = new Map(names.map((name, index) => [titles[index] ?? "", counted(noted(name))]));
    assert.deepEqual(totals(), new Map([...expected, ["all", counted(names.flatMap(noted))]]));
  });
});
