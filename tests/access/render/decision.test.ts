import assert from "node:assert/strict";
import { decisionJson, decisionMarkdown, decisionText } from "../../../access/render/decision";
import { explained, request, put } from "../evaluate/explained";

/** How a decision is shown, to the letter. It does not prove the decisions themselves. */

describe("a shown decision", () => {
  it("as text: the answer, what decided, why the rest did not apply", () => {
    assert.equal(
      decisionText(explained()),
      [
        "allowed: arn:aws:iam::222222222222:role/up may s3:PutObject on arn:aws:s3:::drop/in/a",
        "  Allow  identityPolicies[0] Put",
        "  Allow  resourcePolicy In",
        "Did not apply:",
        "  Deny   resourcePolicy Tls",
        "           Condition.Bool.aws:SecureTransport asks for false; the request has true",
        "  Deny   resourcePolicy Net",
        "           Condition.IpAddress.aws:SourceIp asks for 203.0.113.0/24 or 10.0.0.0/8; the request has 198.51.100.1",
        "           Condition.StringEquals.aws:SourceVpce asks for vpce-1; the request does not have the key",
        "  Deny   resourcePolicy Other",
        "           NotAction asks for s3:Put*; the request has s3:PutObject",
        "           NotResource asks for arn:aws:s3:::drop/*; the request has arn:aws:s3:::drop/in/a",
        "           Principal asks for arn:aws:iam::333333333333:root; the request has arn:aws:iam::222222222222:role/up",
        "",
      ].join("\n"),
    );
  });

  it("as text: what is missing for an implicit denial", () => {
    const [first] = decisionText(explained({ identityPolicies: [], resourcePolicy: null })).split("\n");
    assert.equal(
      first,
      "implicitly denied: arn:aws:iam::222222222222:role/up may not s3:PutObject on arn:aws:s3:::drop/in/a; missing: identity policy, resource policy",
    );
  });

  it("as text: the denying statement alone for an explicit denial", () => {
    const denied = explained({
      request: { ...request, principal: "*", context: { "aws:SecureTransport": "false" } },
    });
    assert.deepEqual(decisionText(denied).split("\n").slice(0, 3), [
      "explicitly denied: an anonymous caller may not s3:PutObject on arn:aws:s3:::drop/in/a",
      "  Deny   resourcePolicy Tls",
      "Did not apply:",
    ]);
  });

  it("as Markdown: one row a statement, with its bars and backticks made harmless", () => {
    const odd = explained({
      resourcePolicy: null,
      identityPolicies: [{ Version: "2012-10-17", Statement: { ...put, Resource: "arn:aws:s3:::a|`b" } }],
    });
    assert.equal(
      decisionMarkdown(odd),
      [
        "**implicitly denied: arn:aws:iam::222222222222:role/up may not s3:PutObject on arn:aws:s3:::drop/in/a; missing: identity policy, resource policy**",
        "",
        "| Effect | Statement | |",
        "| --- | --- | --- |",
        "| Allow | `identityPolicies[0] Put` | `Resource` asks for `arn:aws:s3:::a\\|'b`; the request has `arn:aws:s3:::drop/in/a` |",
        "",
      ].join("\n"),
    );
  });

  it("as JSON: decision, because, missing, didNotApply", () => {
    const shown = JSON.parse(decisionJson(explained())) as Record<string, unknown>;
    assert.deepEqual(Object.keys(shown), ["decision", "because", "missing", "didNotApply"]);
    assert.equal(shown["decision"], "allowed");
    assert.equal((shown["didNotApply"] as unknown[]).length, 3);
  });
});
