/**
 * The documents of deploy roles: what they allow, decided by the analysis with each refusal beside its allowed twin,
 * and that AWS's policy validation has nothing against them.
 *
 * It does not prove that they suffice or that each action is needed: `npm run bootstrap:minimal` tries that on the
 * local AWS, for the calls that the stand-in plugin makes.
 */
import assert from "node:assert/strict";
import { checkPolicy } from "../../access/check/checkPolicy";
import { decideOnce } from "../../access/evaluate/decide";
import { readPolicy } from "../../access/read/readPolicy";
import { partsIn } from "../../iam/deployRole/deployParts";
import { deployGrants, deployPolicies, type DeployRole } from "../../iam/deployRole/deployPolicies";
import {
  deployTrustPolicy,
  trustGitHub,
  trustPulumiDeployments,
  trustPulumiEsc,
} from "../../iam/deployRole/deployTrust";
import { deployTemplate } from "../../iam/deployRole/deployTemplate";
import { roleBoundary } from "../../iam/deployRole/roleBoundary";
import type { Settings } from "../../settings/settings";
import { settingsWith } from "../support/settings";
import { wideSettings } from "../support/wideSettings";

type Context = Readonly<Record<string, string | readonly string[]>>;
type Row = readonly [
  expected: "allowed" | "explicitlyDenied" | "implicitlyDenied",
  action: string,
  resource: string,
  context?: Context,
];

const owner = "111111111111";
const wide = wideSettings();

function roleOf(settings: Settings, accountId: string, access: DeployRole["access"] = "deploy"): DeployRole {
  return { accountId, role: "role/xput-deploy", parts: partsIn(settings, accountId), access };
}

function decided(settings: Settings, role: DeployRole, [, action, resource, context = {}]: Row): string {
  const identityPolicies = deployPolicies(settings, role).map(({ text }) => documentOf(text, "identity"));
  // The policies of the program's keys leave administration to the account's IAM.
  const resourcePolicy = resource.includes(":kms:") ? keyPolicyOf(role.accountId) : undefined;
  return decideOnce(
    { identityPolicies, resourcePolicy },
    {
      principal: `arn:aws:sts::${role.accountId}:assumed-role/xput-deploy/xput`,
      action,
      resource,
      resourceAccount: role.accountId,
      context,
    },
  ).decision;
}

function keyPolicyOf(accountId: string) {
  const Principal = { AWS: `arn:aws:iam::${accountId}:root` };
  const Statement = [{ Effect: "Allow", Principal, Action: "kms:*", Resource: "*" }];
  return documentOf(JSON.stringify({ Version: "2012-10-17", Statement }), "resource");
}

function documentOf(text: string, kind: "identity" | "trust" | "resource") {
  const read = readPolicy(text, kind);
  assert.ok(read.ok, text);
  return read.document;
}

function holds(settings: Settings, accountId: string, rows: readonly Row[]): void {
  for (const row of rows) {
    const [expected, ...what] = row;
    assert.equal(decided(settings, roleOf(settings, accountId), row), expected, JSON.stringify(what));
  }
}

const everything = documentOf(
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
  "identity",
);

