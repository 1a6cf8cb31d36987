/**
 * `xput put --stack` as a process with an uploader's credentials in its environment, for each way in, on the situations
 * `vendor` and `departments` as they ship: what is put stands in the bucket as it was told, and the same by whoever may
 * not is refused with AWS's error in one line.
 *
 * Uploaders play to be where the settings want them: a proxy adds the headers to what the process sends. The local AWS
 * decides on the stored documents; that AWS decides alike is not proven here.
 */
import { CreateAccessKeyCommand, DeleteAccessKeyCommand } from "@aws-sdk/client-iam";
import { HeadObjectCommand } from "@aws-sdk/client-s3";
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { adminCredentials, clientsFor, type Credentials } from "../../local/admin";
import { mustRunPulumi, stackFlags } from "../../local/localStack";
import { outsiderIn } from "../../local/outsiders";
import { localDir, projectRoot } from "../../local/paths";
import type { Place } from "../../local/place";
import { withoutOwnAws } from "../../local/pulumiEnvironment";
import { runCommand } from "../../local/runCommand";
import { withDevice } from "../../local/secondFactor";
import { setUp, type LocalRequest, type LocalSetUp } from "../../local/setUp";
import { asPrincipal, type PrincipalName } from "../../local/uploader";
import { webIdentityToken } from "../../local/webIdentity";
import { startHostProxy } from "../conformance/hostProxy";
import { emptyLocalAws, requestFor, shippedSettingsOf } from "./request";

/** Who runs the command, where, and with what. */
interface Run {
  readonly as?: PrincipalName;
  readonly place?: Place;
  readonly environment?: Readonly<Record<string, string>>;
  /** Below which prefix; default: the row's. */
  readonly prefix?: string;
  /** Instead of `--stack`. */
  readonly options?: readonly string[];
}

interface Row {
  readonly what: string;
  readonly stackName: "vendor" | "departments";
  readonly prefix: string;
  /** The role that the session is of; absent where the put is direct. */
  readonly role?: string;
  readonly allowed: () => Run;
  /** Each with what makes it one that must be refused. */
  readonly refused: Readonly<Record<string, () => Run>>;
}

const exporter = { accountId: "131313131313", name: "role/export" };
const appliance = { accountId: "131313131313", name: "user/appliance" };
const publisher = { accountId: "141414141414", name: "role/feed/publisher" };
const member = { accountId: "778898693101", name: "role/platform/uploader" };
const alice = { accountId: "202020202020", name: "user/finance/alice", withSecondFactor: true };
const vendorPlace = { "x-xput-source-ip": "192.0.2.7" };
const appliancePlace = { "x-xput-source-ip": "192.0.2.200" };
const office = { "x-xput-source-ip": "203.0.113.9" };
const elsewhere = { "x-xput-source-ip": "198.51.100.77" };
const main = "repo:acme-vendor/app:ref:refs/heads/main";

