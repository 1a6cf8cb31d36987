/**
 * What requests to S3 need: actions, resources and condition keys, against a store that is played.
 *
 * Does not prove that the store keeps what the requests say, nor how the needs are decided.
 */
import assert from "node:assert/strict";
import type { Caller } from "../../../../local/gateway/model";
import { readCall } from "../../../../local/gateway/services/s3/read";
import { rememberUpload } from "../../../../local/gateway/services/s3/uploads";
import { fakeStore, s3Call } from "./fakeStore";

type Headers = Readonly<Record<string, string>>;
type Expected = readonly (readonly [action: string, resource: string])[];

const owner = "111111111111";
const other = "222222222222";
const caller: Caller = {
  kind: "user",
  account: other,
  accessKeyId: "AKIA",
  userName: "alice",
  arn: `arn:aws:iam::${other}:user/alice`,
  userId: "AIDA",
};

const key = `arn:aws:kms:eu-west-1:${owner}:key/1`;
const kms = { algorithm: "aws:kms", kmsKeyId: key, bucketKeyEnabled: false } as const;
const tagging = (key_: string) =>
  `<Tagging><TagSet><Tag><Key>${key_}</Key><Value>v</Value></Tag></TagSet></Tagging>`;
const accessPoint =
  "<GetAccessPointResult><Name>drop-in</Name><NetworkOrigin>Internet</NetworkOrigin><Bucket>drop</Bucket><Alias>drop-in-1-s3alias</Alias></GetAccessPointResult>";

const store = fakeStore(
  {
    drop: { account: owner },
    theirs: { account: other },
    keyed: { account: owner, encryption: kms },
    shared: { account: owner, encryption: { ...kms, bucketKeyEnabled: true } },
    managed: { account: owner, encryption: { algorithm: "aws:kms", bucketKeyEnabled: false } },
  },
  {
    "GET /drop/tagged?tagging": { body: tagging("team") },
    "HEAD /keyed/a": {
      headers: {
        "x-amz-server-side-encryption": "aws:kms",
        "x-amz-server-side-encryption-aws-kms-key-id": key,
      },
    },
    "kms DescribeKey": {
      body: JSON.stringify({ KeyMetadata: { Arn: key, KeyId: "1", KeyState: "Enabled" } }),
    },
    "kms ListAliases": { body: JSON.stringify({ Aliases: [{ AliasName: "alias/drop" }] }) },
    "GET /v20180820/accesspoint/drop-in": { body: accessPoint },
  },
);

const object = "arn:aws:s3:::drop/a";
const bucket = "arn:aws:s3:::drop";
const through = `arn:aws:s3:eu-west-1:${owner}:accesspoint/drop-in`;
const inEarly: Headers = { "x-amz-copy-source": "/theirs/b%20c" };

