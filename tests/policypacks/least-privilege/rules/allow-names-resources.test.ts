/** Proves: where a wildcard may stand in a resource of an Allow, and where not. */
import assert from "node:assert/strict";
import { rule } from "../../../../policypacks/least-privilege/rules/allow-names-resources";
import { ownAccount, ownProvider, policy, violations } from "../crossGuard";

const identity = (statement: object, version = "2012-10-17") =>
  violations(rule, {
    type: "aws:iam/policy:Policy",
    props: { policy: JSON.stringify({ Version: version, Statement: [statement] }) },
  });
const put = { Sid: "S", Effect: "Allow", Action: "s3:PutObject" };

const accepted: readonly string[] = [
  "arn:aws:s3:::bucket",
  "arn:aws:s3:::bucket/one/object.txt",
  "arn:aws:s3:::bucket/marketing/*",
  "arn:aws:s3:::bucket/marketing/2026-*",
  "arn:aws:s3:::bucket/accounts/${aws:PrincipalAccount}/*",
  "arn:aws:s3:::bucket/${aws:username}/*",
  "arn:aws:s3:::bucket/literal${*}name",
  "arn:aws:s3:eu-west-1:111111111111:accesspoint/name/object/marketing/*",
  "arn:aws:s3:eu-west-1:111111111111:accesspoint/name",
  "arn:aws:iam::111111111111:role/app/writer",
  "arn:aws:kms:eu-west-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  "arn:aws:dynamodb:eu-west-1:111111111111:table/orders/index/*",
  "arn:aws:logs:eu-west-1:111111111111:log-group:/aws/lambda/f:*",
  "arn:aws:logs:eu-west-1:111111111111:log-group:/xput/drop/audit:log-stream:111111111111_CloudTrail_eu-west-1*",
  "arn:aws:events:eu-west-1:111111111111:rule/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3*",
];

const refused: readonly string[] = [
  "*",
  "**",
  "arn:aws:s3:::*",
  "arn:aws:s3:::bucket*",
  "arn:aws:s3:::buck?t/marketing/*",
  "arn:aws:s3:::*/marketing/*",
  "arn:aws:s3:::${aws:PrincipalTag/bucket}/marketing/*",
  "arn:*:s3:::bucket/marketing/*",
  "arn:aws:*:::bucket/marketing/*",
  "arn:aws:s3:eu-west-1:111111111111:accesspoint/*",
  "arn:aws:s3:eu-west-1:*:accesspoint/name/object/marketing/*",
  "arn:aws:iam::111111111111:role/*",
  "arn:aws:iam::111111111111:role/app/*",
  "arn:aws:iam::*:role/writer",
  "arn:aws:kms:eu-west-1:111111111111:key/*",
  "arn:aws:logs:eu-west-1:111111111111:log-group:/xput/*:log-stream:a*",
  "arn:aws:logs:eu-west-1:111111111111:log-group:*",
  "arn:aws:events:eu-west-1:111111111111:rule/DO-NOT-DELETE-*",
  "arn:aws:sqs:eu-west-1:111111111111:*",
  "arn:aws:dynamodb:eu-west-1:111111111111:table/*",
  "arn:aws:dynamodb:eu-west-1:111111111111:table/ord*",
];

describe("allow-names-resources", () => {
  for (const Resource of accepted) {
    it(`accepts ${Resource}`, () => {
      assert.deepEqual(identity({ ...put, Resource }), []);
    });
  }

  for (const Resource of refused) {
    it(`refuses ${Resource}, alone and in a list, and accepts a Deny of it`, () => {
      const [message, ...more] = identity({ ...put, Resource });
      assert.match(message ?? "", /policy, statement "S" must not allow ".*" \(it covers .*\): \w/);
      assert.deepEqual(more, []);
      assert.equal(identity({ ...put, Resource: ["arn:aws:s3:::bucket/p/*", Resource] }).length, 1);
      assert.deepEqual(identity({ ...put, Effect: "Deny", Resource }), []);
    });
  }

  it("refuses as unreadable what has not the fields of an ARN", () => {
    for (const Resource of ["?*", "arn:*", "bucket/marketing/*"]) {
      assert.match(identity({ ...put, Resource }).join("\n"), /must be readable/);
    }
  });

  it("refuses NotResource", () => {
    assert.match(identity({ ...put, NotResource: "arn:aws:s3:::b/*" }).join("\n"), /NotResource/);
  });

  it("knows that ${*} is a wildcard before version 2012-10-17", () => {
    const Resource = "arn:aws:iam::111111111111:role/${*}";
    assert.equal(identity({ ...put, Resource }, "2008-10-17").length, 1);
    assert.deepEqual(identity({ ...put, Resource }), []);
  });

  it("accepts * where no action takes anything else, and not beside one that does", () => {
    const Resource = "*";
    for (const Action of [["sts:GetCallerIdentity"], ["s3:listallmybuckets", "ecr:GetAuthorizationToken"]]) {
      assert.deepEqual(identity({ ...put, Action, Resource }), []);
      for (const more of ["s3:PutObject", "xray:Put*", "made:Up"])
        assert.equal(identity({ ...put, Action: [...Action, more], Resource }).length, 1, more);
    }
    assert.equal(
      identity({ Sid: "S", Effect: "Allow", NotAction: "sts:GetCallerIdentity", Resource }).length,
      1,
    );
  });

  it("leaves all objects of a bucket in an identity policy to allow-names-prefix, and not those of several", () => {
    assert.deepEqual(identity({ ...put, Resource: "arn:aws:s3:::bucket/*" }), []);
    assert.equal(identity({ ...put, Resource: "arn:aws:s3:::bucket*/*" }).length, 1);
  });

  const keys = { Sid: "S", Effect: "Allow", Action: "kms:GenerateDataKey" };
  const anyKey = "arn:aws:kms:eu-west-1:111111111111:key/*";
  for (const condition of [
    { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/drop" } },
    { StringEquals: { "KMS:resourcealiases": ["alias/drop", "alias/app/other"] } },
  ]) {
    it(`accepts the keys of an account with ${JSON.stringify(condition)}`, () => {
      assert.deepEqual(identity({ ...keys, Resource: anyKey, Condition: condition }), []);
    });
  }

  const viaS3 = { "kms:ViaService": "s3.eu-west-1.amazonaws.com" };
  const context = "kms:EncryptionContext:aws:s3:arn";
  for (const condition of [
    { StringEquals: { ...viaS3, [context]: "arn:aws:s3:::drop" } },
    { StringEquals: viaS3, StringLike: { [context]: ["arn:aws:s3:::drop/a/*", "arn:aws:s3:::drop/b/*"] } },
  ]) {
    it(`accepts the keys of an account with ${JSON.stringify(condition)}`, () => {
      assert.deepEqual(identity({ ...keys, Resource: anyKey, Condition: condition }), []);
      assert.equal(
        identity({ ...keys, Action: "kms:CreateGrant", Resource: anyKey, Condition: condition }).length,
        1,
      );
    });
  }

  for (const condition of [
    { StringEquals: { [context]: "arn:aws:s3:::drop" } },
    { StringEquals: { ...viaS3, "kms:CallerAccount": "111111111111" } },
    { StringEquals: viaS3, StringLike: { [context]: "arn:aws:s3:::*" } },
    { StringEquals: viaS3, StringLike: { [context]: "arn:aws:s3:::drop*" } },
    { StringEquals: viaS3, StringEqualsIfExists: { [context]: "arn:aws:s3:::drop" } },
    { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com", [context]: "arn:aws:s3:::drop" } },
    { StringLike: { "kms:ViaService": "s3.*.amazonaws.com", [context]: "arn:aws:s3:::drop" } },
    { "ForAnyValue:StringLike": { "kms:ResourceAliases": "alias/*" } },
    { "ForAllValues:StringEquals": { "kms:ResourceAliases": "alias/drop" } },
    { StringEqualsIfExists: { "kms:ResourceAliases": "alias/drop" } },
    { StringNotEquals: { "kms:ResourceAliases": "alias/drop" } },
    { StringEquals: { "kms:ResourceAliases": "${aws:PrincipalTag/alias}" } },
    { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } },
  ]) {
    it(`refuses the keys of an account with ${JSON.stringify(condition)}`, () => {
      assert.equal(identity({ ...keys, Resource: anyKey, Condition: condition }).length, 1);
    });
  }

  it("refuses the keys of every account or region, whatever the alias", () => {
    const Condition = { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/drop" } };
    for (const Resource of ["arn:aws:kms:*:111111111111:key/*", "arn:aws:kms:eu-west-1:*:key/*", "*"]) {
      assert.equal(identity({ ...keys, Resource, Condition }).length, 1);
    }
  });

  it("accepts all objects in a bucket policy for a service, and for nobody else", () => {
    const bucket = (principal: object) =>
      violations(rule, {
        type: "aws:s3/bucketPolicy:BucketPolicy",
        props: { policy: policy({ ...put, Principal: principal, Resource: "arn:aws:s3:::bucket/*" }) },
      });
    assert.deepEqual(bucket({ Service: "logging.s3.amazonaws.com" }), []);
    assert.equal(bucket({ AWS: "222222222222" }).length, 1);
    assert.equal(bucket({ Service: "logging.s3.amazonaws.com", AWS: "222222222222" }).length, 1);
  });

  it("leaves key policies alone, where * is the key", () => {
    const statement = { ...keys, Principal: { AWS: "222222222222" }, Resource: "*" };
    assert.deepEqual(violations(rule, { type: "aws:kms/key:Key", props: { policy: policy(statement) } }), []);
  });

  it("accepts every object of a bucket for the owner's access points", () => {
    const onBucket = (account: string) =>
      violations(rule, {
        type: "aws:s3/bucketPolicy:BucketPolicy",
        props: {
          policy: policy({
            ...put,
            Principal: "*",
            Resource: "arn:aws:s3:::bucket/*",
            Condition: { StringEquals: { "s3:DataAccessPointAccount": account } },
          }),
        },
        provider: ownProvider,
      });
    assert.deepEqual(onBucket(ownAccount), []);
    assert.equal(onBucket("222222222222").length, 1);
  });
});
