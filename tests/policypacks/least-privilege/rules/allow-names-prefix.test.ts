/** Proves: where a wildcard may stand in an object's key in an identity policy, and where not. */
import assert from "node:assert/strict";
import { rule } from "../../../../policypacks/least-privilege/rules/allow-names-prefix";
import { policy, violations } from "../crossGuard";

const identity = (statement: object) =>
  violations(rule, { type: "aws:iam/policy:Policy", props: { policy: policy(statement) } });
const put = { Sid: "S", Effect: "Allow", Action: "s3:PutObject" };

const accepted: readonly string[] = [
  "arn:aws:s3:::bucket",
  "arn:aws:s3:::bucket/one/object.txt",
  "arn:aws:s3:::bucket/marketing/*",
  "arn:aws:s3:::bucket/${aws:username}/*",
  "arn:aws:s3:eu-west-1:111111111111:accesspoint/name/object/marketing/*",
  // Of these, allow-names-resources tells.
  "*",
  "arn:aws:s3:::bucket*/*",
];

const refused: readonly string[] = [
  "arn:aws:s3:::bucket/*",
  "arn:aws:s3:::bucket/?*",
  "arn:aws:s3:::bucket/*/marketing/",
  "arn:aws:s3:::bucket/marketing*",
  "arn:aws:s3:::bucket/*.csv",
  "arn:aws:s3:eu-west-1:111111111111:accesspoint/name/object/*",
];

describe("allow-names-prefix", () => {
  for (const Resource of accepted) {
    it(`accepts ${Resource}`, () => {
      assert.deepEqual(identity({ ...put, Resource }), []);
    });
  }

  for (const Resource of refused) {
    it(`refuses ${Resource}, alone and in a list, in any property, and accepts a Deny of it`, () => {
      const [message, ...more] = identity({ ...put, Resource });
      assert.match(
        message ?? "",
        /statement "S" must not allow ".*" \(it covers objects outside any prefix\)/,
      );
      assert.deepEqual(more, []);
      assert.equal(identity({ ...put, Resource: ["arn:aws:s3:::bucket/p/*", Resource] }).length, 1);
      assert.equal(
        violations(rule, {
          type: "aws:iam/role:Role",
          props: { inlinePolicies: [{ name: "put", policy: policy({ ...put, Resource }) }] },
        }).length,
        1,
      );
      assert.deepEqual(identity({ ...put, Effect: "Deny", Resource }), []);
    });
  }

  it("leaves a bucket's policy to allow-names-resources", () => {
    const statement = { ...put, Principal: { AWS: "222222222222" }, Resource: "arn:aws:s3:::bucket/*" };
    const props = { bucket: "bucket", policy: policy(statement) };
    assert.deepEqual(violations(rule, { type: "aws:s3/bucketPolicy:BucketPolicy", props }), []);
  });

  it("accepts every object of a bucket for replication, and for nothing beside it", () => {
    const Resource = "arn:aws:s3:::bucket/*";
    const Action = ["s3:ReplicateObject", "s3:GetObjectVersionForReplication"];
    assert.deepEqual(identity({ ...put, Action, Resource }), []);
    for (const more of ["s3:PutObject", "s3:GetObjectVersion", "s3:ReplicateDelete"]) {
      assert.equal(identity({ ...put, Action: [...Action, more], Resource }).length, 1, more);
    }
  });
});
