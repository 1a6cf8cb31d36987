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

/** The row of the table of totals that begins with this cell. */
function totals(first: string): readonly number[] {
  const row = notes.split("\n").find((line) => line.startsWith(`| ${first} `));
  return (row ?? "")
    .split("|")
    .slice(2, -1)
    .map((cell) => Number(cell));
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

  it("has no finding that is false", () => {
    const all = Object.keys(programs).flatMap(noted);
    assert.deepEqual(
      all.filter(([, verdict]) => verdict !== "true" && verdict !== "taste"),
      [],
    );
    const sum = (kind?: string) =>
      all
        .filter(([, verdict]) => kind === undefined || verdict === kind)
        .reduce((total, [finding]) => total + Number(finding.split(" ")[3]), 0);
    assert.deepEqual(totals("all"), [sum(), sum("true"), sum("taste"), 0]);
  });
});
