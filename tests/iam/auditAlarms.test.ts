/**
 * Which of the trail's events count for which alarm, each beside one that does not.
 *
 * The patterns are read by the local AWS's reader of filter patterns; it does not prove that CloudWatch Logs reads them
 * alike, nor that CloudTrail's events have these very members.
 */
import assert from "node:assert/strict";
import { alarmKinds, type AlarmKind } from "../../iam/alarmKinds";
import { alarmDescriptions, countedEvents, countedKeyChanges } from "../../iam/auditAlarms";
import { quotaProblems } from "../../iam/quotas";
import { auditPlaceOf } from "../../iam/auditPlace";
import { readFilterPattern } from "../../local/gateway/logs/filterPattern";
import type { Settings } from "../../settings/settings";
import { settingsWith } from "../support/settings";

const account = "111111111111";
const marketing = { accountId: "222222222222", uploaders: ["role/a"], prefixes: ["marketing/"] };
const settings = settingsWith({ marketing }, { malwareScan: { prefixes: ["marketing/"] } });
const keyIds = ["1234abcd-12ab-34cd-56ef-1234567890ab"];

type Event = Readonly<Record<string, unknown>>;

function alarmsOf(event: Event, of: Settings = settings): readonly AlarmKind[] {
  const place = auditPlaceOf(of, { bucket: undefined });
  const counted = [...countedEvents(of, place), countedKeyChanges(place, keyIds)].filter(({ pattern }) => {
    const read = readFilterPattern(pattern);
    assert.ok(read.ok, pattern);
    return read.matches(JSON.stringify(event));
  });
  return alarmKinds.filter((kind) => counted.some(({ alarm }) => alarm === kind));
}

