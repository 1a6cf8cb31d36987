/**
 * Who may assume a writer role, decided on the trust policies by the analysis: each refusal beside its allowed twin.
 *
 * It does not prove that AWS decides alike; the suites in tests/engine run the same on the local AWS.
 */
import assert from "node:assert/strict";
import { decidedBy } from "../support/decided";
import { settingsWith } from "../support/settings";

type Context = Readonly<Record<string, string | readonly string[]>>;
type Row = readonly [what: string, principal: string, context: Context, expected: "allowed" | "refused"];

const account = { accountId: "222222222222", prefixes: ["marketing/"] };
const root = "arn:aws:iam::222222222222";
const sso = `${root}:role/aws-reserved/sso.amazonaws.com`;

const tables: readonly [source: string, settings: object, rows: readonly Row[]][] = [
  [
    "with a role and a user",
    { ...account, uploaders: ["role/app/uploader", "user/alice"] },
    [
      ["the role", `${root}:role/app/uploader`, {}, "allowed"],
      ["the user", `${root}:user/alice`, {}, "allowed"],
      ["a role of that name elsewhere", `${root}:role/uploader`, {}, "refused"],
      ["another user", `${root}:user/alice2`, {}, "refused"],
      ["that role of another account", "arn:aws:iam::333333333333:role/app/uploader", {}, "refused"],
    ],
  ],
  [
    "with a group's members",
    {
      ...account,
      groups: [{ group: "group/uploaders", members: ["user/alice"] }],
      manage: { deployRole: "role/xput-deploy" },
    },
    [
      ["a member", `${root}:user/alice`, {}, "allowed"],
      ["a user that is none", `${root}:user/bob`, {}, "refused"],
    ],
  ],
  [
    "with a permission set",
    { ...account, uploaders: ["permission-set/Upload"] },
    [
      ["its role", `${sso}/eu-west-1/AWSReservedSSO_Upload_0123456789abcdef`, {}, "allowed"],
      ["its role without region", `${sso}/AWSReservedSSO_Upload_0123456789abcdef`, {}, "allowed"],
      ["a set whose name goes on", `${sso}/AWSReservedSSO_Upload_Admin_0123456789abcdef`, {}, "refused"],
      ["another set", `${sso}/AWSReservedSSO_Admin_0123456789abcdef`, {}, "refused"],
      ["a role made to look like it", `${root}:role/AWSReservedSSO_Upload_0123456789abcdef`, {}, "refused"],
    ],
  ],
  [
    "that is a whole account",
    { ...account, wholeSource: "every principal of this source may upload" },
    [
      ["any role", `${root}:role/any`, {}, "allowed"],
      ["a role of another account", "arn:aws:iam::333333333333:role/any", {}, "refused"],
    ],
  ],
  [
    "with an external id and an organization",
    { ...account, uploaders: ["role/a"], externalId: "x-1", organizationId: "o-abc1234567" },
    [
      [
        "both right",
        `${root}:role/a`,
        { "sts:ExternalId": "x-1", "aws:PrincipalOrgID": "o-abc1234567" },
        "allowed",
      ],
      ["no external id", `${root}:role/a`, { "aws:PrincipalOrgID": "o-abc1234567" }, "refused"],
      [
        "another organization",
        `${root}:role/a`,
        { "sts:ExternalId": "x-1", "aws:PrincipalOrgID": "o-other12345" },
        "refused",
      ],
    ],
  ],
  [
    "with addresses",
    { ...account, uploaders: ["role/a"], sourceIps: ["203.0.113.0/24"] },
    [
      ["inside", `${root}:role/a`, { "aws:SourceIp": "203.0.113.9" }, "allowed"],
      ["outside", `${root}:role/a`, { "aws:SourceIp": "198.51.100.9" }, "refused"],
      ["no address", `${root}:role/a`, {}, "refused"],
    ],
  ],
  [
    "with a time window",
    {
      ...account,
      uploaders: ["role/a"],
      activeFrom: "2026-01-01T00:00:00Z",
      activeUntil: "2027-01-01T00:00:00Z",
    },
    [
      ["within", `${root}:role/a`, { "aws:CurrentTime": "2026-06-01T00:00:00Z" }, "allowed"],
      ["before", `${root}:role/a`, { "aws:CurrentTime": "2025-12-31T23:59:59Z" }, "refused"],
      ["after", `${root}:role/a`, { "aws:CurrentTime": "2027-01-01T00:00:00Z" }, "refused"],
    ],
  ],
  [
    "with a second factor",
    { ...account, uploaders: ["user/alice"], requireMfa: true },
    [
      ["a user with it", `${root}:user/alice`, { "aws:MultiFactorAuthPresent": "true" }, "allowed"],
      ["a user without", `${root}:user/alice`, { "aws:MultiFactorAuthPresent": "false" }, "refused"],
      ["a user that says nothing of it", `${root}:user/alice`, {}, "refused"],
    ],
  ],
];

