import assert from "node:assert/strict";
import fc from "fast-check";
import { decideOnce } from "../../../access/evaluate/decide";
import type { AccessRequest, PolicySet } from "../../../access/evaluate/request";
import { simulateLine } from "../../../access/evaluate/simulateLine";
import type { PolicyDocument, PolicyKind } from "../../../access/model";
import { readPolicy } from "../../../access/read/readPolicy";

/**
 * What holds for every policy set, on small random ones: denies only take away, limits only take away, order
 * does not matter.
 *
 * It does not prove single rules; the decision tables do.
 */

const accounts = ["111111111111", "222222222222"] as const;
const principals = accounts.flatMap((account) => [
  `arn:aws:iam::${account}:role/r`,
  `arn:aws:sts::${account}:assumed-role/r/s`,
  `arn:aws:iam::${account}:user/u`,
]);
const named = fc.constantFrom("*", { AWS: "*" }, ...[...principals, ...accounts].map((AWS) => ({ AWS })));
const effect = fc.constantFrom("Allow", "Allow", "Deny");
const action = fc.constantFrom("*", "s3:*", "s3:PutObject", "s3:Get*");
const resource = fc.constantFrom("*", "arn:aws:s3:::b/*", "arn:aws:s3:::b/a/*", "arn:aws:s3:::b/${x:tag}/*");
const condition = fc.constantFrom(
  {},
  { StringEquals: { "x:tag": "a" } },
  { StringNotEquals: { "x:tag": ["a", "b"] } },
  { StringLikeIfExists: { "x:tag": "a*" } },
  { "ForAllValues:StringEquals": { "x:tag": ["a"] } },
  { Null: { "x:tag": "true" } },
);
const ofIdentity = fc.record({ Effect: effect, Action: action, Resource: resource, Condition: condition });
const ofResource = fc.record({
  Effect: effect,
  Principal: named,
  Action: action,
  Resource: resource,
  Condition: condition,
});

function read(statements: readonly unknown[], kind: PolicyKind): PolicyDocument {
  const result = readPolicy({ Version: "2012-10-17", Statement: statements }, kind);
  assert.ok(result.ok, result.ok ? "" : JSON.stringify(result.problems));
  return result.document;
}

const document = (statement: fc.Arbitrary<unknown>, kind: PolicyKind) =>
  fc.array(statement, { minLength: 1, maxLength: 3 }).map((statements) => read(statements, kind));
const identityDocument = document(ofIdentity, "identity");
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 1 });
const sets: fc.Arbitrary<PolicySet> = fc.record({
  identityPolicies: fc.array(identityDocument, { maxLength: 2 }),
  resourcePolicy: optional(document(ofResource, "resource")),
  permissionsBoundary: optional(fc.tuple(identityDocument)),
  sessionPolicies: optional(fc.tuple(identityDocument)),
  serviceControlPolicies: optional(fc.array(fc.tuple(identityDocument), { maxLength: 2 })),
});
const requests: fc.Arbitrary<AccessRequest> = fc.record({
  principal: fc.constantFrom("*", "logs.amazonaws.com", ...principals),
  action: fc.constantFrom("s3:PutObject", "s3:GetObject"),
  resource: fc.constantFrom("arn:aws:s3:::b/a/1", "arn:aws:s3:::b/c/1"),
  resourceAccount: fc.constantFrom(...accounts),
  context: fc.constantFrom({}, { "x:tag": "a" }, { "x:tag": "c" }, { "x:tag": ["a", "b"] }),
});

const runs = { numRuns: 3_000 };
const decision = (set: PolicySet, request: AccessRequest) => decideOnce(set, request).decision;
const denyAll = (kind: PolicyKind) =>
  read(
    [
      {
        Effect: "Deny",
        Action: "*",
        Resource: "*",
        ...(kind === "resource" ? { Principal: "*" } : {}),
      },
    ],
    kind,
  );

describe("every decision", () => {
  it("reaches all three answers on these random sets", () => {
    const seen = new Set(
      fc.sample(fc.tuple(sets, requests), 2_000).map(([set, request]) => decision(set, request)),
    );
    assert.equal(seen.size, 3);
  });

  it("is an explicit denial when the resource policy denies everything", () => {
    fc.assert(
      fc.property(sets, requests, (set, request) => {
        assert.equal(decision({ ...set, resourcePolicy: denyAll("resource") }, request), "explicitlyDenied");
      }),
      runs,
    );
  });

  it("is an explicit denial of principals when an identity policy denies everything", () => {
    fc.assert(
      fc.property(sets, requests, (set, request) => {
        const identityPolicies = [...set.identityPolicies, denyAll("identity")];
        const ofAccount = request.principal.startsWith("arn:");
        const expected = ofAccount ? "explicitlyDenied" : decision(set, request);
        assert.equal(decision({ ...set, identityPolicies }, request), expected);
      }),
      runs,
    );
  });

  it("is allowed without a limit wherever it is allowed with it", () => {
    fc.assert(
      fc.property(sets, requests, (set, request) => {
        if (decision(set, request) !== "allowed") return;
        for (const limit of ["permissionsBoundary", "sessionPolicies", "serviceControlPolicies"] as const) {
          assert.equal(decision({ ...set, [limit]: undefined }, request), "allowed", limit);
        }
      }),
      runs,
    );
  });

  it("does not depend on the order of documents and statements", () => {
    const turned = (document: PolicyDocument): PolicyDocument => ({
      ...document,
      statements: [...document.statements].reverse(),
    });
    fc.assert(
      fc.property(sets, requests, (set, request) => {
        const other: PolicySet = {
          ...set,
          identityPolicies: [...set.identityPolicies].reverse().map(turned),
          resourcePolicy: set.resourcePolicy && turned(set.resourcePolicy),
          serviceControlPolicies: set.serviceControlPolicies && [...set.serviceControlPolicies].reverse(),
        };
        assert.equal(decision(other, request), decision(set, request));
      }),
      runs,
    );
  });

  it("names an allow for an allowed request and a deny for a denied one", () => {
    fc.assert(
      fc.property(sets, requests, (set, request) => {
        const { decision: answer, because, missing } = decideOnce(set, request);
        const wanted = answer === "allowed" ? "Allow" : "Deny";
        assert.ok(because.every(({ effect: found }) => found === wanted));
        assert.equal(because.length > 0, answer !== "implicitlyDenied");
        assert.equal(missing.length > 0, answer === "implicitlyDenied");
      }),
      runs,
    );
  });

  it("is the one that the batch gives for the same documents", () => {
    const statements = fc.array(ofIdentity, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(statements, requests, (list, request) => {
        const policy = { Version: "2012-10-17", Statement: list };
        const answer = simulateLine(JSON.stringify({ id: 1, request, identityPolicies: [policy] }));
        const set = { identityPolicies: [read(list, "identity")] };
        assert.equal((JSON.parse(answer) as { decision: string }).decision, decision(set, request));
      }),
      { numRuns: 500 },
    );
  });
});
