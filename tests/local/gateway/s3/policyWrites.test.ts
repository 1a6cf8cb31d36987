/**
 * Which resource policies S3 takes, and AWS's words for those that it does not.
 *
 * The words were taken from AWS's published troubleshooting pages; sizes are counted as the text was sent, while AWS
 * counts what it makes of it.
 */
import assert from "node:assert/strict";
import { policyFault, type PolicyOwner } from "../../../../local/gateway/services/s3/bucketPolicyWrite";
import { fakeStore } from "./fakeStore";

const account = "111111111111";
const role = `arn:aws:iam::${account}:role/writer`;
const bucket: PolicyOwner = {
  account,
  arn: "arn:aws:s3:::drop",
  beforeKey: "/",
  blocksPublicPolicies: true,
};
const accessPoint: PolicyOwner = {
  ...bucket,
  arn: `arn:aws:s3:eu-west-1:${account}:accesspoint/drop-in`,
  beforeKey: "/object/",
};
const store = fakeStore({}, {}, [role]);

const good = {
  Effect: "Allow",
  Principal: { AWS: role },
  Action: "s3:PutObject",
  Resource: "arn:aws:s3:::drop/*",
};
const org = { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } };
const onAccessPoint = `${accessPoint.arn}/object/*`;

type Changed = Readonly<Record<string, unknown>>;

const taken: readonly (readonly [what: string, change: Changed, owner?: PolicyOwner])[] = [
  ["an existing role", {}],
  ["an account by its id", { Principal: { AWS: "222222222222" } }],
  ["a session, which need not exist", { Principal: { AWS: `arn:aws:sts::${account}:assumed-role/none/s` } }],
  ["a service", { Principal: { Service: "cloudtrail.amazonaws.com" } }],
  ["everyone of an organization", { Principal: "*", ...org }],
  ["everyone, denied", { Effect: "Deny", Principal: "*" }],
  ["the bucket itself for a list", { Action: "s3:ListBucket", Resource: "arn:aws:s3:::drop" }],
  [
    "both ARNs for actions of both",
    { Action: ["s3:ListBucket", "s3:PutObject"], Resource: ["arn:aws:s3:::drop", "arn:aws:s3:::drop/*"] },
  ],
  ["every action", { Action: "s3:*" }],
  ["one key", { Resource: "arn:aws:s3:::drop/in/${aws:username}/*" }],
  ["an access point's objects", { Resource: onAccessPoint }, accessPoint],
  ["an access point for a list", { Action: "s3:ListBucket", Resource: accessPoint.arn }, accessPoint],
];

const refused: readonly (readonly [what: string, message: string, change: Changed, owner?: PolicyOwner])[] = [
  [
    "a role that does not exist",
    "Invalid principal in policy",
    { Principal: { AWS: `arn:aws:iam::${account}:role/none` } },
  ],
  [
    "a role under another path",
    "Invalid principal in policy",
    { Principal: { AWS: `arn:aws:iam::${account}:role/path/writer` } },
  ],
  [
    "an id of a role that is gone",
    "Invalid principal in policy",
    { Principal: { AWS: "AROAEXAMPLEEXAMPLE00" } },
  ],
  [
    "a wildcard in an ARN",
    "Invalid principal in policy",
    { Principal: { AWS: `arn:aws:iam::${account}:role/*` } },
  ],
  ["another bucket", "Policy has invalid resource", { Resource: "arn:aws:s3:::drop-else/*" }],
  ["a bucket by its name", "Policy has invalid resource", { Resource: "drop/*" }],
  ["an access point on a bucket", "Policy has invalid resource", { Resource: onAccessPoint }],
  [
    "a bucket on an access point",
    "Policy has invalid resource",
    { Resource: "arn:aws:s3:::drop/*" },
    accessPoint,
  ],
  ["an action of another service", "Policy has invalid action", { Action: "sts:AssumeRole" }],
  ["an action that S3 does not have", "Policy has invalid action", { Action: "s3:PutObjekt" }],
  [
    "an action of objects for the bucket",
    "Action does not apply to any resource(s) in statement",
    { Resource: "arn:aws:s3:::drop" },
  ],
  [
    "an action of the bucket for objects",
    "Action does not apply to any resource(s) in statement",
    { Action: "s3:ListBucket" },
  ],
  ["no principal", "Missing required field Principal", { Principal: undefined }],
  ["no action", "Missing required field Action", { Action: undefined }],
  ["no resource", "Missing required field Resource", { Resource: undefined }],
  ["no effect", "Missing required field Effect", { Effect: undefined }],
];

const policyOf = (change: Changed) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ ...good, ...change }] });

describe("a resource policy put to S3", () => {
  for (const [what, change, owner = bucket] of taken) {
    it(`is taken: ${what}`, async () => {
      assert.equal(await policyFault(store, policyOf(change), owner), undefined);
    });
  }

  for (const [what, message, change, owner = bucket] of refused) {
    it(`is refused: ${what}`, async () => {
      const error = await policyFault(store, policyOf(change), owner);
      assert.deepEqual([error?.code, error?.message], ["MalformedPolicy", message]);
    });
  }

  it("is refused when it is no JSON", async () => {
    const words = async (text: string) => (await policyFault(store, text, bucket))?.message;
    assert.equal(await words("x"), "Policies must be valid JSON and the first byte must be '{'");
    assert.equal(await words('{"Version":}'), "This policy contains invalid Json");
  });

  it("is refused when it is longer than 20 KiB, and not a byte before", async () => {
    const long = (bytes: number) => {
      const text = policyOf({ Sid: "" });
      return policyOf({ Sid: "x".repeat(bytes - text.length) });
    };
    assert.equal(await policyFault(store, long(20_480), bucket), undefined);
    assert.equal((await policyFault(store, long(20_481), bucket))?.code, "PolicyTooLarge");
  });

  it("is refused when it is public and Block Public Access is on", async () => {
    const open = policyOf({ Principal: "*" });
    assert.equal((await policyFault(store, open, bucket))?.code, "AccessDenied");
    assert.equal(await policyFault(store, open, { ...bucket, blocksPublicPolicies: false }), undefined);
  });
});
