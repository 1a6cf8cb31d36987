/** Public access by all documents together; what S3 takes as public is shown in tests/access/evaluate. */
import assert from "node:assert/strict";
import { rule } from "../../../../policypacks/least-privilege/rules/no-public-access";
import { type Given, ownProvider, policy, stackViolations, unknownText } from "../crossGuard";

const bucket = (name: string, more: object = {}): Given => ({
  type: "aws:s3/bucket:Bucket",
  name,
  props: { bucket: name, ...more },
  provider: ownProvider,
});
const part = (type: string, props: object): Given => ({
  type,
  name: type,
  props: { bucket: "site", ...props },
  provider: ownProvider,
});
const bucketPolicy = (statement: object) =>
  part("aws:s3/bucketPolicy:BucketPolicy", {
    policy: policy({
      Sid: "Read",
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: "arn:aws:s3:::site/*",
      ...statement,
    }),
  });
const open = bucketPolicy({ Principal: "*" });
const block = part("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
});
const refused = (resources: readonly Given[], config = {}) => stackViolations(rule, resources, config).length;

describe("no-public-access", () => {
  it("refuses a policy for everyone, however it is written", () => {
    for (const Principal of ["*", { AWS: "*" }, { AWS: ["*"] }])
      assert.equal(refused([bucket("site"), bucketPolicy({ Principal })]), 1);
    const conditional = { Condition: { StringLike: { "aws:Referer": "https://example.com/*" } } };
    assert.equal(refused([bucket("site"), bucketPolicy({ Principal: "*", ...conditional })]), 1);
  });

  it("accepts it behind RestrictPublicBuckets, and where a condition holds callers to fixed values", () => {
    assert.equal(refused([bucket("site"), open, block]), 0);
    for (const [key, value] of [
      ["aws:PrincipalOrgID", "o-abc1234567"],
      ["aws:SourceVpce", "vpce-1a2b3c4d"],
    ] as const) {
      const Condition = { StringEquals: { [key]: value } };
      assert.equal(refused([bucket("site"), bucketPolicy({ Principal: "*", Condition })]), 0);
    }
  });

  it("refuses a public ACL", () => {
    assert.equal(refused([bucket("site", { acl: "public-read" })]), 1);
    assert.equal(refused([bucket("site", { acl: "private" })]), 0);
  });

  it("refuses a role that every token of a shared provider may assume, and accepts one subject", () => {
    const trust = (sub: object): Given => ({
      type: "aws:iam/role:Role",
      name: "ci",
      props: {
        name: "ci",
        assumeRolePolicy: policy({
          Effect: "Allow",
          Principal: {
            Federated: "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com",
          },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
            ...sub,
          },
        }),
      },
      provider: ownProvider,
    });
    const key = "token.actions.githubusercontent.com:sub";
    assert.equal(refused([trust({})]), 1);
    assert.equal(refused([trust({ StringLike: { [key]: "*" } })]), 1);
    assert.equal(refused([trust({ StringLike: { [key]: "repo:acme/app:*" } })]), 0);
  });

  it("leaves buckets alone that are meant to be public, and only those", () => {
    assert.equal(refused([bucket("site"), open], { publicBuckets: ["site"] }), 0);
    assert.equal(refused([bucket("site"), open], { publicBuckets: ["other"] }), 1);
  });

  it("reports a document that is not known", () => {
    const unknown = part("aws:s3/bucketPolicy:BucketPolicy", { policy: unknownText });
    assert.equal(refused([bucket("site"), unknown]), 1);
    assert.equal(refused([bucket("site"), unknown], { unknown: "allow" }), 0);
  });
});
