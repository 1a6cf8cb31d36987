/**
 * What was signed for one thing is never executed as another: a signed put of which one part is changed is refused and
 * nothing of it reaches the store, unless it still says the same.
 *
 * The store is a stand-in that says yes; XPUT_FUZZ_RUNS makes runs longer.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { assertAwsShaped, readAnswer } from "./answers";
import { fuzzRuns, fuzzTimeout } from "./runs";
import { hmac, type Parts, presigned, queryText, sha256, type Signed, signed } from "./signedRequest";
import { region, startWorld, type World } from "./world";

const key = "/drop/in/a-b_c~d";

/** Another text: a character of it is changed, taken away or put in. */
function altered(text: string): fc.Arbitrary<string> {
  const letters = "abcxyz019ABC/%?&=;:.-_ ~+";
  return fc
    .tuple(
      fc.nat(text.length),
      fc.constantFrom(...Array.from(letters)),
      fc.constantFrom("replace", "remove", "insert"),
    )
    .map(([at, letter, how]) => {
      const rest = how === "insert" ? text.slice(at) : text.slice(at + 1);
      return text.slice(0, at) + (how === "remove" ? "" : letter) + rest;
    })
    .filter((other) => other !== text);
}

/** Parts in which one thing is another than what was signed. */
function mutation({ parts }: Signed): fc.Arbitrary<Partial<Parts>> {
  const { method, target, headers, authorization, body } = parts;
  const methods = ["GET", "PUT", "POST", "DELETE", "HEAD"].filter((other) => other !== method);
  const header = fc.nat(headers.length - 1).chain((index) => {
    const [name = "", value = ""] = headers[index] ?? [];
    // White space around a value is no part of it.
    return altered(value)
      .filter((other) => other.replace(/ +/g, " ").trim() !== value)
      .map((other) => ({
        headers: headers.map((one, at) => (at === index ? ([name, other] as const) : one)),
      }));
  });
  const added = fc
    .constantFrom(
      ["x-amz-acl", "public-read"],
      ["x-amz-tagging", "a=b"],
      ["x-amz-copy-source", "drop/in/other"],
      ["x-amz-server-side-encryption", "aws:kms"],
      ["x-amz-expected-bucket-owner", "111111111111"],
      ["x-amz-security-token", "token"],
      ["host", "other"],
      ["x-amz-date", "20200101T000000Z"],
    )
    .map(([name = "", value = ""]) => ({ headers: [...headers, [name, value] as const] }));
  const dropped = fc
    .nat(headers.length - 1)
    .map((index) => ({ headers: headers.filter((_, at) => at !== index) }));
  const field = fc
    .constantFrom<keyof Parts["authorization"]>(
      "accessKeyId",
      "date",
      "region",
      "service",
      "signedHeaders",
      "signature",
    )
    .chain((name) =>
      altered(authorization[name]).map((other) => ({ authorization: { ...authorization, [name]: other } })),
    )
    // Names of headers are the same in any case.
    .filter(
      ({ authorization: { signature, signedHeaders } }) =>
        signature !== authorization.signature || signedHeaders.toLowerCase() !== authorization.signedHeaders,
    );
  return fc.oneof(
    fc.constantFrom(...methods).map((other) => ({ method: other })),
    altered(target)
      .filter((other) => sameTarget(other) !== sameTarget(target))
      .map((other) => ({ target: other })),
    header,
    added,
    dropped,
    field,
    altered(body).map((other) => ({ body: other })),
  );
}

