/**
 * The main job through the real engine, the real policy pack and real AWS clients, on the local AWS.
 *
 * What must be refused is refused by the local AWS, which decides on the stored documents; that AWS decides alike is
 * not proven here.
 */
import { HeadObjectCommand } from "@aws-sdk/client-s3";
import { GetRolePolicyCommand, ListRolesCommand } from "@aws-sdk/client-iam";
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { adminCredentials, clientsFor, type LocalAws } from "../../local/admin";
import { down } from "../../local/down";
import { findLocalAws } from "../../local/localAws";
import { type LocalStack, runPulumi, stackFlags } from "../../local/localStack";
import { localDir, projectRoot } from "../../local/paths";
import { withoutOwnAws } from "../../local/pulumiEnvironment";
import { runCommand } from "../../local/runCommand";
import { type LocalRequest, setUp } from "../../local/setUp";
import { up } from "../../local/up";
import { asPrincipal } from "../../local/uploader";
import { emptyLocalAws, packFlagsFor, requestFor, shippedSettings as shipped, stackFileFor } from "./request";

const owner = adminCredentials("111111111111");

interface PreviewJson {
  readonly changeSummary: Readonly<Record<string, number>>;
  readonly steps: readonly { readonly op: string; readonly urn: string }[];
}

interface StateResource {
  readonly inputs?: unknown;
  readonly outputs?: unknown;
}

