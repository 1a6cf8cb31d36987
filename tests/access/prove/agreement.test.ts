import assert from "node:assert/strict";
import fc from "fast-check";
import { certifier } from "../../../access/prove/certificate";
import { proveInclusion } from "../../../access/prove/proveInclusion";
import type { Witness } from "../../../access/prove/witness";
import { readPolicy } from "../../../access/read/readPolicy";
import type { PolicyDocument } from "../../../access/model";
import { nearRequest, policy, statement } from "./randomPolicies";

/**
 * The prover and the point evaluator agree on random small sets of policies and on requests near them.
 *
 * Not proved here: that the evaluator itself is right (tests/access/evaluate), and requests far from the patterns.
 */

const kinds = ["identity", "resource", "trust"] as const;
/** More with PROVER_PAIRS, for a long run. */
const pairsPerKind = Number(process.env["PROVER_PAIRS"] ?? 1_000);

function read(json: object, kind: (typeof kinds)[number]): PolicyDocument {
  const result = readPolicy(json, kind);
  assert.ok(result.ok, JSON.stringify(result));
  return result.document;
}

describe("the prover and the point evaluator", () => {
  for (const kind of kinds) {
    it(`agree on ${pairsPerKind} pairs of ${kind} policies`, function () {
      this.timeout(120_000);
      const counts = { included: 0, exceeds: 0, unknown: 0 };
      const check = (referenceJson: object, candidateJson: object, requests: readonly Witness[]) => {
        const reference = [read(referenceJson, kind)];
        const candidate = [read(candidateJson, kind)];
        const ours = certifier(candidate);
        const theirs = certifier(reference);
        const result = proveInclusion(kind, reference, candidate);
        counts[result.verdict]++;
        if (result.verdict === "exceeds") {
          assert.ok(ours(result.witness) && !theirs(result.witness));
        }
        if (result.verdict !== "included") return;
        for (const request of requests) {
          assert.ok(
            !ours(request) || theirs(request),
            `"included", yet the candidate alone allows ${JSON.stringify(request)}`,
          );
        }
      };
      const document = policy(kind);
      const requests = fc.array(nearRequest(kind), { minLength: 40, maxLength: 40 });
      fc.assert(fc.property(document, document, requests, check), { numRuns: pairsPerKind / 2 });
      // Pairs of which one is the other with a statement more or less are included far more often.
      fc.assert(
        fc.property(
          document,
          fc.option(statement(kind)),
          fc.nat(3),
          requests,
          (wide, added, dropped, near) => {
            const { Version, Statement } = wide as { Version: string; Statement: object[] };
            const changed = Statement.filter((_, index) => index !== dropped);
            if (added !== null) changed.unshift(added);
            if (changed.length > 0) check(wide, { Version, Statement: changed }, near);
          },
        ),
        { numRuns: pairsPerKind / 2 },
      );
      assert.ok(
        counts.included > pairsPerKind / 20 && counts.exceeds > pairsPerKind / 20,
        JSON.stringify(counts),
      );
    });
  }
});
