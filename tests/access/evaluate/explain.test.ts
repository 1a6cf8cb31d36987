import assert from "node:assert/strict";
import type { StatementExplanation } from "../../../access/evaluate/explain";
import { explained, request } from "./explained";

/** Why statements did not apply. It does not prove the decisions themselves. */

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
