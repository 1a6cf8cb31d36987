/**
 * `xput bootstrap` as a process: the template it prints, and how it refuses wrong usage. What the documents in it
 * allow is decided in tests/iam/deployRole.test.ts. That CloudFormation takes the template is not proven.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parse } from "yaml";
import { checkPolicy } from "../../access/check/checkPolicy";

interface Template {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>> }>
  >;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown }>>;
}

function bootstrap(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["cli/xput.cjs", "bootstrap", ...args], {
    cwd: join(__dirname, "../.."),
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

const principal = ["--trust-principal", "arn:aws:iam::999999999999:role/ci"];

function templateOf(...args: readonly string[]): Template {
  const { status, stdout, stderr } = bootstrap(...args);
  assert.equal(status, 0, stderr);
  return parse(stdout, { version: "1.1" }) as Template;
}

function propertiesOf({ Resources }: Template, type: string): Readonly<Record<string, unknown>>[] {
  return Object.values(Resources)
    .filter(({ Type }) => Type === type)
    .map(({ Properties }) => Properties);
}

describe("xput bootstrap", function () {
  this.timeout(60_000);

  it("prints YAML and JSON of the same template", () => {
    const yaml = templateOf("111111111111", ...principal);
    const json = bootstrap("111111111111", ...principal, "--format", "json");
    assert.deepEqual(JSON.parse(json.stdout), yaml);
    assert.equal(yaml.Outputs.RoleArn?.Value, "arn:aws:iam::111111111111:role/xput-deploy");
  });

  it("gives the role every managed policy of the template, and nothing that policy validation minds", () => {
    const template = templateOf("111111111111", ...principal);
    const [role] = propertiesOf(template, "AWS::IAM::Role");
    const policies = Object.entries(template.Resources).filter(
      ([, { Type }]) => Type === "AWS::IAM::ManagedPolicy",
    );
    assert.deepEqual(
      role?.ManagedPolicyArns,
      policies.map(([logicalId]) => ({ Ref: logicalId })),
    );
    assert.ok(policies.length >= 3);
    for (const [, { Properties }] of policies)
      assert.deepEqual(checkPolicy(JSON.stringify(Properties.PolicyDocument), "identity"), []);
    assert.deepEqual(checkPolicy(JSON.stringify(role.AssumeRolePolicyDocument), "trust"), []);
  });

  it("trusts the GitHub environment that is named, and makes the identity provider when asked to", () => {
    const github = ["--github", "acme/infra:production"];
    const without = templateOf("222222222222", ...github);
    const [role] = propertiesOf(without, "AWS::IAM::Role");
    assert.match(JSON.stringify(role), /"repo:acme\/infra:environment:production"/);
    assert.deepEqual(propertiesOf(without, "AWS::IAM::OIDCProvider"), []);
    assert.deepEqual(
      propertiesOf(templateOf("222222222222", ...github, "--identity-providers"), "AWS::IAM::OIDCProvider"),
      [{ Url: "https://token.actions.githubusercontent.com", ClientIdList: ["sts.amazonaws.com"] }],
    );
  });

  it("trusts previews of Pulumi Deployments with the role for previews, which has a name of its own", () => {
    const [role] = propertiesOf(
      templateOf("111111111111", "--read-only", "--pulumi-org", "acme"),
      "AWS::IAM::Role",
    );
    assert.equal(role?.RoleName, "xput-deploy-read");
    assert.match(JSON.stringify(role), /stack:local:operation:preview:scope:write"/);
  });

  const mistakes: readonly (readonly [what: string, args: readonly string[], message: RegExp])[] = [
    ["an account that is none", ["12", ...principal], /must be an account id of 12 digits/],
    [
      "an account of no part",
      ["999999999999", ...principal],
      /deploys nothing there; its accounts are 111111111111, /,
    ],
    [
      "a part elsewhere",
      ["222222222222", "--role", "destination", ...principal],
      /is not that in the stack local, but source/,
    ],
    ["nobody to trust", ["111111111111"], /who may assume the role\?/],
    ["a wildcard for GitHub", ["111111111111", "--github", "acme/infra:*"], /without wildcards/],
    ["a principal that is no ARN", ["111111111111", "--trust-principal", "ci"], /must be the ARN of a role/],
    [
      "a boundary without a name",
      ["111111111111", ...principal, "--permissions-boundary"],
      /permissionsBoundary must name/,
    ],
    [
      "an external id for nobody",
      ["111111111111", "--external-id", "x", "--pulumi-org", "a"],
      /needs a --trust-principal/,
    ],
  ];
  for (const [what, args, message] of mistakes) {
    it(`refuses ${what} as wrong usage`, () => {
      const { status, stdout, stderr } = bootstrap(...args);
      assert.deepEqual([status, stdout], [2, ""], stderr);
      assert.match(stderr, message);
    });
  }
});