describe("the deploy role", () => {
  it("has the buckets of the stack and no others", () => {
    holds(wide, owner, [
      ["allowed", "s3:PutBucketPolicy", "arn:aws:s3:::acme-drop-test"],
      ["allowed", "s3:PutBucketPolicy", "arn:aws:s3:::acme-drop-test-audit"],
      ["allowed", "s3:PutBucketPolicy", "arn:aws:s3:::acme-drop-test-access-logs"],
      ["implicitlyDenied", "s3:PutBucketPolicy", "arn:aws:s3:::acme-drop-test-replica"],
      ["implicitlyDenied", "s3:PutBucketPolicy", "arn:aws:s3:::acme"],
    ]);
    holds(wide, "555555555555", [
      ["allowed", "s3:PutBucketPolicy", "arn:aws:s3:::acme-drop-test-replica"],
      ["implicitlyDenied", "s3:PutBucketPolicy", "arn:aws:s3:::acme-drop-test"],
    ]);
  });

  it("deletes objects only where the settings empty the bucket, and never reads or puts them", () => {
    const object = "arn:aws:s3:::acme-drop-test/marketing/x";
    holds(wide, owner, [
      ["allowed", "s3:DeleteObjectVersion", object],
      ["implicitlyDenied", "s3:GetObject", object],
      ["implicitlyDenied", "s3:PutObject", object],
    ]);
    holds(wideSettings({ forceDestroy: false }), owner, [
      ["implicitlyDenied", "s3:DeleteObjectVersion", object],
    ]);
  });

  it("makes keys with the tag of one of its aliases, and works on keys with that tag", () => {
    const key = "arn:aws:kms:eu-west-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    const tag = "alias/xput-acme-drop-test";
    const asked = { "aws:RequestTag/xput-alias": tag, "aws:TagKeys": ["xput-alias"] };
    const here = { "aws:RequestedRegion": "eu-west-1" };
    holds(wide, owner, [
      ["allowed", "kms:CreateKey", "*", { ...asked, ...here }],
      ["implicitlyDenied", "kms:CreateKey", "*", here],
      ["implicitlyDenied", "kms:CreateKey", "*", { ...asked, "aws:RequestedRegion": "us-east-1" }],
      [
        "implicitlyDenied",
        "kms:CreateKey",
        "*",
        { ...asked, ...here, "aws:RequestTag/xput-alias": "alias/x" },
      ],
      ["allowed", "kms:PutKeyPolicy", key, { "aws:ResourceTag/xput-alias": tag }],
      ["implicitlyDenied", "kms:PutKeyPolicy", key, { "aws:ResourceTag/xput-alias": "alias/other" }],
      ["implicitlyDenied", "kms:PutKeyPolicy", key],
      ["implicitlyDenied", "kms:ScheduleKeyDeletion", key, { "aws:ResourceTag/xput-alias": tag }],
    ]);
  });

  it("gives its tag to no key that has an alias", () => {
    const key = "arn:aws:kms:eu-west-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    const context = {
      "aws:RequestTag/xput-alias": "alias/xput-acme-drop-test",
      "aws:TagKeys": ["xput-alias"],
      "aws:RequestedRegion": "eu-west-1",
    };
    holds(wide, owner, [
      ["allowed", "kms:TagResource", "*", context],
      ["implicitlyDenied", "kms:TagResource", key, { ...context, "kms:ResourceAliases": ["alias/payroll"] }],
    ]);
  });

  it("changes the roles of the stack, and neither itself nor others", () => {
    const role = (name: string) => `arn:aws:iam::111111111111:role/${name}`;
    const policy = (name: string) => `arn:aws:iam::111111111111:policy/${name}`;
    holds(wide, owner, [
      ["allowed", "iam:PutRolePolicy", role("xput-marketing")],
      ["implicitlyDenied", "iam:PutRolePolicy", role("admin")],
      ["explicitlyDenied", "iam:PutRolePolicy", role("xput-deploy")],
      ["explicitlyDenied", "iam:UpdateAssumeRolePolicy", role("xput-deploy-read")],
      ["explicitlyDenied", "iam:CreatePolicyVersion", policy("xput-deploy-identities")],
      ["explicitlyDenied", "iam:CreatePolicyVersion", policy("xput-deploy-limits")],
      ["implicitlyDenied", "iam:AttachRolePolicy", role("xput-marketing")],
    ]);
  });

  it("makes and changes roles with their boundary only, where the settings name one, and leaves it alone", () => {
    const settings = wideSettings({ permissionsBoundary: "policy/xput-boundary" });
    const boundary = "arn:aws:iam::111111111111:policy/xput-boundary";
    const role = "arn:aws:iam::111111111111:role/xput-marketing";
    const bounded = { "iam:PermissionsBoundary": boundary };
    const other = { "iam:PermissionsBoundary": "arn:aws:iam::aws:policy/AdministratorAccess" };
    holds(settings, owner, [
      ["allowed", "iam:CreateRole", role, bounded],
      ["implicitlyDenied", "iam:CreateRole", role],
      ["implicitlyDenied", "iam:CreateRole", role, other],
      ["allowed", "iam:PutRolePolicy", role, bounded],
      ["implicitlyDenied", "iam:PutRolePolicy", role],
      ["implicitlyDenied", "iam:PutRolePermissionsBoundary", role, other],
      ["implicitlyDenied", "iam:DeleteRolePermissionsBoundary", role, bounded],
      ["explicitlyDenied", "iam:CreatePolicyVersion", boundary],
    ]);
  });

  it("hands each service role to its service only", () => {
    const role = (name: string) => `arn:aws:iam::111111111111:role/${name}`;
    const to = (service: string) => ({ "iam:PassedToService": service });
    holds(wide, owner, [
      ["allowed", "iam:PassRole", role("xput-replication"), to("s3.amazonaws.com")],
      ["implicitlyDenied", "iam:PassRole", role("xput-replication"), to("ec2.amazonaws.com")],
      ["implicitlyDenied", "iam:PassRole", role("xput-marketing"), to("s3.amazonaws.com")],
      ["allowed", "iam:PassRole", role("xput-audit-logs"), to("cloudtrail.amazonaws.com")],
    ]);
  });

  it("attaches the source's policy, and nothing else, to its uploaders, and to nobody else", () => {
    const uploader = "arn:aws:iam::222222222222:role/app/uploader";
    const policy = (arn: string) => ({ "iam:PolicyARN": arn });
    const own = policy("arn:aws:iam::222222222222:policy/xput-marketing-acme-drop-test");
    holds(wide, "222222222222", [
      ["allowed", "iam:AttachRolePolicy", uploader, own],
      [
        "implicitlyDenied",
        "iam:AttachRolePolicy",
        uploader,
        policy("arn:aws:iam::aws:policy/AdministratorAccess"),
      ],
      ["implicitlyDenied", "iam:AttachRolePolicy", "arn:aws:iam::222222222222:role/admin", own],
      ["allowed", "iam:AttachGroupPolicy", "arn:aws:iam::222222222222:group/uploaders", own],
      ["implicitlyDenied", "iam:AttachUserPolicy", "arn:aws:iam::222222222222:user/bob", own],
      ["implicitlyDenied", "iam:CreateRole", "arn:aws:iam::222222222222:role/xput-x"],
    ]);
  });

  it("reads and changes nothing as the role for previews", () => {
    for (const accountId of [owner, "222222222222", "555555555555"]) {
      const actions = deployGrants(wide, roleOf(wide, accountId, "read")).flatMap((grant) => grant.actions);
      assert.ok(actions.length > 0);
      assert.deepEqual(
        actions.map(({ action }) => action).filter((action) => !/:(?:Get|List|Describe)/.test(action)),
        [],
      );
    }
  });

  it("names every action in full, once for each of its resources", () => {
    for (const accountId of [owner, "222222222222", "555555555555"]) {
      for (const { sid, actions } of deployGrants(wide, roleOf(wide, accountId))) {
        const names = actions.map(({ action }) => action);
        assert.deepEqual(
          names.filter((name) => name.includes("*")),
          [],
          sid,
        );
        assert.equal(new Set(names).size, names.length, sid);
      }
    }
  });

  it("has nothing that AWS's policy validation calls an error or a security warning", () => {
    const bounded = wideSettings({ permissionsBoundary: "policy/xput-boundary" });
    const texts = [owner, "222222222222", "555555555555"].flatMap((accountId) =>
      [wide, bounded].flatMap((settings) => deployPolicies(settings, roleOf(settings, accountId))),
    );
    for (const text of [...texts.map((policy) => policy.text), roleBoundary(bounded)]) {
      const problems = checkPolicy(text, "identity").filter(({ severity }) =>
        ["error", "securityWarning"].includes(severity),
      );
      assert.deepEqual(problems, [], text);
    }
  });

  it("keeps to the quotas of managed policies, and says so where it cannot", () => {
    const settings = (count: number) =>
      settingsWith(
        Object.fromEntries(
          Array.from({ length: count }, (_, index) => [
            `department-${index}`,
            {
              accountId: "222222222222",
              uploaders: [`role/departments/department-${index}/uploader`],
              prefixes: [`departments/${index}/`],
              manage: { deployRole: "role/xput-deploy" },
            },
          ]),
        ),
      );
    const many = settings(60);
    const policies = deployPolicies(many, roleOf(many, "222222222222"));
    assert.ok(policies.length > 3 && policies.length <= 10, String(policies.length));
    for (const { text } of policies) assert.ok(text.length <= 6_144);
    assert.equal(new Set(policies.map(({ name }) => name)).size, policies.length);
    const tooMany = settings(150);
    assert.throws(
      () => deployPolicies(tooMany, roleOf(tooMany, "222222222222")),
      /managed policies, IAM takes 10/,
    );
  });
});

