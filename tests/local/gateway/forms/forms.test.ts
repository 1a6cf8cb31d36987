/**
 * Forms of browsers: where their fields end and their file begins, however the bytes are cut; what their policies let
 * through; and how an upload is answered.
 *
 * Does not prove: signatures and decisions, which are in tests/engine/gateway/postObject.test.ts.
 */
import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { formAnswer } from "../../../../local/gateway/forms/formAnswer";
import { FormFault, FormFile } from "../../../../local/gateway/forms/formFile";
import { anySize, checkFormPolicy } from "../../../../local/gateway/forms/formPolicy";
import type { FormUpload } from "../../../../local/gateway/forms/formUpload";
import { readFormHead } from "../../../../local/gateway/forms/multipartForm";

const boundary = "--xput";
const contentType = `multipart/form-data; boundary=${boundary}`;
const part = (name: string, value: string, more = "") =>
  `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
const end = `--${boundary}--\r\n`;

/** The text in pieces of so many bytes. */
function pieces(text: string, bytes: number): Readable {
  const whole = Buffer.from(text);
  const cut = Array.from({ length: Math.ceil(whole.length / bytes) }, (_, at) =>
    whole.subarray(at * bytes, (at + 1) * bytes),
  );
  return Readable.from(cut, { objectMode: false });
}

async function readWhole(
  text: string,
  bytes: number,
): Promise<{ fields: object; name: string; file: string }> {
  const stream = pieces(text, bytes);
  const read = await readFormHead(stream, contentType);
  assert.ok(read.ok);
  const { fields, fileName, delimiter } = read.head;
  const file = await buffer(stream.pipe(new FormFile(delimiter, anySize)));
  return { fields: Object.fromEntries(fields), name: fileName, file: file.toString() };
}

describe("Forms", () => {
  const file = `first line\r\n--${boundary.slice(0, 4)} almost\r\n\r\n--\r\n`;
  const form =
    part("key", "in/${filename}") +
    part("Empty", "") +
    part("x-amz-meta-note", "zwei\r\nZeilen ä") +
    part("file", file, '; filename="a \\"b\\".txt"\r\nContent-Type: text/plain') +
    part("after", "left out") +
    end;

  for (const bytes of [1, 2, 3, 7, 64, 10_000]) {
    it(`are read in pieces of ${bytes} bytes`, async () => {
      assert.deepEqual(await readWhole(form, bytes), {
        fields: { key: "in/${filename}", empty: "", "x-amz-meta-note": "zwei\r\nZeilen ä" },
        name: 'a "b".txt',
        file,
      });
    });
  }

  it("may have an empty file", async () => {
    const { file: empty } = await readWhole(part("key", "a") + part("file", "") + end, 5);
    assert.equal(empty, "");
  });

  const faults: readonly (readonly [what: string, body: string, type: string, fault: string])[] = [
    ["no boundary", form, "multipart/form-data", "malformed"],
    ["another boundary", form, "multipart/form-data; boundary=other", "malformed"],
    ["no file", part("key", "a") + end, contentType, "noFile"],
    [
      "a field twice",
      part("key", "a") + part("Key", "b") + part("file", "") + end,
      contentType,
      "repeatedField",
    ],
    ["fields that are too long", part("key", "a".repeat(30_000)), contentType, "tooLong"],
    [
      "a part without a name",
      `--${boundary}\r\nContent-Type: a/b\r\n\r\n\r\n${end}`,
      contentType,
      "malformed",
    ],
    ["an end before the file", part("key", "a"), contentType, "malformed"],
  ];
  for (const [what, body, type, fault] of faults) {
    it(`with ${what} are refused`, async () => {
      const read = await readFormHead(pieces(body, 100), type);
      assert.equal(read.ok ? "read" : read.fault, fault);
    });
  }
});

describe("The file of a form", () => {
  const delimiter = Buffer.from("\r\n--b");
  const upload = (text: string, leastBytes: number, mostBytes: number) =>
    buffer(pieces(text, 3).pipe(new FormFile(delimiter, { leastBytes, mostBytes }))).then(String);
  const code = (expected: string) => (error: unknown) =>
    error instanceof FormFault && error.error.code === expected;

  it("is as long as its policy says", async () => {
    assert.equal(await upload("12345\r\n--b--", 5, 5), "12345");
    await assert.rejects(upload("1234\r\n--b--", 5, 5), code("EntityTooSmall"));
    await assert.rejects(upload("123456\r\n--b--", 5, 5), code("EntityTooLarge"));
  });

  it("is whole", async () => {
    await assert.rejects(upload("12345\r\n--", 0, 100), code("MalformedPOSTRequest"));
  });
});

describe("The policy of a form", () => {
  const now = new Date("2026-01-01T12:00:00Z");
  const expiration = "2026-01-01T12:01:00Z";
  const given = { key: "in/a", "content-type": "text/plain, text/html", acl: "private" };
  const conditions = [
    { bucket: "drop" },
    ["starts-with", "$key", "in/"],
    ["starts-with", "$Content-Type", "text/"],
    ["eq", "$acl", "private"],
    ["content-length-range", "1", 100],
  ];
  const check = (document: unknown, fields: Readonly<Record<string, string>> = given) =>
    checkFormPolicy({
      policy: Buffer.from(typeof document === "string" ? document : JSON.stringify(document)).toString(
        "base64",
      ),
      fields: new Map(Object.entries(fields)),
      bucket: "drop",
      now,
    });

  it("lets through what it says", () => {
    assert.deepEqual(check({ expiration, conditions }), {
      ok: true,
      range: { leastBytes: 1, mostBytes: 100 },
    });
    assert.deepEqual(check({ expiration, conditions }, { ...given, "x-ignore-me": "a", policy: "p" }), {
      ok: true,
      range: { leastBytes: 1, mostBytes: 100 },
    });
  });

  const failed = 'Invalid according to Policy: Policy Condition failed: ["';
  const rows: readonly (readonly [
    what: string,
    answer: ReturnType<typeof check>,
    code: string,
    message: string,
  ])[] = [
    [
      "once it has expired",
      check({ expiration: now.toISOString(), conditions }),
      "AccessDenied",
      "Invalid according to Policy: Policy expired.",
    ],
    [
      "another key",
      check({ expiration, conditions }, { ...given, key: "out/a" }),
      "AccessDenied",
      `${failed}starts-with", "$key", "in/"]`,
    ],
    [
      "another value",
      check({ expiration, conditions }, { ...given, acl: "public-read" }),
      "AccessDenied",
      `${failed}eq", "$acl", "private"]`,
    ],
    [
      "a list with another type",
      check({ expiration, conditions }, { ...given, "content-type": "text/plain,image/png" }),
      "AccessDenied",
      `${failed}starts-with", "$Content-Type", "text/"]`,
    ],
    [
      "another bucket",
      check({ expiration, conditions: [{ bucket: "other" }, ...conditions.slice(1)] }),
      "AccessDenied",
      `${failed}eq", "$bucket", "other"]`,
    ],
    [
      "a field of which it says nothing",
      check({ expiration, conditions }, { ...given, "x-amz-meta-a": "b" }),
      "AccessDenied",
      "Invalid according to Policy: Extra input fields: x-amz-meta-a",
    ],
    ["anything when it is no JSON", check("{"), "InvalidPolicyDocument", "Invalid Policy: Invalid JSON."],
    [
      "anything without an expiration",
      check({ conditions }),
      "InvalidPolicyDocument",
      "Invalid Policy: Policy missing expiration.",
    ],
    [
      "anything without conditions",
      check({ expiration }),
      "InvalidPolicyDocument",
      "Invalid Policy: Policy missing conditions.",
    ],
    [
      "anything with an unknown condition",
      check({ expiration, conditions: [["ends-with", "$key", "a"]] }),
      "InvalidPolicyDocument",
      'Invalid Policy: Invalid condition: ["ends-with","$key","a"]',
    ],
  ];
  for (const [what, answer, code, message] of rows) {
    it(`does not let through ${what}`, () => {
      assert.deepEqual(answer.ok ? [] : [answer.error.code, answer.error.message], [code, message]);
    });
  }
});