const needed: readonly (readonly [
  method: string,
  target: string,
  expected: Expected,
  headers?: Headers,
  body?: string,
])[] = [
  ["GET", "/", [["s3:ListAllMyBuckets", "*"]]],
  ["PUT", "/new-one", [["s3:CreateBucket", "arn:aws:s3:::new-one"]]],
  ["PUT", "/new-one", [["s3:CreateBucket", "arn:aws:s3:::new-one"]], { "x-amz-acl": "private" }],
  [
    "PUT",
    "/new-one",
    [
      ["s3:CreateBucket", "arn:aws:s3:::new-one"],
      ["s3:PutBucketAcl", "arn:aws:s3:::new-one"],
      ["s3:PutBucketObjectLockConfiguration", "arn:aws:s3:::new-one"],
      ["s3:PutBucketVersioning", "arn:aws:s3:::new-one"],
      ["s3:PutBucketOwnershipControls", "arn:aws:s3:::new-one"],
    ],
    {
      "x-amz-acl": "public-read",
      "x-amz-bucket-object-lock-enabled": "true",
      "x-amz-object-ownership": "BucketOwnerEnforced",
    },
  ],
  ["GET", "/drop?list-type=2", [["s3:ListBucket", bucket]]],
  ["HEAD", "/drop", [["s3:ListBucket", bucket]]],
  ["GET", "/drop?versions", [["s3:ListBucketVersions", bucket]]],
  ["GET", "/drop?encryption", [["s3:GetEncryptionConfiguration", bucket]]],
  ["PUT", "/drop?publicAccessBlock", [["s3:PutBucketPublicAccessBlock", bucket]]],
  ["PUT", "/drop?ownershipControls", [["s3:PutBucketOwnershipControls", bucket]]],
  ["DELETE", "/drop?policy", [["s3:DeleteBucketPolicy", bucket]]],
  ["PUT", "/drop/a", [["s3:PutObject", object]]],
  ["PUT", "/drop/a/../b", [["s3:PutObject", "arn:aws:s3:::drop/a/../b"]]],
  ["GET", "/drop/a", [["s3:GetObject", object]]],
  ["HEAD", "/drop/a", [["s3:GetObject", object]]],
  ["GET", "/drop/a?versionId=1", [["s3:GetObjectVersion", object]]],
  ["DELETE", "/drop/a", [["s3:DeleteObject", object]]],
  ["DELETE", "/drop/a?versionId=1", [["s3:DeleteObjectVersion", object]]],
  [
    "DELETE",
    "/drop/a?versionId=1",
    [
      ["s3:DeleteObjectVersion", object],
      ["s3:BypassGovernanceRetention", object],
    ],
    { "x-amz-bypass-governance-retention": "true" },
  ],
  [
    "GET",
    "/drop/a?attributes",
    [
      ["s3:GetObjectAttributes", object],
      ["s3:GetObject", object],
    ],
  ],
  ["GET", "/drop/a?uploadId=u", [["s3:ListMultipartUploadParts", object]]],
  ["POST", "/drop/a?uploads", [["s3:PutObject", object]]],
  ["PUT", "/drop/a?partNumber=1&uploadId=u", [["s3:PutObject", object]]],
  ["POST", "/drop/a?uploadId=u", [["s3:PutObject", object]]],
  ["DELETE", "/drop/a?uploadId=u", [["s3:AbortMultipartUpload", object]]],
  ["PUT", "/drop/a?tagging", [["s3:PutObjectTagging", object]], {}, tagging("team")],
  [
    "PUT",
    "/drop/a",
    [
      ["s3:PutObject", object],
      ["s3:PutObjectTagging", object],
    ],
    { "x-amz-tagging": "a=b" },
  ],
  [
    "PUT",
    "/drop/a?x-amz-tagging=a%3Db",
    [
      ["s3:PutObject", object],
      ["s3:PutObjectTagging", object],
    ],
  ],
  [
    "PUT",
    "/drop/a",
    [
      ["s3:PutObject", object],
      ["s3:PutObjectAcl", object],
    ],
    { "x-amz-grant-read": "id=1" },
  ],
  [
    "PUT",
    "/drop/a",
    [
      ["s3:PutObject", object],
      ["s3:PutObjectRetention", object],
      ["s3:PutObjectLegalHold", object],
    ],
    {
      "x-amz-object-lock-mode": "GOVERNANCE",
      "x-amz-object-lock-retain-until-date": "2026-01-11T00:00:00Z",
      "x-amz-object-lock-legal-hold": "ON",
    },
  ],
  // A part takes none of these headers, so it needs nothing for them.
  ["PUT", "/drop/a?partNumber=1&uploadId=u", [["s3:PutObject", object]], { "x-amz-tagging": "a=b" }],
  [
    "PUT",
    "/drop/a",
    [
      ["s3:PutObject", object],
      ["s3:GetObject", "arn:aws:s3:::theirs/b c"],
    ],
    inEarly,
  ],
  [
    "PUT",
    "/drop/a?partNumber=1&uploadId=u",
    [
      ["s3:PutObject", object],
      ["s3:GetObjectVersion", "arn:aws:s3:::theirs/b"],
    ],
    { "x-amz-copy-source": "theirs/b?versionId=7" },
  ],
  [
    "PUT",
    "/drop/a",
    [
      ["s3:PutObject", object],
      ["s3:GetObject", "arn:aws:s3:::drop/tagged"],
      ["s3:GetObjectTagging", "arn:aws:s3:::drop/tagged"],
      ["s3:PutObjectTagging", object],
    ],
    { "x-amz-copy-source": "drop/tagged" },
  ],
  [
    "PUT",
    "/keyed/a",
    [
      ["s3:PutObject", "arn:aws:s3:::keyed/a"],
      ["kms:GenerateDataKey", key],
    ],
  ],
  [
    "PUT",
    "/keyed/a",
    [["s3:PutObject", "arn:aws:s3:::keyed/a"]],
    { "x-amz-server-side-encryption": "AES256" },
  ],
  [
    "PUT",
    "/drop/a",
    [
      ["s3:PutObject", object],
      ["kms:GenerateDataKey", key],
    ],
    { "x-amz-server-side-encryption": "aws:kms", "x-amz-server-side-encryption-aws-kms-key-id": key },
  ],
  [
    "PUT",
    "/managed/a",
    [
      ["s3:PutObject", "arn:aws:s3:::managed/a"],
      ["kms:GenerateDataKey", `arn:aws:kms:eu-west-1:${owner}:key/aws-managed-s3`],
    ],
  ],
  [
    "GET",
    "/keyed/a",
    [
      ["s3:GetObject", "arn:aws:s3:::keyed/a"],
      ["kms:Decrypt", key],
    ],
  ],
  [
    "POST",
    "/keyed/a?uploads",
    [
      ["s3:PutObject", "arn:aws:s3:::keyed/a"],
      ["kms:GenerateDataKey", key],
    ],
  ],
  [
    "PUT",
    "/keyed/a?partNumber=1&uploadId=u",
    [
      ["s3:PutObject", "arn:aws:s3:::keyed/a"],
      ["kms:Decrypt", key],
    ],
  ],
  [
    "POST",
    "/keyed/a?uploadId=u",
    [
      ["s3:PutObject", "arn:aws:s3:::keyed/a"],
      ["kms:Decrypt", key],
    ],
  ],
  [
    "PUT",
    `/${encodeURIComponent(through)}/a`,
    [
      ["s3:PutObject", `${through}/object/a`],
      ["s3:PutObject", object],
    ],
  ],
  [
    "GET",
    `/${encodeURIComponent(through)}?list-type=2`,
    [
      ["s3:ListBucket", through],
      ["s3:ListBucket", bucket],
    ],
  ],
  [
    "PUT",
    "/a",
    [
      ["s3:PutObject", `${through}/object/a`],
      ["s3:PutObject", object],
    ],
    { host: `drop-in-${owner}.localhost:4566` },
  ],
  [
    "PUT",
    "/drop-in-1-s3alias/a",
    [
      ["s3:PutObject", `${through}/object/a`],
      ["s3:PutObject", object],
    ],
  ],
];

