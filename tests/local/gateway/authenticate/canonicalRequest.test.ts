/**
 * Signatures that AWS itself published, computed from the requests that it published them for.
 *
 * Does not prove that a wrong signature is refused: authenticate.test.ts does.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import {
  canonicalRequest,
  emptySha256,
  sha256,
  signingKey,
  stringToSign,
} from "../../../../local/gateway/authenticate/canonicalRequest";
import { authorization, distinct, exampleSecret, signatureIn } from "./examples";

interface Example {
  readonly what: string;
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payloadHash: string;
  readonly signature: string;
}

const host = "examplebucket.s3.amazonaws.com";
const signed = (names: string, signature: string, headers: Readonly<Record<string, string>>) => ({
  signature,
  headers: {
    host,
    "x-amz-date": "20130524T000000Z",
    ...headers,
    authorization: authorization(names, signature),
  },
});

const examples: readonly Example[] = [
  {
    what: "GET of a range",
    method: "GET",
    target: "/test.txt",
    payloadHash: emptySha256,
    ...signed(
      "host;range;x-amz-content-sha256;x-amz-date",
      "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
      { range: "bytes=0-9", "x-amz-content-sha256": emptySha256 },
    ),
  },
  {
    what: "PUT of a key with a dollar sign",
    method: "PUT",
    target: "/test$file.text",
    payloadHash: sha256("Welcome to Amazon S3."),
    ...signed(
      "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
      "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
      {
        date: "Fri, 24 May 2013 00:00:00 GMT",
        "x-amz-content-sha256": sha256("Welcome to Amazon S3."),
        "x-amz-storage-class": "REDUCED_REDUNDANCY",
      },
    ),
  },
  {
    what: "GET of a subresource without value",
    method: "GET",
    target: "/?lifecycle",
    payloadHash: emptySha256,
    ...signed(
      "host;x-amz-content-sha256;x-amz-date",
      "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
      { "x-amz-content-sha256": emptySha256 },
    ),
  },
  {
    what: "GET with two parameters, out of order",
    method: "GET",
    target: "/?prefix=J&max-keys=2",
    payloadHash: emptySha256,
    ...signed(
      "host;x-amz-content-sha256;x-amz-date",
      "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
      { "x-amz-content-sha256": emptySha256 },
    ),
  },
  {
    what: "presigned GET",
    method: "GET",
    target:
      "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
    headers: { host },
    payloadHash: "UNSIGNED-PAYLOAD",
    signature: "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
  },
];

describe("the canonical request", () => {
  for (const { what, method, target, headers, payloadHash, signature: published } of examples) {
    it(`gives the signature that AWS published for: ${what}`, () => {
      const signature = signatureIn(method, target, headers);
      const request = { method, target, headers: distinct(headers) };
      const canonical = canonicalRequest(request, signature, payloadHash);
      assert.ok(canonical !== undefined);
      const key = signingKey(exampleSecret, signature.scope);
      const computed = createHmac("sha256", key).update(stringToSign(canonical, signature)).digest("hex");
      assert.equal(computed, published);
    });
  }

  it("is none for a target with a broken percent-encoding", () => {
    const [example] = examples;
    assert.ok(example !== undefined);
    const signature = signatureIn("GET", example.target, example.headers);
    const request = { method: "GET", headers: distinct(example.headers) };
    const canonical = (target: string) => canonicalRequest({ ...request, target }, signature, emptySha256);
    assert.equal(canonical("/a%zz"), undefined);
    assert.equal(canonical("/a?b=%e"), undefined);
    assert.notEqual(canonical("/a%20?b=%65"), undefined);
  });
});
