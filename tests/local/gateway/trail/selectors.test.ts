/** Which events classic and advanced event selectors take. */
import assert from "node:assert/strict";
import { makeEvents } from "../../../../local/gateway/trail/makeEvents";
import {
  selects,
  type AdvancedEventSelector,
  type EventSelector,
} from "../../../../local/gateway/trail/selectors";
import { selectorFault } from "../../../../local/gateway/services/cloudtrail/selectorFault";
import { call, outcome } from "./calls";

const eventOf = (parts: Parameters<typeof call>[0]) =>
  makeEvents(outcome({ call: call(parts) }))[0] ?? assert.fail("no event");
const put = eventOf({});
const get = eventOf({ operation: "GetObject", method: "GET" });
const listing = eventOf({ operation: "ListObjectsV2", method: "GET", parameters: { bucketName: "acme" } });
const policyWrite = eventOf({ operation: "PutBucketPolicy", parameters: { bucketName: "acme" } });
const keyUse = eventOf({ service: "kms", operation: "Decrypt", method: "POST", parameters: {} });

const events = { put, get, listing, policyWrite, keyUse };
const all = Object.keys(events);

const objects = (...Values: readonly string[]) => [{ Type: "AWS::S3::Object", Values }];

const classic: readonly (readonly [string, EventSelector, readonly string[]])[] = [
  ["the default takes management events", {}, ["policyWrite", "keyUse"]],
  ["writes only", { ReadWriteType: "WriteOnly" }, ["policyWrite"]],
  ["reads only", { ReadWriteType: "ReadOnly" }, ["keyUse"]],
  ["without KMS", { ExcludeManagementEventSources: ["kms.amazonaws.com"] }, ["policyWrite"]],
  ["nothing", { IncludeManagementEvents: false }, []],
  ["all of S3", { DataResources: objects("arn:aws:s3") }, all],
  [
    "all buckets",
    { IncludeManagementEvents: false, DataResources: objects("arn:aws:s3:::") },
    ["put", "get", "listing"],
  ],
  [
    "writes below a prefix",
    {
      ReadWriteType: "WriteOnly",
      IncludeManagementEvents: false,
      DataResources: objects("arn:aws:s3:::acme/in/"),
    },
    ["put"],
  ],
  ["another bucket", { IncludeManagementEvents: false, DataResources: objects("arn:aws:s3:::acme2/") }, []],
  [
    "another type",
    {
      IncludeManagementEvents: false,
      DataResources: [{ Type: "AWS::Lambda::Function", Values: ["arn:aws:s3"] }],
    },
    [],
  ],
];

const data = { Field: "eventCategory", Equals: ["Data"] };
const ofObjects = { Field: "resources.type", Equals: ["AWS::S3::Object"] };

const advanced: readonly (readonly [string, AdvancedEventSelector, readonly string[]])[] = [
  ["data", { FieldSelectors: [data] }, ["put", "get", "listing"]],
  [
    "management",
    { FieldSelectors: [{ Field: "eventCategory", Equals: ["Management"] }] },
    ["policyWrite", "keyUse"],
  ],
  ["readOnly", { FieldSelectors: [data, { Field: "readOnly", Equals: ["true"] }] }, ["get", "listing"]],
  [
    "eventName",
    { FieldSelectors: [data, { Field: "eventName", Equals: ["PutObject", "GetObject"] }] },
    ["put", "get"],
  ],
  [
    "not eventName",
    { FieldSelectors: [data, { Field: "eventName", NotEquals: ["PutObject"] }] },
    ["get", "listing"],
  ],
  ["eventName starts", { FieldSelectors: [data, { Field: "eventName", StartsWith: ["Put"] }] }, ["put"]],
  [
    "eventName does not start",
    { FieldSelectors: [data, { Field: "eventName", NotStartsWith: ["Put", "List"] }] },
    ["get"],
  ],
  [
    "eventName ends",
    { FieldSelectors: [data, { Field: "eventName", EndsWith: ["Object"] }] },
    ["put", "get"],
  ],
  [
    "eventName does not end",
    { FieldSelectors: [data, { Field: "eventName", NotEndsWith: ["Object"] }] },
    ["listing"],
  ],
  [
    "two operators of one field",
    { FieldSelectors: [data, { Field: "eventName", EndsWith: ["Object"], NotEquals: ["GetObject"] }] },
    ["put"],
  ],
  [
    "resources.ARN starts",
    { FieldSelectors: [data, ofObjects, { Field: "resources.ARN", StartsWith: ["arn:aws:s3:::acme/in/"] }] },
    ["put", "get"],
  ],
  [
    "resources.ARN of another type",
    { FieldSelectors: [data, ofObjects, { Field: "resources.ARN", Equals: ["arn:aws:s3:::acme"] }] },
    [],
  ],
  [
    "eventSource",
    {
      FieldSelectors: [
        { Field: "eventCategory", Equals: ["Management"] },
        { Field: "eventSource", NotEquals: ["kms.amazonaws.com"] },
      ],
    },
    ["policyWrite"],
  ],
  ["an unknown field", { FieldSelectors: [data, { Field: "colour", Equals: ["red"] }] }, []],
];

describe("event selectors", () => {
  const taken = (takes: (event: (typeof events)["put"]) => boolean) =>
    Object.entries(events).flatMap(([name, event]) => (takes(event) ? [name] : []));
  for (const [what, selector, expected] of classic) {
    it(`classic: ${what}`, () => {
      const found = taken((event) => selects({ kind: "classic", selectors: [selector] }, event));
      assert.deepEqual(found, expected);
    });
  }
  for (const [what, selector, expected] of advanced) {
    it(`advanced: ${what}`, () => {
      const found = taken((event) => selects({ kind: "advanced", selectors: [selector] }, event));
      assert.deepEqual(found, expected);
    });
  }

  const faults: readonly (readonly [string, Readonly<Record<string, unknown>>, boolean])[] = [
    ["data with a type", { AdvancedEventSelectors: [{ FieldSelectors: [data, ofObjects] }] }, true],
    ["data without type", { AdvancedEventSelectors: [{ FieldSelectors: [data] }] }, false],
    ["no category", { AdvancedEventSelectors: [{ FieldSelectors: [ofObjects] }] }, false],
    [
      "an unknown field",
      { AdvancedEventSelectors: [{ FieldSelectors: [{ Field: "colour", Equals: ["red"] }] }] },
      false,
    ],
    [
      "a category that starts",
      { AdvancedEventSelectors: [{ FieldSelectors: [{ Field: "eventCategory", StartsWith: ["D"] }] }] },
      false,
    ],
    ["a bucket with its slash", { EventSelectors: [{ DataResources: objects("arn:aws:s3:::acme/") }] }, true],
    [
      "a bucket without its slash",
      { EventSelectors: [{ DataResources: objects("arn:aws:s3:::acme") }] },
      false,
    ],
    ["an unknown ReadWriteType", { EventSelectors: [{ ReadWriteType: "Both" }] }, false],
  ];
  for (const [what, parameters, taken] of faults) {
    it(`${taken ? "are taken" : "are refused"}: ${what}`, () => {
      assert.equal(selectorFault(parameters)?.code, taken ? undefined : "InvalidEventSelectorsException");
    });
  }
});
