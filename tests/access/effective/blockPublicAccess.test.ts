import assert from "node:assert/strict";
import { compareIntents } from "../../../access/effective/compareIntents";
import type { BlockPublicAccess } from "../../../access/effective/facts";
import { nothingBlocked } from "./drop";
import { bucketPolicy, lists, meant, onObjects, owner, stranger, world } from "./smallWorld";

/**
 * What each setting of Block Public Access takes away, on the bucket and on the account.
 *
 * Rows stand in pairs: what takes access away beside what leaves it. Not proved here: that nothing is left out
 * (soundness.test.ts), and what single statements mean (tests/access/evaluate).
 */

describe("Block Public Access", () => {
  const everyone = onObjects({ Effect: "Allow", Principal: "*", Action: "s3:GetObject" });
  const account = onObjects({ Effect: "Allow", Principal: { AWS: stranger }, Action: "s3:PutObject" });
  const facts = (
    onBucket: Partial<BlockPublicAccess>,
    onAccount: Partial<BlockPublicAccess> = {},
    ...statements: readonly object[]
  ) =>
    world({
      bucketPolicy: bucketPolicy(...(statements.length === 0 ? [everyone, account] : statements)),
      bucket: { blockPublicAccess: { ...nothingBlocked, ...onBucket } },
      accounts: [{ account: owner, blockPublicAccess: { ...nothingBlocked, ...onAccount } }],
    });
  const assumed = `(the policies of ${stranger} are not known; they are taken to allow it)`;
  const open = ["everyone may get *", `role/x of 333333333333 may put *, ${assumed}`];
  const closed = ["every principal of 111111111111 may get *", "every AWS service may get *"];
  lists([
    ["off leaves everyone in", facts({}), open],
    ["that only refuses new public policies leaves everyone in", facts({ blockPublicPolicy: true }), open],
    ["that is about ACLs leaves everyone in", facts({ blockPublicAcls: true, ignorePublicAcls: true }), open],
    ["that restricts the bucket takes other accounts out", facts({ restrictPublicBuckets: true }), closed],
    [
      "that restricts the account takes other accounts out",
      facts({}, { restrictPublicBuckets: true }),
      closed,
    ],
    [
      "does not restrict a policy that is not public",
      facts({ restrictPublicBuckets: true }, {}, account),
      open.slice(1),
    ],
  ]);

  for (const [what, restrictPublicBuckets, status, reason] of [
    [
      "that restricts lets no other account do what is meant",
      true,
      "missing",
      "Block Public Access refuses it",
    ],
    ["off lets another account do what is meant", false, "proven", undefined],
  ] as const) {
    it(what, () => {
      const intent = meant({ kind: "direct" }, { who: [stranger], prefixes: [""] });
      const [result] = compareIntents(facts({ restrictPublicBuckets }), [intent]).intents;
      assert.equal(result?.status, status, JSON.stringify(result));
      assert.equal(result.status === "missing" ? result.missing[0]?.reason : undefined, reason);
    });
  }
});
