/**
 * Whether a trail's selectors record the requests for every object of a bucket: each one that does not beside one
 * that does.
 *
 * It does not prove that CloudTrail reads selectors alike; AWS's pages are named at the types.
 */
import assert from "node:assert/strict";
import { trailGaps, type ReadTrail } from "../../iam/trailCoverage";
import {
  managementSelector,
  objectSelector,
  type FieldSelector,
  type RecordedEvents,
} from "../../iam/trailSelectors";

const place = {
  partition: "aws",
  region: "eu-west-1",
  accountId: "111111111111",
  bucket: "acme-drop",
} as const;
const objects = "arn:aws:s3:::acme-drop/";
const trail: ReadTrail = {
  arn: "arn:aws:cloudtrail:eu-west-1:111111111111:trail/all",
  homeRegion: "eu-west-1",
  isMultiRegionTrail: false,
  isOrganizationTrail: false,
  enableLogging: true,
  advancedEventSelectors: [managementSelector, objectSelector(place, "all")],
  eventSelectors: [],
};
const organizationTrail = "arn:aws:cloudtrail:us-east-1:999999999999:trail/organization";

describe("a trail", () => {
  const trails: readonly [string, Partial<ReadTrail>, RegExp | undefined][] = [
    ["of the bucket's region", {}, undefined],
    ["of another region", { homeRegion: "us-east-1" }, /records us-east-1 only: make it multi-region/],
    ["of every region", { homeRegion: "us-east-1", isMultiRegionTrail: true }, undefined],
    ["that was stopped", { enableLogging: false }, /does not log/],
    [
      "of an organization",
      { arn: organizationTrail, isOrganizationTrail: true, isMultiRegionTrail: true },
      undefined,
    ],
    [
      "of another account only",
      { arn: organizationTrail, isMultiRegionTrail: true },
      /is of account 999999999999 and of no organization: it records nothing of 111111111111/,
    ],
    ["of management events only", { advancedEventSelectors: [managementSelector] }, /no event selector/],
    ["without selectors", { advancedEventSelectors: [] }, /no event selector/],
  ];
  for (const [what, change, gap] of trails) {
    it(`${what} ${gap === undefined ? "is enough" : "is not enough"}`, () => {
      const gaps = trailGaps({ ...trail, ...change }, place, "write");
      if (gap === undefined) assert.deepEqual(gaps, []);
      else {
        assert.equal(gaps.length, 1);
        assert.match(gaps[0] ?? "", gap);
      }
    });
  }

  it("is told everything that it lacks, with the selector to add", () => {
    const gaps = trailGaps(
      { ...trail, homeRegion: "us-east-1", enableLogging: false, advancedEventSelectors: [] },
      place,
      "all",
    );
    assert.equal(gaps.length, 3);
    assert.equal(
      gaps[2],
      'has no event selector for writes and reads of all objects of acme-drop: add to its advanced event selectors {"Name":"Objects of acme-drop","FieldSelectors":[{"Field":"eventCategory","Equals":["Data"]},{"Field":"resources.type","Equals":["AWS::S3::Object"]},{"Field":"resources.ARN","StartsWith":["arn:aws:s3:::acme-drop/"]}]}',
    );
  });
});

const covers = (trailToAsk: ReadTrail, events: RecordedEvents) =>
  trailGaps(trailToAsk, place, events).length === 0;

