import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ComparableKind } from "../../../access/prove/problem";
import { proveInclusion } from "../../../access/prove/proveInclusion";
import { readPolicy } from "../../../access/read/readPolicy";

/**
 * Pairs of documents whose inclusion, in both directions, was worked out by hand from AWS's pages.
 *
 * Not proved here: anything about documents far from these; tests/access/prove/agreement.test.ts is for that.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */

interface Case {
  readonly name: string;
  readonly kind: ComparableKind;
  readonly reference: object;
  readonly candidate: object;
  readonly candidateInReference: string;
  readonly referenceInCandidate: string;
}

const folder = join(__dirname, "cases");

for (const file of readdirSync(folder).sort()) {
  describe(`inclusion by ${file.replace(".json", "")}`, () => {
    const cases = JSON.parse(readFileSync(join(folder, file), "utf8")) as readonly Case[];
    for (const { name, kind, reference, candidate, candidateInReference, referenceInCandidate } of cases) {
      it(name, () => {
        const read = (json: object) => {
          const result = readPolicy(json, kind);
          assert.ok(result.ok, JSON.stringify(result));
          return [result.document];
        };
        const forward = proveInclusion(kind, read(reference), read(candidate));
        const backward = proveInclusion(kind, read(candidate), read(reference));
        assert.equal(forward.verdict, candidateInReference, JSON.stringify(forward));
        assert.equal(backward.verdict, referenceInCandidate, `backward ${JSON.stringify(backward)}`);
      });
    }
  });
}