const refused: readonly (readonly [
  method: string,
  target: string,
  code: string,
  why: string,
  headers?: Headers,
])[] = [
  ["GET", "/nobodys/a", "NoSuchBucket", "a bucket that is not there"],
  [
    "PUT",
    "/drop/a",
    "NoSuchBucket",
    "a copy from a bucket that is not there",
    { "x-amz-copy-source": "no-one/b" },
  ],
  ["PUT", "/drop/a", "AccessDenied", "another owner than expected", { "x-amz-expected-bucket-owner": other }],
  [
    "PUT",
    "/drop/a",
    "AccessDenied",
    "another owner of the source than expected",
    { ...inEarly, "x-amz-source-expected-bucket-owner": owner },
  ],
  ["PUT", "/drop/a", "InvalidArgument", "a copy from no key", { "x-amz-copy-source": "theirs" }],
  ["PUT", "/drop/a", "InvalidArgument", "a tag twice", { "x-amz-tagging": "a=1&a=2" }],
  ["GET", "/drop/a?torrent", "NotImplemented", "what the store would take for GetObject"],
  ["DELETE", "/drop?metadataTable", "NotImplemented", "what the store would take for DeleteBucket"],
  ["PUT", "/drop?abac", "NotImplemented", "what the store would take for CreateBucket"],
  ["PUT", `/${encodeURIComponent(through)}?policy`, "MethodNotAllowed", "no operation of access points"],
  [
    "GET",
    `/${encodeURIComponent(through.replace("/drop-in", "/none"))}/a`,
    "NoSuchAccessPoint",
    "no access point",
  ],
];

const contexts: readonly (readonly [
  what: string,
  method: string,
  target: string,
  headers: Headers,
  expected: Readonly<Record<string, string | readonly string[]>>,
])[] = [
  [
    "a listing",
    "GET",
    "/drop?list-type=2&prefix=a%2F&delimiter=%2F&max-keys=5",
    {},
    { "s3:prefix": "a/", "s3:delimiter": "/", "s3:max-keys": "5" },
  ],
  [
    "a put",
    "PUT",
    "/drop/a?prefix=x",
    { "if-none-match": "*" },
    {
      "s3:ObjectCreationOperation": "true",
      "s3:if-none-match": "*",
    },
  ],
  ["a part", "PUT", "/drop/a?partNumber=1&uploadId=none", {}, { "s3:ObjectCreationOperation": "false" }],
  [
    "a part of an upload with encryption",
    "PUT",
    "/drop/a?partNumber=1&uploadId=begun",
    {},
    { "s3:ObjectCreationOperation": "false", "s3:x-amz-server-side-encryption": "AES256" },
  ],
  [
    "headers of a put",
    "PUT",
    "/drop/a",
    { "x-amz-acl": "private", "x-amz-storage-class": "GLACIER", "x-amz-server-side-encryption": "AES256" },
    {
      "s3:ObjectCreationOperation": "true",
      "s3:x-amz-acl": "private",
      "s3:x-amz-storage-class": "GLACIER",
      "s3:x-amz-server-side-encryption": "AES256",
    },
  ],
  [
    "the key of a put, named by its id",
    "PUT",
    "/theirs/a",
    { "x-amz-server-side-encryption": "aws:kms", "x-amz-server-side-encryption-aws-kms-key-id": "1" },
    {
      "s3:ObjectCreationOperation": "true",
      "s3:x-amz-server-side-encryption": "aws:kms",
      "s3:x-amz-server-side-encryption-aws-kms-key-id": key,
    },
  ],
  [
    "tags of a put",
    "PUT",
    "/drop/a",
    { "x-amz-tagging": "team=a%26b&x=" },
    {
      "s3:ObjectCreationOperation": "true",
      "s3:RequestObjectTagKeys": ["team", "x"],
      "s3:RequestObjectTag/team": "a&b",
      "s3:RequestObjectTag/x": "",
    },
  ],
  [
    "retention of a put",
    "PUT",
    "/drop/a",
    { "x-amz-object-lock-mode": "GOVERNANCE", "x-amz-object-lock-retain-until-date": "2026-01-11T00:00:00Z" },
    {
      "s3:ObjectCreationOperation": "true",
      "s3:object-lock-mode": "GOVERNANCE",
      "s3:object-lock-retain-until-date": "2026-01-11T00:00:00Z",
      "s3:object-lock-remaining-retention-days": "10",
    },
  ],
  ["tags of a stored object", "GET", "/drop/tagged", {}, { "s3:ExistingObjectTag/team": "v" }],
  ["a version", "GET", "/drop/tagged?versionId=1", {}, { "s3:versionid": "1" }],
  [
    "a signature in the query",
    "GET",
    "/drop/a?X-Amz-Date=20251231T235900Z&X-Amz-Signature=0&X-Amz-Algorithm=AWS4-HMAC-SHA256",
    {},
    {
      "s3:authType": "REST-QUERY-STRING",
      "s3:signatureversion": "AWS4-HMAC-SHA256",
      "s3:signatureAge": "60000",
    },
  ],
];

