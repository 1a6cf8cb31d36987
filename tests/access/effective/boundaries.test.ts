import assert from "node:assert/strict";
import { compareIntents } from "../../../access/effective/compareIntents";
import type { AccessFacts } from "../../../access/effective/facts";
import type { Intent } from "../../../access/effective/intent";
import { bucket, lists, managed, meant, owner, put, uploader, world, writer, writerWith } from "./smallWorld";

/**
 * What a boundary leaves of the access of a role, and how that compares with the intent.
 *
 * Rows stand in pairs: what takes access away beside what leaves it. Not proved here: that nothing is left out
 * (soundness.test.ts), and what single statements mean (tests/access/evaluate).
 */

describe("a boundary", () => {
  const boundary = `arn:aws:iam::${owner}:policy/boundary`;
  const wide = { ...put, Sid: "Wide", Action: "s3:*", Resource: "*" };
  const within = (...statements: readonly object[]): AccessFacts =>
    world({
      roles: [writerWith([wide], boundary)],
      managedPolicies: [managed(boundary, ...statements)],
    });
  const limit = (statement: object) => ({
    Sid: "Limit",
    Effect: "Allow",
    Action: "s3:PutObject",
    Resource: `${bucket}/marketing/*`,
    ...statement,
  });
  const tls = { Bool: { "aws:SecureTransport": "true" } };
  const via: Intent["via"] = { kind: "role", arn: writer };
  const secure = meant(via, {
    useConditions: [{ operator: "Bool", ifExists: false, key: "aws:SecureTransport", values: ["true"] }],
  });
  for (const [what, facts, intent, status] of [
    ["of one statement keeps the role within the intent", within(limit({})), meant(via), "proven"],
    [
      "that is wider than the intent does not",
      within(limit({ Resource: `${bucket}/*` })),
      meant(via),
      "exceeds",
    ],
    [
      "of two statements keeps it",
      within(limit({}), limit({ Sid: "Limit2", Resource: `${bucket}/marketing/in/*` })),
      meant(via),
      "proven",
    ],
    [
      "of two statements of which one is wider does not",
      within(limit({}), limit({ Sid: "Limit2", Action: "s3:GetObject" })),
      meant(via),
      "exceeds",
    ],
    ["with a condition keeps it", within(limit({ Condition: tls })), secure, "proven"],
    ["without the condition does not", within(limit({})), secure, "exceeds"],
    [
      "with NotAction keeps it",
      within(limit({ Action: undefined, NotAction: "s3:GetObject" }), {
        Sid: "No",
        Effect: "Deny",
        NotAction: "s3:PutObject",
        Resource: "*",
      }),
      meant(via),
      "proven",
    ],
    [
      "with NotAction does not keep it",
      within(limit({ Action: undefined, NotAction: "s3:GetObject" })),
      meant(via),
      "exceeds",
    ],
    [
      "that denies the rest keeps it",
      within(
        { Sid: "All", Effect: "Allow", Action: "*", Resource: "*" },
        { Sid: "Rest", Effect: "Deny", NotAction: "s3:PutObject", Resource: "*" },
        { Sid: "Rest2", Effect: "Deny", Action: "*", NotResource: `${bucket}/marketing/*` },
      ),
      meant(via),
      "proven",
    ],
    [
      "that is not known leaves it undecided",
      world({ roles: [writerWith([wide], boundary)] }),
      meant(via),
      "unknown",
    ],
    [
      "that is not known does not matter where the role's own policy is right",
      world({ roles: [writerWith([put], boundary)] }),
      meant(via),
      "proven",
    ],
  ] as const) {
    it(what, () => {
      const [result] = compareIntents(facts, [intent]).intents;
      assert.equal(result?.status, status, JSON.stringify(result));
    });
  }

  const line = "role/app/uploader of 222222222222 may put marketing/* after assuming writer";
  const assumption = `(the policies of ${uploader} are not known; they are taken to allow sts:AssumeRole)`;
  lists([
    ["narrows what is listed", within(limit({})), [`${line}, ${assumption}`]],
    [
      "that allows nothing here takes it off the list",
      within(limit({ Resource: "arn:aws:s3:::other/*" })),
      [],
    ],
    ["that shares no action takes it off the list", within(limit({ Action: "sqs:*" })), []],
  ]);
});
