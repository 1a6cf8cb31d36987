/**
 * `xput put` as a process: what it makes of its options, what it says and how it ends. S3 and STS are played by a
 * local server, which decides nothing; tests/engine/putCommand.test.ts puts where documents decide.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { uploadWay, sourceOfKey } from "../../iam/uploadWay";
import { withoutOwnAws } from "../../local/pulumiEnvironment";
import { runCommand } from "../../local/runCommand";
import { playAws, s3Error, stsError, type PlayedAws, type ReceivedRequest } from "../support/playedAws";
import { settingsWith } from "../support/settings";

const secret = "long-term-secret-of-the-uploader";
const sessionToken = "session-token-of-the-uploader";
const accessPoint = "arn:aws:s3:eu-west-1:111111111111:accesspoint/xput-feed";
const roleArn = "arn:aws:iam::111111111111:role/xput-marketing";
const to = ["--bucket", "drop", "--region", "eu-west-1"];

describe("xput put", function () {
  this.timeout(60_000);
  let folder: string;
  let file: string;
  let token: string;
  let aws: PlayedAws;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "xput-put-"));
    file = join(folder, "report.csv");
    token = join(folder, "token");
    writeFileSync(file, "a,b\n");
    writeFileSync(token, "a.b.c\n");
    writeFileSync(join(folder, "empty"), "\n");
    writeFileSync(join(folder, "large"), "");
    // Holes take no room.
    truncateSync(join(folder, "large"), 5 * 1024 ** 3 + 1);
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    aws = await playAws();
  });
  afterEach(() => {
    aws.close();
  });

  function put(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    const env = withoutOwnAws({
      HOME: folder,
      AWS_ENDPOINT_URL: aws.endpoint,
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_MAX_ATTEMPTS: "1",
      AWS_ACCESS_KEY_ID: "AKIAPLAYED",
      AWS_SECRET_ACCESS_KEY: secret,
      AWS_SESSION_TOKEN: sessionToken,
      ...environment,
    });
    const cli = join(__dirname, "../../cli/xput.cjs");
    return runCommand(process.execPath, [cli, "put", ...args], { env });
  }

  /** One line, without a stack, and nothing that signs. */
  async function fails(exitCode: number, says: RegExp, args: readonly string[], env = {}): Promise<void> {
    const run = await put(args, env);
    assert.equal(run.exitCode, exitCode, run.output);
    assert.equal(run.stdout, "");
    assert.match(run.output, says);
    assert.match(run.output, /^xput: .*\n$/, "one line");
    for (const hidden of [secret, sessionToken, "played-secret", "played-token"])
      assert.ok(!run.output.includes(hidden));
  }

  const spoken = ({ requests }: PlayedAws = aws) =>
    requests.map(
      ({ fields, method, target }: ReceivedRequest) => fields.Action ?? `${method} ${target.split("?")[0]}`,
    );

  describe("given wrongly", () => {
    const rows: readonly (readonly [what: string, says: RegExp, args: () => readonly string[]])[] = [
      ["no place", /say where to put: --stack, or --bucket and --region/, () => [file, "in/a"]],
      ["a bucket without a region", /--bucket and --region/, () => [file, "in/a", "--bucket", "drop"]],
      [
        "a bucket that is none",
        /--bucket DROP: must be a bucket's name/,
        () => [file, "in/a", "--bucket", "DROP", "--region", "eu-west-1"],
      ],
      [
        "a region that is none",
        /--region nowhere: must be a code like/,
        () => [file, "in/a", "--bucket", "drop", "--region", "nowhere"],
      ],
      [
        "a role that is none",
        /--role-arn xput: must be like arn:aws:iam/,
        () => [file, "in/a", ...to, "--role-arn", "xput"],
      ],
      [
        "a stack and a bucket",
        /--bucket, --region: not with --stack/,
        () => [file, "marketing/a", "--stack", "local", ...to],
      ],
      [
        "a stack and a role",
        /--role-arn, --external-id: not with --stack/,
        () => [file, "marketing/a", "--stack", "local", "--role-arn", roleArn, "--external-id", "x"],
      ],
      [
        "an external id without a role",
        /--external-id: for a writer role only: name it with --role-arn/,
        () => [file, "in/a", ...to, "--external-id", "x"],
      ],
      [
        "a token without a role",
        /--web-identity-token-file: .*name it with --role-arn/,
        () => [file, "in/a", ...to, "--web-identity-token-file", token],
      ],
      [
        "a token and an external id",
        /--external-id: not with a token/,
        () => [
          file,
          "in/a",
          ...to,
          "--role-arn",
          roleArn,
          "--external-id",
          "x",
          "--web-identity-token-file",
          token,
        ],
      ],
      [
        "half a second factor",
        /both --mfa-serial and --mfa-code/,
        () => [file, "in/a", ...to, "--mfa-code", "123456"],
      ],
      ["no such file", /none\.csv: no such file/, () => [join(folder, "none.csv"), "in/a", ...to]],
      ["a folder", /: is not a file/, () => [folder, "in/a", ...to]],
      [
        "more than 5 GiB",
        /5368709121 bytes are more than S3 takes in one put, which is 5 GiB/,
        () => [join(folder, "large"), "in/a", ...to],
      ],
      ["no key", /the key has 0 bytes; S3 takes 1 to 1024/, () => [file, "", ...to]],
      ["too long a key", /the key has 1026 bytes/, () => [file, "ü".repeat(513), ...to]],
      [
        "a key of no source",
        /elsewhere\/a: no source may put there; keys start with one of: marketing\//,
        () => [file, "elsewhere/a", "--stack", "local"],
      ],
      [
        "a key below an organization's prefix without an account",
        /accounts\/finance\/a: no source may put there/,
        () => [file, "accounts/finance/a", "--stack", "departments"],
      ],
      [
        "a token for a source that has keys",
        /--web-identity-token-file: of no use: the source marketing/,
        () => [file, "marketing/a", "--stack", "local", "--web-identity-token-file", token],
      ],
      [
        "no token for a source that has no keys",
        /the source builds signs in with a token: name the file/,
        () => [file, "builds/a", "--stack", "vendor"],
      ],
      [
        "a token that is not there",
        /none: the token cannot be read: ENOENT/,
        () => [file, "builds/a", "--stack", "vendor", "--web-identity-token-file", join(folder, "none")],
      ],
      [
        "an empty token",
        /empty: the file holds no token/,
        () => [file, "builds/a", "--stack", "vendor", "--web-identity-token-file", join(folder, "empty")],
      ],
    ];
    for (const [what, says, args] of rows) {
      it(`says in one line what is wrong with ${what}, asks AWS nothing, and ends with 2`, async () => {
        await fails(2, says, args());
        assert.deepEqual(spoken(), []);
      });
    }

    it("ends with 2 for a length that no session has", async () => {
      const run = await put([file, "in/a", ...to, "--session-minutes", "14"]);
      assert.equal(run.exitCode, 2);
      assert.match(run.output, /It must be a whole number from 15 to 720/);
    });
  });

  describe("given rightly", () => {
    it("puts directly, and says what S3 says", async () => {
      const run = await put([file, "in/a", ...to]);
      assert.deepEqual([run.exitCode, run.output], [0, 's3://drop/in/a: 4 bytes, version v1, ETag "e1"\n']);
      assert.deepEqual(spoken(), ["PUT /drop/in/a"]);
      assert.equal(aws.requests[0]?.headers["if-none-match"], undefined);
    });

    it("prints JSON with everything that identifies what was put", async () => {
      const run = await put([file, "in/a", ...to, "--role-arn", roleArn, "--json"]);
      assert.equal(run.output, run.stdout);
      assert.deepEqual(JSON.parse(run.stdout), {
        bucket: "drop",
        key: "in/a",
        bytes: 4,
        versionId: "v1",
        eTag: '"e1"',
        roleArn,
      });
    });

    it("assumes the role that is named, as the options say, and puts with its session", async () => {
      const how = [
        "--role-arn",
        roleArn,
        "--external-id",
        "issued-1",
        "--session-minutes",
        "120",
        "--tag-account",
      ];
      const run = await put([file, "in/a", ...to, ...how, "--no-overwrite"]);
      assert.equal(run.exitCode, 0, run.output);
      assert.deepEqual(spoken(), ["GetCallerIdentity", "AssumeRole", "PUT /drop/in/a"]);
      const { fields = {} } = aws.requests[1] ?? {};
      assert.deepEqual(
        [fields.RoleArn, fields.ExternalId, fields.DurationSeconds, fields["Tags.member.1.Value"]],
        [roleArn, "issued-1", "7200", "222222222222"],
      );
      const { headers = {} } = aws.requests[2] ?? {};
      assert.deepEqual([headers["x-amz-security-token"], headers["if-none-match"]], ["played-token", "*"]);
    });

    it("puts to an access point, in the path where that is asked for", async () => {
      const run = await put([
        file,
        "feed/a",
        "--bucket",
        accessPoint,
        "--region",
        "eu-west-1",
        "--path-style",
      ]);
      assert.equal(run.exitCode, 0, run.output);
      assert.deepEqual(spoken(), [`PUT /${encodeURIComponent(accessPoint)}/feed/a`]);
    });

    it("signs in with the token in a file that is named, without any key", async () => {
      const how = ["--role-arn", roleArn, "--web-identity-token-file", token];
      const run = await put([file, "in/a", ...to, ...how], {
        AWS_ACCESS_KEY_ID: "",
        AWS_SECRET_ACCESS_KEY: "",
        AWS_SESSION_TOKEN: "",
      });
      assert.equal(run.exitCode, 0, run.output);
      assert.deepEqual(spoken(), ["AssumeRoleWithWebIdentity", "PUT /drop/in/a"]);
      assert.equal(aws.requests[0]?.fields.WebIdentityToken, "a.b.c");
    });

    it("signs in with a second factor first", async () => {
      const device = "arn:aws:iam::222222222222:mfa/alice";
      const run = await put([
        file,
        "in/a",
        ...to,
        "--role-arn",
        roleArn,
        "--mfa-serial",
        device,
        "--mfa-code",
        "123456",
      ]);
      assert.equal(run.exitCode, 0, run.output);
      assert.deepEqual(spoken(), ["GetSessionToken", "AssumeRole", "PUT /drop/in/a"]);
      assert.equal(aws.requests[1]?.headers["x-amz-security-token"], "played-token");
    });

    it("tells from a stack's settings that a put must replace nothing", async () => {
      const run = await put([file, "vendor/appliance/a", "--stack", "vendor"]);
      assert.equal(run.exitCode, 0, run.output);
      assert.equal(aws.requests[0]?.headers["if-none-match"], "*");
    });
  });

  describe("refused", () => {
    it("says STS's code in one line, and ends with 1", async () => {
      aws.close();
      aws = await playAws(() =>
        stsError(403, "AccessDenied", "is not authorized to perform: sts:AssumeRole"),
      );
      await fails(1, /report\.csv was not put: AccessDenied: is not authorized/, [
        file,
        "in/a",
        ...to,
        "--role-arn",
        roleArn,
      ]);
      assert.deepEqual(spoken(), ["AssumeRole"]);
    });

    it("says S3's code in one line, however many the message has", async () => {
      aws.close();
      aws = await playAws(() => s3Error(412, "PreconditionFailed", "At least one\nof the pre-conditions"));
      await fails(1, /PreconditionFailed: At least one of the pre-conditions/, [file, "in/a", ...to]);
    });

    it("says so where there are no credentials, no connection, or no endpoint", async () => {
      const none = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "", AWS_SESSION_TOKEN: "" };
      await fails(1, /CredentialsProviderError: Could not load credentials/, [file, "in/a", ...to], none);
      await fails(1, /ECONNREFUSED/, [file, "in/a", ...to], { AWS_ENDPOINT_URL: "http://127.0.0.1:9" });
      await fails(1, /Invalid URL/, [file, "in/a", ...to], { AWS_ENDPOINT_URL: "nowhere" });
    });

    it("says so where what answers is not AWS", async () => {
      aws.close();
      aws = await playAws(() => ({ body: "<html>a proxy's page</html>", httpStatus: 502 }));
      await fails(1, /was not put: /, [file, "in/a", ...to]);
    });
  });
});

