import assert from "node:assert/strict";
import fc from "fast-check";
import type { AccessFacts, NamedDocument } from "../../../access/effective/facts";
import type { PolicyKind } from "../../../access/model";
import { readPolicy } from "../../../access/read/readPolicy";
import { allBlocked, nothingBlocked } from "./drop";

/** Small worlds whose documents meet each other often: few names, many patterns over them. */

export const owner = "111111111111";
export const other = "222222222222";
export const bucketArns = ["arn:aws:s3:::b", "arn:aws:s3:::bb"] as const;
export const accessPointArn = `arn:aws:s3:eu-west-1:${owner}:accesspoint/ap`;
export const keyArn = `arn:aws:kms:eu-west-1:${owner}:key/k`;
export const roleArns = [
  `arn:aws:iam::${owner}:role/r`,
  `arn:aws:iam::${owner}:role/path/s`,
  `arn:aws:iam::${other}:role/t`,
] as const;
export const userArns = [`arn:aws:iam::${owner}:user/u`, `arn:aws:iam::${other}:user/v`] as const;
export const unknownArn = "arn:aws:iam::333333333333:role/z";
export const sessionArn = `arn:aws:sts::${owner}:assumed-role/r/one`;
export const service = "delivery.logs.amazonaws.com";
const boundaryArn = `arn:aws:iam::${owner}:policy/boundary`;