const read = (method: string, target: string, headers?: Headers, body?: string) =>
  readCall(s3Call(method, target, headers, body), caller, store);

describe("what S3 requests need", () => {
  before(async () => {
    // By alias an access point is known once it was seen by name.
    await read("GET", `/${encodeURIComponent(through)}`);
    rememberUpload("begun", new Map([["x-amz-server-side-encryption", "AES256"]]), caller);
  });

  for (const [method, target, expected, headers, body] of needed) {
    const given = Object.entries(headers ?? {}).map(([name, value]) => ` ${name}: ${value}`);
    it(`${method} ${target}${given.join()} needs ${expected.map(([action]) => action).join(", ")}`, async () => {
      const { reading } = await read(method, target, headers, body);
      const found =
        reading.kind === "needs" ? reading.needs.map((need) => [need.action, need.resource]) : reading;
      assert.deepEqual(found, expected);
    });
  }

  for (const [method, target, code, why, headers] of refused) {
    it(`${method} ${target} is refused: ${why}`, async () => {
      const { reading } = await read(method, target, headers);
      assert.equal(reading.kind === "refused" && reading.error.code, code);
    });
  }

  for (const [what, method, target, headers, expected] of contexts) {
    it(`tells the condition keys of ${what}`, async () => {
      const { reading } = await read(method, target, headers);
      assert.deepEqual(reading.kind === "needs" && reading.needs[0]?.context, expected);
    });
  }

  it("goes to the owner of the bucket, and asks the owner of the source for a copy", async () => {
    const { reading } = await read("PUT", "/drop/a", inEarly);
    assert.equal(reading.kind === "needs" && reading.ownerAccount, owner);
    const accounts =
      reading.kind === "needs" ? reading.needs.map(({ resourceAccount }) => resourceAccount) : [];
    assert.deepEqual(accounts, [owner, other]);
  });

  it("asks KMS about the object, or about the bucket where it has a bucket key", async () => {
    const asked = async (target: string, headers?: Headers) => {
      const { reading } = await read("PUT", target, headers);
      return reading.kind === "needs" && reading.needs[1]?.context["kms:EncryptionContext:aws:s3:arn"];
    };
    assert.equal(await asked("/keyed/a"), "arn:aws:s3:::keyed/a");
    assert.equal(await asked("/shared/a"), "arn:aws:s3:::shared");
    const without = { "x-amz-server-side-encryption-bucket-key-enabled": "false" };
    assert.equal(await asked("/shared/a", without), "arn:aws:s3:::shared/a");
  });

  it("lets identities allow the bucket behind an access point by either ARN", async () => {
    const { reading } = await read("PUT", `/${encodeURIComponent(through)}/a`);
    const behind = reading.kind === "needs" ? reading.needs[1] : undefined;
    assert.equal(behind?.identityResource, `${through}/object/a`);
    assert.equal(behind.context["s3:DataAccessPointAccount"], owner);
  });

  it("refuses a request without credentials that acts in the caller's own account", async () => {
    const { reading } = await readCall(s3Call("GET", "/"), { kind: "anonymous" }, store);
    assert.equal(reading.kind === "refused" && reading.error.code, "AccessDenied");
  });
});
