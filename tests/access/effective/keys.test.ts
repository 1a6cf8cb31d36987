import assert from "node:assert/strict";
import { compareIntents } from "../../../access/effective/compareIntents";
import type { AccessFacts } from "../../../access/effective/facts";
import type { Intent } from "../../../access/effective/intent";
import { named } from "./drop";
import {
  bucket,
  bucketPolicy,
  key,
  lists,
  meant,
  onObjects,
  owner,
  put,
  role,
  stranger,
  world,
  writer,
  writerWith,
} from "./smallWorld";

/**
 * Who may use a key directly, and how that compares with the intents of its bucket; reading and listing the bucket.
 *
 * Rows stand in pairs: what takes access away beside what leaves it. Not proved here: that nothing is left out
 * (soundness.test.ts), and what single statements mean (tests/access/evaluate).
 */

describe("a key", () => {
  const policy = (...statements: readonly object[]) => [
    {
      arn: key,
      aliases: ["alias/drop"],
      policy: named(
        "key policy",
        "resource",
        ...statements.map((statement) => ({
          Sid: "Use",
          Effect: "Allow",
          Action: "kms:Decrypt",
          Resource: "*",
          ...statement,
        })),
      ),
    },
  ];
  const encrypted = { encryption: { kind: "kms" as const, keyArn: key, bucketKey: true } };
  const delegation = { Sid: "Administer", Principal: { AWS: owner }, Action: "kms:*" };
  const reader = `arn:aws:iam::${owner}:role/reader`;
  const decrypt = { Sid: "Decrypt", Effect: "Allow", Action: "kms:Decrypt", Resource: key };
  const unknown = (what: string) => `(the policies of ${what} not known; they are taken to allow it)`;
  const facts = (keys: AccessFacts["keys"], roles: AccessFacts["roles"] = []) =>
    world({ bucket: encrypted, keys, roles });
  lists([
    [
      "that names a role of another account is open to it",
      facts(policy({ Principal: { AWS: stranger } })),
      [`role/x of 333333333333 may decrypt with the key alias/drop, ${unknown(`${stranger} are`)}`],
    ],
    [
      "that names another account is open to it",
      facts(policy({ Principal: { AWS: "333333333333" } })),
      [
        `every principal of 333333333333 may decrypt with the key alias/drop, ${unknown("account 333333333333 are").replace("are not", "are not all")}`,
      ],
    ],
    [
      "that names everyone is open to them",
      facts(policy({ Principal: "*" })),
      ["everyone may decrypt with the key alias/drop"],
    ],
    [
      "that names its own account is open to nobody by that alone",
      facts(policy(delegation), [role(reader, [])]),
      [],
    ],
    [
      "that names its own account is open to those whose policies allow it",
      facts(policy(delegation), [role(reader, [decrypt])]),
      ["the service ec2.amazonaws.com may decrypt with the key alias/drop after assuming reader"],
    ],
    [
      "that does not name its own account is not open to them",
      facts(policy({ Principal: { AWS: writer } }), [role(reader, [decrypt])]),
      [`role/writer of ${owner} may decrypt with the key alias/drop`],
    ],
    [
      "is not open by a policy for another key",
      facts(policy(delegation), [role(reader, [{ ...decrypt, Resource: `${key}2` }])]),
      [],
    ],
    [
      "is not open through a Deny of the role",
      facts(policy(delegation), [role(reader, [decrypt, { ...decrypt, Sid: "No", Effect: "Deny" }])]),
      [],
    ],
  ]);

  const use = { Sid: "Writers", Principal: { AWS: writer }, Action: ["kms:GenerateDataKey", "kms:Decrypt"] };
  const via: Intent["via"] = { kind: "role", arn: writer };
  const compared = (keys: AccessFacts["keys"], more: AccessFacts["roles"] = []) =>
    compareIntents(facts(keys, [writerWith([put]), ...more]), [meant(via)]);
  const blamed = ({ unintended }: ReturnType<typeof compared>) =>
    unintended.map(({ witness, blame }) => [witness.action, ...blame.map(({ sid }) => sid)]);

  it("that serves the writer as meant is proven", () => {
    const comparison = compared(policy(delegation, use));
    assert.equal(comparison.intents[0]?.status, "proven", JSON.stringify(comparison));
    assert.deepEqual([comparison.unintended, comparison.undecided], [[], []]);
  });

  it("that lets the writer do more exceeds its intent", () => {
    const [result] = compared(
      policy(use, { ...use, Sid: "More", Action: "kms:ScheduleKeyDeletion" }),
    ).intents;
    assert.ok(result?.status === "exceeds", JSON.stringify(result));
    assert.deepEqual(
      result.excesses[0]?.blame.map(({ sid }) => sid),
      ["More"],
    );
  });

  for (const [what, keys, roles, expected] of [
    ["another account", policy(use, { Principal: { AWS: "333333333333" } }), [], [["kms:Decrypt", "Use"]]],
    ["everyone", policy(use, { Principal: "*" }), [], [["kms:Decrypt", "Use"]]],
    [
      "a service",
      policy(use, { Principal: { Service: "logs.amazonaws.com" } }),
      [],
      [["kms:Decrypt", "Use"]],
    ],
    [
      "a role of its account by its policies",
      policy(delegation, use),
      [role(reader, [decrypt])],
      [["kms:Decrypt", "Decrypt", "Administer"]],
    ],
    ["no role of its account without delegation", policy(use), [role(reader, [decrypt])], []],
  ] as const) {
    it(`that serves ${what} is told as what no intent means`, () => {
      assert.deepEqual(blamed(compared(keys, roles)), expected);
    });
  }
});

describe("reading", () => {
  const get = onObjects({ Effect: "Allow", Principal: "*", Action: ["s3:GetObject"] });
  const list = {
    Sid: "L",
    Effect: "Allow",
    Principal: { AWS: "333333333333" },
    Action: "s3:ListBucket",
    Resource: bucket,
  };
  const account = "(the policies of account 333333333333 are not all known; they are taken to allow it)";
  lists([
    [
      "by everyone, and listing by another account, is told",
      world({ bucketPolicy: bucketPolicy(get, list) }),
      ["everyone may get *", `every principal of 333333333333 may list the bucket drop, ${account}`],
    ],
    [
      "that is denied is not",
      world({
        bucketPolicy: bucketPolicy(
          get,
          list,
          onObjects({ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: [bucket, `${bucket}/*`] }),
        ),
      }),
      [],
    ],
  ]);
});
