/** The ids of what a killed `up` was making. That AWS gives these ids is shown by tests/engine/killedUp.test.ts. */
import assert from "node:assert/strict";
import { pendingCreateId, providerPlaces } from "../../local/pendingCreateId";

const urn = "urn:pulumi:local::xput::x::y";
const providerUrn = "urn:pulumi:local::xput::pulumi:providers:aws::source-222222222222";
const provider = `${providerUrn}::some-id`;
const policyArn = "arn:aws:iam::222222222222:policy/xput-a";
const placeOf = providerPlaces([
  {
    urn: providerUrn,
    type: "pulumi:providers:aws",
    inputs: { region: "eu-west-1", allowedAccountIds: '["222222222222"]' },
  },
  { urn: `${providerUrn}-open`, type: "pulumi:providers:aws", inputs: { region: "eu-west-1" } },
]);

describe("the id of a resource whose creation was cut off", () => {
  const rows: readonly [string, Readonly<Record<string, unknown>>, string | undefined][] = [
    ["aws:s3/bucket:Bucket", { bucket: "acme" }, "acme"],
    ["aws:s3/bucketPolicy:BucketPolicy", { bucket: "acme", policy: "{}" }, "acme"],
    ["aws:s3/accessPoint:AccessPoint", { name: "xput-a", bucket: "acme" }, "222222222222:xput-a"],
    ["aws:iam/role:Role", { name: "xput-a" }, "xput-a"],
    ["aws:iam/rolePolicy:RolePolicy", { name: "put", role: "xput-a" }, "xput-a:put"],
    ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", { role: "up", policyArn }, `up/${policyArn}`],
    ["aws:iam/userPolicyAttachment:UserPolicyAttachment", { user: "al", policyArn }, `al/${policyArn}`],
    ["aws:iam/groupPolicyAttachment:GroupPolicyAttachment", { group: "g", policyArn }, `g/${policyArn}`],
    ["aws:iam/policy:Policy", { name: "xput-a" }, policyArn],
    [
      "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
      { url: "https://token.actions.githubusercontent.com" },
      "arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com",
    ],
    ["aws:kms/alias:Alias", { name: "alias/a" }, "alias/a"],
    ["aws:kms/key:Key", { description: "a" }, undefined],
    ["aws:cloudtrail/trail:Trail", { name: "t" }, "arn:aws:cloudtrail:eu-west-1:222222222222:trail/t"],
    ["aws:cloudwatch/logGroup:LogGroup", { name: "g" }, "g"],
    ["aws:cloudwatch/logMetricFilter:LogMetricFilter", { name: "f", logGroupName: "g" }, "g:f"],
    ["aws:cloudwatch/metricAlarm:MetricAlarm", { name: "a" }, "a"],
    ["aws:sns/topic:Topic", { name: "t" }, "arn:aws:sns:eu-west-1:222222222222:t"],
    ["pulumi:providers:aws", { region: "eu-west-1" }, undefined],
  ];
  for (const [type, inputs, id] of rows) {
    it(`of type ${type} is ${id ?? "not known"}`, () => {
      assert.equal(pendingCreateId(placeOf(provider), { urn, type, inputs, provider }), id);
    });
  }

  it("is not guessed where its provider is pinned to no account", () => {
    const open = `${providerUrn}-open::some-id`;
    const topic = { urn, type: "aws:sns/topic:Topic", inputs: { name: "t" }, provider: open };
    assert.equal(pendingCreateId(placeOf(open), topic), undefined);
  });
});
