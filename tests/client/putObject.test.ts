/**
 * A put as it goes over the wire, and what comes of S3's answers. S3 is played: it stores and decides nothing.
 */
import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { S3Client } from "@aws-sdk/client-s3";
import { addressAccessPointsInPath, isAccessPointArn } from "../../client/accessPointInPath";
import { largestSinglePutBytes, putObject, type ObjectToPut } from "../../client/putObject";
import { playAws, s3Error, type PlayedAnswer, type PlayedAws } from "../support/playedAws";

const accessPoint = "arn:aws:s3:eu-west-1:111111111111:accesspoint/xput-feed";
const object: ObjectToPut = { bucket: "drop", key: "in/a b+ü.txt", body: Buffer.from("hello"), bytes: 5 };

describe("a put", () => {
  let aws: PlayedAws;
  let s3: S3Client;

  async function play(answer?: PlayedAnswer): Promise<void> {
    aws = await playAws(() => answer);
    s3 = new S3Client({
      region: "eu-west-1",
      endpoint: aws.endpoint,
      forcePathStyle: true,
      maxAttempts: 1,
      credentials: { accessKeyId: "ASIAPLAYED", secretAccessKey: "s", sessionToken: "token-of-the-session" },
    });
    addressAccessPointsInPath(s3);
  }
  afterEach(() => {
    s3.destroy();
    aws.close();
  });

  it("sends the body once, with its length, as whoever got in", async () => {
    await play();
    const put = await putObject(s3, object);
    assert.deepEqual(put, { versionId: "v1", eTag: '"e1"' });
    assert.equal(aws.requests.length, 1);
    const [{ method, target, headers, body } = assert.fail()] = aws.requests;
    assert.deepEqual([method, target.split("?")[0]], ["PUT", "/drop/in/a%20b%2B%C3%BC.txt"]);
    assert.match(body, /hello/);
    assert.equal(headers["x-amz-decoded-content-length"] ?? headers["content-length"], "5");
    assert.equal(headers["x-amz-security-token"], "token-of-the-session");
    assert.equal(headers["if-none-match"], undefined);
  });

  it("leaves encryption, ACL, tags and storage class to the bucket", async () => {
    await play();
    await putObject(s3, object);
    const names = Object.keys(aws.requests[0]?.headers ?? {});
    assert.deepEqual(
      names.filter((name) => /server-side-encryption|acl|grant|tagging|storage-class|object-lock/.test(name)),
      [],
    );
  });

  it("sends a stream and an empty one", async () => {
    await play();
    await putObject(s3, { ...object, body: Readable.from([Buffer.from("hel"), Buffer.from("lo")]) });
    await putObject(s3, { ...object, body: Buffer.alloc(0), bytes: 0 });
    assert.match(aws.requests[0]?.body ?? "", /hel/);
    assert.equal(aws.requests.length, 2);
    const { headers = {} } = aws.requests[1] ?? {};
    assert.equal(headers["x-amz-decoded-content-length"] ?? headers["content-length"], "0");
  });

  it("asks that the key be free where nothing may be replaced", async () => {
    await play();
    await putObject(s3, { ...object, onlyIfAbsent: true });
    assert.equal(aws.requests[0]?.headers["if-none-match"], "*");
  });

  for (const bucket of [accessPoint, accessPoint.replace("accesspoint/", "accesspoint:")]) {
    it(`puts to ${bucket} in the path, with the key as for a bucket`, async () => {
      await play();
      await putObject(s3, { ...object, bucket });
      await putObject(s3, object);
      const [toAccessPoint, toBucket] = aws.requests.map(({ target }) => target.split("?")[0]);
      assert.equal(toAccessPoint, `/${encodeURIComponent(bucket)}/in/a%20b%2B%C3%BC.txt`);
      assert.equal(toBucket, "/drop/in/a%20b%2B%C3%BC.txt");
      assert.match(aws.requests[0]?.headers.host ?? "", /^127\.0\.0\.1:/);
    });
  }

  it("takes 5 GiB to be the most, and sends nothing of more", async () => {
    await play();
    assert.equal(largestSinglePutBytes, 5_368_709_120);
    await assert.rejects(putObject(s3, { ...object, bytes: largestSinglePutBytes + 1 }), {
      name: "RangeError",
      message: "5368709121 bytes are more than S3 takes in one put (5368709120)",
    });
    assert.equal(aws.requests.length, 0);
  });

  for (const [httpStatus, code] of [
    [403, "AccessDenied"],
    [404, "NoSuchBucket"],
    [412, "PreconditionFailed"],
  ] as const) {
    it(`gives S3's ${code} as it is`, async () => {
      await play(s3Error(httpStatus, code, "because"));
      await assert.rejects(putObject(s3, object), { name: code, message: "because" });
    });
  }

  it("does not call an answer without ETag a put", async () => {
    await play({ headers: { "x-amz-version-id": "v1" } });
    await assert.rejects(putObject(s3, object), /without an ETag/);
  });

  it("has no version where the bucket keeps none", async () => {
    await play({ headers: { etag: '"e2"' } });
    assert.deepEqual(await putObject(s3, object), { versionId: undefined, eTag: '"e2"' });
  });

  it("tells an access point's ARN from what is none", async () => {
    await play();
    const is = (text: string) => isAccessPointArn(text);
    assert.deepEqual([accessPoint, accessPoint.replace("aws", "aws-cn")].map(is), [true, true]);
    assert.deepEqual(["drop", "arn:aws:s3:::drop", `${accessPoint}/object/a`, ""].map(is), [
      false,
      false,
      false,
      false,
    ]);
  });
});
