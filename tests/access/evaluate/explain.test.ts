import assert from "node:assert/strict";
import { decide } from "../../../access/evaluate/decide";
import { explain } from "../../../access/evaluate/explain";
import type { StatementExplanation } from "../../../access/evaluate/explain";
import { preparePolicies } from "../../../access/evaluate/preparePolicies";
import { readSimulation } from "../../../access/evaluate/readSimulation";
import { fromValue } from "../../../access/read/jsonTree";
import type { ExplainedDecision } from "../../../access/render/decision";

/** Why statements did not apply. It does not prove the decisions themselves. */

const request = {
  principal: "arn:aws:iam::222222222222:role/up",
  action: "s3:PutObject",
  resource: "arn:aws:s3:::drop/in/a",
  resourceAccount: "111111111111",
  context: { "aws:SecureTransport": "true", "aws:SourceIp": "198.51.100.1" },
};
const put = { Sid: "Put", Effect: "Allow", Action: "s3:PutObject", Resource: "*" };
const denials = [
  {
    Sid: "Tls",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: "*",
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  },
  {
    Sid: "Net",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: "*",
    Condition: {
      IpAddress: { "aws:SourceIp": ["203.0.113.0/24", "10.0.0.0/8"] },
      StringEquals: { "aws:SourceVpce": "vpce-1" },
    },
  },
  {
    Sid: "Other",
    Effect: "Deny",
    Principal: { AWS: "333333333333" },
    NotAction: "s3:Put*",
    NotResource: "arn:aws:s3:::drop/*",
  },
];

function explained(changes: Readonly<Record<string, unknown>> = {}): ExplainedDecision {
  const line = {
    request,
    identityPolicies: [{ Version: "2012-10-17", Statement: put }],
    resourcePolicy: {
      Version: "2012-10-17",
      Statement: [{ ...put, Sid: "In", Principal: { AWS: "222222222222" } }, ...denials],
    },
    ...changes,
  };
  const read = readSimulation(fromValue(line));
  assert.ok(read.ok, read.ok ? "" : JSON.stringify(read.problems));
  const policies = preparePolicies(read.policies);
  return {
    request: read.request,
    decision: decide(policies, read.request),
    statements: explain(policies, read.request),
  };
}

function mismatches(statements: readonly StatementExplanation[], sid: string) {
  return statements.find((statement) => statement.sid === sid)?.mismatches;
}

describe("explain", () => {
  const { statements } = explained();

  it("says that deciding statements apply", () => {
    assert.deepEqual(mismatches(statements, "Put"), []);
    assert.deepEqual(mismatches(statements, "In"), []);
  });

  it("names condition, expected and actual value", () => {
    assert.deepEqual(mismatches(statements, "Tls"), [
      { element: "Condition.Bool.aws:SecureTransport", expected: ["false"], actual: ["true"] },
    ]);
  });

  it("names every condition that does not hold, and an absent key as no value", () => {
    assert.deepEqual(mismatches(statements, "Net"), [
      {
        element: "Condition.IpAddress.aws:SourceIp",
        expected: ["203.0.113.0/24", "10.0.0.0/8"],
        actual: ["198.51.100.1"],
      },
      { element: "Condition.StringEquals.aws:SourceVpce", expected: ["vpce-1"], actual: [] },
    ]);
  });

  it("names action, resource and principal", () => {
    assert.deepEqual(mismatches(statements, "Other"), [
      { element: "NotAction", expected: ["s3:Put*"], actual: ["s3:PutObject"] },
      { element: "NotResource", expected: ["arn:aws:s3:::drop/*"], actual: ["arn:aws:s3:::drop/in/a"] },
      { element: "Principal", expected: ["arn:aws:iam::333333333333:root"], actual: [request.principal] },
    ]);
  });

  it("leaves out policies that do not bear on the caller", () => {
    const service = explained({ request: { ...request, principal: "logs.amazonaws.com" } });
    assert.equal(mismatches(service.statements, "Put"), undefined);
  });
});
