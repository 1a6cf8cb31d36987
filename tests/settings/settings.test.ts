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
    assert.deepEqual(result.settings.destination.encryption, { kind: "s3" });
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
      const problems = problemsOf((raw) => (raw.destination.bucket = name));
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
