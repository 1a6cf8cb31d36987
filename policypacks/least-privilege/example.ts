import type { ExampleResource } from "./rule";

/** The account that owns what an example makes, and another one. */
export const ownAccount = "111111111111";
export const otherAccount = "222222222222";

/** A policy text with these statements. */
export function document(...Statement: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

/** A bucket policy of `acme-drop` with these statements. */
export function bucketPolicy(...statements: readonly object[]): ExampleResource {
  return {
    type: "aws:s3/bucketPolicy:BucketPolicy",
    name: "drop-policy",
    props: { bucket: "acme-drop", policy: document(...statements) },
  };
}

/** The policy `put` of the role `writer` with these statements. */
export function rolePolicy(...statements: readonly object[]): ExampleResource {
  return {
    type: "aws:iam/rolePolicy:RolePolicy",
    name: "writer-put",
    props: { name: "put", role: "writer", policy: document(...statements) },
  };
}

/** The role `writer` whose trust policy has these statements. */
export function role(...statements: readonly object[]): ExampleResource {
  return {
    type: "aws:iam/role:Role",
    name: "writer",
    props: { name: "writer", assumeRolePolicy: document(...statements) },
  };
}

/** A key whose policy has these statements. */
export function key(...statements: readonly object[]): ExampleResource {
  return {
    type: "aws:kms/key:Key",
    name: "key",
    props: { enableKeyRotation: true, policy: document(...statements) },
  };
}

/** The bucket `acme-drop` with further properties. */
export function bucket(more: Readonly<Record<string, unknown>> = {}): ExampleResource {
  return { type: "aws:s3/bucket:Bucket", name: "drop", props: { bucket: "acme-drop", ...more } };
}

/** A part of the bucket `acme-drop`, by its type token. */
export function ofBucket(type: string, props: Readonly<Record<string, unknown>>): ExampleResource {
  return { type, name: "part", props: { bucket: "acme-drop", ...props } };
}

/** A trail that complies, with changes. */
export function trail(changes: Readonly<Record<string, unknown>> = {}): ExampleResource {
  return {
    type: "aws:cloudtrail/trail:Trail",
    name: "trail",
    props: {
      name: "audit",
      s3BucketName: "acme-audit",
      isMultiRegionTrail: true,
      enableLogFileValidation: true,
      kmsKeyId: `arn:aws:kms:eu-west-1:${ownAccount}:key/0a1b2c3d-0000-4000-8000-000000000000`,
      cloudWatchLogsGroupArn: `arn:aws:logs:eu-west-1:${ownAccount}:log-group:audit:*`,
      cloudWatchLogsRoleArn: `arn:aws:iam::${ownAccount}:role/audit-logs`,
      ...changes,
    },
  };
}
