/**
 * Whatever is asked of S3, reading it gives an answer, and what goes to the store is read there for the same bucket,
 * key and operation.
 *
 * The store's reading is played by a second, simpler reader of paths and queries; the store itself is not asked.
 */
import fc from "fast-check";
import assert from "node:assert/strict";
import { readCopySource } from "../../../../local/gateway/services/s3/copySource";
import { readS3Request } from "../../../../local/gateway/services/s3/s3Request";
import { storeRequest } from "../../../../local/gateway/services/s3/storeRequest";

const piece = fc.oneof(
  fc.constantFrom(
    "/",
    "..",
    ".",
    "%2F",
    "%2e",
    "%00",
    "+",
    "%20",
    "?",
    "&",
    "=",
    "acl",
    "versionId",
    "drop",
    "%C3%A9",
  ),
  fc.string({ unit: "binary", maxLength: 4 }),
);
const target = fc.array(piece, { maxLength: 12 }).map((pieces) => `/${pieces.join("")}`);
const method = fc.constantFrom("GET", "HEAD", "PUT", "POST", "DELETE", "PATCH");
const host = fc.constantFrom(
  "127.0.0.1:4566",
  "localhost",
  "drop.localhost:4566",
  "a.b.s3.localhost",
  "",
  ":",
  "..localhost",
);

describe("requests to S3 that nobody meant", () => {
  it("are read or refused, and never throw", () => {
    fc.assert(
      fc.property(method, target, host, (verb, path, name) => {
        const result = readS3Request(verb, path, { host: name });
        assert.ok(result.ok || result.error.httpStatus >= 400);
      }),
      { numRuns: 2_000 },
    );
  });

  it("go to the store for the bucket and key that were read", () => {
    const key = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(
        key.filter((text) => text !== "" && !/[\ud800-\udfff]/.test(text)),
        host,
        (text, name) => {
          const inHost = name.startsWith("drop.");
          const path = `${inHost ? "" : "/drop"}/${encodeURIComponent(text)}`;
          const result = readS3Request("PUT", path, { host: inHost ? name : "127.0.0.1" });
          assert.ok(result.ok && result.request.address.kind === "bucket");
          assert.equal(result.request.address.key, text);
          const bucket = { name: "drop", account: "111111111111", region: "eu-west-1" };
          const sent = storeRequest(result.request, { bucket, key: text }, undefined);
          const [sentPath = "", query] = (sent.path ?? "").split("?");
          const decoded = decodeURIComponent(sentPath).slice(1);
          assert.equal(decoded.slice(0, decoded.indexOf("/")), "drop");
          assert.equal(decoded.slice(decoded.indexOf("/") + 1), text);
          assert.equal(query, undefined);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it("name a copy source or none, and never throw", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const result = readCopySource(pieces.join(""));
        assert.ok(!result.ok || result.source.key !== "");
      }),
      { numRuns: 2_000 },
    );
  });
});
