/**
 * The AWS CLI as it comes from the Python package index, against the local AWS: what works on AWS works, and what is
 * refused exits with its error code.
 *
 * Does not prove version 2 of the CLI, which is on no package index.
 */
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HeadObjectCommand, ListMultipartUploadsCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { type CommandResult, runCommand } from "../../../local/runCommand";
import { administrator, makeUser, policy, region } from "../gateway/actors";
import type { Credentials } from "../gateway/signing";
import { installPythonClients } from "./install";
import { isStored, makeScene, owner, type Scene, storedSha256 } from "./scene";

const largeBytes = 80 * 1024 * 1024;
const refusedExitCode = 255;

describe("the AWS CLI", function () {
  this.timeout(300_000);
  let program = "";
  let home = "";
  let scene: Scene;
  let reader: Credentials;
  let powerless: Credentials;

  before(async () => {
    program = (await installPythonClients()).aws;
    home = mkdtempSync(join(tmpdir(), "xput-aws-cli-"));
    scene = await makeScene("cli");
    const { uploader, writerArn, externalId } = scene;
    const writer = (name: string, id: string) =>
      `[profile ${name}]\nrole_arn = ${writerArn}\nsource_profile = uploader\nexternal_id = ${id}\nregion = ${region}\n`;
    writeFileSync(
      join(home, "config"),
      `${writer("writer", externalId)}${writer("impostor", "guessed")}[default]\ns3 =\n  signature_version = s3v4\n`,
    );
    writeFileSync(
      join(home, "credentials"),
      `[uploader]\naws_access_key_id = ${uploader.accessKeyId}\naws_secret_access_key = ${uploader.secretAccessKey}\n`,
    );
    const run = scene.bucket;
    reader = await makeUser(
      owner,
      `reader-${run}`,
      policy(
        { Action: "s3:GetObject", Resource: `arn:aws:s3:::${run}/in/*` },
        { Action: "cloudtrail:LookupEvents", Resource: "*" },
      ),
    );
    powerless = await makeUser(owner, `powerless-${run}`, policy({ Action: "sts:*", Resource: "*" }));
  });
  after(() => {
    scene.s3.destroy();
    rmSync(home, { recursive: true, force: true });
  });

  /** Runs it as a profile of the configuration, or with keys. */
  const aws = (who: string | Credentials, ...args: readonly string[]): Promise<CommandResult> =>
    runCommand(program, args, {
      env: {
        PATH: process.env.PATH,
        HOME: home,
        AWS_CONFIG_FILE: join(home, "config"),
        AWS_SHARED_CREDENTIALS_FILE: join(home, "credentials"),
        AWS_ENDPOINT_URL: process.env.AWS_ENDPOINT_URL,
        AWS_DEFAULT_REGION: region,
        AWS_EC2_METADATA_DISABLED: "true",
        AWS_PAGER: "",
        ...(typeof who === "string"
          ? { AWS_PROFILE: who }
          : {
              AWS_ACCESS_KEY_ID: who.accessKeyId,
              AWS_SECRET_ACCESS_KEY: who.secretAccessKey,
              ...(who.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: who.sessionToken }),
            }),
      },
    });
  const works = async (running: Promise<CommandResult>): Promise<string> => {
    const { exitCode, stdout, output } = await running;
    assert.equal(exitCode, 0, output);
    return stdout;
  };
  const isRefused = async (running: Promise<CommandResult>, code: string, exit = refusedExitCode) => {
    const { exitCode, output } = await running;
    assert.equal(exitCode, exit, output);
    assert.match(output, new RegExp(`An error occurred \\(${code}\\)`));
  };
  const uri = (key: string) => `s3://${scene.bucket}/${key}`;

  it("copies 80 MB in parts, through the writer's session, and refuses to copy elsewhere", async () => {
    const file = join(home, "large");
    const bytes = randomBytes(largeBytes);
    writeFileSync(file, bytes);
    await works(aws("writer", "s3", "cp", "--no-progress", file, uri("in/large")));
    assert.equal(await storedSha256(scene, "in/large"), createHash("sha256").update(bytes).digest("hex"));
    const { ETag } = await scene.s3.send(new HeadObjectCommand({ Bucket: scene.bucket, Key: "in/large" }));
    assert.match(ETag ?? "", /-10"$/, "it went up in ten parts of 8 MiB");

    await isRefused(aws("writer", "s3", "cp", "--no-progress", file, uri("out/large")), "AccessDenied", 1);
    assert.ok(!(await isStored(scene, "out/large")));
    const { Uploads = [] } = await scene.s3.send(new ListMultipartUploadsCommand({ Bucket: scene.bucket }));
    assert.deepEqual(Uploads, []);
    await isRefused(aws("writer", "s3", "cp", uri("in/large"), join(home, "back")), "403", 1);
  });

  it("assumes the writer role with the right external id only", async () => {
    const fixed = ["--role-arn", scene.writerArn, "--role-session-name", "cli"];
    const assume = (externalId: string) =>
      aws("uploader", "sts", "assume-role", ...fixed, "--external-id", externalId);
    const { AssumedRoleUser } = JSON.parse(await works(assume(scene.externalId))) as {
      readonly AssumedRoleUser: { readonly Arn: string };
    };
    assert.match(AssumedRoleUser.Arn, /:assumed-role\/cli-writer-\w+\/cli$/);
    await isRefused(assume("guessed"), "AccessDenied");
    await isRefused(aws("impostor", "s3api", "list-buckets"), "AccessDenied");
  });

  it("puts one object, inside the prefix only", async () => {
    const file = join(home, "small");
    writeFileSync(file, "hello");
    const put = (key: string, ...more: readonly string[]) =>
      aws("writer", "s3api", "put-object", "--bucket", scene.bucket, "--key", key, "--body", file, ...more);
    const { ETag } = JSON.parse(await works(put("in/small"))) as { readonly ETag: string };
    assert.equal(ETag, '"5d41402abc4b2a76b9719d911017c592"');
    await isRefused(put("out/small"), "AccessDenied");
    await isRefused(put("in/tagged", "--tagging", "a=b"), "AccessDenied");
    assert.ok(!(await isStored(scene, "out/small")) && !(await isStored(scene, "in/tagged")));
  });

  it("presigns a read that is good for its key only, and no longer than it says", async () => {
    await scene.s3.send(new PutObjectCommand({ Bucket: scene.bucket, Key: "in/read", Body: "read me" }));
    const presign = (who: Credentials, seconds: number) =>
      works(aws(who, "s3", "presign", uri("in/read"), "--expires-in", String(seconds)));
    const url = (await presign(reader, 60)).trim();
    const answer = await fetch(url);
    assert.equal(answer.status, 200);
    assert.equal(await answer.text(), "read me");
    assert.equal((await fetch(url.replace("in/read", "in/large"))).status, 403);
    assert.equal((await fetch(url, { method: "PUT", body: "x" })).status, 403);
    assert.equal((await fetch((await presign(powerless, 60)).trim())).status, 403);
    const short = (await presign(reader, 1)).trim();
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    const late = await fetch(short);
    assert.equal(late.status, 403);
    assert.match(await late.text(), /Request has expired/);
  });

  it("looks up what CloudTrail recorded, where that is allowed", async () => {
    const lookUp = (who: Credentials) =>
      aws(
        who,
        "cloudtrail",
        "lookup-events",
        "--lookup-attributes",
        "AttributeKey=EventName,AttributeValue=AssumeRole",
        "--max-items",
        "50",
      );
    const { Events } = JSON.parse(await works(lookUp(reader))) as {
      readonly Events: readonly { readonly CloudTrailEvent: string }[];
    };
    assert.ok(Events.some(({ CloudTrailEvent }) => CloudTrailEvent.includes(scene.writerArn)));
    await isRefused(lookUp(powerless), "AccessDeniedException");
  });

  it("works with administrator keys: whoami, list, and a bucket made and removed", async () => {
    const admin = administrator(owner);
    const identity = JSON.parse(await works(aws(admin, "sts", "get-caller-identity"))) as {
      readonly Account: string;
    };
    assert.equal(identity.Account, owner);
    await works(aws(admin, "s3", "mb", `s3://${scene.bucket}-more`));
    assert.match(await works(aws(admin, "s3", "ls")), new RegExp(`${scene.bucket}-more`));
    await works(aws(admin, "s3", "rb", `s3://${scene.bucket}-more`));
    await isRefused(aws(powerless, "s3", "ls"), "AccessDenied");
  });
});
