/**
 * Bodies that are checked while they pass: AWS's published chunk signatures, and what happens to bodies that do not
 * match, whatever the pieces in which they come.
 *
 * Does not prove that the store drops a half-sent body: tests/engine/gateway/authentication.test.ts does.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
import assert from "node:assert/strict";
import { Readable, type Transform } from "node:stream";
import fc from "fast-check";
import { sha256, signingKey } from "../../../../local/gateway/authenticate/canonicalRequest";
import {
  HashedPayload,
  payloadForm,
  PayloadMismatch,
  SignedChunks,
} from "../../../../local/gateway/authenticate/payload";
import { decodeAwsChunked } from "../../../../local/gateway/awsChunked";
import { exampleSecret } from "./examples";

const scope = { date: "20130524", region: "us-east-1", service: "s3" };
const signing = (seedSignature: string) => ({
  key: signingKey(exampleSecret, scope),
  timestamp: "20130524T000000Z",
  scope: "20130524/us-east-1/s3/aws4_request",
  seedSignature,
});

interface Form {
  readonly what: string;
  readonly body: string;
  readonly check: () => Transform;
}

const a = (bytes: number) => "a".repeat(bytes);

/** 65 KiB of `a`, as AWS's examples send them. */
const forms: readonly Form[] = [
  {
    what: "signed chunks",
    body: [
      `10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n${a(65_536)}\r\n`,
      `400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n${a(1_024)}\r\n`,
      "0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n",
    ].join(""),
    check: () =>
      new SignedChunks(signing("4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9"), false),
  },
  {
    what: "signed chunks and trailer",
    body: [
      `10000;chunk-signature=b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2\r\n${a(65_536)}\r\n`,
      `400;chunk-signature=1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7\r\n${a(1_024)}\r\n`,
      "0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n",
      "x-amz-checksum-crc32c:sOO8/Q==\r\n",
      "x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n",
    ].join(""),
    check: () =>
      new SignedChunks(signing("106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e"), true),
  },
  {
    what: "a hashed body",
    body: a(66_560),
    check: () => new HashedPayload(sha256(a(66_560))),
  },
];

/** What comes out when a body is passed in pieces that end at these places. */
async function passed(
  body: string,
  check: Transform,
  ends: readonly number[],
): Promise<{ readonly out: string; readonly error: unknown }> {
  const places = [0, ...[...ends].sort((x, y) => x - y), body.length];
  const pieces = places.slice(1).map((end, index) => Buffer.from(body.slice(places[index], end), "latin1"));
  const chunks: Buffer[] = [];
  let error: unknown;
  try {
    for await (const chunk of Readable.from(pieces.filter(({ length }) => length > 0)).pipe(check)) {
      chunks.push(chunk as Buffer);
    }
  } catch (caught) {
    error = caught;
  }
  return { out: Buffer.concat(chunks).toString("latin1"), error };
}

for (const { what, body, check } of forms) {
  describe(`a body of ${what}`, () => {
    const somewhere = fc.array(fc.nat(body.length), { maxLength: 6 });

    it("passes as it is, in whatever pieces it comes", async () => {
      await fc.assert(
        fc.asyncProperty(somewhere, async (ends) => {
          const { out, error } = await passed(body, check(), ends);
          assert.equal(error, undefined);
          assert.ok(out === body);
        }),
        { numRuns: 50 },
      );
    });

    it("never passes whole when one byte is another", async () => {
      await fc.assert(
        fc.asyncProperty(somewhere, fc.nat(body.length - 5), async (ends, place) => {
          const other = body[place] === "b" ? "c" : "b";
          const changed = body.slice(0, place) + other + body.slice(place + 1);
          const { out, error } = await passed(changed, check(), ends);
          assert.ok(error instanceof PayloadMismatch, `byte ${place} was not missed`);
          assert.ok(out.length < changed.length);
        }),
        { numRuns: 200 },
      );
    });

    it("never passes whole when its end is missing", async () => {
      await fc.assert(
        fc.asyncProperty(somewhere, fc.integer({ min: 5, max: body.length - 1 }), async (ends, missing) => {
          const short = body.slice(0, body.length - missing);
          const within = ends.filter((end) => end < short.length);
          const { error } = await passed(short, check(), within);
          assert.ok(error instanceof PayloadMismatch);
        }),
        { numRuns: 50 },
      );
    });
  });
}

describe("the form of a payload", () => {
  it("is one that S3 takes, or none", () => {
    const kinds = [
      "UNSIGNED-PAYLOAD",
      "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
      "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
      "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
      sha256("x"),
      "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD",
      "unsigned-payload",
      sha256("x").slice(1),
      "",
    ].map((given) => payloadForm(given)?.kind);
    const none = undefined;
    assert.deepEqual(kinds, [
      "unsigned",
      "streaming",
      "streaming",
      "streaming",
      "hashed",
      none,
      none,
      none,
      none,
    ]);
  });
});

describe("the bytes of an aws-chunked body", () => {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ["3\r\nabc\r\n0\r\n\r\n", "abc"],
    [
      "3;chunk-signature=00\r\nabc\r\n2\r\nde\r\n0;chunk-signature=11\r\nx-amz-checksum-crc32:AA==\r\n\r\n",
      "abcde",
    ],
    ["0\r\n\r\n", ""],
    ["3\r\nabc\r\n", undefined],
    ["4\r\nabc\r\n0\r\n\r\n", undefined],
    ["ffffffff\r\nabc\r\n0\r\n\r\n", undefined],
    ["x\r\n", undefined],
    ["", undefined],
  ];
  for (const [body, bytes] of rows) {
    it(`of ${JSON.stringify(body)} are ${bytes === undefined ? "none" : JSON.stringify(bytes)}`, () => {
      assert.equal(decodeAwsChunked(Buffer.from(body))?.toString(), bytes);
    });
  }
});
