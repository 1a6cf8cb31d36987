/**
 * Terraform with the AWS provider's own code against the local AWS: it makes a destination, sees no difference to what
 * it made, and removes it; what the destination refuses is refused.
 *
 * Runs only where Terraform and the provider are there already: no package index has them.
 */
import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetBucketPolicyCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { AssumeRoleWithWebIdentityCommand } from "@aws-sdk/client-sts";
import { type CommandResult, lastLines, runCommand } from "../../../local/runCommand";
import { administrator, s3ClientOf } from "../gateway/actors";
import { stsClientOf } from "../gateway/identities";
import { declaredIssuer } from "../gateway/webIdentityIssuer";
import { findTerraformMirror } from "./terraformMirror";

const account = "111111111111";
const noDifference = 0;
const name = `terraform-${Date.now().toString(36)}`;

describe("Terraform", function () {
  this.timeout(600_000);
  let folder = "";

  before(async function () {
    const mirror = await findTerraformMirror();
    if (mirror === undefined) {
      for (const test of this.test?.parent?.tests ?? [])
        test.title += " (skipped: no Terraform provider here)";
      this.skip();
    }
    folder = mkdtempSync(join(tmpdir(), "xput-terraform-"));
    copyFileSync(join(__dirname, "main.tf"), join(folder, "main.tf"));
    const installation = `filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }`;
    writeFileSync(join(folder, "terraformrc"), `provider_installation {\n  ${installation}\n}\n`);
    const { exitCode, output } = await terraform("init");
    assert.equal(exitCode, 0, lastLines(output, 30));
  });
  after(() => {
    if (folder !== "") rmSync(folder, { recursive: true, force: true });
  });

  const terraform = (command: string, ...args: readonly string[]): Promise<CommandResult> =>
    runCommand("terraform", [command, "-no-color", "-input=false", ...args], {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        CHECKPOINT_DISABLE: "1",
        TF_CLI_CONFIG_FILE: join(folder, "terraformrc"),
        AWS_EC2_METADATA_DISABLED: "true",
        TF_VAR_endpoint: process.env.AWS_ENDPOINT_URL,
        TF_VAR_account: account,
        TF_VAR_name: name,
      },
    });

  it("makes a destination, and then finds nothing to change", async () => {
    const apply = await terraform("apply", "-auto-approve");
    assert.equal(apply.exitCode, 0, lastLines(apply.output, 60));
    const plan = await terraform("plan", "-detailed-exitcode");
    assert.equal(plan.exitCode, noDifference, lastLines(plan.output, 60));
    assert.match(plan.output, /No changes/);
  });

  it("made what decides: the role's trust, its policy and the bucket's", async () => {
    const issuer = await declaredIssuer(`https://oidc.example.com/${name}`);
    const put = async (sub: string, Key: string, played = {}): Promise<void> => {
      const sts = stsClientOf({ accessKeyId: "none", secretAccessKey: "none" });
      const { Credentials: session } = await sts.send(
        new AssumeRoleWithWebIdentityCommand({
          RoleArn: `arn:aws:iam::${account}:role/${name}-writer`,
          RoleSessionName: "terraform",
          WebIdentityToken: issuer.token({ sub }),
        }),
      );
      sts.destroy();
      const s3 = s3ClientOf(
        {
          accessKeyId: session?.AccessKeyId ?? "",
          secretAccessKey: session?.SecretAccessKey ?? "",
          sessionToken: session?.SessionToken ?? "",
        },
        played,
      );
      try {
        await s3.send(new PutObjectCommand({ Bucket: name, Key, Body: "x" }));
      } finally {
        s3.destroy();
      }
    };
    await put("ci", "in/a");
    await assert.rejects(put("someone", "in/a"), { name: "AccessDenied" });
    await assert.rejects(put("ci", "out/a"), { name: "AccessDenied" });
    await assert.rejects(put("ci", "in/a", { "x-xput-tls": "none" }), { name: "AccessDenied" });
  });

  it("removes it", async () => {
    const s3 = s3ClientOf(administrator(account));
    await s3.send(new GetBucketPolicyCommand({ Bucket: name }));
    const destroy = await terraform("destroy", "-auto-approve");
    assert.equal(destroy.exitCode, 0, lastLines(destroy.output, 60));
    await assert.rejects(s3.send(new GetBucketPolicyCommand({ Bucket: name })), { name: "NoSuchBucket" });
    s3.destroy();
  });
});