describe("the trust policy", () => {
  for (const [source, settings, rows] of tables) {
    describe(`of a source ${source}`, () => {
      const { trust } = decidedBy(settingsWith({ marketing: settings }));
      for (const [what, principal, context, expected] of rows) {
        it(`${expected === "allowed" ? "lets in" : "refuses"} ${what}`, () => {
          const decision = trust("marketing", { principal, context });
          assert.equal(decision === "allowed", expected === "allowed", decision);
        });
      }
    });
  }

  describe("of an organization", () => {
    const { trust } = decidedBy(
      settingsWith({
        everyone: {
          organizationId: "o-abc1234567",
          uploaders: ["role/xput-uploader"],
          prefixes: ["accounts/${accountId}/"],
        },
      }),
    );
    const caller = "arn:aws:iam::555555555555:role/xput-uploader";
    const right = {
      "aws:PrincipalOrgID": "o-abc1234567",
      "aws:RequestTag/xput-account": "555555555555",
      "aws:TagKeys": ["xput-account"],
    };
    const rows: readonly Row[] = [
      ["an account that tags its session with itself", caller, right, "allowed"],
      [
        "one that tags with another account",
        caller,
        { ...right, "aws:RequestTag/xput-account": "666666666666" },
        "refused",
      ],
      ["one that tags with a wildcard", caller, { ...right, "aws:RequestTag/xput-account": "*" }, "refused"],
      ["one without tag", caller, { "aws:PrincipalOrgID": "o-abc1234567" }, "refused"],
      ["one with a further tag", caller, { ...right, "aws:TagKeys": ["xput-account", "team"] }, "refused"],
      ["an account outside", caller, { ...right, "aws:PrincipalOrgID": "o-other12345" }, "refused"],
      ["an account of no organization", caller, { "aws:RequestTag/xput-account": "555555555555" }, "refused"],
      ["another role", "arn:aws:iam::555555555555:role/other", right, "refused"],
    ];
    for (const action of ["sts:AssumeRole", "sts:TagSession"]) {
      for (const [what, principal, context, expected] of rows) {
        it(`${expected === "allowed" ? "lets in" : "refuses"} ${what} (${action})`, () => {
          const decision = trust("everyone", { principal, context, action });
          assert.equal(decision === "allowed", expected === "allowed", decision);
        });
      }
    }
  });

  describe("of a web identity", () => {
    const issuer = "token.actions.githubusercontent.com";
    const provider = `arn:aws:iam::111111111111:oidc-provider/${issuer}`;
    const decided = (subjects: readonly string[]) =>
      decidedBy(settingsWith({ ci: { webIdentity: { provider: issuer, subjects }, prefixes: ["ci/"] } }));
    const token = (sub: string, aud = "sts.amazonaws.com") => ({
      [`${issuer}:sub`]: sub,
      [`${issuer}:aud`]: aud,
    });
    const exact = ["repo:acme/app:ref:refs/heads/main"];
    const rows: readonly [string, readonly string[], string, Context, boolean][] = [
      ["the branch", exact, provider, token("repo:acme/app:ref:refs/heads/main"), true],
      ["another branch", exact, provider, token("repo:acme/app:ref:refs/heads/x"), false],
      ["another audience", exact, provider, token("repo:acme/app:ref:refs/heads/main", "other"), false],
      ["a token without subject", exact, provider, { [`${issuer}:aud`]: "sts.amazonaws.com" }, false],
      [
        "another provider",
        exact,
        `${provider}.evil.example`,
        token("repo:acme/app:ref:refs/heads/main"),
        false,
      ],
      ["any ref of the repository", ["repo:acme/app:*"], provider, token("repo:acme/app:pull_request"), true],
      [
        "a repository whose name goes on",
        ["repo:acme/app:*"],
        provider,
        token("repo:acme/app-evil:ref:refs/heads/main"),
        false,
      ],
    ];
    for (const [what, subjects, principal, context, expected] of rows) {
      it(`${expected ? "lets in" : "refuses"} ${what}`, () => {
        const decision = decided(subjects).trust("ci", {
          principal,
          context,
          action: "sts:AssumeRoleWithWebIdentity",
        });
        assert.equal(decision === "allowed", expected, decision);
      });
    }
  });
});