describe("an advanced selector", () => {
  const data: FieldSelector = { field: "eventCategory", equals: ["Data"] };
  const type: FieldSelector = { field: "resources.type", equals: ["AWS::S3::Object"] };
  const arn = (selector: Omit<FieldSelector, "field">): FieldSelector => ({
    field: "resources.ARN",
    ...selector,
  });
  const readOnly = (selector: Omit<FieldSelector, "field">): FieldSelector => ({
    field: "readOnly",
    ...selector,
  });
  const cases: readonly [string, readonly FieldSelector[], write: boolean, all: boolean][] = [
    ["of all objects of all buckets", [data, type], true, true],
    ["of this bucket's objects", [data, type, arn({ startsWiths: [objects] })], true, true],
    ["of buckets that start alike", [data, type, arn({ startsWiths: ["arn:aws:s3:::acme"] })], true, true],
    [
      "of this and another bucket",
      [data, type, arn({ startsWiths: ["arn:aws:s3:::b/", objects] })],
      true,
      true,
    ],
    ["of another bucket", [data, type, arn({ startsWiths: ["arn:aws:s3:::b/"] })], false, false],
    ["of one prefix", [data, type, arn({ startsWiths: [`${objects}a/`] })], false, false],
    ["of one object", [data, type, arn({ equals: [`${objects}a`] })], false, false],
    ["of objects with one ending", [data, type, arn({ endsWiths: [".csv"] })], false, false],
    ["but one object", [data, type, arn({ notEquals: [`${objects}a`] })], false, false],
    ["but another bucket's object", [data, type, arn({ notEquals: ["arn:aws:s3:::b/a"] })], true, true],
    ["but one prefix", [data, type, arn({ notStartsWiths: [`${objects}a/`] })], false, false],
    ["but this bucket", [data, type, arn({ notStartsWiths: [objects] })], false, false],
    ["but another bucket", [data, type, arn({ notStartsWiths: ["arn:aws:s3:::b/"] })], true, true],
    ["but one ending", [data, type, arn({ notEndsWiths: [".tmp"] })], false, false],
    [
      "of this bucket but one prefix",
      [data, type, arn({ startsWiths: [objects], notStartsWiths: [`${objects}a/`] })],
      false,
      false,
    ],
    ["of writes", [data, type, readOnly({ equals: ["false"] })], true, false],
    ["of reads", [data, type, readOnly({ equals: ["true"] })], false, false],
    ["of everything but reads", [data, type, readOnly({ notEquals: ["true"] })], true, false],
    ["of some event names", [data, type, { field: "eventName", equals: ["PutObject"] }], false, false],
    ["but some event names", [data, type, { field: "eventName", notEquals: ["CopyObject"] }], false, false],
    ["of some principals", [data, type, { field: "userIdentity.arn", startsWiths: ["arn:"] }], false, false],
    ["of S3's events", [data, type, { field: "eventSource", equals: ["s3.amazonaws.com"] }], true, true],
    ["of management events", [{ field: "eventCategory", equals: ["Management"] }, type], false, false],
    [
      "of other resources",
      [data, { field: "resources.type", equals: ["AWS::Lambda::Function"] }],
      false,
      false,
    ],
    ["of no type of resource", [data], false, false],
  ];
  for (const [what, fieldSelectors, write, all] of cases) {
    it(`${what} covers ${all ? "all" : write ? "writes" : "nothing"}`, () => {
      const asked = { ...trail, advancedEventSelectors: [{ fieldSelectors }] };
      assert.equal(covers(asked, "write"), write);
      assert.equal(covers(asked, "all"), all);
    });
  }

  it("of writes and one of reads cover all", () => {
    const both = ["true", "false"].map((value) => ({
      fieldSelectors: [data, type, readOnly({ equals: [value] })],
    }));
    assert.equal(covers({ ...trail, advancedEventSelectors: both }, "all"), true);
  });
});

describe("a basic selector", () => {
  const cases: readonly [string, string | undefined, string, string, write: boolean, all: boolean][] = [
    ["of this bucket", "All", "AWS::S3::Object", objects, true, true],
    ["of this bucket without a type of events", undefined, "AWS::S3::Object", objects, true, true],
    ["of writes", "WriteOnly", "AWS::S3::Object", objects, true, false],
    ["of reads", "ReadOnly", "AWS::S3::Object", objects, false, false],
    ["of all buckets", "All", "AWS::S3::Object", "arn:aws:s3", true, true],
    ["of all buckets of S3", "All", "AWS::S3::Object", "arn:aws:s3:::", true, true],
    ["of all buckets of another partition", "All", "AWS::S3::Object", "arn:aws-cn:s3", false, false],
    ["of one prefix", "All", "AWS::S3::Object", `${objects}a/`, false, false],
    ["of another bucket", "All", "AWS::S3::Object", "arn:aws:s3:::acme/", false, false],
    ["of functions", "All", "AWS::Lambda::Function", "arn:aws:lambda", false, false],
  ];
  for (const [what, readWriteType, type, value, write, all] of cases) {
    it(`${what} covers ${all ? "all" : write ? "writes" : "nothing"}`, () => {
      const eventSelectors = [{ readWriteType, dataResources: [{ type, values: [value] }] }];
      const asked = { ...trail, advancedEventSelectors: [], eventSelectors };
      assert.equal(covers(asked, "write"), write);
      assert.equal(covers(asked, "all"), all);
    });
  }

  it("without data resources covers nothing", () => {
    assert.equal(covers({ ...trail, advancedEventSelectors: [], eventSelectors: [{}] }, "write"), false);
  });
});