const some = <T>(value: fc.Arbitrary<T>) => fc.array(value, { minLength: 1, maxLength: 2 });
const effect = fc.constantFrom("Allow", "Allow", "Allow", "Deny");
const s3Action = fc.constantFrom(
  "s3:PutObject",
  "s3:GetObject",
  "s3:*",
  "*",
  "s3:Put*",
  "S3:getobject",
  "s3:List*",
);
const action = fc.oneof(s3Action, fc.constantFrom("sts:AssumeRole", "kms:Decrypt", "kms:*", "*"));
const s3Resource = fc.constantFrom(
  ...bucketArns,
  "arn:aws:s3:::b/*",
  "arn:aws:s3:::b/a/*",
  "arn:aws:s3:::b*",
  "arn:aws:s3:::*/a/*",
  "arn:aws:s3:::b/${aws:username}/*",
  "arn:aws:s3:::b/${aws:PrincipalTag/t}/*",
  "*",
);
const accessPointResource = fc.constantFrom(
  accessPointArn,
  `${accessPointArn}/object/*`,
  `${accessPointArn}/object/a/*`,
  "arn:aws:s3:*:*:accesspoint/*",
);
const resource = fc.oneof(
  s3Resource,
  accessPointResource,
  fc.constantFrom(...roleArns, `arn:aws:iam::${owner}:role/*`, keyArn, "arn:aws:kms:*:*:key/*"),
);
const s3Condition = fc.constantFrom(
  {},
  {},
  {},
  { Bool: { "aws:SecureTransport": "true" } },
  { Bool: { "aws:SecureTransport": "false" } },
  { BoolIfExists: { "aws:SecureTransport": "false" } },
  { StringEquals: { "aws:PrincipalTag/t": "a" } },
  { StringNotEquals: { "aws:PrincipalTag/t": "a" } },
  { StringLikeIfExists: { "aws:PrincipalTag/t": "a*" } },
  { Null: { "aws:PrincipalTag/t": "true" } },
  { NumericLessThan: { "s3:TlsVersion": "1.2" } },
  { StringEquals: { "aws:PrincipalAccount": owner } },
  { StringNotEquals: { "aws:PrincipalAccount": [owner, other] } },
  { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${owner}:role/*` } },
  { ArnNotLike: { "aws:PrincipalArn": roleArns[0] } },
  { ArnEquals: { "aws:PrincipalArn": [roleArns[2], userArns[1]] } },
  { StringEquals: { "s3:DataAccessPointAccount": owner } },
  { ArnNotLike: { "s3:DataAccessPointArn": accessPointArn } },
  { Null: { "s3:DataAccessPointArn": "true" } },
  { StringEquals: { "aws:ResourceAccount": "${aws:PrincipalAccount}" } },
  { Bool: { "aws:PrincipalIsAWSService": "true" } },
);
const named = (...arns: readonly string[]) => some(fc.constantFrom(...arns)).map((AWS) => ({ AWS }));
const identities = named(...roleArns, ...userArns, unknownArn);
const everybody = fc.oneof(
  fc.constantFrom("*", { AWS: "*" }, { Service: service }),
  named(owner, other, "333333333333", ...roleArns, ...userArns, unknownArn, sessionArn),
);

const either = <T>(name: string, value: fc.Arbitrary<T>) =>
  fc
    .tuple(fc.constantFrom(name, name, name, `Not${name}`), some(value))
    .map(([key, values]) => ({ [key]: values }));

const statementOf = (acts: fc.Arbitrary<object>) =>
  fc
    .tuple(effect, acts, either("Resource", resource), s3Condition)
    .map(([Effect, acts, on, Condition]) => ({ Effect, ...acts, ...on, Condition }));

type Principals = fc.Arbitrary<string | object>;

const resourceStatement = (principal: Principals, on: fc.Arbitrary<string>, does: fc.Arbitrary<string>) =>
  fc
    .tuple(effect, principal, fc.boolean(), either("Action", does), either("Resource", on), s3Condition)
    .map(([Effect, Principal, negated, acts, where, Condition]) => ({
      Effect,
      ...(negated &&
      Effect === "Deny" &&
      typeof Principal === "object" &&
      !JSON.stringify(Principal).includes("*")
        ? { NotPrincipal: Principal }
        : { Principal }),
      ...acts,
      ...where,
      Condition,
    }));

const trustStatement = (principal: Principals) =>
  fc
    .tuple(effect, principal, s3Condition)
    .map(([Effect, Principal, Condition]) => ({ Effect, Principal, Action: "sts:AssumeRole", Condition }));

const identityStatement = statementOf(either("Action", action));
const putOrGet = fc.constantFrom("s3:PutObject", "s3:GetObject");
const plainAction = fc.oneof(putOrGet, fc.constantFrom("sts:AssumeRole", "kms:Decrypt"));

let documents = 0;

function read(kind: PolicyKind, statements: readonly object[]): NamedDocument {
  const result = readPolicy({ Version: "2012-10-17", Statement: statements }, kind);
  assert.ok(result.ok, result.ok ? "" : JSON.stringify([statements, result.problems]));
  return { name: `document ${documents++}`, document: result.document };
}

const identityDocuments = fc
  .array(some(identityStatement), { maxLength: 2 })
  .map((list) => list.map((statements) => read("identity", statements)));
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });
const policyOn = (principal: Principals, on: fc.Arbitrary<string>, does: fc.Arbitrary<string>) =>
  some(resourceStatement(principal, on, does)).map((statements) => read("resource", statements));
const blocks = fc.constantFrom(nothingBlocked, nothingBlocked, allBlocked, {
  ...allBlocked,
  restrictPublicBuckets: false,
});
const bounded = fc.constantFrom(undefined, undefined, boundaryArn);

/** Worlds of every kind. */
export const worlds = worldsOf({
  principals: everybody,
  keyPrincipals: everybody,
  policies: identityDocuments,
  s3Actions: s3Action,
});

/** Worlds in which only few are named, so that everything allowed can be meant. */
export const closedWorlds = worldsOf({
  principals: identities,
  keyPrincipals: fc.constant({ AWS: owner }),
  policies: fc
    .array(statementOf(some(plainAction).map((Action) => ({ Action }))), { maxLength: 1 })
    .map((statements) => (statements.length === 0 ? [] : [read("identity", statements)])),
  s3Actions: putOrGet,
});

function worldsOf({
  principals,
  keyPrincipals,
  policies: own,
  s3Actions,
}: {
  readonly principals: Principals;
  readonly keyPrincipals: Principals;
  readonly policies: fc.Arbitrary<readonly NamedDocument[]>;
  readonly s3Actions: fc.Arbitrary<string>;
}): fc.Arbitrary<AccessFacts> {
  const trust = some(trustStatement(principals));
  const onBucket = maybe(policyOn(principals, s3Resource, s3Actions));
  return fc
    .record({
      policies: fc.tuple(onBucket, onBucket),
      accessPointPolicy: maybe(policyOn(principals, accessPointResource, s3Actions)),
      keyPolicy: policyOn(keyPrincipals, fc.constant("*"), fc.constantFrom("kms:*", "kms:Decrypt")),
      trusts: fc.tuple(trust, trust, trust),
      inline: fc.tuple(...[...roleArns, ...userArns].map(() => own)),
      boundaries: fc.tuple(...[...roleArns, ...userArns].map(() => bounded)),
      boundary: some(identityStatement).map((statements) => read("identity", statements)),
      blocks: fc.tuple(blocks, blocks, blocks),
    })
    .map(
      ({ policies, accessPointPolicy, keyPolicy, trusts, inline, boundaries, boundary, blocks: levels }) => {
        const identity = (arn: string, index: number) => ({
          arn,
          inline: inline[index] ?? [],
          attached: [],
          boundary: boundaries[index],
        });
        return {
          accounts: [{ account: owner, blockPublicAccess: levels[0] }],
          buckets: bucketArns.map((arn, index) => ({
            arn,
            account: owner,
            policy: policies[index],
            blockPublicAccess: levels[1],
            encryption: { kind: "kms" as const, keyArn, bucketKey: false },
          })),
          accessPoints: [
            {
              arn: accessPointArn,
              bucketArn: bucketArns[0],
              policy: accessPointPolicy,
              blockPublicAccess: levels[2],
            },
          ],
          keys: [{ arn: keyArn, policy: keyPolicy, aliases: [] }],
          roles: roleArns.map((arn, index) => ({
            ...identity(arn, index),
            trust: read("trust", trusts[index] ?? []),
          })),
          users: userArns.map((arn, index) => ({ ...identity(arn, roleArns.length + index), groups: [] })),
          groups: [],
          managedPolicies: [{ arn: boundaryArn, ...boundary }],
        };
      },
    );
}