const session = (roleName: string, accountId = account) => ({
  type: "AssumedRole",
  arn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/session`,
  accountId,
});
const foreign = (accountId: string) => ({ type: "AWSAccount", principalId: "AROA1:s", accountId });
const data = (eventName: string, userIdentity: object, more: Event = {}): Event => ({
  eventSource: "s3.amazonaws.com",
  eventCategory: "Data",
  eventName,
  userIdentity,
  requestParameters: { bucketName: "acme-drop-test", key: "marketing/a" },
  ...more,
});
const management = (service: string, eventName: string, requestParameters: object): Event => ({
  eventSource: `${service}.amazonaws.com`,
  eventCategory: "Management",
  eventName,
  requestParameters,
  userIdentity: session("admin"),
});
const refused = { errorCode: "AccessDenied" };
const writer = session("xput-marketing");

describe("an event", () => {
  const cases: readonly [string, Event, readonly AlarmKind[]][] = [
    ["a put by a writer role", data("PutObject", writer), []],
    ["a refused put by a writer role", data("PutObject", writer, refused), ["refused-puts"]],
    ["a refused part", data("UploadPart", foreign("999999999999"), refused), ["refused-puts"]],
    ["a refused read", data("GetObject", writer, refused), []],
    ["a put that failed otherwise", data("PutObject", writer, { errorCode: "NoSuchUpload" }), []],
    ["a put by another role", data("PutObject", session("admin")), ["undeclared-puts"]],
    ["a put by a role that starts alike", data("PutObject", session("xput-marketing2")), ["undeclared-puts"]],
    [
      "a put by a role of that name in another account",
      data("PutObject", session("xput-marketing", "999999999999")),
      ["undeclared-puts"],
    ],
    ["a put by another account", data("PutObject", foreign("222222222222")), ["undeclared-puts"]],
    ["a copy by another role", data("CopyObject", session("admin")), ["undeclared-puts"]],
    [
      "a multipart upload completed by another role",
      data("CompleteMultipartUpload", session("admin")),
      ["undeclared-puts"],
    ],
    ["a part by another role", data("UploadPart", session("admin")), []],
    [
      "an anonymous put",
      data("PutObject", { type: "AWSAccount", accountId: "anonymous" }),
      ["undeclared-puts"],
    ],
    ["GuardDuty's trial", data("PutObject", session("xput-malware-scan")), []],
    ["a deletion", data("DeleteObject", session("admin")), ["deletions"]],
    ["a refused deletion", data("DeleteObjects", writer, refused), ["deletions"]],
    ["a deleted tag", data("DeleteObjectTagging", session("admin")), []],
    [
      "the trail stopped by its name",
      management("cloudtrail", "StopLogging", { name: "xput-acme-drop-test" }),
      ["trail-changes"],
    ],
    [
      "the trail's selectors changed by its ARN",
      management("cloudtrail", "PutEventSelectors", {
        trailName: `arn:aws:cloudtrail:eu-west-1:${account}:trail/xput-acme-drop-test`,
      }),
      ["trail-changes"],
    ],
    ["another trail stopped", management("cloudtrail", "StopLogging", { name: "other" }), []],
    [
      "a metric filter deleted",
      management("logs", "DeleteMetricFilter", { logGroupName: "/xput/acme-drop-test/audit" }),
      ["trail-changes"],
    ],
    [
      "CloudTrail's own stream",
      management("logs", "CreateLogStream", { logGroupName: "/xput/acme-drop-test/audit" }),
      [],
    ],
    ["another group deleted", management("logs", "DeleteLogGroup", { logGroupName: "/other" }), []],
    [
      "the topic deleted",
      management("sns", "DeleteTopic", {
        topicArn: `arn:aws:sns:eu-west-1:${account}:xput-acme-drop-test-alarms`,
      }),
      ["trail-changes"],
    ],
    [
      "the bucket's policy changed",
      management("s3", "PutBucketPolicy", { bucketName: "acme-drop-test" }),
      ["policy-changes"],
    ],
    [
      "the log bucket's policy deleted",
      management("s3", "DeleteBucketPolicy", { bucketName: "acme-drop-test-audit" }),
      ["policy-changes"],
    ],
    ["another bucket's policy changed", management("s3", "PutBucketPolicy", { bucketName: "acme" }), []],
    [
      "an access point's policy changed",
      management("s3", "PutAccessPointPolicy", { name: "xput-marketing" }),
      ["policy-changes"],
    ],
    ["another access point's policy", management("s3", "PutAccessPointPolicy", { name: "other" }), []],
    ["a key's policy changed", management("kms", "PutKeyPolicy", { keyId: keyIds[0] }), ["policy-changes"]],
    [
      "a key disabled by its ARN",
      management("kms", "DisableKey", { keyId: `arn:aws:kms:eu-west-1:${account}:key/${String(keyIds[0])}` }),
      ["policy-changes"],
    ],
    ["another key's policy changed", management("kms", "PutKeyPolicy", { keyId: "other" }), []],
    [
      "an alias moved",
      management("kms", "UpdateAlias", { aliasName: "alias/xput-acme-drop-test", targetKeyId: "other" }),
      ["policy-changes"],
    ],
    [
      "a writer role's policy changed",
      management("iam", "PutRolePolicy", { roleName: "xput-marketing" }),
      ["policy-changes"],
    ],
    ["another role's policy changed", management("iam", "PutRolePolicy", { roleName: "app" }), []],
  ];
  for (const [what, event, alarms] of cases) {
    it(`${what} counts for ${alarms.length === 0 ? "no alarm" : alarms.join(", ")}`, () => {
      assert.deepEqual(alarmsOf(event), alarms);
    });
  }
});

describe("the alarm of undeclared puts", () => {
  const direct = (more: object) => ({ ...marketing, accessMode: "bucketPolicy", ...more });
  const told = (of: Settings, userIdentity: object) =>
    alarmsOf(data("PutObject", userIdentity), of).includes("undeclared-puts");
  const meaning = (of: Settings) => alarmDescriptions(of)["undeclared-puts"];

  it("knows accounts that put directly, since the trail shows no more of them", () => {
    const of = settingsWith({ marketing: direct({}) });
    assert.equal(told(of, foreign("222222222222")), false);
    assert.equal(told(of, foreign("333333333333")), true);
    assert.equal(told(of, session("admin")), true);
  });

  it("knows principals of its own account that put directly by their names", () => {
    const uploaders = ["role/path/app", "user/ops/alice", "permission-set/Upload"];
    const of = settingsWith({ own: direct({ accountId: account, uploaders }) });
    const user = (path: string) => ({
      type: "IAMUser",
      arn: `arn:aws:iam::${account}:user/${path}`,
      accountId: account,
    });
    assert.equal(told(of, session("app")), false);
    assert.equal(told(of, session("app2")), true);
    assert.equal(told(of, user("ops/alice")), false);
    assert.equal(told(of, user("alice")), true);
    assert.equal(told(of, session("AWSReservedSSO_Upload_0123456789abcdef")), false);
    assert.equal(told(of, session("AWSReservedSSO_Admin_0123456789abcdef")), true);
  });

  it("tells of every put where no source is declared", () => {
    assert.equal(told(settingsWith({}), session("xput-marketing")), true);
  });

  it("knows writer roles by the start of their names where they are too many to list", () => {
    const many = (count: number) =>
      settingsWith(
        Object.fromEntries(
          Array.from({ length: count }, (_, n) => [
            `source-${n}`,
            { ...marketing, uploaders: [`role/a${n}`], prefixes: [`p${n}/`] },
          ]),
        ),
      );
    assert.match(meaning(many(3)), /by a principal that the settings do not name/);
    assert.equal(told(many(3), session("xput-other")), true);
    assert.match(meaning(many(40)), /known by its name/);
    assert.equal(told(many(40), session("xput-source-39")), false);
    assert.equal(told(many(40), session("xput-other")), false);
    assert.equal(told(many(40), session("admin")), true);
    assert.equal(told(many(40), foreign("999999999999")), true);
  });

  it("looks at its own account only where any account of an organization puts directly", () => {
    const everyone = {
      organizationId: "o-abc1234567",
      uploaders: ["role/a"],
      prefixes: ["accounts/${accountId}/"],
      accessMode: "bucketPolicy",
    };
    const of = settingsWith({ everyone });
    assert.match(meaning(of), /other accounts are not looked at/);
    assert.equal(told(of, foreign("999999999999")), false);
    assert.equal(told(of, session("admin")), true);
  });

  it("is refused by the settings where its own account's principals are too many to list", () => {
    const problems = (count: number) => {
      const uploaders = Array.from({ length: count }, (_, n) => `role/some-longer-name-of-a-role-${n}`);
      const of = settingsWith(
        { own: direct({ accountId: account, uploaders }) },
        {},
        { audit: { kind: "none" } },
      );
      return quotaProblems({ ...of, audit: settingsWith({}).audit }).map(({ message }) => message);
    };
    assert.deepEqual(problems(3), []);
    assert.match(problems(20).join("\n"), /more principals of the destination account put directly/);
  });
});

describe("filter patterns", () => {
  it("fit into 1,024 characters with the longest names", () => {
    const bucket = "b".repeat(57);
    const of = settingsWith({ marketing }, { bucket }, { namePrefix: "p".repeat(24) });
    const place = auditPlaceOf(of, { bucket: "a".repeat(63) });
    const twoKeys = ["1234abcd-12ab-34cd-56ef-1234567890ab", "mrk-1234abcd12ab34cd56ef1234567890ab"];
    for (const { pattern } of [...countedEvents(of, place), countedKeyChanges(place, twoKeys)])
      assert.ok(pattern.length <= 1_024, `${pattern.length}`);
  });
});
