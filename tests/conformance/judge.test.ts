/** What of an outcome counts as conforming, and what the pieces say that it is made of. */
import assert from "node:assert/strict";
import { judge, noLongerTrue } from "./judge";
import { knownUnlikes } from "./knownUnlikes";
import { isOnlyInState, plannedChanges } from "./plannedChanges";
import type { SituationOutcome } from "./situation";
import { normalised } from "./snapshot/normalise";
import { unlikes } from "./snapshot/snapshot";

const alike: SituationOutcome = {
  situation: "local",
  resources: 3,
  changes: [],
  onlyInState: 0,
  changedByImport: [],
  compared: 10,
  unlike: [],
  unknownInputs: [],
};
const encryption = "111111111111 eu-west-1 s3 drop encryption";
const blocked = [
  '    "BlockedEncryptionTypes": {',
  '     "EncryptionType": [',
  '      "SSE-C"',
  "     ]",
  "    },",
];

describe("An outcome", () => {
  it("conforms where nothing differs", () => {
    const { conforms, imported, alike: same, findings } = judge(alike);
    assert.deepEqual(
      { conforms, imported, same, findings },
      { conforms: true, imported: 3, same: 10, findings: [] },
    );
  });

  it("conforms where what differs is known, and tells it", () => {
    const unknownInputs = ["aws_s3_bucket_server_side_encryption_configuration.rule.blockedEncryptionTypes"];
    const unlike = [{ what: encryption, ours: blocked, theirs: [] }];
    const { conforms, known, alike: same } = judge({ ...alike, unknownInputs, unlike });
    assert.ok(conforms);
    assert.equal(same, 10);
    assert.deepEqual(
      known.map(({ what }) => what),
      [...unknownInputs, "BlockedEncryptionTypes of a bucket's encryption"],
    );
  });

  const change = { address: "aws_iam_role.a", actions: ["update"], differing: ["assume_role_policy"] };
  const faults: readonly (readonly [string, Partial<SituationOutcome>, RegExp])[] = [
    [
      "Terraform would change something",
      { changes: [change] },
      /^aws_iam_role\.a: update assume_role_policy$/,
    ],
    [
      "taking over changed something",
      { changedByImport: [{ what: "x", ours: ["1"], theirs: ["2"] }] },
      /^changed by the import: x: ours 1; theirs 2$/,
    ],
    ["the provider lacks an input that nobody knew of", { unknownInputs: ["aws_x.y"] }, /^aws_x\.y: unknown/],
    [
      "something is not there",
      { unlike: [{ what: encryption, ours: blocked, theirs: undefined }] },
      /theirs not there$/,
    ],
    [
      "more than what is known differs",
      { unlike: [{ what: encryption, ours: [...blocked, '"SSEAlgorithm": "aws:kms"'], theirs: [] }] },
      /^unlike our up: /,
    ],
    [
      "what is known differs elsewhere",
      { unlike: [{ what: "111111111111 eu-west-1 s3 drop policy", ours: blocked, theirs: [] }] },
      /^unlike our up: /,
    ],
    [
      "only the order differs",
      { unlike: [{ what: "x", ours: [], theirs: [] }] },
      /other order; theirs other order/,
    ],
  ];
  for (const [title, part, says] of faults) {
    it(`does not conform where ${title}`, () => {
      const { conforms, findings } = judge({ ...alike, ...part });
      assert.equal(conforms, false);
      assert.equal(findings.length, 1);
      assert.match(findings[0] ?? "", says);
    });
  }

  it("shows which known difference is no longer one", () => {
    const judged = judge({ ...alike, unlike: [{ what: encryption, ours: blocked, theirs: [] }] });
    const stale = noLongerTrue([judged]);
    assert.equal(stale.length, knownUnlikes.length - 1);
    assert.ok(stale.every((what) => !what.includes("BlockedEncryptionTypes")));
  });
});

describe("A plan", () => {
  const planned = (type: string, actions: readonly string[], before: object | null, after: object | null) =>
    JSON.stringify({
      resource_changes: [{ address: `${type}.a`, type, change: { actions, before, after } }],
    });

  it("changes nothing where it only imports", () => {
    assert.deepEqual(plannedChanges(planned("aws_iam_role", ["no-op"], { a: 1 }, { a: 1 })), []);
    assert.deepEqual(plannedChanges("{}"), []);
  });

  for (const [title, type, actions, before, after, expected] of [
    ["what AWS does not keep", "aws_kms_key", ["update"], {}, { deletion_window_in_days: 30 }, true],
    ["what it keeps", "aws_kms_key", ["update"], {}, { deletion_window_in_days: 30, policy: "{}" }, false],
    ["another type", "aws_iam_role", ["update"], {}, { deletion_window_in_days: 30 }, false],
    [
      "a new one in its place",
      "aws_kms_key",
      ["delete", "create"],
      { deletion_window_in_days: 1 },
      {},
      false,
    ],
  ] as const) {
    it(`is ${expected ? "" : "not "}only Terraform's note with ${title}`, () => {
      assert.deepEqual(plannedChanges(planned(type, actions, before, after)).map(isOnlyInState), [expected]);
    });
  }
});

describe("A snapshot", () => {
  const noKeys = new Map<string, string>();

  it("is the same whatever the order of members, the texts of documents, ids and times", () => {
    const keys = new Map([["1234-ab", "alias/drop"]]);
    const ours = { b: 1, a: '{"x":1,"y":"key/1234-ab"}', RoleId: "AROA1", CreateDate: new Date(0) };
    const theirs = { a: '{ "y": "key/(alias/drop)", "x": 1 }', b: 1, RoleId: "AROA2" };
    assert.equal(normalised(ours, keys), normalised(theirs, noKeys));
    assert.equal(normalised('%7B"x":1%7D', noKeys), normalised('{"x":1}', noKeys));
  });

  it("is another one where a list has another order, but for selectors", () => {
    assert.notEqual(normalised({ Action: ["a", "b"] }, noKeys), normalised({ Action: ["b", "a"] }, noKeys));
    assert.equal(
      normalised({ FieldSelectors: ["a", "b"] }, noKeys),
      normalised({ FieldSelectors: ["b", "a"] }, noKeys),
    );
  });

  it("keeps a pattern that only starts like a document", () => {
    assert.equal(normalised("{($.a=1)}", noKeys), '"{($.a=1)}"');
  });

  it("is compared line by line", () => {
    const ours = new Map([
      ["same", "1"],
      ["other", "1\n2"],
      ["gone", "1"],
    ]);
    const theirs = new Map([
      ["same", "1"],
      ["other", "1\n3"],
    ]);
    assert.deepEqual(unlikes(ours, theirs), [
      { what: "gone", ours: ["1"], theirs: undefined },
      { what: "other", ours: ["2"], theirs: ["3"] },
    ]);
  });
});