describe("the source of a key", () => {
  const everyone = {
    organizationId: "o-abc1234567",
    uploaders: ["role/uploader"],
    prefixes: ["accounts/${accountId}/", "more/${accountId}/in/"],
  };
  const marketing = {
    accountId: "222222222222",
    uploaders: ["role/app"],
    prefixes: ["marketing/"],
    accessMode: "accessPoint",
  };
  const settings = settingsWith({ everyone, marketing });
  const rows: readonly (readonly [key: string, found: readonly [string, string | undefined] | undefined])[] =
    [
      ["marketing/a", ["marketing", undefined]],
      ["accounts/222222222222/a", ["everyone", "222222222222"]],
      ["accounts/333333333333/a", ["everyone", "333333333333"]],
      ["more/333333333333/in/a", ["everyone", "333333333333"]],
      ["more/333333333333/out/a", undefined],
      ["accounts/33333333333/a", undefined],
      ["accounts/3333333333333/a", undefined],
      ["accounts//a", undefined],
      ["marketing", undefined],
      ["Marketing/a", undefined],
      ["other/a", undefined],
    ];
  for (const [key, found] of rows) {
    it(`of ${key} is ${found === undefined ? "nobody" : found.filter((part) => part !== undefined).join(" for ")}`, () => {
      const source = sourceOfKey(settings, key);
      assert.deepEqual(source === undefined ? undefined : [source.sourceName, source.accountId], found);
    });
  }

  it("says where its uploaders put", () => {
    const way = (name: string) => {
      const source = settings.sources[name] ?? assert.fail(name);
      return uploadWay(settings, name, source);
    };
    assert.deepEqual(way("marketing"), {
      target: "arn:aws:s3:eu-west-1:111111111111:accesspoint/xput-marketing",
      onlyIfAbsent: false,
      entrance: { kind: "direct" },
    });
    assert.deepEqual(way("everyone").entrance, {
      kind: "role",
      roleArn: "arn:aws:iam::111111111111:role/xput-everyone",
      externalId: undefined,
      accountTag: "xput-account",
    });
  });
});
