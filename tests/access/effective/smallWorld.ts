import assert from "node:assert/strict";
import type { AccessFacts, NamedDocument } from "../../../access/effective/facts";
import type { Intent } from "../../../access/effective/intent";
import { listAccess } from "../../../access/effective/listAccess";
import { accessSentence } from "../../../access/render/accessSentence";
import { named, nothingBlocked } from "./drop";

/** One bucket without encryption by a key, and what a test adds to it. */

export const owner = "111111111111";
export const bucket = "arn:aws:s3:::drop";
export const accessPoint = `arn:aws:s3:eu-west-1:${owner}:accesspoint/marketing`;
export const key = `arn:aws:kms:eu-west-1:${owner}:key/k1`;
export const writer = `arn:aws:iam::${owner}:role/writer`;
export const uploader = "arn:aws:iam::222222222222:role/app/uploader";
export const stranger = "arn:aws:iam::333333333333:role/x";

type Parts = Partial<Omit<AccessFacts, "buckets">> & {
  readonly bucketPolicy?: NamedDocument;
  readonly bucket?: Partial<AccessFacts["buckets"][number]>;
};

/** The facts of one bucket with these parts. */
export function world({ bucketPolicy, bucket: own, ...parts }: Parts): AccessFacts {
  return {
    accounts: [],
    accessPoints: [],
    keys: [],
    roles: [],
    users: [],
    groups: [],
    managedPolicies: [],
    ...parts,
    buckets: [
      {
        arn: bucket,
        account: owner,
        policy: bucketPolicy,
        blockPublicAccess: nothingBlocked,
        encryption: { kind: "s3" },
        ...own,
      },
    ],
  };
}

/** A role with one inline policy. */
export function role(
  arn: string,
  statements: readonly object[],
  more: { trust?: object; boundary?: string } = {},
) {
  const name = arn.slice(arn.lastIndexOf("/") + 1);
  const trust = more.trust ?? { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" } };
  return {
    arn,
    trust: named(`trust of ${name}`, "trust", { Sid: "Trust", Action: "sts:AssumeRole", ...trust }),
    inline: statements.length === 0 ? [] : [named(`policy of ${name}`, "identity", ...statements)],
    attached: [],
    ...(more.boundary === undefined ? {} : { boundary: more.boundary }),
  };
}

/** The writer role, which the uploader may assume. */
export function writerWith(statements: readonly object[], boundary?: string) {
  return role(writer, statements, {
    trust: { Effect: "Allow", Principal: { AWS: uploader } },
    ...(boundary === undefined ? {} : { boundary }),
  });
}

/** A managed policy. */
export const managed = (arn: string, ...statements: readonly object[]) => ({
  arn,
  ...named(arn.slice(arn.lastIndexOf("/") + 1), "identity", ...statements),
});

export const put = { Sid: "Put", Effect: "Allow", Action: "s3:PutObject", Resource: `${bucket}/marketing/*` };

/** The uploader puts below marketing/. */
export function meant(via: Intent["via"], changes: Partial<Intent> = {}): Intent {
  return {
    name: "marketing",
    bucketArn: bucket,
    who: [uploader],
    actions: ["s3:PutObject"],
    prefixes: ["marketing/"],
    via,
    assumeConditions: [],
    useConditions: [],
    ...changes,
  };
}

/** A statement on the bucket's objects. */
export const onObjects = (statement: object) => ({ Sid: "S", Resource: `${bucket}/*`, ...statement });

/** A bucket policy. */
export const bucketPolicy = (...statements: readonly object[]) =>
  named("bucket policy", "resource", ...statements);

/** One test a row: the sentences that are listed, in order. */
export function lists(
  rows: readonly (readonly [what: string, facts: AccessFacts, lines: readonly string[]])[],
): void {
  for (const [what, facts, lines] of rows) {
    it(what, () => {
      assert.deepEqual(listAccess(facts).map(accessSentence), lines);
    });
  }
}
