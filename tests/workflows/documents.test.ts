/**
 * The examples that the documents on CI give. That GitLab and Pulumi Cloud take them is not proven: neither is here.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { quotaProblems } from "../../iam/quotas";
import { signInRoles } from "../../iam/deployRole/signInRoles";
import { signInVariables } from "../../iam/deployRole/signInVariables";
import { readStackFile } from "../../settings/stackFile";

const root = join(__dirname, "..", "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");

interface EscEnvironment {
  readonly values: {
    readonly aws: Readonly<
      Record<string, { readonly "fn::open::aws-login": { readonly oidc: { readonly roleArn: string } } }>
    >;
    readonly environmentVariables: Readonly<Record<string, string>>;
  };
}

describe("the environment of Pulumi ESC for the stack prod", () => {
  const { values } = parse(read("stacks/esc/xput-prod.yaml")) as EscEnvironment;

  it("opens a session of each deploy role of that stack, and of no other", () => {
    const stack = readStackFile(join(root, "stacks", "Pulumi.prod.yaml"), quotaProblems);
    assert.ok(stack.ok);
    assert.deepEqual(
      Object.entries(values.aws).map(([accountId, login]) => ({
        accountId,
        roleArn: login["fn::open::aws-login"].oidc.roleArn,
      })),
      signInRoles(stack.settings, "deploy"),
    );
  });

  it("gives each account's provider the keys of its own session", () => {
    const fields: Readonly<Record<string, string>> = {
      AWS_ACCESS_KEY_ID: "accessKeyId",
      AWS_SECRET_ACCESS_KEY: "secretAccessKey",
      AWS_SESSION_TOKEN: "sessionToken",
    };
    const wanted = Object.keys(values.aws).flatMap((accountId) =>
      Object.entries(signInVariables(accountId, values.environmentVariables) ?? {}).flatMap(
        ([name, seenAs]) =>
          seenAs in fields ? [[name, `\${aws["${accountId}"].${fields[seenAs] ?? ""}}`]] : [],
      ),
    );
    assert.deepEqual(values.environmentVariables, Object.fromEntries(wanted));
  });
});

describe("the example for GitLab", () => {
  const text = /```yaml\n([^]*?)```/.exec(read("docs/ci.md"))?.[1] ?? "";
  const jobs = parse(text) as Readonly<
    Record<
      string,
      { readonly script?: readonly string[]; readonly rules?: readonly { readonly if: string }[] }
    >
  >;

  it("signs in to deploy only in the job of the environment, on the default branch", () => {
    const deploying = Object.entries(jobs).filter(([, { script = [] }]) =>
      script.some((line) => line.includes("signIn.mjs deploy")),
    );
    assert.deepEqual(
      deploying.map(([name, { rules }]) => [name, rules?.map((rule) => rule.if)]),
      [["deploy", ["$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"]]],
    );
  });

  it("previews no merge request of a fork", () => {
    assert.match(jobs["preview"]?.rules?.[0]?.if ?? "", /SOURCE_PROJECT_ID == \$CI_PROJECT_ID$/);
  });
});
