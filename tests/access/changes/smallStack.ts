import type { StackResource } from "../../../access/stack/stackResource";
import type { Properties } from "../../../access/stack/value";
import { allow, bucket, bucketArn, key, keyArn, other, owner, policy, resource } from "../stack/given";

/** A stack of hand: one bucket with its guards, one writer role, one key, one trail. A case changes it in one place. */

export const uploader = `arn:aws:iam::${other}:role/uploader`;
export const writerArn = `arn:aws:iam::${owner}:role/writer`;
export const vendor = "333333333333";

/** A statement of a trust policy. */
export const trusting = (principal: object | string, Condition?: object, more: object = {}): object => ({
  Effect: "Allow",
  Principal: principal,
  Action: "sts:AssumeRole",
  ...(Condition === undefined ? {} : { Condition }),
  ...more,
});

export const externalId = { StringEquals: { "sts:ExternalId": "issued-by-vendor" } };
export const uploaderTrust = trusting({ AWS: uploader }, externalId);

/** Refuses everyone what is not sent over TLS. */
export const denyPlainHttp = {
  Sid: "DenyPlainHttp",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: [bucketArn, `${bucketArn}/*`],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};

export const writer = (...statements: readonly object[]): StackResource =>
  resource("aws:iam/role:Role", "writer", { name: "writer", assumeRolePolicy: policy(...statements) });

export const put = (...statements: readonly object[]): StackResource =>
  resource("aws:iam/rolePolicy:RolePolicy", "writer-put", {
    role: "writer",
    name: "put",
    policy: policy(...statements),
  });

export const guard = (...statements: readonly object[]): StackResource =>
  resource("aws:s3/bucketPolicy:BucketPolicy", "guard", {
    bucket: "acme-drop",
    policy: policy(...statements),
  });

export const block = (on: boolean, more: object = {}): StackResource =>
  resource("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "block", {
    bucket: "acme-drop",
    blockPublicAcls: on,
    blockPublicPolicy: on,
    ignorePublicAcls: on,
    restrictPublicBuckets: on,
    ...more,
  });

export const encryption = (sseAlgorithm: string, more: object = {}): StackResource =>
  resource(
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "encryption",
    { bucket: "acme-drop", rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm, ...more } }] },
  );

export const keyWith = (...statements: readonly object[]): StackResource => ({
  ...key,
  inputs: { enableKeyRotation: true, deletionWindowInDays: 30, policy: policy(...statements) },
});

/** Lets a role use the key, over S3 only. */
export const keyUse = (arn: string, Action: string | readonly string[] = "kms:GenerateDataKey"): object => ({
  Sid: "AllowUse",
  Effect: "Allow",
  Principal: { AWS: arn },
  Action,
  Resource: "*",
  Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } },
});

export const objectEvents = (...startsWiths: readonly string[]): Properties => ({
  name: "objects",
  fieldSelectors: [
    { field: "eventCategory", equals: ["Data"] },
    { field: "resources.type", equals: ["AWS::S3::Object"] },
    { field: "resources.ARN", startsWiths: [...startsWiths] },
  ],
});

export const trail = (more: object = {}): StackResource =>
  resource("aws:cloudtrail/trail:Trail", "trail", {
    name: "audit",
    s3BucketName: "acme-drop-audit",
    isMultiRegionTrail: true,
    enableLogFileValidation: true,
    kmsKeyId: keyArn,
    advancedEventSelectors: [objectEvents(`${bucketArn}/`)],
    ...more,
  });

export const putIn = (prefix: string, action = "s3:PutObject"): object =>
  allow(action, `${bucketArn}/${prefix}*`);

/** All of it, as it should be. */
export const small: readonly StackResource[] = [
  bucket,
  guard(denyPlainHttp),
  block(true),
  encryption("AES256"),
  writer(uploaderTrust),
  put(putIn("in/")),
];