describe("The answer to a form", () => {
  const answerTo = (fields: Readonly<Record<string, string>>) =>
    formAnswer(
      {
        key: "in/a b",
        target: "/drop/in/a%20b",
        fields: new Map(Object.entries(fields)),
      } as unknown as FormUpload,
      "drop",
      { etag: '"1"', "x-amz-version-id": "v" },
      "localhost:1",
    );

  it("is empty, or what the form wants", () => {
    const location = "http://localhost:1/drop/in/a%20b";
    const headers = { etag: '"1"', "x-amz-version-id": "v" };
    assert.deepEqual(answerTo({}), {
      httpStatus: 204,
      headers: { ...headers, location },
      body: Buffer.alloc(0),
    });
    assert.equal(answerTo({ success_action_status: "200" }).httpStatus, 200);
    assert.equal(answerTo({ success_action_status: "302" }).httpStatus, 204);
    const created = answerTo({ success_action_status: "201" });
    assert.equal(created.httpStatus, 201);
    assert.match(
      created.body.toString(),
      /<PostResponse><Location>http:\/\/localhost:1\/drop\/in\/a%20b<\/Location><Bucket>drop<\/Bucket><Key>in\/a b<\/Key><ETag>&quot;1&quot;<\/ETag><\/PostResponse>$/,
    );
    const redirected = answerTo({ success_action_redirect: "https://example.com/done?x=1" });
    assert.equal(redirected.httpStatus, 303);
    assert.equal(
      redirected.headers.location,
      "https://example.com/done?x=1&bucket=drop&key=in%2Fa+b&etag=%221%22",
    );
    assert.equal(answerTo({ success_action_redirect: "javascript:alert(1)" }).httpStatus, 204);
  });
});
