/**
 * Whatever bytes come, the gateway gives an answer of AWS's shape or closes the connection, goes on serving, and lets
 * nothing through to the store.
 *
 * The store is a stand-in that says yes; XPUT_FUZZ_RUNS makes runs longer.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { assertAwsShaped } from "./answers";
import { fuzzRuns, fuzzTimeout } from "./runs";
import { signed } from "./signedRequest";
import { startWorld, type World } from "./world";

const token = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom("GET", "PUT", "POST", "DELETE", "HEAD") },
  { weight: 1, arbitrary: fc.constantFrom("OPTIONS", "PATCH", "TRACE", "CONNECT", "get", "", "P UT") },
  { weight: 1, arbitrary: fc.string({ maxLength: 5 }) },
);
const piece = fc.oneof(
  fc.constantFrom(
    "/",
    "drop",
    "in",
    "..",
    "%2e",
    "%",
    "%zz",
    "%00",
    "%C3%28",
    "?",
    "&",
    "=",
    "+",
    "#",
    "acl",
    "policy",
    "uploads",
    "uploadId=1",
    "partNumber=1",
    "versionId=x",
    "delete",
    "list-type=2",
    "max-keys=-1",
    "v20180820",
    "_xput",
    "X-Amz-Signature=0",
    "X-Amz-Algorithm=AWS4-HMAC-SHA256",
    "Action=AssumeRoleWithWebIdentity",
    "http://other/",
    "arn:aws:s3:us-east-1:111111111111:accesspoint%2Fx",
  ),
  fc.string({ unit: "binary", maxLength: 3 }),
);
const target = fc.array(piece, { maxLength: 10 }).map((pieces) => `/${pieces.join("")}`);
const usualLine = fc.constantFrom(
  "host: drop.localhost",
  "host: drop.s3.localhost:99999",
  "host: ",
  "host: [::1",
  "x-amz-target: TrentService.Decrypt",
  "x-amz-target: Logs_20140328.",
  "x-amz-content-sha256: UNSIGNED-PAYLOAD",
  "x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
  "x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER",
  "x-amz-decoded-content-length: 5",
  "x-amz-copy-source: drop/in/a",
  "x-amz-copy-source: %",
  "x-amz-date: 20260101T000000Z",
  "x-amz-tagging: a=b&a=c",
  "x-amz-object-lock-retain-until-date: never",
  "authorization: AWS4-HMAC-SHA256 Credential=a/b/c/d/e",
  "authorization: AWS4-HMAC-SHA256 Credential=111111111111/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0",
  "authorization: AWS a:b",
  "content-type: application/x-www-form-urlencoded",
  "content-type: multipart/form-data; boundary=b",
  "content-type: multipart/form-data",
  "content-encoding: aws-chunked",
  "transfer-encoding: chunked",
  "transfer-encoding: gzip, chunked",
  "expect: 100-continue",
  "expect: something-else",
  "connection: upgrade",
  "upgrade: websocket",
  "x-xput-tls: none",
  "x-xput-source-ip: nowhere",
);
const headerLine = fc.oneof(
  { weight: 12, arbitrary: usualLine },
  { weight: 1, arbitrary: fc.constantFrom(" folded: line", "no colon", "host: twice\r\nhost: over") },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.string({ maxLength: 8 }), fc.string({ unit: "binary", maxLength: 12 }))
      .map(([name, value]) => `${name}: ${value}`),
  },
);
const body = fc.oneof(
  fc.constantFrom(
    "",
    "hello",
    "5\r\nhello\r\n0\r\n\r\n",
    "5;chunk-signature=0\r\nhello\r\n0;chunk-signature=0\r\n\r\n",
    "ffffffffffff\r\n",
    "-1\r\n\r\n",
    "Action=AssumeRoleWithWebIdentity&RoleArn=x&RoleSessionName=y&WebIdentityToken=a.b.c",
    "Action=AssumeRole&Action=GetCallerIdentity",
    '{"KeyId": {"a": [1]}}',
    "{",
    "<Tagging>",
    '<!DOCTYPE x [<!ENTITY e "e">]><x>&e;</x>',
    '--b\r\nContent-Disposition: form-data; name="key"\r\n\r\nin/a\r\n--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nx\r\n--b--\r\n',
  ),
  fc.string({ unit: "binary", maxLength: 40 }),
);
const length = fc.oneof(
  { weight: 3, arbitrary: fc.constant("right") },
  { weight: 2, arbitrary: fc.constantFrom("none", "short", "long", "wrong", "twice") },
);

function lengthLines(how: string, bytes: number): readonly string[] {
  switch (how) {
    case "right":
      return [`content-length: ${bytes}`];
    case "short":
      return [`content-length: ${Math.max(0, bytes - 1)}`];
    case "long":
      return [`content-length: ${bytes + 1}`];
    case "wrong":
      return ["content-length: -1"];
    case "twice":
      return [`content-length: ${bytes}`, `content-length: ${bytes + 2}`];
    default:
      return [];
  }
}

describe("the gateway under any bytes", () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(async () => {
    await world.stop();
  });

  it("answers requests that nobody signed as AWS does, or not at all, and stores nothing", async () => {
    const request = fc.record({
      token,
      target,
      headers: fc.array(headerLine, { maxLength: 6 }),
      body,
      length,
    });
    await fc.assert(
      fc.asyncProperty(request, async ({ token: method, target: path, headers, body: text, length: how }) => {
        const bytes = Buffer.from(text, "latin1");
        const host = headers.some((line) => line.startsWith("host:")) ? [] : ["host: 127.0.0.1"];
        const lines = [`${method} ${path} HTTP/1.1`, ...host, ...headers];
        const head = [...lines, ...lengthLines(how, bytes.length), "connection: close", "", ""].join("\r\n");
        assertAwsShaped(await world.sendAny(Buffer.from(head, "latin1"), bytes), method);
        assert.deepEqual(world.stored, []);
      }),
      fuzzRuns(),
    );
    assert.ok(await world.isHealthy());
  }).timeout(fuzzTimeout());

  it("answers bytes that are no HTTP, and stores nothing", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        assertAwsShaped(await world.sendAny(Buffer.from(bytes)));
        assert.deepEqual(world.stored, []);
      }),
      fuzzRuns(0.5),
    );
    assert.ok(await world.isHealthy());
  }).timeout(fuzzTimeout(0.5));

  it("answers what a user signed but may not do as AWS does, and stores nothing", async () => {
    const request = fc.record({
      method: fc.constantFrom("GET", "PUT", "POST", "DELETE", "HEAD"),
      query: fc.array(
        fc.constantFrom("acl", "policy", "uploads", "delete", "tagging", "versionId=1", "x-id=Y", "restore"),
        {
          maxLength: 3,
        },
      ),
      key: fc.constantFrom("/drop", "/drop/out/a", "/", "/nowhere/a", "/drop/out%2F..%2Fin%2Fa", "/UPPER/a"),
      headers: fc.dictionary(
        fc.constantFrom(
          "x-amz-copy-source",
          "x-amz-acl",
          "x-amz-tagging",
          "content-type",
          "x-amz-object-lock-mode",
        ),
        fc.constantFrom("/drop/in/a", "private", "a=b", "multipart/form-data; boundary=b", "%zz", ""),
      ),
      body,
    });
    await fc.assert(
      fc.asyncProperty(request, async ({ method, query, key, headers, body: text }) => {
        const path = query.length === 0 ? key : `${key}?${query.join("&")}`;
        const made = signed({ method, target: path, service: "s3", headers, body: text }, world.keys);
        assertAwsShaped(await world.send(made.bytes()), method);
        assert.deepEqual(world.stored, []);
      }),
      fuzzRuns(),
    );
    assert.ok(await world.isHealthy());
  }).timeout(fuzzTimeout());

  it("answers any parameters of the other services as AWS does, and stores nothing", async () => {
    const json = fc.record({
      service: fc.constantFrom("kms", "cloudtrail", "logs", "organizations"),
      target: fc.constantFrom(
        ...["TrentService.Decrypt", "TrentService.CreateGrant", "TrentService.PutKeyPolicy"],
        ...["CloudTrail_20131101.CreateTrail", "CloudTrail_20131101.LookupEvents"],
        ...["CloudTrail_20131101.PutEventSelectors", "Logs_20140328.PutLogEvents", "Logs_20140328.Nothing"],
        ...["AWSOrganizationsV20161128.CreatePolicy", "AWSOrganizationsV20161128.AttachPolicy", "None", ""],
      ),
      body: fc.oneof(
        fc.json({ maxDepth: 3 }),
        fc
          .dictionary(
            fc.constantFrom(
              "KeyId",
              "Name",
              "S3BucketName",
              "LookupAttributes",
              "EventSelectors",
              "logGroupName",
              "__proto__",
            ),
            fc.jsonValue({ maxDepth: 2 }),
          )
          .map((members) => JSON.stringify(members)),
        body,
      ),
    });
    const form = fc.record({
      service: fc.constantFrom("iam", "sts", "sns"),
      target: fc.constant(""),
      body: fc
        .array(
          fc.tuple(
            fc.constantFrom(
              "Action",
              "RoleArn",
              "RoleName",
              "UserName",
              "Tags.member.1.Key",
              "Tags.member.x",
              "Policy",
              "SerialNumber",
              "TokenCode",
              "WebIdentityToken",
              "DurationSeconds",
              "OpenIDConnectProviderArn",
              "TopicArn",
            ),
            fc.constantFrom(
              "AssumeRole",
              "AssumeRoleWithWebIdentity",
              "GetSessionToken",
              "CreateRole",
              "PutUserPolicy",
              "EnableMFADevice",
              "CreateOpenIDConnectProvider",
              "Publish",
              "x",
              "",
              "9e99",
              "arn:aws:iam::111111111111:role/x",
              "{",
              "a.b.c",
              "__proto__",
              "constructor",
            ),
          ),
          { maxLength: 6 },
        )
        .map((fields) => new URLSearchParams(fields as [string, string][]).toString()),
    });
    await fc.assert(
      fc.asyncProperty(fc.oneof(json, form), async ({ service, target: name, body: text }) => {
        const type = name === "" ? "application/x-www-form-urlencoded" : "application/x-amz-json-1.1";
        const headers = { "content-type": type, ...(name === "" ? {} : { "x-amz-target": name }) };
        const latin1 = Buffer.from(text).toString("latin1");
        const made = signed({ method: "POST", target: "/", service, headers, body: latin1 }, world.keys);
        assertAwsShaped(await world.send(made.bytes()), "POST");
        assert.deepEqual(world.stored, []);
      }),
      fuzzRuns(2),
    );
    assert.ok(await world.isHealthy());
  }).timeout(fuzzTimeout(2));
});
