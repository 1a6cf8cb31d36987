import assert from "node:assert/strict";
import { decide } from "../../../access/evaluate/decide";
import { explain } from "../../../access/evaluate/explain";
import { preparePolicies } from "../../../access/evaluate/preparePolicies";
import { readSimulation } from "../../../access/evaluate/readSimulation";
import { fromValue } from "../../../access/read/jsonTree";
import type { ExplainedDecision } from "../../../access/render/decision";

/** A put from another account. */
export const request = {
  principal: "arn:aws:iam::222222222222:role/up",
  action: "s3:PutObject",
  resource: "arn:aws:s3:::drop/in/a",
  resourceAccount: "111111111111",
  context: { "aws:SecureTransport": "true", "aws:SourceIp": "198.51.100.1" },
};
export const put = { Sid: "Put", Effect: "Allow", Action: "s3:PutObject", Resource: "*" };
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

/** That put decided and explained: one Allow on each side, and three Denies that do not apply. */
export function explained(changes: Readonly<Record<string, unknown>> = {}): ExplainedDecision {
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
