/**
 * How a change is shown: text, Markdown and Mermaid of a dozen changes, as kept in golden/. `UPDATE_GOLDEN=1` writes them
 * anew. Mermaid itself draws them in tests/browser/mermaid.test.ts.
 */
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AccessChange } from "../../../access/render/accessChange";
import { buildChange } from "../../../access/render/buildChange";
import { changePage } from "../../../access/render/changeMarkdown";
import { changeText } from "../../../access/render/changeText";
import { pageText } from "../../../access/render/markdownPage";
import { mermaid } from "../../../access/render/mermaid";
import { changedOnly } from "../../../access/render/pictureParts";
import { guardCases } from "./cases/guards";
import { sameCases } from "./cases/sameAccess";
import { trustCases } from "./cases/trust";
import { useCases } from "./cases/uses";

const kept = [
  "trust widened by dropping its one condition",
  "IP range widened by one bit",
  "account trusted without the pin on its role",
  "second hop: a role that another account may assume is trusted",
  "prefix a in place of a/",
  "another prefix",
  "TLS deny removed",
  "public read with Block Public Access off",
  "access point added",
  "split statement",
  "key policy lets another account decrypt",
  "trail selector narrowed to a prefix",
];
const cases = [...trustCases, ...useCases, ...sameCases, ...guardCases].filter(({ name }) =>
  kept.includes(name),
);

const shown: Readonly<Record<string, (change: AccessChange) => string>> = {
  txt: changeText,
  md: (change) => pageText(changePage(change), Number.POSITIVE_INFINITY, ""),
  mmd: (change) => `${mermaid(changedOnly(change.picture))}\n`,
};

describe("a change as it is shown", () => {
  it("is kept for a dozen changes", () => {
    assert.equal(cases.length, kept.length);
  });

  for (const { name, before, after } of cases) {
    for (const [extension, show] of Object.entries(shown)) {
      it(`${name}, ${extension}`, () => {
        const file = join(__dirname, "golden", `${name.replace(/[^a-zA-Z0-9]+/g, "-")}.${extension}`);
        const text = show(buildChange({ title: "stack test", before, after }));
        if (process.env.UPDATE_GOLDEN === "1") writeFileSync(file, text);
        assert.ok(existsSync(file), `${file} is missing`);
        assert.equal(text, readFileSync(file, "utf8"));
      });
    }
  }
});