const rows: readonly Row[] = [
  {
    what: "the writer role and its external id",
    stackName: "vendor",
    prefix: "vendor/in/",
    role: "vendor-exporter",
    allowed: () => ({ as: exporter, place: vendorPlace }),
    refused: {
      "from another network": () => ({ as: exporter, place: elsewhere }),
      "after the contract": () => ({
        as: exporter,
        place: { ...vendorPlace, "x-xput-time": "2036-01-01T00:00:00Z" },
      }),
      "as another role of the account": () => ({ as: outsiderIn(exporter.accountId), place: vendorPlace }),
      "without the external id": () => ({ as: exporter, place: vendorPlace, options: explicit }),
    },
  },
  {
    what: "a direct put",
    stackName: "vendor",
    prefix: "vendor/appliance/",
    allowed: () => ({ as: appliance, place: appliancePlace }),
    refused: {
      "from another network": () => ({ as: appliance, place: elsewhere }),
      "as another role of the account": () => ({
        as: outsiderIn(appliance.accountId),
        place: appliancePlace,
      }),
    },
  },
  {
    what: "an access point",
    stackName: "vendor",
    prefix: "feed/",
    allowed: () => ({ as: publisher }),
    refused: {
      "as another role of the account": () => ({ as: outsiderIn(publisher.accountId) }),
      "at the bucket itself": () => ({
        as: publisher,
        options: ["--bucket", "acme-vendor-drop", "--region", "eu-west-1", "--path-style", "--no-overwrite"],
      }),
    },
  },
  {
    what: "a token in AWS_WEB_IDENTITY_TOKEN_FILE and no key",
    stackName: "vendor",
    prefix: "builds/",
    role: "vendor-builds",
    allowed: () => ({ environment: tokenOf(main) }),
    refused: {
      "of another branch": () => ({ environment: tokenOf(main.replace("main", "other")) }),
    },
  },
  {
    what: "the account tag of an organization's member",
    stackName: "departments",
    prefix: `accounts/${member.accountId}/`,
    role: "departments-everyone",
    allowed: () => ({ as: member, place: office }),
    refused: {
      "below another account's prefix": () => ({
        as: member,
        place: office,
        prefix: "accounts/778898693102/",
      }),
      "from outside the organization": () => ({
        as: { ...member, accountId: "880000000009" },
        place: office,
      }),
    },
  },
  {
    what: "a user's session with a second factor",
    stackName: "departments",
    prefix: "finance/",
    role: "departments-finance",
    allowed: () => ({ as: alice, place: office }),
    refused: {
      "without a second factor": () => ({ as: { ...alice, withSecondFactor: false }, place: office }),
    },
  },
];

/** The exporter's role without what the settings know of it. */
const explicit = [
  ...["--bucket", "acme-vendor-drop", "--region", "eu-west-1", "--path-style", "--no-overwrite"],
  ...["--role-arn", "arn:aws:iam::121212121212:role/vendor-exporter"],
];

const text = "a,b\n1,2\n";
let files = 0;