describe("the boundary of the destination's roles", () => {
  it("is made by the template under the name in the settings, and allows what the roles do and no more", () => {
    const settings = wideSettings({ permissionsBoundary: "policy/security/xput-boundary" });
    const template = deployTemplate(settings, {
      role: roleOf(settings, owner),
      trusted: [trustGitHub("acme/infra", "environment:production")],
      withBoundary: true,
      withIdentityProviders: false,
    });
    const { ManagedPolicyName, Path, PolicyDocument } = template.Resources.RoleBoundary?.Properties ?? {};
    assert.deepEqual([ManagedPolicyName, Path], ["xput-boundary", "/security/"]);
    const boundary = documentOf(JSON.stringify(PolicyDocument), "identity");
    const bounded = (action: string, resource: string) =>
      decideOnce(
        { identityPolicies: [everything], permissionsBoundary: [boundary] },
        {
          principal: `arn:aws:sts::${owner}:assumed-role/xput-marketing/x`,
          action,
          resource,
          resourceAccount: owner,
          context: {},
        },
      ).decision;
    assert.equal(bounded("s3:PutObject", "arn:aws:s3:::acme-drop-test/marketing/x"), "allowed");
    assert.equal(bounded("s3:PutObject", "arn:aws:s3:::another/marketing/x"), "implicitlyDenied");
    assert.equal(bounded("iam:CreateUser", `arn:aws:iam::${owner}:user/x`), "implicitlyDenied");
  });
});

