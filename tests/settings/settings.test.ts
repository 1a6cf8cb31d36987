/**
 * Settings: what is refused, with which words, and that its allowed neighbour passes.
 *
 * It does not prove that Pulumi prints these words without a stack; tests/engine does.
 */
import assert from "node:assert/strict";
import { parseSettings } from "../../settings/settings";
import { goodSettings } from "../support/settings";

type Raw = ReturnType<typeof goodSettings>;

function problemsOf(change: (raw: Raw) => void): string[] {
  const raw = goodSettings();
  change(raw);
  const result = parseSettings(raw);
  return result.ok ? [] : result.problems.map(({ path, message }) => `${path}: ${message}`);
}

describe("settings", () => {
  it("are accepted when everything is right, with defaults filled in", () => {
    const result = parseSettings(goodSettings());
    assert.ok(result.ok);
    assert.equal(result.settings.namePrefix, "xput");
    assert.equal(result.settings.destination.keepVersionsDays, 90);
    assert.equal(result.settings.destination.abortUploadsDays, 7);
    assert.deepEqual(result.settings.destination.encryption, {
      kind: "kms",
      administrators: [],
      rotationDays: 365,
      deletionWindowDays: 30,
      allowSseC: false,
      bucketKey: true,
    });
    assert.equal(result.settings.destination.protect, true);
    assert.equal(result.settings.destination.forceDestroy, false);
    assert.equal(result.settings.audit.kind, "trail");
    assert.equal(result.settings.s3UsePathStyle, false);
  });

  it("are accepted without any source", () => {
    assert.deepEqual(
      problemsOf((raw) => {
        raw.sources = {} as Raw["sources"];
      }),
      [],
    );
  });

  const refused: readonly [string, (raw: Raw) => void, RegExp][] = [
    [
      "an unquoted account id",
      (raw) => (raw.sources.marketing.accountId = 222222222222),
      /^xput:sources\.marketing\.accountId: must be a quoted string: without quotes YAML makes it a number/,
    ],
    [
      "an account id of 11 digits",
      (raw) => (raw.destination.accountId = "11111111111"),
      /^xput:destination\.accountId: must be 12 digits$/,
    ],
    [
      "a prefix without /",
      (raw) => (raw.sources.marketing.prefixes = ["marketing"]),
      /^xput:sources\.marketing\.prefixes\[0\]: must end with "\/": without it "a" would also allow "ab"$/,
    ],
    [
      "a prefix with a wildcard",
      (raw) => (raw.sources.marketing.prefixes = ["market*/"]),
      /^xput:sources\.marketing\.prefixes\[0\]: must not start with "\/" nor hold/,
    ],
    [
      "a prefix with a policy variable",
      (raw) => (raw.sources.marketing.prefixes = ["${aws:username}/"]),
      /^xput:sources\.marketing\.prefixes\[0\]: must not start with "\/" nor hold/,
    ],
    [
      "overlapping prefixes of two sources",
      (raw) => (raw.sources.shipper.prefixes = ["marketing/in/"]),
      /^xput:sources\.shipper\.prefixes\[0\]: "marketing\/in\/" lies within "marketing\/" at xput:sources\.marketing\.prefixes\[0\]/,
    ],
    [
      "the same prefix twice in one source",
      (raw) => (raw.sources.shipper.prefixes = ["a/", "b/", "a/"]),
      /^xput:sources\.shipper\.prefixes\[2\]: "a\/" lies within "a\/" at xput:sources\.shipper\.prefixes\[0\]/,
    ],
    [
      "an unknown key",
      (raw) => (raw.destination.bukket = "x"),
      /^xput:destination\.bukket: unknown setting: correct its name or remove it$/,
    ],
    [
      "an unknown key at the top",
      (raw) => Object.assign(raw, { sorces: {} }),
      /^xput:sorces: unknown setting: correct its name or remove it$/,
    ],
    [
      "the same uploader twice in one source",
      (raw) => (raw.sources.marketing.uploaders = ["role/a", "user/a", "role/a"]),
      /^xput:sources\.marketing\.uploaders\[2\]: the same uploader already stands at xput:sources\.marketing\.uploaders\[0\]/,
    ],
    [
      "the same uploader in two sources",
      (raw) => {
        raw.sources.shipper.accountId = "222222222222";
        raw.sources.shipper.uploaders = ["user/alice"];
      },
      /^xput:sources\.shipper\.uploaders\[0\]: the same uploader already stands at xput:sources\.marketing\.uploaders\[1\]/,
    ],
    [
      "an uploader with a wildcard",
      (raw) => (raw.sources.marketing.uploaders = ["role/*"]),
      /^xput:sources\.marketing\.uploaders\[0\]: must be "role\/" or "user\/"/,
    ],
    [
      "a source without uploaders",
      (raw) => (raw.sources.marketing.uploaders = []),
      /^xput:sources\.marketing\.uploaders: must name at least one uploader$/,
    ],
    [
      "two deploy roles for one account",
      (raw) => {
        raw.sources.shipper.accountId = "222222222222";
        raw.sources.shipper.manage = { deployRole: "role/other" };
      },
      /^xput:sources\.shipper\.manage\.deployRole: must equal xput:sources\.marketing\.manage\.deployRole/,
    ],
    ["no bucket", (raw) => delete raw.destination.bucket, /^xput:destination\.bucket: is missing$/],
    [
      "a name of a source that cannot be part of a role name",
      (raw) => Object.assign(raw.sources, { "Bad Name": raw.sources.shipper }),
      /^xput:sources\.Bad Name: a source's name must be 1 to 32 lower-case letters/,
    ],
    [
      "an external id with a space",
      (raw) => (raw.sources.shipper.externalId = "a b"),
      /^xput:sources\.shipper\.externalId: must be 2 to 1,224/,
    ],
    [
      "an organization id that is none",
      (raw) => (raw.sources.marketing.organizationId = "abc"),
      /^xput:sources\.marketing\.organizationId: must be an organization id/,
    ],
  ];
  for (const [what, change, words] of refused) {
    it(`refuses ${what} with one line`, () => {
      const problems = problemsOf((raw) => {
        change(raw);
      });
      const said = problems.filter((problem) => words.test(problem));
      assert.equal(said.length, 1, `said: ${problems.join(" | ")}`);
    });
  }

  type Change = (raw: Raw) => unknown;
  const key = "arn:aws:kms:eu-west-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  const marketing =
    (change: object): Change =>
    (raw) =>
      Object.assign(raw.sources.marketing, change);
  const destination =
    (change: object): Change =>
    (raw) =>
      Object.assign(raw.destination, change);
  const organization =
    (change: object = {}): Change =>
    (raw) =>
      Object.assign(raw.sources, {
        all: {
          organizationId: "o-abc1234567",
          uploaders: ["role/up"],
          prefixes: ["accounts/${accountId}/"],
          ...change,
        },
      });
  const github =
    (change: object = {}, more: object = {}): Change =>
    (raw) =>
      Object.assign(raw.sources, {
        ci: {
          webIdentity: {
            provider: "token.actions.githubusercontent.com",
            subjects: ["repo:acme/app:ref:refs/heads/main"],
            ...change,
          },
          prefixes: ["ci/"],
          ...more,
        },
      });
  const all = "every principal of this source may upload";

  /** What is refused, beside the nearest thing that is not. */
  const twins: readonly [what: string, refused: Change, RegExp, accepted: Change][] = [
    [
      "a source that names nobody",
      (raw) => delete raw.sources.shipper.accountId,
      /^xput:sources\.shipper\.accountId: is missing: a source names an accountId, an organizationId or a webIdentity$/,
      organization(),
    ],
    [
      "an organization whose accounts share a prefix",
      organization({ prefixes: ["accounts/"] }),
      /^xput:sources\.all\.prefixes\[0\]: must hold "\$\{accountId\}\/" once/,
      organization({ prefixes: ["a/${accountId}/b/"] }),
    ],
    [
      "an account's id as a part of a longer name",
      organization({ prefixes: ["a-${accountId}/"] }),
      /^xput:sources\.all\.prefixes\[0\]: must hold/,
      organization({ prefixes: ["${accountId}/"] }),
    ],
    [
      "a prefix that one account of the organization would share",
      (raw) => {
        organization()(raw);
        raw.sources.shipper.prefixes = ["accounts/555555555555/in/"];
      },
      /^xput:sources\.all\.prefixes\[0\]: "accounts\/\$\{accountId\}\/" overlaps "accounts\/555555555555\/in\/" at xput:sources\.shipper/,
      (raw) => {
        organization()(raw);
        raw.sources.shipper.prefixes = ["accounts/shipper/"];
      },
    ],
    [
      "a managed organization",
      organization({ manage: {} }),
      /^xput:sources\.all\.manage: must not stand in the source of an organization/,
      organization({ accessMode: "bucketPolicy" }),
    ],
    [
      "a whole account without the words",
      marketing({ uploaders: undefined, wholeSource: true }),
      /^xput:sources\.marketing\.wholeSource: must be the text "every principal of this source may upload"/,
      marketing({ uploaders: undefined, wholeSource: all }),
    ],
    [
      "a whole account beside uploaders",
      marketing({ wholeSource: all }),
      /^xput:sources\.marketing\.wholeSource: must not stand beside uploaders or groups/,
      marketing({ uploaders: [], wholeSource: all }),
    ],
    [
      "a group in a source that nobody manages",
      (raw) => Object.assign(raw.sources.shipper, { groups: [{ group: "group/up", members: ["user/bob"] }] }),
      /^xput:sources\.shipper\.groups: must stand in a managed source/,
      marketing({ groups: [{ group: "group/up", members: ["user/bob"] }] }),
    ],
    [
      "a group without members",
      marketing({ groups: [{ group: "group/up", members: [] }] }),
      /^xput:sources\.marketing\.groups\[0\]\.members: must name at least one user/,
      marketing({ groups: [{ group: "group/a/up", members: ["user/bob"] }] }),
    ],
    [
      "a group's member that is an uploader already",
      marketing({ groups: [{ group: "group/up", members: ["user/alice"] }] }),
      /^xput:sources\.marketing\.groups\[0\]\.members\[0\]: the same uploader already stands at xput:sources\.marketing\.uploaders\[1\]/,
      marketing({ groups: [{ group: "group/up", members: ["user/alice2"] }] }),
    ],
    [
      "the role of a permission set by its own name",
      marketing({ uploaders: ["role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Up_0123456789abcdef"] }),
      /^xput:sources\.marketing\.uploaders\[0\]: must name a role of IAM Identity Center by its permission set/,
      marketing({ uploaders: ["permission-set/Up"] }),
    ],
    [
      "a second factor of a role",
      marketing({ requireMfa: true }),
      /^xput:sources\.marketing\.requireMfa: must stand in a source whose uploaders are users/,
      marketing({ requireMfa: true, uploaders: ["user/alice"] }),
    ],
    [
      "an external id without AssumeRole",
      (raw) => (raw.sources.shipper.accessMode = "bucketPolicy"),
      /^xput:sources\.shipper\.externalId: must not stand in a source that puts directly/,
      marketing({ accessMode: "bucketPolicy" }),
    ],
    [
      "a session length without session",
      marketing({ accessMode: "accessPoint", sessionMinutes: 120 }),
      /^xput:sources\.marketing\.sessionMinutes: must not stand in a source that puts directly/,
      marketing({ sessionMinutes: 720 }),
    ],
    [
      "a session shorter than IAM can hold it to",
      marketing({ sessionMinutes: 15 }),
      /^xput:sources\.marketing\.sessionMinutes: must be 60 or more/,
      marketing({ sessionMinutes: 60 }),
    ],
    [
      "a session of 13 hours",
      marketing({ sessionMinutes: 780 }),
      /^xput:sources\.marketing\.sessionMinutes: must be 720 or less/,
      marketing({ sessionMinutes: 720 }),
    ],
    [
      "a VPC without access point",
      marketing({ vpcId: "vpc-0123456789abcdef0" }),
      /^xput:sources\.marketing\.vpcId: must stand in a source with the access mode accessPoint/,
      marketing({ vpcId: "vpc-0123456789abcdef0", accessMode: "accessPoint" }),
    ],
    [
      "a time that ends before it begins",
      marketing({ activeFrom: "2027-01-01T00:00:00Z", activeUntil: "2026-01-01T00:00:00Z" }),
      /^xput:sources\.marketing\.activeUntil: must lie after activeFrom/,
      marketing({ activeFrom: "2026-01-01T00:00:00Z", activeUntil: "2027-01-01T00:00:00Z" }),
    ],
    [
      "a time without zone",
      marketing({ activeUntil: "2026-01-01T00:00:00" }),
      /^xput:sources\.marketing\.activeUntil: must be a moment in UTC/,
      marketing({ activeUntil: "2026-01-01T00:00:00Z" }),
    ],
    [
      "every address",
      marketing({ sourceIps: ["0.0.0.0/0"] }),
      /^xput:sources\.marketing\.sourceIps\[0\]: must not be every address/,
      marketing({ sourceIps: ["2001:db8::/32", "203.0.113.7"] }),
    ],
    [
      "an address that is none",
      marketing({ sourceIps: ["203.0.113.0/33"] }),
      /^xput:sources\.marketing\.sourceIps\[0\]: must be an IP address or a range/,
      marketing({ sourceIps: ["203.0.113.0/32"] }),
    ],
    [
      "the name of the deploy role",
      (raw) =>
        Object.assign(raw.sources, {
          deploy: { ...raw.sources.shipper, prefixes: ["d/"], accountId: "444444444444" },
        }),
      /^xput:sources\.deploy: a source's name must not be deploy/,
      (raw) =>
        Object.assign(raw.sources, {
          deploys: { ...raw.sources.shipper, prefixes: ["d/"], accountId: "444444444444" },
        }),
    ],
    [
      "anybody's repository",
      github({ subjects: ["repo:acme/*:ref:refs/heads/main"] }),
      /^xput:sources\.ci\.webIdentity\.subjects\[0\]: must name owner and repository in full/,
      github({ subjects: ["repo:acme/app:*"] }),
    ],
    [
      "any token at all",
      github({ subjects: ["*"] }),
      /^xput:sources\.ci\.webIdentity\.subjects\[0\]: must not start with a wildcard/,
      github({ subjects: ["project:acme"] }),
    ],
    [
      "an issuer with a scheme",
      github({ provider: "https://token.actions.githubusercontent.com" }),
      /^xput:sources\.ci\.webIdentity\.provider: must be the issuer without "https:\/\/"/,
      github({ provider: "gitlab.example.com/a" }),
    ],
    [
      "a token beside uploaders",
      github({}, { uploaders: ["role/a"] }),
      /^xput:sources\.ci\.uploaders: must not stand beside webIdentity/,
      github({}, { sessionMinutes: 90 }),
    ],
    [
      "an identity provider that is there and made",
      (raw) => {
        github()(raw);
        Object.assign(raw.sources, {
          cd: {
            webIdentity: {
              provider: "token.actions.githubusercontent.com",
              subjects: ["repo:acme/b:ref:refs/heads/main"],
              existingProvider: true,
            },
            prefixes: ["cd/"],
          },
        });
      },
      /^xput:sources\.cd\.webIdentity\.existingProvider: must equal xput:sources\.ci\.webIdentity\.existingProvider/,
      github({ existingProvider: true }),
    ],
    [
      "a token that puts directly",
      github({}, { accessMode: "bucketPolicy" }),
      /^xput:sources\.ci\.accessMode: must be role/,
      github({}, { accessMode: "role" }),
    ],
    [
      "an alias for a key",
      destination({ encryption: { kind: "kms", keyArn: "arn:aws:kms:eu-west-1:111111111111:alias/x" } }),
      /^xput:destination\.encryption\.keyArn: must be the ARN of a key/,
      destination({ encryption: { kind: "kms", keyArn: key } }),
    ],
    [
      "a key of another region",
      destination({ encryption: { kind: "dsse", keyArn: key.replace("eu-west-1", "us-east-1") } }),
      /^xput:destination\.encryption\.keyArn: must be of a key in eu-west-1/,
      destination({ encryption: { kind: "dsse", keyArn: key } }),
    ],
    [
      "a bucket key for two layers",
      destination({ encryption: { kind: "dsse", bucketKey: true } }),
      /^xput:destination\.encryption\.bucketKey: unknown setting/,
      destination({ encryption: { kind: "kms", bucketKey: false } }),
    ],
    [
      "an encryption of no kind",
      destination({ encryption: { kind: "none" } }),
      /^xput:destination\.encryption\.kind: must have a kind/,
      destination({ encryption: { kind: "s3" } }),
    ],
    [
      "a lock without days",
      destination({ objectLock: { mode: "compliance" } }),
      /^xput:destination\.objectLock\.days: is missing/,
      destination({ objectLock: { mode: "compliance", days: 30 } }),
    ],
    [
      "a transition before S3 takes it",
      destination({ lifecycle: [{ prefix: "", transitions: [{ days: 10, storageClass: "STANDARD_IA" }] }] }),
      /^xput:destination\.lifecycle\[0\]\.transitions: must leave an object 30 days or more/,
      destination({ lifecycle: [{ prefix: "", transitions: [{ days: 10, storageClass: "GLACIER" }] }] }),
    ],
    [
      "an expiry before the last transition",
      destination({
        lifecycle: [{ prefix: "a/", expireDays: 30, transitions: [{ days: 30, storageClass: "GLACIER" }] }],
      }),
      /^xput:destination\.lifecycle\[0\]\.expireDays: must lie after every transition/,
      destination({
        lifecycle: [{ prefix: "a/", expireDays: 31, transitions: [{ days: 30, storageClass: "GLACIER" }] }],
      }),
    ],
    [
      "a rule that does nothing",
      destination({ lifecycle: [{ prefix: "" }] }),
      /^xput:destination\.lifecycle\[0\]: must say expireDays, transitions or both/,
      destination({ lifecycle: [{ prefix: "", expireDays: 1 }] }),
    ],
    [
      "a network of nothing",
      destination({ network: {} }),
      /^xput:destination\.network: must name sourceIps, vpcEndpointIds or both/,
      destination({ network: { vpcEndpointIds: ["vpce-0123456789abcdef0"] } }),
    ],
    [
      "six prefixes to scan",
      destination({
        malwareScan: { prefixes: ["1", "2", "3", "4", "5", "6"].map((n) => `marketing/${n}/`) },
      }),
      /^xput:destination\.malwareScan\.prefixes: must name at most 5 prefixes/,
      destination({ malwareScan: { prefixes: ["1", "2", "3", "4", "5"].map((n) => `marketing/${n}/`) } }),
    ],
    [
      "a scan where nobody puts",
      destination({ malwareScan: { prefixes: ["marketng/"] } }),
      /^xput:destination\.malwareScan\.prefixes\[0\]: "marketng\/" lies below no source's prefix/,
      destination({ malwareScan: { prefixes: ["shipper/"] } }),
    ],
    [
      "an account-regional name of another account",
      destination({ bucket: "acme-222222222222-eu-west-1-an" }),
      /^xput:destination\.bucket: must end with "-111111111111-eu-west-1-an"/,
      destination({ bucket: "acme-111111111111-eu-west-1-an" }),
    ],
    [
      "half an account-regional name",
      destination({ bucket: "acme-an" }),
      /^xput:destination\.bucket: must end with "-<account id>-<region>-an"/,
      destination({ bucket: "acme-ann" }),
    ],
    [
      "one bucket for two things",
      destination({
        replication: { accountId: "777777777777", region: "eu-central-1", bucket: "acme-drop-test" },
      }),
      /^xput:destination\.replication\.bucket: must differ from xput:destination\.bucket/,
      destination({
        replication: { accountId: "777777777777", region: "eu-central-1", bucket: "acme-drop-copy" },
      }),
    ],
    [
      "a name that leaves no room for the log bucket's",
      destination({ bucket: "a".repeat(60) }),
      /^xput:audit\.bucket: must be given: "a{60}-audit", made from xput:destination\.bucket, is 66 characters long/,
      (raw) => {
        destination({ bucket: "a".repeat(60) })(raw);
        Object.assign(raw, { audit: { bucket: "acme-logs" } });
      },
    ],
    [
      "a log bucket with the name that another would get",
      (raw) => {
        destination({ accessLogs: {} })(raw);
        Object.assign(raw, { audit: { bucket: "acme-drop-test-access-logs" } });
      },
      /^xput:audit\.bucket: must differ from xput:destination\.accessLogs\.bucket/,
      destination({ accessLogs: {} }),
    ],
    [
      "administrators of the key without the deploy role",
      destination({ encryption: { kind: "kms", administrators: ["role/admin"] } }),
      /^xput:destination\.encryption\.administrators: must hold role\/xput-deploy, the deploy role/,
      destination({ encryption: { kind: "kms", administrators: ["role/admin", "role/xput-deploy"] } }),
    ],
    [
      "a direct source outside the destination's organization",
      (raw) => {
        raw.destination.organizationId = "o-abc1234567";
        Object.assign(raw.sources.shipper, { externalId: undefined, accessMode: "bucketPolicy" });
      },
      /^xput:sources\.shipper\.organizationId: must be o-abc1234567, as xput:destination\.organizationId/,
      (raw) => (raw.destination.organizationId = "o-abc1234567"),
    ],
    [
      "an audit of no kind",
      (raw) => Object.assign(raw, { audit: { kind: "all" } }),
      /^xput:audit\.kind: must be of kind "trail", "existingTrail" or "none"/,
      (raw) => Object.assign(raw, { audit: { retentionDays: 400, alarmEmails: ["sec@example.com"] } }),
    ],
    [
      "an address that is no e-mail",
      (raw) => Object.assign(raw, { audit: { alarmEmails: ["sec"] } }),
      /^xput:audit\.alarmEmails\[0\]: must be an e-mail address/,
      (raw) => Object.assign(raw, { audit: { kind: "none" } }),
    ],
    [
      "days that CloudWatch Logs does not have",
      (raw) => Object.assign(raw, { audit: { logGroupDays: 91 } }),
      /^xput:audit\.logGroupDays: must be one of 1, 3, 5/,
      (raw) => Object.assign(raw, { audit: { logGroupDays: 90 } }),
    ],
    [
      "an existing trail without ARN",
      (raw) => Object.assign(raw, { audit: { kind: "existingTrail" } }),
      /^xput:audit\.trailArn: is missing$/,
      (raw) =>
        Object.assign(raw, {
          audit: { kind: "existingTrail", trailArn: "arn:aws:cloudtrail:eu-west-1:999999999999:trail/all" },
        }),
    ],
  ];
  for (const [what, change, words, accepted] of twins) {
    it(`refuses ${what}, and accepts its neighbour`, () => {
      const problems = problemsOf((raw) => void change(raw));
      assert.equal(
        problems.filter((problem) => words.test(problem)).length,
        1,
        `said: ${problems.join(" | ")}`,
      );
      assert.deepEqual(
        problemsOf((raw) => void accepted(raw)),
        [],
      );
    });
  }

  const bucketNames: readonly [string, boolean][] = [
    ["abc", true],
    ["acme-drop-1", true],
    ["acme.drop", true],
    ["ab", false],
    ["a".repeat(63), true],
    ["a".repeat(64), false],
    ["Acme", false],
    ["acme_drop", false],
    ["-acme", false],
    ["acme-", false],
    ["acme..drop", false],
    ["192.168.5.4", false],
    ["xn--acme", false],
    ["sthree-acme", false],
    ["amzn-s3-demo-acme", false],
    ["acme-s3alias", false],
    ["acme--ol-s3", false],
    ["acme--x-s3", false],
  ];
  for (const [name, accepted] of bucketNames) {
    it(`${accepted ? "accepts" : "refuses"} the bucket name ${name}`, () => {
      const problems = problemsOf((raw) => {
        raw.destination.bucket = name;
        Object.assign(raw, { audit: { kind: "none" } });
      });
      assert.equal(problems.length === 0, accepted, problems.join(" | "));
    });
  }

  it("tells every problem at once", () => {
    const problems = problemsOf((raw) => {
      raw.destination.accountId = 1;
      raw.destination.region = "Ireland";
      raw.sources.shipper.prefixes = ["x"];
    });
    assert.equal(problems.length, 3, problems.join("\n"));
  });

  it("accepts prefixes that merely start alike", () => {
    assert.deepEqual(
      problemsOf((raw) => (raw.sources.shipper.prefixes = ["marketing-eu/", "a/", "a-b/"])),
      [],
    );
  });
});
