/**
 * Which order of a change opens access on the way. The operations here are written by hand but for one recorded `up`;
 * what the engine does with other changes is for the engine's own suite to show.
 */
import assert from "node:assert/strict";
import type { StackResource } from "../../../access/stack/stackResource";
import type { Operation } from "../../support/changeSequence";
import { openings, statesAfter } from "../../support/changeSequence";
import { engineOperations } from "../../support/engineOperations";
import { allow, bucket, bucketArn, other, policy, resource, role, trust } from "./given";
import { localExport, sampleText } from "./samples";

const putIn = (prefix: string): StackResource =>
  resource("aws:iam/rolePolicy:RolePolicy", "put", {
    role: "writer",
    name: "put",
    policy: policy(allow("s3:PutObject", `${bucketArn}/${prefix}*`)),
  });
const trusts = (arn: string): StackResource => ({
  ...role,
  inputs: { ...role.inputs, assumeRolePolicy: trust(arn) },
});
const guard = resource("aws:s3/bucketPolicy:BucketPolicy", "policy", {
  bucket: "acme-drop",
  policy: policy({
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [bucketArn, `${bucketArn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  }),
});
const start = [bucket, role, putIn("old/"), guard];
const successor = `arn:aws:iam::${other}:role/successor`;
const update = (one: StackResource): Operation => ({ op: "update", resource: one });
const sentences = (operations: readonly Operation[], from = start) =>
  openings(from, operations).map(({ step, sentence }) => `${step}: ${sentence.replace(/, \(.*\)/, "")}`);

describe("a change step by step", () => {
  it("opens the old prefix to a new principal that is trusted too early", () => {
    assert.deepEqual(sentences([update(trusts(successor)), update(putIn("new/"))]), [
      `1: role/successor of ${other} may put old/* after assuming writer, only over TLS`,
    ]);
  });

  it("opens the new prefix to the old principal in the other order", () => {
    assert.deepEqual(sentences([update(putIn("new/")), update(trusts(successor))]), [
      `1: role/uploader of ${other} may put new/* after assuming writer, only over TLS`,
    ]);
  });

  it("opens nothing when the role has no policy in between", () => {
    assert.deepEqual(
      sentences([
        { op: "delete", urn: putIn("old/").urn },
        update(trusts(successor)),
        { op: "create", resource: putIn("new/") },
      ]),
      [],
    );
  });

  it("opens nothing when a single document changes, however it does", () => {
    assert.deepEqual(sentences([update(putIn("new/"))]), []);
    assert.deepEqual(sentences([update(trusts(successor))]), []);
  });

  it("opens the bucket to plain HTTP when its guard is made anew", () => {
    const replace: readonly Operation[] = [
      { op: "deleteReplaced", urn: guard.urn },
      { op: "createReplacement", resource: guard },
    ];
    assert.deepEqual(sentences(replace), [
      `1: role/uploader of ${other} may put old/* after assuming writer`,
    ]);
    assert.deepEqual(sentences([...replace].reverse()), []);
  });

  it("has what is replaced until it is deleted, before or after its replacement is made", () => {
    const replace: readonly Operation[] = [
      { op: "createReplacement", resource: trusts(successor) },
      { op: "deleteReplaced", urn: role.urn },
    ];
    const counts = (operations: readonly Operation[]) =>
      statesAfter(start, operations).map(({ length }) => length);
    assert.deepEqual(
      [counts(replace), counts([...replace].reverse())],
      [
        [5, 4],
        [3, 4],
      ],
    );
    assert.deepEqual(
      statesAfter(start, replace)
        .at(-1)
        ?.find(({ urn }) => urn === role.urn),
      trusts(successor),
    );
  });

  it("takes a part of what is allowed before as no opening", () => {
    assert.deepEqual(sentences([update(putIn("old/a/")), update(putIn("new/"))]), []);
    assert.deepEqual(sentences([update(putIn("o")), update(putIn("new/"))]), [
      `1: role/uploader of ${other} may put o* after assuming writer, only over TLS`,
    ]);
  });

  it("says what cannot be told on the way", () => {
    const broken = { ...guard, inputs: { bucket: "acme-drop", policy: "{" } };
    const found = openings(start, [update(broken), update(guard)]);
    assert.deepEqual(
      found.filter(({ kind }) => kind === "undecided").map(({ step, operation }) => [step, operation]),
      [[1, "update aws:s3/bucketPolicy:BucketPolicy policy"]],
    );
  });

  it("finds nothing in an up that the engine did, and something once its order is turned round", () => {
    const before = localExport();
    const done = engineOperations(sampleText("changedUp.ndjson"), before);
    assert.deepEqual(
      done.map(({ op }) => op),
      ["update", "update", "delete", "delete", "delete", "delete", "delete", "delete", "delete"],
    );
    assert.deepEqual(openings(before, done), []);
    const guards = before.find(({ type }) => type === "aws:s3/bucketPolicy:BucketPolicy");
    assert.ok(guards !== undefined);
    const opened = openings(before, [
      { op: "delete", urn: guards.urn },
      ...done,
      { op: "create", resource: guards },
    ]);
    assert.ok(opened.some(({ step, kind }) => step === 1 && kind === "opens"));
  });
});
