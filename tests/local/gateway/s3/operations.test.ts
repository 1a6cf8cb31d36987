/**
 * Which operation a request to S3 is, by method, path, host, query and headers.
 *
 * The expected names come from AWS's API reference, not from the table under test. Does not prove that the store
 * takes each request for the same operation.
 */
import assert from "node:assert/strict";
import { actionData } from "../../../../access/data/services";
import { operations } from "../../../../local/gateway/services/s3/operations";
import { readS3Request } from "../../../../local/gateway/services/s3/s3Request";

type Headers = Readonly<Record<string, string>>;

const copy = { "x-amz-copy-source": "other/key" };
const form = { "content-type": "multipart/form-data; boundary=x" };

const recognised: readonly (readonly [
  method: string,
  target: string,
  operation: string,
  headers?: Headers,
])[] = [
  ["GET", "/", "ListBuckets"],
  ["GET", "/?x-id=ListBuckets", "ListBuckets"],
  ["GET", "/drop", "ListObjects"],
  ["GET", "/drop/", "ListObjects"],
  ["GET", "/drop?prefix=a%2F&delimiter=%2F", "ListObjects"],
  ["GET", "/drop?list-type=2", "ListObjectsV2"],
  ["GET", "/drop?versions", "ListObjectVersions"],
  ["GET", "/drop?uploads", "ListMultipartUploads"],
  ["GET", "/drop?acl", "GetBucketAcl"],
  ["GET", "/drop?%61cl", "GetBucketAcl"],
  ["GET", "/drop?cors", "GetBucketCors"],
  ["GET", "/drop?encryption", "GetBucketEncryption"],
  ["GET", "/drop?lifecycle", "GetBucketLifecycleConfiguration"],
  ["GET", "/drop?location", "GetBucketLocation"],
  ["GET", "/drop?logging", "GetBucketLogging"],
  ["GET", "/drop?notification", "GetBucketNotificationConfiguration"],
  ["GET", "/drop?object-lock", "GetObjectLockConfiguration"],
  ["GET", "/drop?ownershipControls", "GetBucketOwnershipControls"],
  ["GET", "/drop?policy", "GetBucketPolicy"],
  ["GET", "/drop?policyStatus", "GetBucketPolicyStatus"],
  ["GET", "/drop?publicAccessBlock", "GetPublicAccessBlock"],
  ["GET", "/drop?replication", "GetBucketReplication"],
  ["GET", "/drop?requestPayment", "GetBucketRequestPayment"],
  ["GET", "/drop?tagging", "GetBucketTagging"],
  ["GET", "/drop?versioning", "GetBucketVersioning"],
  ["GET", "/drop?website", "GetBucketWebsite"],
  ["GET", "/drop?accelerate", "GetBucketAccelerateConfiguration"],
  ["GET", "/drop?inventory&id=all", "GetBucketInventoryConfiguration"],
  ["GET", "/drop?inventory", "ListBucketInventoryConfigurations"],
  ["HEAD", "/drop", "HeadBucket"],
  ["PUT", "/drop", "CreateBucket"],
  ["PUT", "/drop?acl", "PutBucketAcl"],
  ["PUT", "/drop?encryption", "PutBucketEncryption"],
  ["PUT", "/drop?lifecycle", "PutBucketLifecycleConfiguration"],
  ["PUT", "/drop?object-lock", "PutObjectLockConfiguration"],
  ["PUT", "/drop?ownershipControls", "PutBucketOwnershipControls"],
  ["PUT", "/drop?policy", "PutBucketPolicy"],
  ["PUT", "/drop?publicAccessBlock", "PutPublicAccessBlock"],
  ["PUT", "/drop?tagging", "PutBucketTagging"],
  ["PUT", "/drop?versioning", "PutBucketVersioning"],
  ["POST", "/drop?delete", "DeleteObjects"],
  ["POST", "/drop", "PostObject", form],
  ["DELETE", "/drop", "DeleteBucket"],
  ["DELETE", "/drop?policy", "DeleteBucketPolicy"],
  ["DELETE", "/drop?encryption", "DeleteBucketEncryption"],
  ["DELETE", "/drop?lifecycle", "DeleteBucketLifecycle"],
  ["DELETE", "/drop?publicAccessBlock", "DeletePublicAccessBlock"],
  ["GET", "/drop/a/b.txt", "GetObject"],
  ["GET", "/drop/a?versionId=1", "GetObject"],
  ["GET", "/drop/a?partNumber=2", "GetObject"],
  ["GET", "/drop/a?x-id=GetObject", "GetObject"],
  ["GET", "/drop/a?response-content-type=text%2Fplain", "GetObject"],
  ["GET", "/drop/a?acl", "GetObjectAcl"],
  ["GET", "/drop/a?attributes", "GetObjectAttributes"],
  ["GET", "/drop/a?legal-hold", "GetObjectLegalHold"],
  ["GET", "/drop/a?retention", "GetObjectRetention"],
  ["GET", "/drop/a?tagging", "GetObjectTagging"],
  ["GET", "/drop/a?torrent", "GetObjectTorrent"],
  ["GET", "/drop/a?uploadId=u", "ListParts"],
  ["HEAD", "/drop/a", "HeadObject"],
  ["PUT", "/drop/a", "PutObject"],
  ["PUT", "/drop/a?x-id=PutObject", "PutObject"],
  ["PUT", "/drop/a", "CopyObject", copy],
  ["PUT", "/drop/a?X-Amz-Copy-Source=other%2Fkey", "CopyObject"],
  ["PUT", "/drop/a?acl", "PutObjectAcl"],
  ["PUT", "/drop/a?acl", "PutObjectAcl", copy],
  ["PUT", "/drop/a?legal-hold", "PutObjectLegalHold"],
  ["PUT", "/drop/a?retention", "PutObjectRetention"],
  ["PUT", "/drop/a?tagging", "PutObjectTagging"],
  ["PUT", "/drop/a?partNumber=1&uploadId=u", "UploadPart"],
  ["PUT", "/drop/a?uploadId=u&partNumber=1", "UploadPartCopy", copy],
  ["POST", "/drop/a?uploads", "CreateMultipartUpload"],
  ["POST", "/drop/a?uploadId=u", "CompleteMultipartUpload"],
  ["POST", "/drop/a?restore", "RestoreObject"],
  ["POST", "/drop/a?select&select-type=2", "SelectObjectContent"],
  ["DELETE", "/drop/a", "DeleteObject"],
  ["DELETE", "/drop/a?versionId=1", "DeleteObject"],
  ["DELETE", "/drop/a?uploadId=u", "AbortMultipartUpload"],
  ["DELETE", "/drop/a?tagging", "DeleteObjectTagging"],
];

