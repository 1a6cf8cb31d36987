/**
 * Which credentials the local AWS takes: signatures in headers and in presigned URLs, session tokens, payload forms,
 * clocks, and keys that were made, made inactive and deleted. Each refusal stands beside its allowed twin.
 *
 * Does not prove what a known caller may do. Requests are signed by hand here, after AWS's description; the SDK's own
 * signer is met by every other file of this folder.
 */
import assert from "node:assert/strict";
import { CreateAccessKeyCommand, DeleteAccessKeyCommand, UpdateAccessKeyCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, HeadObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { administrator, iamClientOf, policy, region, s3ClientOf } from "./actors";
import { chunkedBody, type ChunkForm } from "./chunkedBody";
import { assume, makeRole, makeUserAt, trust } from "./identities";
import { type Credentials, presign, type RawAnswer, sendRaw } from "./signing";
import { signedHead, type SignedParts } from "./signedHead";

const account = "111111111111";
const run = Date.now().toString(36);
const bucket = `signed-${run}`;
const key = `/${bucket}/in/a%20b%2Bc.txt`;
const minute = 60_000;

let user: Credentials;
let session: Credentials;
let s3: S3Client;

/** Signs and sends a request. */
async function send(parts: SignedParts, credentials = user): Promise<RawAnswer> {
  const { method, target, headers, body } = signedHead(parts, credentials);
  return sendRaw(method, target, headers, body);
}

const put = (more: Partial<SignedParts> = {}): SignedParts => ({
  service: "s3",
  region,
  method: "PUT",
  target: key,
  body: "hello",
  ...more,
});
const identity = (more: Partial<SignedParts> = {}): SignedParts => ({
  service: "sts",
  region,
  method: "POST",
  target: "/",
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body: "Action=GetCallerIdentity&Version=2011-06-15",
  ...more,
});
const kms = (more: Partial<SignedParts> = {}): SignedParts => ({
  service: "kms",
  region,
  method: "POST",
  target: "/",
  headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": "TrentService.ListKeys" },
  body: "{}",
  ...more,
});
const unknown: Credentials = { accessKeyId: "AKIAAAAAAAAAAAAAAAAA", secretAccessKey: "none" };

interface Row {
  readonly what: string;
  readonly refused: () => Promise<RawAnswer>;
  readonly httpStatus: number;
  /** What of the body must be there: the code, mostly. */
  readonly says: string;
  readonly twin: () => Promise<RawAnswer>;
}

function refuses(rows: readonly Row[]): void {
  for (const { what, refused, httpStatus, says, twin } of rows) {
    it(`${what} is refused with ${says}`, async () => {
      const allowed = await twin();
      assert.equal(allowed.httpStatus, 200, `the twin: ${allowed.body}`);
      const answer = await refused();
      assert.equal(answer.httpStatus, httpStatus, answer.body);
      assert.ok(answer.body.includes(says), answer.body);
    });
  }
}

const url = (expiresSeconds: number, ageMilliseconds: number, method = "GET", target = key) =>
  presign(
    { service: "s3", region, method, target },
    user,
    expiresSeconds,
    new Date(Date.now() - ageMilliseconds),
  );
const get = (target: string, host?: string) =>
  sendRaw("GET", target, { host: host ?? new URL(process.env.AWS_ENDPOINT_URL ?? "").host });
const chunks = (form: ChunkForm, change?: (body: string) => string): Promise<RawAnswer> => {
  const { method, target, headers, body } = chunkedBody(put({ target: `${key}.chunked` }), user, form);
  return sendRaw(method, target, headers, change === undefined ? body : change(body));
};

describe("credentials of the local AWS", () => {
  before(async () => {
    const document = policy(
      {
        Action: ["s3:PutObject", "s3:GetObject", "s3:GetObjectVersion"],
        Resource: `arn:aws:s3:::${bucket}/in/*`,
      },
      { Action: ["kms:ListKeys", "sts:AssumeRole"], Resource: "*" },
    );
    user = await makeUserAt(account, "/", `signer-${run}`, document);
    await makeRole(account, `signer-${run}`, {
      trust: trust({ AWS: `arn:aws:iam::${account}:user/signer-${run}` }),
      policy: document,
    });
    session = await assume(user, `arn:aws:iam::${account}:role/signer-${run}`);
    s3 = s3ClientOf(administrator(account));
    await s3.send(
      new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: region } }),
    );
    assert.equal((await send(put())).httpStatus, 200);
  });
  after(() => {
    s3.destroy();
  });

  describe("keys and signatures in headers", () => {
    const wrong = (): Credentials => ({ ...user, secretAccessKey: `${user.secretAccessKey}x` });
    const sessionAs = (more: Partial<Credentials>): Credentials => ({ ...session, ...more });
    const withoutToken = (): Credentials => {
      const { accessKeyId, secretAccessKey } = session;
      return { accessKeyId, secretAccessKey };
    };
    refuses([
      {
        what: "an unknown key at S3",
        refused: () => send(put(), unknown),
        httpStatus: 403,
        says: "InvalidAccessKeyId",
        twin: () => send(put()),
      },
      {
        what: "an unknown key at STS",
        refused: () => send(identity(), unknown),
        httpStatus: 403,
        says: "InvalidClientTokenId",
        twin: () => send(identity()),
      },
      {
        what: "an unknown key at KMS",
        refused: () => send(kms(), unknown),
        httpStatus: 400,
        says: "UnrecognizedClientException",
        twin: () => send(kms()),
      },
      {
        what: "a wrong secret at S3",
        refused: () => send(put(), wrong()),
        httpStatus: 403,
        says: "SignatureDoesNotMatch",
        twin: () => send(put()),
      },
      {
        what: "a wrong secret at STS",
        refused: () => send(identity(), wrong()),
        httpStatus: 403,
        says: "SignatureDoesNotMatch",
        twin: () => send(identity()),
      },
      {
        what: "a wrong secret at KMS",
        refused: () => send(kms(), wrong()),
        httpStatus: 400,
        says: "InvalidSignatureException",
        twin: () => send(kms()),
      },
      {
        what: "another path than was signed",
        refused: () => send(put({ sentTarget: `/${bucket}/in/other` })),
        httpStatus: 403,
        says: "SignatureDoesNotMatch",
        twin: () => send(put()),
      },
      {
        what: "another method than was signed",
        refused: () => send(put({ sentMethod: "POST" })),
        httpStatus: 403,
        says: "SignatureDoesNotMatch",
        twin: () => send(put()),
      },
      {
        what: "a query that was not signed",
        refused: () => send(put({ sentTarget: `${key}?tagging` })),
        httpStatus: 403,
        says: "SignatureDoesNotMatch",
        twin: () => send(put()),
      },
      {
        what: "another value of a signed header",
        refused: () => send(put({ headers: { "x-amz-meta-a": "1" }, sentHeaders: { "x-amz-meta-a": "2" } })),
        httpStatus: 403,
        says: "SignatureDoesNotMatch",
        twin: () => send(put({ headers: { "x-amz-meta-a": "1" } })),
      },
      {
        what: "an x-amz- header that was not signed",
        refused: () => send(put({ sentHeaders: { "x-amz-acl": "public-read" } })),
        httpStatus: 403,
        says: "There were headers present in the request which were not signed",
        twin: () => send(put()),
      },
      {
        what: "another form than was signed",
        refused: () => send(identity({ sentBody: "Action=GetCallerIdentity&Version=2011-06-15&a=b" })),
        httpStatus: 403,
        says: "SignatureDoesNotMatch",
        twin: () => send(identity()),
      },
      {
        what: "a signature of another region",
        refused: () => send(put({ scopeRegion: "us-east-1" })),
        httpStatus: 403,
        says: "SignatureDoesNotMatch",
        twin: () => send(put()),
      },
      {
        what: "a session without its token at S3",
        refused: () => send(put(), withoutToken()),
        httpStatus: 403,
        says: "InvalidAccessKeyId",
        twin: () => send(put(), session),
      },
      {
        what: "a session with another token at S3",
        refused: () => send(put(), sessionAs({ sessionToken: "other" })),
        httpStatus: 400,
        says: "InvalidToken",
        twin: () => send(put(), session),
      },
      {
        what: "a session with another token at STS",
        refused: () => send(identity(), sessionAs({ sessionToken: "other" })),
        httpStatus: 403,
        says: "InvalidClientTokenId",
        twin: () => send(identity(), session),
      },
      {
        what: "a user's key with a session's token",
        refused: () => send(put(), { ...user, sessionToken: session.sessionToken ?? "" }),
        httpStatus: 400,
        says: "InvalidToken",
        twin: () => send(put()),
      },
      {
        what: "an older mechanism",
        refused: () => sendRaw("PUT", key, { authorization: `AWS ${user.accessKeyId}:abc=` }, "hello"),
        httpStatus: 400,
        says: "Please use AWS4-HMAC-SHA256",
        twin: () => send(put()),
      },
      {
        what: "no credentials at STS",
        refused: () =>
          sendRaw(
            "POST",
            "/",
            { "content-type": "application/x-www-form-urlencoded" },
            "Action=GetCallerIdentity&Version=2011-06-15",
          ),
        httpStatus: 403,
        says: "MissingAuthenticationToken",
        twin: () => send(identity()),
      },
      {
        what: "no credentials at KMS",
        refused: () => sendRaw("POST", "/", { "x-amz-target": "TrentService.ListKeys" }, "{}"),
        httpStatus: 400,
        says: "MissingAuthenticationTokenException",
        twin: () => send(kms()),
      },
      {
        what: "no credentials at S3",
        refused: () => get(key),
        httpStatus: 403,
        says: "<Code>AccessDenied</Code>",
        twin: () => get(url(60, 0)),
      },
    ]);
  });

  describe("clocks", () => {
    const at = (minutes: number) => ({ signedAt: new Date(Date.now() + minutes * minute) });
    refuses([
      {
        what: "a request of 16 minutes ago at S3",
        refused: () => send(put(at(-16))),
        httpStatus: 403,
        says: "RequestTimeTooSkewed",
        twin: () => send(put(at(-14))),
      },
      {
        what: "a request of 16 minutes ahead at S3",
        refused: () => send(put(at(16))),
        httpStatus: 403,
        says: "RequestTimeTooSkewed",
        twin: () => send(put(at(14))),
      },
      {
        what: "a request of 16 minutes ago at STS",
        refused: () => send(identity(at(-16))),
        httpStatus: 403,
        says: "Signature expired",
        twin: () => send(identity(at(-14))),
      },
      {
        what: "a request of 16 minutes ahead at STS",
        refused: () => send(identity(at(16))),
        httpStatus: 403,
        says: "Signature not yet current",
        twin: () => send(identity(at(14))),
      },
      {
        what: "a request of 16 minutes ago at KMS",
        refused: () => send(kms(at(-16))),
        httpStatus: 400,
        says: "InvalidSignatureException",
        twin: () => send(kms(at(-14))),
      },
      {
        what: "an administrator's request of 16 minutes ago",
        refused: () => send(put(at(-16)), administrator(account)),
        httpStatus: 403,
        says: "RequestTimeTooSkewed",
        twin: () => send(put(at(-14)), administrator(account)),
      },
    ]);
  });

  describe("presigned URLs", () => {
    const altered = (from: string | RegExp, to: string) => url(60, 0).replace(from, to);
    refuses([
      {
        what: "an expired one",
        refused: () => get(url(60, 61_000)),
        httpStatus: 403,
        says: "Request has expired",
        twin: () => get(url(60, 50_000)),
      },
      {
        what: "one of the day after tomorrow",
        refused: () => get(url(60, -2_880 * minute)),
        httpStatus: 403,
        says: "Request is not valid yet",
        twin: () => get(url(60, 0)),
      },
      {
        what: "one that is to hold for eight days",
        refused: () => get(url(691_200, 0)),
        httpStatus: 400,
        says: "AuthorizationQueryParametersError",
        twin: () => get(url(604_800, 0)),
      },
      {
        what: "an altered path",
        refused: () => get(altered("/in/a", "/in/b")),
        httpStatus: 403,
        says: "SignatureDoesNotMatch",
        twin: () => get(url(60, 0)),
      },
      {
        what: "an altered signature",
        refused: () => get(altered(/.$/, url(60, 0).endsWith("0") ? "1" : "0")),
        httpStatus: 403,
        says: "SignatureDoesNotMatch",
        twin: () => get(url(60, 0)),
      },
      {
        what: "a signature that is cut",
        refused: () => get(altered(/.$/, "")),
        httpStatus: 403,
        says: "SignatureDoesNotMatch",
        twin: () => get(url(60, 0)),
      },
      {
        what: "a longer expiry than was signed",
        refused: () => get(altered("Expires=60", "Expires=600")),
        httpStatus: 403,
        says: "SignatureDoesNotMatch",
        twin: () => get(url(60, 0)),
      },
      {
        what: "a parameter that was not signed",
        refused: () => get(`${url(60, 0)}&versionId=null`),
        httpStatus: 403,
        says: "SignatureDoesNotMatch",
        twin: () => get(url(60, 0, "GET", `${key}?versionId=null`)),
      },
      {
        what: "one without its date",
        refused: () => get(altered(/X-Amz-Date=[^&]*&/, "")),
        httpStatus: 400,
        says: "AuthorizationQueryParametersError",
        twin: () => get(url(60, 0)),
      },
      {
        what: "a PUT by a URL for GET",
        refused: () => sendRaw("PUT", url(60, 0), {}, "x"),
        httpStatus: 403,
        says: "SignatureDoesNotMatch",
        twin: () => sendRaw("PUT", url(60, 0, "PUT"), {}, "hello"),
      },
      {
        what: "another host",
        refused: () => get(url(60, 0), "elsewhere.localhost"),
        httpStatus: 403,
        says: "SignatureDoesNotMatch",
        twin: () => get(url(60, 0)),
      },
      {
        what: "an unsigned header that means something",
        refused: () => sendRaw("PUT", url(60, 0, "PUT"), { "x-amz-acl": "public-read" }, "x"),
        httpStatus: 403,
        says: "which were not signed",
        twin: () => sendRaw("PUT", url(60, 0, "PUT"), {}, "hello"),
      },
    ]);
  });

  describe("bodies", () => {
    const signedChunks = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
    const withTrailer = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
    const unsignedChunks = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
    const other = (body: string) => body.replace("hello", "hallo");
    refuses([
      {
        what: "another body than was hashed",
        refused: () => send(put({ sentBody: "hallo" })),
        httpStatus: 400,
        says: "XAmzContentSHA256Mismatch",
        twin: () => send(put()),
      },
      {
        what: "another body than an administrator hashed",
        refused: () => send(put({ sentBody: "hallo" }), administrator(account)),
        httpStatus: 400,
        says: "XAmzContentSHA256Mismatch",
        twin: () => send(put({ sentBody: "hallo", payload: "UNSIGNED-PAYLOAD" })),
      },
      {
        what: "a hash that is none",
        refused: () => send(put({ payload: "abc" })),
        httpStatus: 400,
        says: "x-amz-content-sha256 must be",
        twin: () => send(put({ payload: "UNSIGNED-PAYLOAD" })),
      },
      {
        what: "no hash at all",
        refused: () => send(put({ payload: "none" })),
        httpStatus: 400,
        says: "Missing required header for this request: x-amz-content-sha256",
        twin: () => send(put()),
      },
      {
        what: "a changed chunk",
        refused: () => chunks(signedChunks, other),
        httpStatus: 403,
        says: "SignatureDoesNotMatch",
        twin: () => chunks(signedChunks),
      },
      {
        what: "chunks in another order",
        refused: () =>
          chunks(signedChunks, (body) => body.replace(/^(.*?\r\n.*?\r\n)(.*?\r\n.*?\r\n)/s, "$2$1")),
        httpStatus: 403,
        says: "SignatureDoesNotMatch",
        twin: () => chunks(signedChunks),
      },
      {
        what: "a changed chunk before a trailer",
        refused: () => chunks(withTrailer, other),
        httpStatus: 403,
        says: "SignatureDoesNotMatch",
        twin: () => chunks(withTrailer),
      },
      {
        what: "a changed trailer",
        refused: () => chunks(withTrailer, (body) => body.replace(/crc32:./, "crc32:/")),
        httpStatus: 403,
        says: "SignatureDoesNotMatch",
        twin: () => chunks(withTrailer),
      },
      {
        what: "a wrong checksum behind unsigned chunks",
        refused: () => chunks(unsignedChunks, (body) => body.replace(/crc32:./, "crc32:/")),
        httpStatus: 400,
        says: "BadDigest",
        twin: () => chunks(unsignedChunks),
      },
    ]);

    it("leave no object behind when they are refused", async () => {
      const gone = { target: `/${bucket}/in/never` };
      assert.equal((await send(put({ ...gone, sentBody: "hallo" }))).httpStatus, 400);
      await assert.rejects(s3.send(new HeadObjectCommand({ Bucket: bucket, Key: "in/never" })), {
        name: "NotFound",
      });
      assert.equal((await send(put(gone))).httpStatus, 200);
      const found = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: "in/never" }));
      assert.equal(found.ContentLength, 5);
    });
  });

  describe("access keys", () => {
    it("are refused while they are inactive, and after they are deleted", async () => {
      const iam = iamClientOf(account);
      const UserName = `signer-${run}`;
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
      const AccessKeyId = AccessKey?.AccessKeyId ?? "";
      const second = { accessKeyId: AccessKeyId, secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
      const code = async () => /<Code>(\w+)/.exec((await send(put(), second)).body)?.[1] ?? "allowed";
      assert.equal(await code(), "allowed");
      await iam.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: "Inactive" }));
      assert.equal(await code(), "InvalidAccessKeyId");
      await iam.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: "Active" }));
      assert.equal(await code(), "allowed");
      await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
      assert.equal(await code(), "InvalidAccessKeyId");
      iam.destroy();
    });
  });
});
