/** The ids of what a killed `up` was making. That AWS gives these ids is shown by tests/engine/killedUp.test.ts. */
import assert from "node:assert/strict";
import { pendingCreateId } from "../../local/pendingCreateId";

const urn = "urn:pulumi:local::xput::x::y";
const policyArn = "arn:aws:iam::222222222222:policy/xput-a";

describe("the id of a resource whose creation was cut off", () => {
  const rows: readonly [string, Readonly<Record<string, unknown>>, string | undefined][] = [
    ["aws:s3/bucket:Bucket", { bucket: "acme" }, "acme"],
    ["aws:s3/bucketPolicy:BucketPolicy", { bucket: "acme", policy: "{}" }, "acme"],
    ["aws:iam/role:Role", { name: "xput-a" }, "xput-a"],
    ["aws:iam/rolePolicy:RolePolicy", { name: "put", role: "xput-a" }, "xput-a:put"],
    ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", { role: "up", policyArn }, `up/${policyArn}`],
    ["aws:iam/userPolicyAttachment:UserPolicyAttachment", { user: "al", policyArn }, `al/${policyArn}`],
    ["aws:iam/policy:Policy", { name: "xput-a" }, policyArn],
    ["pulumi:providers:aws", { region: "eu-west-1" }, undefined],
  ];
  for (const [type, inputs, id] of rows) {
    it(`of type ${type} is ${id ?? "not known"}`, () => {
      const provider = "urn:pulumi:local::xput::pulumi:providers:aws::source-222222222222::some-id";
      assert.equal(pendingCreateId("aws", { urn, type, inputs, provider }), id);
    });
  }
});