const refused: readonly (readonly [method: string, target: string, code: string, why: string])[] = [
  ["GET", "/drop?acl&policy", "InvalidArgument", "two operations at once"],
  ["GET", "/drop/a?tagging&acl", "InvalidArgument", "two operations of an object at once"],
  ["PUT", "/drop/a?uploadId=u", "InvalidArgument", "a part without its number"],
  ["PUT", "/drop/a?partNumber=1", "InvalidArgument", "a part without its upload"],
  ["GET", "/drop/a?versionId=1&versionId=2", "InvalidArgument", "a parameter twice"],
  ["PUT", "/drop/a?x-amz-acl=private&X-Amz-Acl=public-read", "InvalidArgument", "a hoisted header twice"],
  ["POST", "/drop/a", "MethodNotAllowed", "no operation"],
  ["POST", "/drop", "MethodNotAllowed", "a post that is no form"],
  ["PATCH", "/drop/a", "MethodNotAllowed", "no method of S3"],
  ["DELETE", "/", "MethodNotAllowed", "no operation of the service"],
  ["GET", "//drop/a", "InvalidBucketName", "no bucket"],
  ["GET", "/Drop/a", "InvalidBucketName", "no legal name"],
  ["GET", "/drop/%ff", "InvalidURI", "no UTF-8"],
  ["GET", "/drop/%zz", "InvalidURI", "no percent-encoding"],
  ["GET", "/drop/a?%ff", "InvalidURI", "no UTF-8 in the query"],
  ["GET", "drop/a", "InvalidURI", "no path"],
  ["PUT", "/v20180820/accesspoint/x", "InvalidBucketName", "the path of S3 Control"],
];

const addresses: readonly (readonly [host: string, target: string, bucket: string, key: string])[] = [
  ["localhost:4566", "/drop/a/b", "drop", "a/b"],
  ["127.0.0.1:4566", "/drop/a//b", "drop", "a//b"],
  ["127.0.0.1:4566", "/drop/a/../b", "drop", "a/../b"],
  ["127.0.0.1:4566", "/drop/a/%2e%2e/b", "drop", "a/../b"],
  ["127.0.0.1:4566", "/drop%2Fa/b", "", ""],
  ["127.0.0.1:4566", "/drop/%C3%A9+%20%3F", "drop", "é+ ?"],
  ["drop.localhost:4566", "/a/b", "drop", "a/b"],
  ["drop.localhost", "/other/b", "drop", "other/b"],
  ["DROP.localhost", "/a", "drop", "a"],
  ["drop.s3.localhost:4566", "/a", "drop", "a"],
  ["drop.s3.eu-west-1.localhost:4566", "/a", "drop", "a"],
  ["dotted.name.localhost", "/a", "dotted.name", "a"],
  ["s3.localhost:4566", "/drop/a", "drop", "a"],
  ["s3.eu-west-1.localhost:4566", "/drop/a", "drop", "a"],
  ["elsewhere.example", "/drop/a", "drop", "a"],
];

const read = (method: string, target: string, headers: Headers = {}) =>
  readS3Request(method, target, { host: "127.0.0.1:4566", ...headers });

describe("the operations of S3", () => {
  for (const [method, target, operation, headers] of recognised) {
    const with_ = headers === undefined ? "" : ` with ${Object.keys(headers).join()}`;
    it(`${method} ${target}${with_} is ${operation}`, () => {
      const result = read(method, target, headers);
      assert.equal(result.ok && result.request.operation.name, operation);
    });
  }

  for (const [method, target, code, why] of refused) {
    it(`${method} ${target} is refused: ${why}`, () => {
      const result = read(method, target);
      assert.equal(!result.ok && result.error.code, code);
    });
  }

  for (const [host, target, bucket, key] of addresses) {
    it(`${target} at ${host} is ${bucket === "" ? "no bucket" : `${key} in ${bucket}`}`, () => {
      const result = readS3Request("GET", target, { host });
      const address = result.ok ? result.request.address : undefined;
      const found = address?.kind === "bucket" ? [address.bucket, address.key] : ["", ""];
      assert.deepEqual(found, [bucket, key]);
    });
  }

  it("asks for actions that AWS has", () => {
    const names = operations.flatMap(({ actions, versionActions = [] }) => [...actions, ...versionActions]);
    assert.deepEqual(
      names.filter((name) => actionData(`s3:${name}`) === undefined),
      [],
    );
  });

  it("has each name once but for what is recognised in two ways", () => {
    const names = operations.map(({ name }) => name);
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
  });
});
