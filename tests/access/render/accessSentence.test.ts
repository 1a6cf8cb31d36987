import assert from "node:assert/strict";
import type { AccessEntry } from "../../../access/effective/accessEntry";
import type { ConditionClause } from "../../../access/model";
import { accessSentence } from "../../../access/render/accessSentence";

/** One way in, in words. It does not prove that the way is there (tests/access/effective). */

const clause = (
  operator: ConditionClause["operator"],
  key: string,
  ...values: string[]
): ConditionClause => ({
  operator,
  ifExists: false,
  key,
  values,
});
const only = (...patterns: string[]) => ({ negated: false, patterns });
const base: AccessEntry = {
  target: { kind: "bucket", name: "drop" },
  who: { kind: "identity", arn: "arn:aws:iam::222222222222:role/app/uploader" },
  actions: only("s3:PutObject", "s3:AbortMultipartUpload"),
  objects: ["marketing/*"],
  hops: ["arn:aws:iam::111111111111:role/xput-marketing"],
  conditions: [],
  exceptions: [],
  statements: [{ document: "policy of a|b", sid: "Put", index: 0 }],
  assumptions: [],
};
const subject = "role/app/uploader of 222222222222 may put marketing/* after assuming xput-marketing";

describe("the sentence of a way in", () => {
  for (const [what, changes, sentence] of [
    [
      "who, what, how and under which conditions",
      {
        conditions: [
          clause("Bool", "aws:SecureTransport", "true"),
          clause("StringEquals", "aws:PrincipalOrgID", "o-abc"),
        ],
      },
      `${subject}, only over TLS, only from o-abc`,
    ],
    [
      "an external id",
      { conditions: [clause("StringEquals", "sts:ExternalId", "x")] },
      `${subject}, only with external id x`,
    ],
    [
      "addresses",
      { conditions: [clause("IpAddress", "aws:SourceIp", "203.0.113.0/24")] },
      `${subject}, only from 203.0.113.0/24`,
    ],
    [
      "any other condition as it is written",
      { conditions: [{ ...clause("StringLike", "s3:prefix", "a", "b"), ifExists: true }] },
      `${subject}, only if s3:prefix StringLikeIfExists a or b`,
    ],
    [
      "a part that is denied",
      { hops: [], exceptions: [{ actions: base.actions, objects: ["marketing/no/*"], conditions: [] }] },
      "role/app/uploader of 222222222222 may put marketing/*, not marketing/no/*",
    ],
    [
      "an action that is denied",
      {
        hops: [],
        actions: only("s3:*"),
        exceptions: [{ actions: only("s3:DeleteObject"), objects: [], conditions: [] }],
      },
      "role/app/uploader of 222222222222 may do anything with marketing/*, not to delete it",
    ],
    [
      "an access point",
      { hops: [], target: { kind: "bucket", name: "drop", accessPoint: "m" } },
      "role/app/uploader of 222222222222 may put marketing/* through access point m",
    ],
    [
      "the bucket itself",
      { hops: [], actions: only("s3:ListBucket"), objects: [""] },
      "role/app/uploader of 222222222222 may list the bucket drop",
    ],
    [
      "all but some actions",
      { hops: [], actions: { negated: true, patterns: ["s3:Get*"] } },
      "role/app/uploader of 222222222222 may do all but s3:Get* on marketing/*",
    ],
    [
      "a key by its alias",
      {
        hops: [],
        target: { kind: "key", arn: "arn:k", alias: "alias/k" },
        actions: only("kms:Decrypt"),
        objects: [],
      },
      "role/app/uploader of 222222222222 may decrypt with the key alias/k",
    ],
    ["everyone", { hops: [], who: { kind: "anyone" } }, "everyone may put marketing/*"],
    [
      "an account",
      { hops: [], who: { kind: "account", account: "333333333333" } },
      "every principal of 333333333333 may put marketing/*",
    ],
    [
      "a service",
      { hops: [], who: { kind: "service", name: "logs.amazonaws.com" } },
      "the service logs.amazonaws.com may put marketing/*",
    ],
    [
      "every service",
      { hops: [], who: { kind: "service", name: "*" } },
      "every AWS service may put marketing/*",
    ],
    [
      "what the key refuses",
      { keyRefuses: "cannot put with the bucket's key: x" },
      `${subject}, but cannot put with the bucket's key: x`,
    ],
  ] as const) {
    it(`tells ${what}`, () => {
      assert.equal(accessSentence({ ...base, ...changes }), sentence);
    });
  }
});