describe("the trust of a deploy role", () => {
  const trust = (text: string, principal: string, action: string, context: Context) =>
    decideOnce(
      { identityPolicies: [everything], resourcePolicy: documentOf(text, "trust") },
      {
        principal,
        action,
        resource: `arn:aws:iam::${owner}:role/xput-deploy`,
        resourceAccount: owner,
        context,
      },
    ).decision;
  it("is for one role, with its external id", () => {
    const arn = "arn:aws:iam::999999999999:role/ci";
    const text = deployTrustPolicy("aws", owner, [{ kind: "principal", arn, externalId: "abc" }]);
    const ask = (principal: string, externalId: string) =>
      trust(text, principal, "sts:AssumeRole", { "sts:ExternalId": externalId });
    assert.equal(ask("arn:aws:sts::999999999999:assumed-role/ci/job", "abc"), "allowed");
    assert.equal(ask("arn:aws:sts::999999999999:assumed-role/ci/job", "abd"), "implicitlyDenied");
    assert.equal(ask("arn:aws:sts::999999999999:assumed-role/ci2/job", "abc"), "implicitlyDenied");
    assert.throws(() => deployTrustPolicy("aws", owner, []), /somebody must be trusted/);
    assert.throws(
      () => deployTrustPolicy("aws", owner, [{ kind: "principal", arn: "arn:aws:iam::1:role/x" }]),
      /must be the ARN of a role/,
    );
  });

  it("is for one environment of one repository, one stack, or one environment of Pulumi", () => {
    const rows = [
      [trustGitHub("acme/infra", "environment:production"), "repo:acme/infra:environment:production"],
      [
        trustPulumiDeployments("acme", "xput", "prod", "*"),
        "pulumi:deploy:org:acme:project:xput:stack:prod:operation:update:scope:write",
      ],
      [trustPulumiEsc("acme", "aws/prod"), "pulumi:environments:org:acme:env:aws/prod"],
    ] as const;
    for (const [who, subject] of rows) {
      assert.ok(who.kind === "webIdentity");
      const text = deployTrustPolicy("aws", owner, [who]);
      const provider = `arn:aws:iam::${owner}:oidc-provider/${who.issuer}`;
      const ask = (sub: string, aud: string) =>
        trust(text, provider, "sts:AssumeRoleWithWebIdentity", {
          [`${who.issuer}:sub`]: sub,
          [`${who.issuer}:aud`]: aud,
        });
      assert.equal(ask(subject, who.audience), "allowed", subject);
      assert.equal(ask(`${subject}x`, who.audience), "implicitlyDenied", subject);
      assert.equal(ask(subject.replace("acme", "evil"), who.audience), "implicitlyDenied", subject);
      assert.equal(ask(subject, "another"), "implicitlyDenied", subject);
      assert.deepEqual(checkPolicy(text, "trust"), [], text);
    }
  });
});