describe("xput put on the situations that ship", function () {
  this.timeout(600_000);
  const requests = new Map<string, LocalRequest>();
  let local: LocalSetUp;

  before(async () => {
    await emptyLocalAws();
    for (const stackName of ["vendor", "departments"]) {
      const request = requestFor(stackName, shippedSettingsOf(stackName), stackName);
      local = await setUp(request);
      await mustRunPulumi(local.stack, "pulumi up", [
        "up",
        "--yes",
        "--skip-preview",
        ...stackFlags(local.stack),
      ]);
      requests.set(stackName, request);
    }
    writeFileSync(reportPath(), text);
  });
  // The next suite's local AWS is empty: a state that says otherwise would let its `up` make nothing.
  after(async () => {
    for (const stackName of requests.keys()) {
      const args = ["stack", "rm", "--force", "--yes", "--preserve-config", "--stack", stackName];
      await mustRunPulumi(local.stack, "pulumi stack rm", args);
    }
  });

  for (const row of rows) {
    const { what, stackName, prefix, role } = row;

    it(`puts by ${what}`, async () => {
      const run = row.allowed();
      const key = `${prefix}${randomUUID()}/report.csv`;
      const { exitCode, output, stdout } = await put(stackName, key, run);
      assert.equal(exitCode, 0, output);
      const { roleArn = "", versionId, eTag, bytes } = JSON.parse(stdout) as Readonly<Record<string, string>>;
      assert.equal(roleArn.split("/")[1], role);
      const { settings } = requests.get(stackName) ?? assert.fail();
      const { bucket, accountId } = settings.destination;
      const owner = clientsFor(local.aws, adminCredentials(accountId), office);
      const head = await owner.s3
        .send(new HeadObjectCommand({ Bucket: bucket, Key: key }))
        .finally(owner.destroy);
      assert.deepEqual([head.VersionId, head.ETag, head.ContentLength], [versionId, eTag, bytes]);
      assert.deepEqual([head.ContentLength, head.ServerSideEncryption], [text.length, "aws:kms"]);
    });

    for (const [how, refused] of Object.entries(row.refused)) {
      it(`does not put by ${what}: ${how}`, async () => {
        const run = refused();
        await isRefused("AccessDenied", stackName, `${run.prefix ?? prefix}${randomUUID()}/report.csv`, run);
      });
    }
  }

  it("does not replace what is there", async () => {
    const run = { as: publisher };
    const key = `feed/${randomUUID()}/report.csv`;
    assert.equal((await put("vendor", key, run)).exitCode, 0);
    await isRefused("PreconditionFailed", "vendor", key, run);
  });

  it("puts with the external id that is named beside the role, as with the settings'", async () => {
    const options = [...explicit, "--external-id", "exporter-4b1f9a72"];
    const run = { as: exporter, place: vendorPlace, options };
    const { exitCode, output } = await put("vendor", `vendor/in/${randomUUID()}/a`, run);
    assert.equal(exitCode, 0, output);
  });

  it("signs a user in with the code that a device shows, and refuses a code that was taken", async () => {
    const UserName = "alice";
    const admin = clientsFor(local.aws, adminCredentials(alice.accountId));
    const { AccessKey: { AccessKeyId = "", SecretAccessKey = "" } = {} } = await admin.iam.send(
      new CreateAccessKeyCommand({ UserName }),
    );
    const environment = keysOf({ accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey });
    try {
      await withDevice(admin, UserName, async ({ serialNumber, code }) => {
        const options = ["--stack", "departments", "--mfa-serial", serialNumber, "--mfa-code", code];
        const run = { place: office, environment, options };
        const key = `finance/${randomUUID()}/report.csv`;
        const { exitCode, output } = await put("departments", key, run);
        assert.equal(exitCode, 0, output);
        await isRefused("AccessDenied", "departments", key, run);
      });
    } finally {
      await admin.iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
      admin.destroy();
    }
  });

  /** One line with the code, no stack, nothing that signs. */
  async function isRefused(code: string, stackName: string, key: string, run: Run): Promise<void> {
    const { exitCode, output, stdout, hidden } = await put(stackName, key, run);
    assert.equal(exitCode, 1, output);
    assert.equal(stdout, "");
    assert.match(output, new RegExp(`^xput: .*report\\.csv was not put: ${code}: .+\\n$`));
    for (const secret of hidden) assert.ok(!output.includes(secret));
  }

  async function put(stackName: string, key: string, { as, place = {}, environment = {}, options }: Run) {
    const proxy = await startHostProxy(local.aws.endpoint, place);
    const run = async (keys: Readonly<Record<string, string>>) => {
      const command = [join(projectRoot, "cli", "xput.cjs"), "put", reportPath(), key, "--json"];
      const result = await runCommand(
        process.execPath,
        [...command, ...(options ?? ["--stack", stackName])],
        { env: withoutOwnAws({ AWS_ENDPOINT_URL: proxy.url, AWS_EC2_METADATA_DISABLED: "true", ...keys }) },
      );
      return { ...result, hidden: secretsIn(keys) };
    };
    try {
      return await (as === undefined
        ? run(environment)
        : asPrincipal(local.aws, "aws", as, (credentials) =>
            run({ ...keysOf(credentials), ...environment }),
          ));
    } finally {
      proxy.stop();
    }
  }
});

function reportPath(): string {
  return join(localDir(), "report.csv");
}

function keysOf({
  accessKeyId,
  secretAccessKey,
  sessionToken,
}: Credentials): Readonly<Record<string, string>> {
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...(sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: sessionToken }),
  };
}

function secretsIn(keys: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(keys).flatMap(([name, value]) => (/SECRET|SESSION/.test(name) ? [value] : []));
}

function tokenOf(subject: string): Readonly<Record<string, string>> {
  const path = join(localDir(), `token-${(files += 1)}`);
  const provider = "token.actions.githubusercontent.com";
  writeFileSync(path, webIdentityToken({ provider, audience: "sts.amazonaws.com", subject }));
  return { AWS_WEB_IDENTITY_TOKEN_FILE: path };
}
