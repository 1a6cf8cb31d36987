/**
 * Reading what `pulumi stack export` and `pulumi preview --json` print. The samples come from the real engine with a
 * stand-in of the AWS plugin; that the official plugin answers the same is not shown here.
 */
import assert from "node:assert/strict";
import type { StateResult } from "../../../access/stack/readState";
import { readExport, readPreview } from "../../../access/stack/readState";
import { stackAccess } from "../../../access/stack/stackAccess";
import { readValue, unknown } from "../../../access/stack/value";
import { ways } from "./given";
import { sample } from "./samples";

const tls = ", only over TLS, only with TLS 1.2 or newer";
const marketing = (who: string, prefixes: string) =>
  `${who} of 222222222222 may put ${prefixes} after assuming xput-marketing, only from o-abc1234567${tls}`;
const shipper = (externalId: string) =>
  `role/export of 333333333333 may put shipper/in/* after assuming xput-shipper, only with external id ${externalId}${tls}`;
const backup = `role/backup-job of 444444444444 may put backup/daily/*, backup/weekly/* after assuming xput-backup${tls}`;
const changed = [
  marketing("role/app/uploader", "marketing/*, press/*"),
  shipper("shipper-0000"),
  marketing("user/alice", "marketing/*, press/*"),
];

function waysOf(result: StateResult): readonly string[] {
  assert.ok(result.ok, JSON.stringify(result));
  assert.deepEqual(
    stackAccess(result.resources).notKnown.filter(({ kind }) => kind !== "notInStack"),
    [],
  );
  return ways(result.resources);
}

describe("reading a state", () => {
  it("lists exactly the puts of the three sources of the local stack", () => {
    assert.deepEqual(waysOf(readExport(sample("localExport.json"))), [
      marketing("role/app/uploader", "marketing/*"),
      backup,
      shipper("shipper-7f3a9c"),
      marketing("user/alice", "marketing/*"),
    ]);
  });

  it("lists what a preview leads to, beside the state before", () => {
    assert.deepEqual(waysOf(readPreview(sample("changedPreview.json"), sample("localExport.json"))), changed);
  });

  it("lists what a first preview leads to: all of it is known then", () => {
    assert.deepEqual(waysOf(readPreview(sample("firstPreview.json"))), changed);
  });

  it("keeps what waits to be deleted, until the next update", () => {
    const state = {
      urn: "urn:pulumi:s::p::aws:s3/bucket:Bucket::b",
      type: "aws:s3/bucket:Bucket",
      inputs: {},
      delete: true,
    };
    const json = { version: 3, deployment: { resources: [state] } };
    const count = (result: StateResult) => result.ok && result.resources.length;
    assert.equal(count(readExport(json)), 1);
    assert.equal(count(readPreview({ steps: [] }, json)), 0);
  });

  it("shows no secret, however it is written", () => {
    const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
    assert.equal(readValue({ ...secret, plaintext: '"hush"' }), unknown);
    assert.equal(readValue({ ...secret, ciphertext: "v1:abc" }), unknown);
    assert.equal(readValue("[secret]"), unknown);
    assert.deepEqual(readValue({ a: ["hush"] }), { a: ["hush"] });
  });

  it("takes a text that holds what the engine does not know as not known", () => {
    assert.equal(readValue('{"Resource":"04da6b54-80e4-46f7-96ec-b56ff0331ba9/*"}'), unknown);
    assert.equal(readValue('{"Resource":"arn:aws:s3:::acme/*"}'), '{"Resource":"arn:aws:s3:::acme/*"}');
  });

  const broken: readonly (readonly [string, StateResult, RegExp])[] = [
    ["another JSON file", readExport({ name: "xput" }), /no version and deployment/],
    ["no object", readExport([1]), /no JSON object/],
    ["another version", readExport({ version: 2, deployment: {} }), /version 2: only version 3/],
    ["a preview in place of an export", readExport(sample("changedPreview.json")), /the output of a preview/],
    ["an export in place of a preview", readPreview(sample("localExport.json")), /it has no steps/],
    ["a preview beside what is no export", readPreview({ steps: [] }, {}), /no version and deployment/],
    ["a step without an op", readPreview({ steps: [{}] }), /step 1 of the preview has no op/],
    [
      "a resource without an urn",
      readExport({ version: 3, deployment: { resources: [{}] } }),
      /no urn and type/,
    ],
  ];
  for (const [title, result, problem] of broken) {
    it(`refuses ${title} in one line`, () => {
      assert.ok(!result.ok);
      assert.match(result.problem, problem);
      assert.doesNotMatch(result.problem, /\n/);
    });
  }
});
