import assert from "node:assert/strict";
import type { AccessFacts, BlockPublicAccess, NamedDocument } from "../../../access/effective/facts";
import type { Intent } from "../../../access/effective/intent";
import type { ConditionClause, PolicyKind } from "../../../access/model";
import { readPolicy } from "../../../access/read/readPolicy";

/** The documents of one bucket that accounts upload to by writer roles, as the program writes them. */

export const bucketArn = "arn:aws:s3:::acme-drop";
const keyArn = "arn:aws:kms:eu-west-1:111111111111:key/11111111-2222-3333-4444-555555555555";
const destination = "111111111111";

/** Block Public Access with all four settings on, and with none. */
export const allBlocked: BlockPublicAccess = {
  blockPublicAcls: true,
  ignorePublicAcls: true,
  blockPublicPolicy: true,
  restrictPublicBuckets: true,
};
export const nothingBlocked: BlockPublicAccess = {
  blockPublicAcls: false,
  ignorePublicAcls: false,
  blockPublicPolicy: false,
  restrictPublicBuckets: false,
};

/** Reads a document that must be right. */
export function named(name: string, kind: PolicyKind, ...Statement: readonly object[]): NamedDocument {
  const result = readPolicy({ Version: "2012-10-17", Statement }, kind);
  assert.ok(result.ok, JSON.stringify(result));
  return { name, document: result.document };
}

/** What differs between two sources. */
export interface Source {
  readonly name: string;
  readonly account: string;
}

/** The account of a source by its number. */
export const sourceAccount = (number: number): string => String(200_000_000_000 + number);

export const secureTransport: ConditionClause = {
  operator: "Bool",
  ifExists: false,
  key: "aws:SecureTransport",
  values: ["true"],
};

const organization: ConditionClause = {
  operator: "StringEquals",
  ifExists: false,
  key: "aws:PrincipalOrgID",
  values: ["o-abc1234567"],
};

/** The bucket policy: TLS only. */
export const bucketPolicy = named(
  "bucket policy of acme-drop",
  "resource",
  {
    Sid: "DenyPlainHttp",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [bucketArn, `${bucketArn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  },
  {
    Sid: "DenyOldTls",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [bucketArn, `${bucketArn}/*`],
    Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
  },
);

/** ARN of the writer role of a source. */
export const writerArn = ({ name }: Source): string => `arn:aws:iam::${destination}:role/xput-${name}`;

/** ARN of the uploader of a source. */
export const uploaderArn = ({ account }: Source): string => `arn:aws:iam::${account}:role/app/uploader`;

/** The bucket, its key, and for each source a writer role and an uploader who may assume it. */
export function dropFacts(sources: readonly Source[]): AccessFacts {
  return {
    buckets: [
      {
        arn: bucketArn,
        account: destination,
        policy: bucketPolicy,
        blockPublicAccess: allBlocked,
        encryption: { kind: "kms", keyArn, bucketKey: true },
      },
    ],
    accessPoints: [],
    accounts: [],
    keys: [
      {
        arn: keyArn,
        aliases: ["alias/acme-drop"],
        policy: named(
          "key policy of acme-drop",
          "resource",
          {
            Sid: "Administer",
            Effect: "Allow",
            Principal: { AWS: destination },
            Action: "kms:*",
            Resource: "*",
          },
          {
            Sid: "UseByWriters",
            Effect: "Allow",
            Principal: { AWS: sources.map(writerArn) },
            Action: ["kms:GenerateDataKey", "kms:Decrypt"],
            Resource: "*",
          },
        ),
      },
    ],
    roles: sources.flatMap((source) => [
      {
        arn: writerArn(source),
        trust: named(`trust policy of xput-${source.name}`, "trust", {
          Sid: "TrustUploaders",
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${source.account}:root` },
          Action: "sts:AssumeRole",
          Condition: {
            ArnEquals: { "aws:PrincipalArn": [uploaderArn(source)] },
            StringEquals: { "aws:PrincipalOrgID": "o-abc1234567" },
          },
        }),
        inline: [
          named(`role xput-${source.name}, inline put`, "identity", {
            Sid: "AllowPut",
            Effect: "Allow",
            Action: ["s3:PutObject", "s3:AbortMultipartUpload"],
            Resource: `${bucketArn}/${source.name}/*`,
          }),
        ],
        attached: [],
      },
      {
        arn: uploaderArn(source),
        trust: named(`trust policy of the uploader of ${source.account}`, "trust", {
          Effect: "Allow",
          Principal: { Service: "ec2.amazonaws.com" },
          Action: "sts:AssumeRole",
        }),
        inline: [],
        attached: [`arn:aws:iam::${source.account}:policy/xput-${source.name}`],
      },
    ]),
    users: [],
    groups: [],
    managedPolicies: sources.map((source) => ({
      arn: `arn:aws:iam::${source.account}:policy/xput-${source.name}`,
      ...named(`policy xput-${source.name} of ${source.account}`, "identity", {
        Sid: "AllowAssumeWriter",
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Resource: writerArn(source),
      }),
    })),
  };
}

/** What is meant: each uploader puts below its own prefix, over TLS. */
export function dropIntents(sources: readonly Source[]): readonly Intent[] {
  return sources.map((source) => ({
    name: source.name,
    bucketArn,
    who: [uploaderArn(source)],
    actions: ["s3:PutObject", "s3:AbortMultipartUpload"],
    prefixes: [`${source.name}/`],
    via: { kind: "role", arn: writerArn(source) },
    assumeConditions: [organization],
    useConditions: [secureTransport],
  }));
}
