/**
 * The gateway under requests that are none, bodies that break off and a store that dies: it goes on answering, and no
 * half of an object reaches the store whole.
 *
 * The store here is a stand-in that says yes to everything; what ministack does with half a request is not shown.
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import fc from "fast-check";
import { type RunningGateway, startGateway } from "../../../local/gateway/server";
import { type FakeStore, startFakeStore } from "./fakeStore";
import { sendBytes } from "./rawConnection";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** Head of an administrator's put of `drop/key`, whose signature nobody checks. */
function putHead(length: number, more: readonly string[] = [], payload = "UNSIGNED-PAYLOAD"): string {
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  const credential = `111111111111/${time.slice(0, 8)}/us-east-1/s3/aws4_request`;
  return [
    "PUT /drop/key HTTP/1.1",
    "host: 127.0.0.1",
    `x-amz-date: ${time}`,
    `x-amz-content-sha256: ${payload}`,
    `authorization: AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0`,
    `content-length: ${length}`,
    ...more,
    "",
    "",
  ].join("\r\n");
}

const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);

describe("the gateway", () => {
  let store: FakeStore;
  let gateway: RunningGateway;
  let port = 0;
  const healthy = async () => (await fetch(`http://127.0.0.1:${port}/_xput/health`)).status === 200;

  beforeEach(async () => {
    store = await startFakeStore();
    gateway = await startGateway(0, store.port);
    ({ port } = gateway.server.address() as AddressInfo);
  });
  afterEach(async () => {
    await gateway.stop();
    await store.close();
  });

  it("listens on loopback only", () => {
    assert.equal((gateway.server.address() as AddressInfo).address, "127.0.0.1");
  });

  it("passes a whole body, small or large, with and without its hash", async () => {
    for (const length of [0, 5, 70_000, 3_000_000]) {
      const body = "x".repeat(length);
      for (const payload of ["UNSIGNED-PAYLOAD", sha256(body)]) {
        const answer = await sendBytes(port, [putHead(length, ["connection: close"], payload), body], "stay");
        assert.equal(statusOf(answer), 200, answer);
        assert.ok(store.objects.at(-1)?.body === body);
      }
    }
    assert.equal(store.objects.length, 8);
  });

  it("lets no body through that is not as its hash says, small or large", async () => {
    for (const length of [5, 70_000, 3_000_000]) {
      const body = "x".repeat(length);
      const answer = await sendBytes(port, [putHead(length, [], sha256("other")), body], "stay");
      assert.equal(statusOf(answer), 400);
      assert.match(answer, /XAmzContentSHA256Mismatch/);
    }
    assert.equal(store.objects.length, 0);
    assert.ok(await healthy());
  });

  it("lets nothing through of a client that hangs up half-way", async () => {
    for (const length of [100, 70_000, 3_000_000]) {
      await sendBytes(port, [putHead(length), "x".repeat(length / 2)], "destroy");
    }
    await delay(100);
    assert.equal(store.objects.length, 0);
    assert.ok(await healthy());
    const answer = await sendBytes(port, [putHead(3, ["connection: close"]), "abc"], "stay");
    assert.equal(statusOf(answer), 200);
  });

  it("asks for the body of an upload only when it is allowed", async () => {
    const expecting = ["expect: 100-continue", "connection: close"];
    const allowed = await sendBytes(port, [putHead(3, expecting)], "stay");
    assert.match(allowed, /^HTTP\/1\.1 100 Continue/);
    const elsewhere = putHead(3, expecting).replace("/drop/key", "/none/key");
    const refused = await sendBytes(port, [elsewhere], "stay");
    assert.equal(statusOf(refused), 404, refused);
  });

  it("does not pass on what only it may say to the store, nor what tests play", async () => {
    const played = ["x-xput-source-ip: 203.0.113.9", "x-xput-time: 2026-06-01T00:00:00Z"];
    const more = ["x-amz-security-token: t", ...played, "connection: close"];
    await sendBytes(port, [putHead(3, more), "abc"], "stay");
    const [stored] = store.objects;
    assert.match(stored?.headers.authorization ?? "", /Credential=111111111111\//);
    assert.equal(stored?.headers["x-amz-security-token"], undefined);
    assert.equal(stored?.headers["x-xput-source-ip"], undefined);
    assert.equal(stored?.headers["x-xput-time"], undefined);
  });

  it("decides nothing at a moment that it cannot read", async () => {
    for (const time of ["tomorrow", "2026-06-01", "2026-06-01T00:00:00+02:00", "2026-13-01T00:00:00Z"]) {
      const answer = await sendBytes(port, [putHead(3, [`x-xput-time: ${time}`]), "abc"], "stay");
      assert.equal(statusOf(answer), 400, answer);
      assert.match(answer, /<Code>InvalidArgument<\/Code><Message>x-xput-time: /);
    }
    assert.equal(store.objects.length, 0);
    const head = putHead(3, ["x-xput-time: 2026-06-01T00:00:00Z", "connection: close"]);
    assert.equal(statusOf(await sendBytes(port, [head, "abc"], "stay")), 200);
  });

  const nonsense: readonly (readonly [what: string, bytes: string])[] = [
    ["garbage", "\u0000\u0001\u0016\u0003\u0001 garbage\r\n\r\n"],
    ["a TLS greeting", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003"],
    ["no path", "GET HTTP/1.1\r\n\r\n"],
    ["a star for a path", "OPTIONS * HTTP/1.1\r\nhost: a\r\n\r\n"],
    ["another server's address", "GET http://example.com/ HTTP/1.1\r\nhost: a\r\n\r\n"],
    ["a broken percent-encoding", "GET /drop/%zz HTTP/1.1\r\nhost: a\r\n\r\n"],
    ["bytes that are no UTF-8", "GET /drop/%ff HTTP/1.1\r\nhost: a\r\n\r\n"],
    ["two lengths", "PUT /drop/a HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab"],
    [
      "a length and chunks",
      "PUT /drop/a HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
    ["a negative length", "PUT /drop/a HTTP/1.1\r\nhost: a\r\ncontent-length: -1\r\n\r\n"],
    ["a head without end", `GET / HTTP/1.1\r\nx: ${"a".repeat(100_000)}`],
    [
      "a JSON request that is none",
      "POST / HTTP/1.1\r\nhost: a\r\nx-amz-target: TrentService.Encrypt\r\ncontent-length: 1\r\n\r\n{",
    ],
  ];
  for (const [what, bytes] of nonsense) {
    it(`answers ${what} with an error and goes on`, async () => {
      const status = statusOf(await sendBytes(port, [Buffer.from(bytes, "latin1")], "end"));
      assert.ok(status >= 400 && status < 500, String(status));
      assert.ok(await healthy());
      assert.equal(store.objects.length, 0);
    });
  }

  it("survives requests in which anything may stand", async function () {
    this.timeout(60_000);
    const text = fc.string({ unit: "binary", maxLength: 40 }).map((value) => value.replace(/[\r\n]/g, ""));
    const name = fc.constantFrom(
      "authorization",
      "x-amz-date",
      "x-amz-content-sha256",
      "x-amz-security-token",
      "x-amz-target",
      "x-amz-copy-source",
      "content-type",
      "content-length",
      "host",
    );
    const value = fc.oneof(
      text,
      fc.constantFrom(
        "AWS4-HMAC-SHA256 Credential=111111111111/20260101/us-east-1/s3/aws4_request, SignedHeaders=, Signature=",
        "AWS4-HMAC-SHA256 Credential=////, SignedHeaders=host;;, Signature=zz",
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
        "20260101T000000Z",
        "application/x-www-form-urlencoded",
      ),
    );
    const request = fc.record({
      method: fc.constantFrom("GET", "PUT", "POST", "DELETE", "HEAD", "PATCH"),
      target: fc.oneof(text, fc.webPath(), fc.constant("/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=x")),
      headers: fc.array(fc.tuple(name, value), { maxLength: 6 }),
      body: text,
    });
    await fc.assert(
      fc.asyncProperty(request, async ({ method, target, headers, body }) => {
        const lines = headers.map(([header, content]) => `${header}: ${content}`);
        const bytes = [`${method} ${target} HTTP/1.1`, ...lines, "connection: close", "", body].join("\r\n");
        const answer = await sendBytes(port, [Buffer.from(bytes, "utf8")], "end", 100);
        const status = statusOf(answer);
        // 500 would be a fault of the gateway's own.
        assert.ok(Number.isNaN(status) || status < 500, answer);
      }),
      { numRuns: 300 },
    );
    assert.ok(await healthy());
    assert.equal(store.objects.length, 0);
  });

  it("answers 200 clients at once", async () => {
    const send = () =>
      sendBytes(port, [putHead(1_024, ["connection: close"]), "x".repeat(1_024)], "stay", 5_000);
    const answers = await Promise.all(Array.from({ length: 200 }, send));
    assert.deepEqual(new Set(answers.map(statusOf)), new Set([200]));
    assert.equal(store.objects.length, 200);
  });

  it("takes no body over 2 MiB that is no object", async () => {
    const head = putHead(3_000_000).replace("/drop/key", "/drop?policy");
    const answer = await sendBytes(port, [head, "x".repeat(3_000_000)], "stay");
    assert.equal(statusOf(answer), 400, answer.slice(0, 200));
    assert.match(answer, /MaxMessageLengthExceeded/);
    assert.ok(await healthy());
  });

  it("says so when its store has died, and stays healthy itself", async () => {
    const put = () => sendBytes(port, [putHead(3, ["connection: close"]), "abc"], "stay");
    assert.equal(statusOf(await put()), 200);
    await store.close();
    const answer = await put();
    assert.equal(statusOf(answer), 503);
    assert.match(answer, /ServiceUnavailable.*store does not answer/s);
    assert.ok(await healthy());
    store = await startFakeStore();
  });
});
