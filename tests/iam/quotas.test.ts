/** Quotas that are told before anything is deployed, each beside settings that just fit. */
import assert from "node:assert/strict";
import { quotaProblems } from "../../iam/quotas";
import { parseSettings } from "../../settings/settings";
import { goodSettings } from "../support/settings";

function problems(sources: Readonly<Record<string, object>>, others: object = {}): string[] {
  const result = parseSettings(
    { ...others, destination: goodSettings().destination, sources },
    quotaProblems,
  );
  return result.ok ? [] : result.problems.map(({ path, message }) => `${path}: ${message}`);
}

const accountId = "222222222222";
const numbered = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const many = (count: number, source: (index: number) => object): Readonly<Record<string, object>> =>
  Object.fromEntries(
    numbered(count, (index) => [
      `s${index}`,
      { accountId: String(200_000_000_000 + index), prefixes: [`p${index}/`], ...source(index) },
    ]),
  );
const uploaders = (count: number) => numbered(count, (index) => `role/uploader-number-${100 + index}`);

describe("quotas", () => {
  const rows: readonly [string, fits: string[], refused: string[], RegExp][] = [
    [
      "a trust policy",
      problems({ m: { accountId, prefixes: ["m/"], uploaders: uploaders(28) } }),
      problems({ m: { accountId, prefixes: ["m/"], uploaders: uploaders(40) } }),
      /^xput:sources\.m: makes the trust policy of its writer role [\d,]+ bytes long, and AWS takes 2,048: split its uploaders/,
    ],
    [
      "a writer role's policy",
      problems({ m: { accountId, uploaders: ["role/a"], prefixes: numbered(100, (index) => `m${index}/`) } }),
      problems({ m: { accountId, uploaders: ["role/a"], prefixes: numbered(300, (index) => `m${index}/`) } }),
      /^xput:sources\.m: makes the policy of its writer role [\d,]+ bytes long, and AWS takes 10,240/,
    ],
    [
      "a managed policy",
      problems({
        m: {
          accountId,
          uploaders: ["role/a"],
          accessMode: "bucketPolicy",
          manage: {},
          prefixes: numbered(100, (index) => `m${index}/`),
        },
      }),
      problems({
        m: {
          accountId,
          uploaders: ["role/a"],
          accessMode: "bucketPolicy",
          manage: {},
          prefixes: numbered(200, (index) => `m${index}/`),
        },
      }),
      /^xput:sources\.m: makes the policy of its uploaders [\d,]+ bytes long, and AWS takes 6,144/,
    ],
    [
      "the bucket policy",
      problems(many(30, () => ({ uploaders: ["role/a"], accessMode: "bucketPolicy" }))),
      problems(many(80, () => ({ uploaders: ["role/a"], accessMode: "bucketPolicy" }))),
      /^xput:destination: makes the bucket policy [\d,]+ bytes long, and AWS takes 20,480: give sources the accessMode accessPoint/,
    ],
    [
      "the key policy",
      problems(many(40, () => ({ uploaders: ["role/a"], accessMode: "accessPoint" }))),
      problems(many(500, () => ({ uploaders: ["role/a"], accessMode: "accessPoint" }))),
      /^xput:destination: makes the key policy [\d,]+ bytes long, and AWS takes 32,768/,
    ],
    [
      "the roles of an account",
      problems(many(200, () => ({ uploaders: ["role/a"] }))),
      problems(many(1_001, () => ({ uploaders: ["role/a"] }))),
      /^xput:sources: makes 1,001 writer roles, and an account has 1,000 roles unless AWS raises that/,
    ],
    [
      "an access point's name",
      problems({ m: { accountId, uploaders: ["role/a"], prefixes: ["m/"], accessMode: "accessPoint" } }),
      problems(
        { m: { accountId, uploaders: ["role/a"], prefixes: ["m/"], accessMode: "accessPoint" } },
        { namePrefix: "Xput_" },
      ),
      /^xput:sources\.m: makes the access point name "Xput_-m", and S3 takes 3 to 50 lower-case letters/,
    ],
  ];
  for (const [what, fits, refused, words] of rows) {
    it(`leave ${what} alone that fits`, () => {
      assert.deepEqual(fits, []);
    });
    it(`tell of ${what} that does not, and what to do`, () => {
      assert.equal(refused.filter((problem) => words.test(problem)).length, 1, refused.join(" | "));
    });
  }

  it("let 300 sources with access points share one bucket policy", () => {
    const found = problems(many(300, () => ({ uploaders: ["role/a"], accessMode: "accessPoint" })));
    assert.deepEqual(
      found.filter((problem) => problem.includes("bucket policy")),
      [],
    );
  });

  it("take an organization of any size in one source", () => {
    assert.deepEqual(
      problems({
        all: { organizationId: "o-abc1234567", uploaders: ["role/a"], prefixes: ["accounts/${accountId}/"] },
      }),
      [],
    );
  });
});