/** Targets that say the same have the same: what a URL decodes to, with its query in order, and no space around. */
function sameTarget(target: string): string {
  const [path = "", ...query] = target.trim().split("?");
  const parts = query
    .join("?")
    .split("&")
    .filter((part) => part !== "")
    .map((part) => (part.includes("=") ? part : `${part}=`))
    .map(decoded);
  return `${decoded(path)}?${parts.sort().join("&")}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A broken encoding says nothing else than it is.
    return text;
  }
}

describe("the gateway under changed signatures", () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(async () => {
    await world.stop();
  });

  const putOf = (text: string) =>
    signed(
      { method: "PUT", target: key, service: "s3", headers: { "content-type": "text/plain" }, body: text },
      world.keys,
    );
  const isRefused = async (bytes: Buffer, method = "PUT") => {
    const received = await world.sendAny(bytes);
    assertAwsShaped(received, method);
    const status = readAnswer(received)?.httpStatus ?? 400;
    assert.ok(status >= 400, `accepted: ${bytes.toString("latin1")}\n${received}`);
    assert.deepEqual(world.stored.splice(0), [], bytes.toString("latin1"));
  };
  const isStored = async (bytes: Buffer, body: string) => {
    const received = await world.send(bytes);
    assert.equal(readAnswer(received)?.httpStatus, 200, `${bytes.toString("latin1")}\n${received}`);
    assert.deepEqual(world.stored.splice(0), [{ method: "PUT", url: key, body }]);
  };

  it("stores what was signed, as it was signed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary-ascii", maxLength: 50 }), async (text) => {
        await isStored(putOf(text).bytes(), text);
      }),
      fuzzRuns(0.2),
    );
  }).timeout(fuzzTimeout(0.2));

  it("refuses a put of which anything signed is changed", async () => {
    const put = putOf("hello");
    await isStored(put.bytes(), "hello");
    await fc.assert(
      fc.asyncProperty(mutation(put), async (changed) => {
        await isRefused(put.bytes(changed), changed.method);
      }),
      fuzzRuns(3),
    );
    await isStored(put.bytes(), "hello");
  }).timeout(fuzzTimeout(3));

  it("takes a put that is written otherwise and says the same", async () => {
    const put = putOf("hello");
    const { headers } = put.parts;
    const same: readonly fc.Arbitrary<Partial<Parts>>[] = [
      fc.constant({ headers: headers.map(([name, value]) => [name.toUpperCase(), value] as const) }),
      fc.constant({ headers: headers.map(([name, value]) => [name, `  ${value} `] as const) }),
      fc.shuffledSubarray([...headers], { minLength: headers.length }).map((order) => ({ headers: order })),
      fc.constantFrom("a", "%2d", "%61").map(() => ({ target: key.replace("-", "%2D") })),
      fc
        .tuple(fc.constantFrom("x-mine", "accept", "range-unit"), fc.stringMatching(/^[a-z ]{1,9}$/))
        .map((line) => ({ headers: [...headers, line] })),
    ];
    await fc.assert(
      fc.asyncProperty(fc.oneof(...same), async (changed) => {
        await isStored(put.bytes(changed), "hello");
      }),
      fuzzRuns(0.3),
    );
  }).timeout(fuzzTimeout(0.3));

  it("refuses a presigned put of which anything is changed", async () => {
    const query = presigned("PUT", key, world.keys, 300);
    const bytes = (method: string, path: string, parameters: typeof query, more: readonly string[] = []) => {
      const lines = [`${method} ${path}?${queryText(parameters)} HTTP/1.1`, "host: 127.0.0.1", ...more];
      return Buffer.from(
        [...lines, "content-length: 5", "connection: close", "", "hello"].join("\r\n"),
        "latin1",
      );
    };
    const value = fc.nat(query.length - 1).chain((index) => {
      const [name = "", given = ""] = query[index] ?? [];
      return altered(given)
        .filter((other) => other.toLowerCase() !== given.toLowerCase())
        .map((other) => query.map((one, at) => (at === index ? ([name, other] as const) : one)));
    });
    const dropped = fc.nat(query.length - 1).map((index) => query.filter((_, at) => at !== index));
    const added = fc
      .constantFrom(
        ["acl", ""],
        ["uploadId", "1"],
        ["x-amz-acl", "public-read"],
        ["x-amz-tagging", "a=b"],
        ["X-Amz-Expires", "9"],
      )
      .map(([name = "", given = ""]) => [...query, [name, given] as const]);
    const mutated = fc.oneof(
      fc.oneof(value, dropped, added).map((parameters) => bytes("PUT", key, parameters)),
      altered(key)
        .filter((other) => sameTarget(other) !== sameTarget(key) && !other.includes("?"))
        .map((other) => bytes("PUT", other, query)),
      fc.constantFrom("GET", "DELETE", "POST").map((method) => bytes(method, key, query)),
      fc
        .constantFrom("x-amz-acl: public-read", "x-amz-copy-source: drop/in/b", "x-amz-tagging: a=b")
        .map((line) => bytes("PUT", key, query, [line])),
    );
    await isStored(bytes("PUT", key, query), "hello");
    await fc.assert(
      fc.asyncProperty(mutated, async (changed) => {
        await isRefused(changed);
      }),
      fuzzRuns(2),
    );
    await isStored(bytes("PUT", key, query), "hello");
  }).timeout(fuzzTimeout(2));

  it("refuses chunks that are changed, left out, exchanged or cut off", async () => {
    const texts = ["hello ".repeat(300), "there ".repeat(400), "you"];
    const whole = chunked(world, texts);
    const head = whole.put.bytes({ body: whole.body });
    await isStored(head, whole.body);
    const bytes = Buffer.from(whole.body, "latin1");
    const changed = fc.oneof(
      fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 })).map(([at, by]) => {
        const other = Buffer.from(bytes);
        other[at] = (bytes[at] ?? 0) ^ by;
        return other.toString("latin1");
      }),
      fc.nat(bytes.length - 1).map((at) => bytes.toString("latin1", 0, at)),
      fc.nat(2).map((index) => whole.chunks.filter((_, at) => at !== index).join("")),
      fc.constant([...whole.chunks].reverse().join("")),
      fc.constant([whole.chunks[1], whole.chunks[0], ...whole.chunks.slice(2)].join("")),
      fc.string({ minLength: 1, maxLength: 9 }).map((more) => whole.body + more),
    );
    await fc.assert(
      fc.asyncProperty(
        changed.filter((body) => sameChunks(body) !== sameChunks(whole.body)),
        async (body) => {
          await isRefused(whole.put.bytes({ body }));
        },
      ),
      fuzzRuns(2),
    );
    await isStored(head, whole.body);
  }).timeout(fuzzTimeout(2));
});

/** Hexadecimal digits are the same in either case, and the last lines may go without their ends. */
function sameChunks(body: string): string {
  return body
    .replace(/(?:\r\n)+$/, "")
    .replace(/[0-9a-fA-F]+;chunk-signature=[0-9a-fA-F]{64}/g, (line) => line.toLowerCase());
}

/** A put whose body goes in signed chunks. */
function chunked(
  world: World,
  texts: readonly string[],
): {
  readonly put: Signed;
  readonly chunks: readonly string[];
  readonly body: string;
} {
  const decodedLength = texts.reduce((sum, text) => sum + text.length, 0);
  const put = signed(
    {
      method: "PUT",
      target: key,
      service: "s3",
      headers: { "content-encoding": "aws-chunked", "x-amz-decoded-content-length": String(decodedLength) },
      payload: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
    },
    world.keys,
  );
  const scope = `${put.timestamp.slice(0, 8)}/${region}/s3/aws4_request`;
  let previous = put.parts.authorization.signature;
  const chunks = [...texts, ""].map((text) => {
    const lines = ["AWS4-HMAC-SHA256-PAYLOAD", put.timestamp, scope, previous, sha256(""), sha256(text)];
    previous = hmac(put.key, lines.join("\n")).toString("hex");
    return `${text.length.toString(16)};chunk-signature=${previous}\r\n${text}\r\n`;
  });
  return { put, chunks, body: chunks.join("") };
}
