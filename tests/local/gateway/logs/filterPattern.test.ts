/**
 * Filter patterns of CloudWatch Logs: which messages they mean, and which texts are no pattern.
 *
 * Does not prove: what AWS makes of `!=` on a property that is not there, of which its manual says nothing.
 */
import assert from "node:assert/strict";
import { readFilterPattern } from "../../../../local/gateway/logs/filterPattern";

const event = {
  eventName: "PutObject",
  errorCode: "AccessDenied",
  eventSource: "s3.amazonaws.com",
  sourceIPAddress: "123.123.7.1",
  readOnly: false,
  managementEvent: true,
  responseElements: null,
  bytes: 404,
  latency: 1.5,
  userIdentity: { type: "AssumedRole", sessionContext: { sessionIssuer: { userName: "uploader" } } },
  resources: [{ type: "AWS::S3::Object" }, { type: "AWS::S3::Bucket", accountId: "111111111111" }],
  "a.b": "dotted",
  "x-amz-id": "7",
};

/** Pattern, and whether it means the event. */
const rows: readonly (readonly [pattern: string, means: boolean])[] = [
  ['{ $.eventName = "PutObject" }', true],
  ['{ $.eventName = "GetObject" }', false],
  ['{ $.eventName = "putobject" }', false],
  ["{ $.eventName = PutObject }", true],
  ["{$.eventName=PutObject}", true],
  ["{ $.eventName = Put* }", true],
  ['{ $.eventName = "*Object" }', true],
  ['{ $.eventName = "*Obj" }', false],
  ['{ $.errorCode = "AccessDenied*" }', true],
  ['{ $.errorCode = "*UnauthorizedOperation" }', false],
  ['{ $.errorCode != "NoSuchKey" }', true],
  ['{ $.errorCode != "AccessDenied" }', false],
  ['{ $.absent = "x" }', false],
  ['{ $.absent != "x" }', false],
  ["{ $.sourceIPAddress = 123.123.* }", true],
  ["{ $.sourceIPAddress != 123.123.* }", false],
  ['{ $.sourceIPAddress = "123x123*" }', false],
  ['{ ($.eventName = "PutObject") && ($.errorCode = "AccessDenied*") }', true],
  ['{ ($.eventName = "GetObject") && ($.errorCode = "AccessDenied*") }', false],
  ['{ ($.eventName = "GetObject") || ($.errorCode = "AccessDenied*") }', true],
  ["{ $.eventName = A || $.eventName = PutObject && $.errorCode = NoSuchKey }", false],
  ["{ $.eventName = PutObject || $.eventName = A && $.errorCode = NoSuchKey }", true],
  ["{ ($.eventName = PutObject || $.eventName = A) && $.errorCode = NoSuchKey }", false],
  ['{ (($.eventName = PutObject) && (($.bytes > 1) || ($.x = "y"))) }', true],
  ["{ $.bytes = 404 }", true],
  ["{ $.bytes = 404.0 }", true],
  ["{ $.bytes = 4* }", true],
  ["{ $.bytes = 5* }", false],
  ["{ $.bytes != 404 }", false],
  ["{ $.bytes > 403 }", true],
  ["{ $.bytes > 404 }", false],
  ["{ $.bytes >= 404 }", true],
  ["{ $.bytes < 405 }", true],
  ["{ $.bytes < 404 }", false],
  ["{ $.bytes <= 404 }", true],
  ["{ $.latency >= 1e0 }", true],
  ["{ $.latency < -1 }", false],
  ["{ $.eventName > 1 }", false],
  ["{ $.absent EXISTS }", false],
  ["{ $.errorCode EXISTS }", true],
  ["{ $.responseElements EXISTS }", true],
  ["{ $.absent NOT EXISTS }", true],
  ["{ $.errorCode NOT EXISTS }", false],
  ["{ $.userIdentity.invokedBy NOT EXISTS && $.userIdentity.type = AssumedRole }", true],
  ["{ $.responseElements IS NULL }", true],
  ["{ $.absent IS NULL }", false],
  ["{ $.eventName IS NULL }", false],
  ["{ $.managementEvent IS TRUE }", true],
  ["{ $.readOnly IS TRUE }", false],
  ["{ $.readOnly IS FALSE }", true],
  ["{ $.managementEvent IS FALSE }", false],
  ['{ $.userIdentity.sessionContext.sessionIssuer.userName = "uploader" }', true],
  ['{ $.userIdentity.sessionContext.userName = "uploader" }', false],
  ['{ $.userIdentity = "AssumedRole" }', false],
  ['{ $.resources[1].accountId = "111111111111" }', true],
  ['{ $.resources[0].accountId = "111111111111" }', false],
  ["{ $.resources[2].accountId EXISTS }", false],
  ['{ $.resources[*].type = "AWS::S3::Bucket" }', true],
  ['{ $.resources[*].type = "AWS::S3::AccessPoint" }', false],
  ['{ $.userIdentity.* = "AssumedRole" }', true],
  ["{ $.['a.b'] = dotted }", true],
  ["{ $.x-amz-id = 7 }", true],
  ["{ $.eventName = %^Put.*t$% }", true],
  ["{ $.eventName = %^Get% }", false],
  ["{ $.eventName != %^Get% }", true],
  ["", true],
  ["PutObject", true],
  ["putobject", false],
  ["PutObject AccessDenied", true],
  ["PutObject NoSuchKey", false],
  ["PutObject -AccessDenied", false],
  ["?NoSuchKey ?AccessDenied", true],
  ["?NoSuchKey ?NoSuchBucket", false],
  ['"s3.amazonaws.com"', true],
  ['"s3 amazonaws com"', false],
];

const noPatterns: readonly string[] = [
  "{ }",
  "{ $ = 1 }",
  "{ eventName = PutObject }",
  "{ $.eventName PutObject }",
  "{ $.eventName = }",
  "{ ($.eventName = PutObject }",
  "{ $.eventName = PutObject } }",
  "{ $.eventName = PutObject && }",
  '{ $.eventName = "PutObject }',
  "{ $.eventName = PutObject | $.a = b }",
  "{ $.eventName = %(a+)+% }",
  "[ip, user]",
  "two-words",
];

describe("Filter patterns of CloudWatch Logs", () => {
  for (const [pattern, means] of rows) {
    it(`${pattern === "" ? "the empty pattern" : pattern} ${means ? "means" : "does not mean"} the event`, () => {
      const read = readFilterPattern(pattern);
      assert.ok(read.ok, read.ok ? "" : read.problem);
      assert.equal(read.matches(JSON.stringify(event)), means);
    });
  }

  for (const pattern of noPatterns) {
    it(`${pattern} is no pattern`, () => {
      assert.equal(readFilterPattern(pattern).ok, false);
    });
  }

  it("means no message that is no JSON by a JSON pattern", () => {
    const read = readFilterPattern("{ $.a NOT EXISTS }");
    assert.ok(read.ok);
    assert.equal(read.matches("a"), false);
    assert.equal(read.matches("{broken"), false);
    assert.equal(read.matches("{}"), true);
  });
});
