/**
 * What a browser is told before it sends a request from a page of another origin.
 *
 * Does not prove: which headers the request itself is then answered with.
 */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { CreateBucketCommand, PutBucketCorsCommand } from "@aws-sdk/client-s3";
import { administrator, s3ClientOf } from "./actors";

const unique = randomUUID().slice(0, 8);
const open = `preflight-open-${unique}`;
const closed = `preflight-closed-${unique}`;

function ask(bucket: string, origin: string, method = "PUT"): Promise<Response> {
  return fetch(`${process.env.AWS_ENDPOINT_URL}/${bucket}/a%20key`, {
    method: "OPTIONS",
    headers: {
      origin,
      "access-control-request-method": method,
      "access-control-request-headers": "x-amz-date",
    },
  });
}

describe("The local AWS's CORS preflight", () => {
  before(async () => {
    const s3 = s3ClientOf(administrator("555555557003"));
    for (const Bucket of [open, closed]) await s3.send(new CreateBucketCommand({ Bucket }));
    const rule = { AllowedOrigins: ["https://app.example"], AllowedMethods: ["PUT"], AllowedHeaders: ["*"] };
    await s3.send(new PutBucketCorsCommand({ Bucket: open, CORSConfiguration: { CORSRules: [rule] } }));
  });

  it("allows what a rule of the bucket allows, to an anonymous caller", async () => {
    const answer = await ask(open, "https://app.example");
    assert.equal(answer.status, 200, await answer.text());
    assert.equal(answer.headers.get("access-control-allow-origin"), "https://app.example");
    assert.equal(answer.headers.get("access-control-allow-methods"), "PUT");
  });

  for (const [what, bucket, origin, method] of [
    ["another origin", open, "https://other.example", "PUT"],
    ["another method", open, "https://app.example", "DELETE"],
    ["a bucket without a configuration", closed, "https://app.example", "PUT"],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const answer = await ask(bucket, origin, method);
      assert.equal(answer.status, 403);
      assert.match(await answer.text(), /<Code>AccessForbidden<\/Code>/);
      assert.equal(answer.headers.get("access-control-allow-origin"), null);
    });
  }

  it("knows no bucket that is not there", async () => {
    const answer = await ask(`preflight-none-${unique}`, "https://app.example");
    assert.equal(answer.status, 404);
    assert.match(await answer.text(), /<Code>NoSuchBucket<\/Code>/);
  });
});
