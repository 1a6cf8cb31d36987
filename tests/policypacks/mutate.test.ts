/**
 * A part of what `npm run mutate:policies` judges: every mutant of a part of each stack is refused, is proven by
 * `access/` to be harmless, or is let pass for a reason that is written down; and the stacks themselves are accepted.
 *
 * Does not judge all mutants, nor two changes at once.
 */
import assert from "node:assert/strict";
import type { PackConfig } from "./least-privilege/packConfig";
import { configurationOfPack } from "../../local/packConfiguration";
import { recorded, shipped } from "./least-privilege/proof/recorded";
import { gapsOf, judgeSituation, situations } from "./mutants/judgeSituation";
import { mutantKinds } from "./mutants/mutant";
import { mutantsOf } from "./mutants/mutants";
import { reportOf } from "./mutants/report";
import { firstRefusal } from "./mutants/refusal";

describe("mutants of the stacks that ship", function () {
  this.timeout(120_000);

  for (const situation of situations) {
    it(`are refused or explained, every 29th of ${situation}`, async () => {
      const result = await judgeSituation(situation, 29);
      assert.deepEqual(gapsOf(result), []);
      assert.deepEqual(result.refusedUnchanged, []);
      const total = result.tallies.reduce((sum, tally) => sum + tally.total, 0);
      assert.ok(total >= 25, String(total));
      assert.match(reportOf(result), new RegExp(`^${situation} +caught +equivalent +explained +total`));
    });
  }

  it("are of every kind, each named once", async () => {
    const mutants = mutantsOf(await recorded(shipped("backup"), "preview"));
    const kinds = new Set(mutants.map(({ kind }) => kind));
    assert.deepEqual(
      mutantKinds.filter((kind) => !kinds.has(kind)),
      [],
    );
    assert.ok(mutants.length > 1000, String(mutants.length));
  });

  for (const situation of situations) {
    it(`differ from the stack that they are made of, ${situation}`, async () => {
      const resources = await recorded(shipped(situation), "preview");
      const before = JSON.stringify(resources);
      const same = mutantsOf(resources).filter((mutant) => JSON.stringify(mutant.resources) === before);
      assert.deepEqual(
        same.map(({ what }) => what),
        [],
      );
    });
  }

  it("pass without what the settings mean, so it is the intent that refuses them", async () => {
    const settings = shipped("local");
    const resources = await recorded(settings, "preview");
    const mutant = mutantsOf(resources).find(
      ({ what }) => what === "audit-alarms-refused-puts: tells another topic",
    );
    assert.ok(mutant !== undefined);
    const { "protections-are-intended": _, ...others } = configurationOfPack("local", settings);
    assert.ok(_ !== undefined);
    const refusal = (config: object) => firstRefusal(mutant.resources, mutant.at, config as PackConfig);
    assert.equal(refusal(configurationOfPack("local", settings))?.rule, "protections-are-intended");
    assert.equal(refusal(others), undefined);
  });
});