describe("the local stack", function () {
  this.timeout(600_000);
  let request: LocalRequest;
  let stack: LocalStack;
  let aws: LocalAws;
  let clients: ReturnType<typeof clientsFor>;

  before(async () => {
    await emptyLocalAws();
    request = requestFor("shipped", shipped);
    ({ stack, aws } = await setUp(request));
    clients = clientsFor(aws, owner);
  });
  after(() => {
    clients.destroy();
  });

  it("comes up, every uploader puts, the owner reads back, and what must be refused is", async () => {
    const { puts, refusals } = await up(request);
    assert.deepEqual(
      puts.map(({ source, uploader, key }) => `${source} ${uploader} ${key}`),
      [
        "marketing role/app/uploader marketing/hello.txt",
        "marketing user/alice marketing/hello.txt",
        "shipper role/export shipper/in/hello.txt",
        "backup role/backup-job backup/daily/hello.txt",
        "backup role/backup-job backup/weekly/hello.txt",
      ],
    );
    assert.deepEqual(
      [...puts, ...refusals].filter(({ ok }) => !ok),
      [],
    );
    assert.equal(refusals.length, 44);
  });

  it("shows no change in a preview afterwards", async () => {
    const preview = await pulumi("preview", ...packFlagsFor(request), "--expect-no-changes");
    assert.equal(preview.exitCode, 0, preview.output);
  });

  it("shows no change in a refresh afterwards", async () => {
    const refresh = await pulumi("refresh", "--yes", "--expect-no-changes");
    assert.equal(refresh.exitCode, 0, refresh.output);
  });

  it("takes a file from `xput put`, run with the uploader's own credentials", async () => {
    const file = join(localDir(), "report.csv");
    writeFileSync(file, "a,b\n1,2\n");
    const key = "marketing/2026/report.csv";
    const uploader = { accountId: "222222222222", name: "role/app/uploader" };
    const put = await asPrincipal(aws, "aws", uploader, (credentials) => xputPut(file, key, credentials));
    assert.equal(put.exitCode, 0, put.output);
    const { versionId, eTag, bytes } = JSON.parse(put.stdout) as Readonly<Record<string, string | number>>;
    const head = await clients.s3.send(new HeadObjectCommand({ Bucket: "acme-drop-local", Key: key }));
    assert.deepEqual([head.VersionId, head.ETag, head.ContentLength], [versionId, eTag, bytes]);
    assert.equal(head.ServerSideEncryption, "aws:kms");
  });

  it("says what keys are allowed when `xput put` is given another", async () => {
    const put = await xputPut(__filename, "elsewhere/report.csv", owner);
    assert.equal(put.exitCode, 2);
    assert.match(
      put.output,
      /^xput: elsewhere\/report\.csv: no source may put there; keys start with one of: marketing\//,
    );
  });

  it("leaves its stack file as it was", () => {
    assert.equal(readFileSync(request.stackFile, "utf8"), shipped);
  });

  it("keeps no key and no session token in its state", async () => {
    const { stdout } = await runPulumi(stack, ["stack", "export", "--stack", stack.name]);
    const { deployment } = JSON.parse(stdout) as { deployment: { resources: StateResource[] } };
    const values = JSON.stringify(deployment.resources.map(({ inputs, outputs }) => ({ inputs, outputs })));
    assert.ok(values.includes("allowedAccountIds"));
    assert.equal(/"(accessKey|secretKey|token)":|sessionToken|AKIA|ASIA/i.exec(values)?.[0], undefined);
  });

  it("changes exactly the role's policy when one prefix changes", async () => {
    const change = requestFor("edited", shipped.replace("[marketing/]", "[sales/]"));
    const edited = { ...stack, stackFile: change.stackFile };
    const { changeSummary, steps } = await previewJson(edited);
    assert.equal(changeSummary.update, 1);
    assert.deepEqual(Object.keys(changeSummary).sort(), ["same", "update"]);
    const [changed] = steps.filter(({ op }) => op !== "same");
    assert.match(changed?.urn ?? "", /RolePolicy::marketing-put$/);

    const run = await runPulumi(edited, ["up", "--yes", ...stackFlags(edited), ...packFlagsFor(change)]);
    assert.equal(run.exitCode, 0, run.output);
    const { PolicyDocument } = await clients.iam.send(
      new GetRolePolicyCommand({ RoleName: "xput-marketing", PolicyName: "put" }),
    );
    assert.match(decodeURIComponent(PolicyDocument ?? ""), /acme-drop-local\/sales\/\*/);
  });

  it("removes exactly a source's resources and its name with the source, and keeps its objects", async () => {
    const start = shipped.indexOf("    # A vendor");
    const rest = shipped.slice(0, start) + shipped.slice(shipped.indexOf("    # Backups"));
    const change = requestFor("without", rest.replace("[marketing/]", "[sales/]"));
    const without = { ...stack, stackFile: change.stackFile };
    const { steps } = await previewJson(without);
    assert.deepEqual(
      steps
        .filter(({ op }) => op !== "same")
        .map(({ op, urn }) => `${op} ${urn.split("::").slice(2).join(" ")}`)
        .sort(),
      [
        "delete xput:index:WriterRole shipper",
        "delete xput:index:WriterRole$aws:iam/role:Role shipper",
        "delete xput:index:WriterRole$aws:iam/rolePolicy:RolePolicy shipper-put",
        "update xput:index:AuditTrail$xput:index:AuditAlarms$aws:cloudwatch/logMetricFilter:LogMetricFilter audit-alarms-count-undeclared-puts",
        "update xput:index:DestinationBucket$xput:index:EncryptionKey$aws:kms/key:Key destination-key",
        "update xput:index:DestinationBucket$xput:index:GuardedBucket$aws:s3/bucketPolicy:BucketPolicy destination-policy",
      ],
    );
    const run = await runPulumi(without, ["up", "--yes", ...stackFlags(without), ...packFlagsFor(change)]);
    assert.equal(run.exitCode, 0, run.output);
    assert.deepEqual(await writerRoles(), ["xput-backup", "xput-marketing"]);
    await clients.s3.send(new HeadObjectCommand({ Bucket: "acme-drop-local", Key: "shipper/in/hello.txt" }));
  });

  it("refuses wrong settings in Pulumi itself, with one line each, before anything is touched", async () => {
    const wrong = shipped
      .replace('"222222222222"', "222222222222")
      .replace("[shipper/in/]", "[backup/daily/x/]")
      .replace("keepVersionsDays", "keepVersionDays");
    const { exitCode, output } = await runPulumi(stack, [
      "preview",
      "--stack",
      stack.name,
      "--config-file",
      stackFileFor("wrong", wrong),
    ]);
    assert.notEqual(exitCode, 0, output);
    assert.match(output, /xput:sources\.marketing\.accountId: must be a quoted string/);
    assert.match(output, /xput:destination\.keepVersionDays: unknown setting/);
    assert.doesNotMatch(output, /^\s+at .*\.ts:\d+/m);
  });

  it("recovers a resource that was deleted behind its back", async () => {
    const before = await writerRoles();
    assert.ok(!before.includes("xput-shipper"));
    const { puts } = await up(request);
    assert.deepEqual(
      puts.filter(({ ok }) => !ok),
      [],
    );
    assert.deepEqual(await writerRoles(), ["xput-backup", "xput-marketing", "xput-shipper"]);
  });

  it("goes down with its objects, and stops the local AWS that it runs on", async () => {
    await down(request);
    assert.equal(await findLocalAws(), undefined);
    const { stdout } = await runPulumi(stack, ["stack", "export", "--stack", stack.name]);
    const { deployment } = JSON.parse(stdout) as { deployment: { resources?: unknown[] } };
    assert.deepEqual(deployment.resources ?? [], []);
  });

  function pulumi(command: string, ...args: readonly string[]) {
    return runPulumi(stack, [command, ...stackFlags(stack), ...args]);
  }

  async function previewJson(of: LocalStack): Promise<PreviewJson> {
    const { exitCode, stdout, output } = await runPulumi(of, ["preview", "--json", ...stackFlags(of)]);
    assert.equal(exitCode, 0, output);
    return JSON.parse(stdout) as PreviewJson;
  }

  async function writerRoles(): Promise<string[]> {
    const { Roles = [] } = await clients.iam.send(new ListRolesCommand({}));
    return Roles.map(({ RoleName = "" }) => RoleName)
      .filter((name) => /^xput-(?!deploy|outsider|audit-logs)/.test(name))
      .sort();
  }

  function xputPut(file: string, key: string, credentials: Parameters<typeof clientsFor>[1]) {
    const { accessKeyId, secretAccessKey, sessionToken = "" } = credentials;
    return runCommand(
      process.execPath,
      [join(projectRoot, "cli", "xput.cjs"), "put", file, key, "--stack", "local", "--json"],
      {
        env: withoutOwnAws({
          AWS_ENDPOINT_URL: aws.endpoint,
          AWS_ACCESS_KEY_ID: accessKeyId,
          AWS_SECRET_ACCESS_KEY: secretAccessKey,
          AWS_SESSION_TOKEN: sessionToken,
        }),
      },
    );
  }
});
