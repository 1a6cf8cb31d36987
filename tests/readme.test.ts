/**
 * The README's guarantees name statements, rules and tests that there are.
 *
 * Does not prove: that a row's rule or test holds what the row claims, which the tests that it names do.
 */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "../policypacks/least-privilege/rules";

const root = join(__dirname, "..");
const [, guarantees = ""] =
  /## Guarantees\n([\s\S]*?)\n## /.exec(readFileSync(join(root, "README.md"), "utf8")) ?? [];
const rows = guarantees
  .split("\n")
  .filter((line) => line.startsWith("| "))
  .slice(2)
  .map((line) => line.split("|").map((cell) => cell.trim()));

const named = (cell = "") => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);

describe("the README's guarantees", () => {
  it("are a table", () => {
    assert.ok(rows.length >= 10, `${rows.length} rows`);
  });

  it("name rules of the pack", () => {
    const known = new Set(rules.map(({ name }) => name));
    const unknown = rows.flatMap((row) => named(row[3])).filter((name) => !known.has(name));
    assert.deepEqual(unknown, []);
  });

  it("name statements that the program writes", () => {
    const folder = join(root, "iam");
    const sources = readdirSync(folder)
      .filter((file) => file.endsWith(".ts"))
      .map((file) => readFileSync(join(folder, file), "utf8"))
      .join("\n");
    const sids = rows.flatMap((row) => named(row[2])).filter((name) => /^(?:Allow|Deny|Trust)/.test(name));
    assert.ok(sids.length >= 6, sids.join());
    const unknown = sids.filter((sid) => !sources.includes(sid.replace("…", "")));
    assert.deepEqual(unknown, []);
  });

  it("name tests that there are", () => {
    const absent = rows.flatMap((row) => named(row[4])).filter((path) => !existsSync(join(root, path)));
    assert.deepEqual(absent, []);
  });
});
