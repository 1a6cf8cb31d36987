import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decideOnce } from "../../../access/evaluate/decide";
import type { Decision } from "../../../access/evaluate/decision";
import { readSimulation } from "../../../access/evaluate/readSimulation";
import { fromValue } from "../../../access/read/jsonTree";

/**
 * Runs the decision tables in `cases/*.json`, each held to the AWS pages that it names.
 *
 * The expected answers were written by hand from those pages. It does not prove that AWS itself answers so:
 * nothing here asks AWS.
 */

interface CaseFile {
  readonly title: string;
  readonly see: readonly string[];
  readonly base: Readonly<Record<string, unknown>>;
  readonly cases: readonly Case[];
}

interface Case {
  readonly name: string;
  readonly expect: Decision["decision"];
  /** Deciding statements as "policy sid"; checked where given. */
  readonly because?: readonly string[];
  readonly missing?: readonly string[];
  /** Fields that replace those of the base. */
  readonly with?: Readonly<Record<string, unknown>>;
}

const folder = join(__dirname, "cases");
const files = readdirSync(folder).filter((file) => file.endsWith(".json"));

function decideCase(file: CaseFile, { with: changes = {} }: Case): Decision {
  const read = readSimulation(fromValue({ ...file.base, ...changes }));
  assert.ok(read.ok, read.ok ? "" : JSON.stringify(read.problems));
  return decideOnce(read.policies, read.request);
}

for (const name of files) {
  const file = JSON.parse(readFileSync(join(folder, name), "utf8")) as CaseFile;
  describe(`${file.title} (${name})`, () => {
    it("names the AWS pages that it follows from", () => {
      assert.ok(file.see.length > 0);
      for (const url of file.see) assert.match(url, /^https:\/\/docs\.aws\.amazon\.com\//);
    });
    for (const row of file.cases) {
      it(`${row.name}: ${row.expect}`, () => {
        const { decision, because, missing } = decideCase(file, row);
        assert.equal(decision, row.expect, `missing: ${missing.join(", ")}`);
        if (row.because !== undefined) {
          assert.deepEqual(
            because.map(({ policy, sid }) => `${policy} ${sid ?? "null"}`),
            row.because,
          );
        }
        if (row.missing !== undefined) assert.deepEqual(missing, row.missing);
        const deniedBy = because.map(({ effect }) => effect);
        assert.ok(deniedBy.every((effect) => (decision === "allowed") === (effect === "Allow")));
      });
    }
  });
}
