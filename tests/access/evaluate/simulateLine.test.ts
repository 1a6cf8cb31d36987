import assert from "node:assert/strict";
import fc from "fast-check";
import { simulateLine } from "../../../access/evaluate/simulateLine";

/** The machine contract of `xput policy simulate --batch`, line by line. It does not prove the decisions. */

const allowPut = {
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: "s3:PutObject", Resource: "*" },
};
const request = {
  principal: "arn:aws:iam::222222222222:role/up",
  action: "s3:PutObject",
  resource: "arn:aws:s3:::drop/in/a",
  context: {},
};
const whole = {
  id: "1",
  request,
  identityPolicies: [allowPut],
  resourcePolicy: null,
  permissionsBoundary: null,
  sessionPolicies: null,
  serviceControlPolicies: null,
  resourceControlPolicies: null,
  vpcEndpointPolicies: null,
  blockPublicAccess: null,
};

function answer(line: unknown): Record<string, unknown> {
  const text = simulateLine(typeof line === "string" ? line : JSON.stringify(line));
  assert.ok(!text.includes("\n"));
  return JSON.parse(text) as Record<string, unknown>;
}

describe("simulateLine", () => {
  it("answers id, decision and because, and nothing else", () => {
    assert.equal(
      simulateLine(JSON.stringify(whole)),
      '{"id":"1","decision":"allowed","because":[{"policy":"identityPolicies[0]","sid":null,"effect":"Allow"}]}',
    );
  });

  it("takes null and absent fields as no limit", () => {
    assert.deepEqual(answer({ id: "1", request, identityPolicies: [allowPut] }), answer(whole));
  });

  it("passes over what a caller notes for itself", () => {
    assert.deepEqual(answer({ ...whole, note: "from the ticket", expected: "allowed" }), answer(whole));
  });

  it("gives Sids", () => {
    const statement = { ...allowPut.Statement, Sid: "Put" };
    const { because } = answer({ ...whole, identityPolicies: [{ ...allowPut, Statement: [statement] }] });
    assert.deepEqual(because, [{ policy: "identityPolicies[0]", sid: "Put", effect: "Allow" }]);
  });

  it("gives back ids of every kind", () => {
    for (const id of [7, "a", null, true, 1.5, ["x"], { a: 1 }])
      assert.deepEqual(answer({ ...whole, id })["id"], id);
  });

  it("takes numbers and booleans in the context as their text", () => {
    const policy = {
      ...allowPut,
      Statement: {
        ...allowPut.Statement,
        Condition: { Bool: { "x:b": "true" }, NumericEquals: { "x:n": "3" } },
      },
    };
    const context = { "x:b": true, "x:n": 3 };
    const line = { ...whole, request: { ...request, context }, identityPolicies: [policy] };
    assert.equal(answer(line)["decision"], "allowed");
  });

  it("reads the resource policy of a role that is assumed as its trust policy", () => {
    const assume = { ...request, action: "sts:AssumeRole", resource: "arn:aws:iam::111111111111:role/w" };
    const trust = {
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Principal: { AWS: "222222222222" }, Action: "sts:AssumeRole" },
    };
    const identityPolicies = [{ ...allowPut, Statement: { ...allowPut.Statement, Action: "sts:*" } }];
    assert.equal(
      answer({ id: 1, request: assume, identityPolicies, resourcePolicy: trust })["decision"],
      "allowed",
    );
    assert.deepEqual(
      answer({ id: 1, request, identityPolicies, resourcePolicy: trust })["error"],
      "resourcePolicy.Statement[0]: Resource is missing: each statement of a resource policy needs it",
    );
  });

  const errors: readonly (readonly [string, unknown, RegExp])[] = [
    ["no JSON", "nope", /^not JSON: .* at column \d+/],
    ["an empty line", "", /^not JSON: value expected/],
    ["half a line", '{"id":"1"', /^not JSON/],
    ["no object", "[]", /is an array: must be an object/],
    ["no request", { ...whole, request: null }, /^request: is null/],
    [
      "no principal",
      { ...whole, request: { ...request, principal: undefined } },
      /^request.principal: is missing$/,
    ],
    [
      "a principal that is none",
      { ...whole, request: { ...request, principal: "alice" } },
      /^request.principal: "alice" is no principal/,
    ],
    [
      "a group as principal",
      { ...whole, request: { ...request, principal: "arn:aws:iam::222222222222:group/g" } },
      /is no principal/,
    ],
    [
      "an action without service",
      { ...whole, request: { ...request, action: "PutObject" } },
      /^request.action/,
    ],
    ["an action with a wildcard", { ...whole, request: { ...request, action: "s3:*" } }, /^request.action/],
    [
      "a resource that is no ARN",
      { ...whole, request: { ...request, resource: "drop" } },
      /^request.resource/,
    ],
    [
      "an account that is none",
      { ...whole, request: { ...request, resourceAccount: "1" } },
      /^request.resourceAccount: "1" is no account id/,
    ],
    [
      "a context that is no object",
      { ...whole, request: { ...request, context: [] } },
      /^request.context: is an array/,
    ],
    [
      "a context value that is an object",
      { ...whole, request: { ...request, context: { "x:y": {} } } },
      /^request.context.x:y: is an object/,
    ],
    [
      "a context value that is null",
      { ...whole, request: { ...request, context: { "x:y": [null] } } },
      /^request.context.x:y\[0\]: is null/,
    ],
    ["a misspelt field", { ...whole, identityPolicy: [] }, /^identityPolicy: unknown element/],
    [
      "policies that are no list",
      { ...whole, identityPolicies: allowPut },
      /^identityPolicies: is an object: must be a list or null/,
    ],
    [
      "a level that is no list",
      { ...whole, serviceControlPolicies: [allowPut] },
      /^serviceControlPolicies\[0\]: is an object/,
    ],
    ["a flag that is no boolean", { ...whole, blockPublicAccess: "true" }, /^blockPublicAccess: is a string/],
    [
      "an unreadable policy, with its path",
      { ...whole, identityPolicies: [allowPut, { Statement: [{}] }] },
      /^identityPolicies\[1\].Statement\[0\]: Effect is missing/,
    ],
    [
      "an unknown operator, with its path",
      {
        ...whole,
        sessionPolicies: [
          { ...allowPut, Statement: { ...allowPut.Statement, Condition: { StringEqual: { "a:b": "c" } } } },
        ],
      },
      /^sessionPolicies\[0\].Statement\[0\].Condition.StringEqual: unknown operator/,
    ],
    [
      "a principal in an identity policy",
      {
        ...whole,
        permissionsBoundary: [{ ...allowPut, Statement: { ...allowPut.Statement, Principal: "*" } }],
      },
      /^permissionsBoundary\[0\].Statement\[0\].Principal/,
    ],
    [
      "a name that appears twice in a policy",
      '{"id":"1","request":{"principal":"*","action":"s3:Get","resource":"*","context":{}},"resourcePolicy":{"Statement":[],"Statement":[]}}',
      /^resourcePolicy.Statement: appears twice/,
    ],
  ];
  for (const [what, line, message] of errors) {
    it(`answers an error for ${what}`, () => {
      const { error, ...rest } = answer(line);
      assert.match(String(error), message);
      assert.deepEqual(Object.keys(rest), ["id"]);
    });
  }

  it("gives the id with an error where the line has one", () => {
    assert.equal(answer({ ...whole, id: "x", request: null })["id"], "x");
    assert.equal(answer("nope")["id"], null);
  });

  it("never throws, whatever the line", () => {
    const policy = fc.oneof(fc.constant(allowPut), fc.object({ maxDepth: 3 }), fc.constant(null));
    const lines = fc.record({
      id: fc.anything(),
      request: fc.oneof(fc.constant(request), fc.object()),
      identityPolicies: fc.oneof(fc.array(policy), fc.anything()),
      resourcePolicy: policy,
      serviceControlPolicies: fc.oneof(fc.array(fc.array(policy)), fc.anything()),
    });
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), lines.map(asText)), (line) => {
        const shown = JSON.parse(simulateLine(line)) as object;
        assert.ok("error" in shown || "decision" in shown);
      }),
      { numRuns: 1_000 },
    );
  });
});

/** JSON of any value; values that JSON cannot hold are left out. */
function asText(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? String(part) : part));
}
