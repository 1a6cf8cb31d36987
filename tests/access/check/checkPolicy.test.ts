import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkPolicy, policyChecks, readerChecks } from "../../../access/check/checkPolicy";
import { overlaps } from "../../../access/check/overlap";
import type { PolicyKind } from "../../../access/model";

/**
 * Each ported check with a document that it objects to, beside a twin that it leaves alone.
 *
 * It does not prove that AWS's own validation draws the line at the same place: nothing here asks AWS.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */

type Json = Readonly<Record<string, unknown>>;

interface Row {
  readonly check: string;
  readonly kind: PolicyKind;
  readonly bad: Json;
  /** What stands in place of parts of `bad` so that the check is silent. */
  readonly good: Json;
  /** Path of the finding, without the leading `Statement[0].`. */
  readonly at: string;
}

const putAny = { Effect: "Allow", Action: "s3:PutObject", Resource: "*" };
const forRoot = { ...putAny, Principal: { AWS: "111111111111" } };
const assume = { Effect: "Allow", Principal: { AWS: "111111111111" }, Action: "sts:AssumeRole" };
const oidc = {
  Effect: "Allow",
  Principal: { Federated: "accounts.google.com" },
  Action: "sts:AssumeRoleWithWebIdentity",
};
const gitHub = {
  ...oidc,
  Principal: { Federated: "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com" },
};
const passRole = { Effect: "Allow", Action: "iam:PassRole", Resource: "*" };
const oneRole = { Resource: "arn:aws:iam::111111111111:role/app" };
const when = (operator: string, key: string, value: unknown) => ({
  Condition: { [operator]: { [key]: value } },
});
const onResource = (resource: string) => ({ Resource: resource });

const rows: readonly Row[] = [
  {
    check: "INVALID_SERVICE_IN_ACTION",
    kind: "identity",
    bad: { ...putAny, Action: "s4:PutObject" },
    good: { Action: "ec2:RunInstances" },
    at: "Action",
  },
  {
    check: "INVALID_ACTION",
    kind: "identity",
    bad: { ...putAny, Action: ["s3:Get*", "s3:PutObjekt"] },
    good: { Action: ["s3:Get*", "S3:putobject"] },
    at: "Action[1]",
  },
  {
    check: "UNSUPPORTED_ACTION_IN_POLICY",
    kind: "trust",
    bad: { ...assume, Action: ["sts:AssumeRole", "s3:GetObject"] },
    good: { Action: ["sts:AssumeRole", "sts:TagSession"] },
    at: "Action[1]",
  },
  {
    check: "UNSUPPORTED_ACTION_FOR_CONDITION_KEY",
    kind: "identity",
    bad: { ...putAny, ...when("StringEquals", "s3:prefix", "a") },
    good: { Action: "s3:ListBucket" },
    at: "Action",
  },
  {
    check: "DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
    kind: "identity",
    bad: {
      ...putAny,
      Effect: "Deny",
      Action: "kms:ListKeys",
      ...when("StringEquals", "aws:ResourceTag/a", "b"),
    },
    good: { Action: "kms:Decrypt" },
    at: "Action",
  },
  {
    check: "DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
    kind: "identity",
    bad: {
      Effect: "Deny",
      NotAction: "kms:*",
      Resource: "*",
      ...when("StringEquals", "aws:ResourceTag/a", "b"),
    },
    good: { Effect: "Allow" },
    at: "NotAction",
  },
  {
    check: "INVALID_PARTITION",
    kind: "identity",
    bad: { ...putAny, ...onResource("arn:amazon:s3:::b/*") },
    good: onResource("arn:aws-cn:s3:::b/*"),
    at: "Resource",
  },
  {
    check: "INVALID_ARN_SERVICE_CASE",
    kind: "identity",
    bad: { ...putAny, ...onResource("arn:aws:S3:::b/*") },
    good: onResource("arn:aws:s3:::b/*"),
    at: "Resource",
  },
  {
    check: "INVALID_ARN_REGION",
    kind: "identity",
    bad: { ...putAny, ...onResource("arn:aws:sqs:europe:111111111111:q") },
    good: onResource("arn:aws:sqs:us-gov-west-1:111111111111:q"),
    at: "Resource",
  },
  {
    check: "INVALID_ARN_ACCOUNT",
    kind: "identity",
    bad: { ...putAny, ...onResource("arn:aws:iam::12345:role/r") },
    good: onResource("arn:aws:iam::123456789012:role/r"),
    at: "Resource",
  },
  {
    check: "INVALID_ARN_RESOURCE",
    kind: "identity",
    bad: { ...putAny, ...onResource("arn:aws:kms:eu-west-1:111111111111:keys/k") },
    good: onResource("arn:aws:kms:eu-west-1:111111111111:key/k"),
    at: "Resource",
  },
  {
    check: "ARN_REGION_NOT_ALLOWED",
    kind: "identity",
    bad: { ...putAny, ...onResource("arn:aws:s3:eu-west-1::b") },
    good: onResource("arn:aws:s3:::b"),
    at: "Resource",
  },
  {
    check: "ARN_ACCOUNT_NOT_ALLOWED",
    kind: "identity",
    bad: { ...putAny, ...onResource("arn:aws:s3::111111111111:b/k") },
    good: onResource("arn:aws:s3:eu-west-1:111111111111:accesspoint/a"),
    at: "Resource",
  },
  {
    check: "MISSING_ARN_REGION",
    kind: "identity",
    bad: { ...putAny, ...onResource("arn:aws:kms::111111111111:key/k") },
    good: onResource("arn:aws:iam::111111111111:role/r"),
    at: "Resource",
  },
  {
    check: "MISSING_ARN_FIELD",
    kind: "identity",
    bad: { ...putAny, ...onResource("arn:aws:s3:*") },
    good: onResource("arn:aws:s3:::*"),
    at: "Resource",
  },
  {
    check: "INVALID_GLOBAL_CONDITION_KEY",
    kind: "identity",
    bad: { ...putAny, ...when("StringEquals", "aws:SourceVpcs", "vpc-1") },
    good: when("StringEquals", "AWS:sourcevpc", "vpc-12345678"),
    at: "Condition.StringEquals.aws:SourceVpcs",
  },
  {
    check: "UNSUPPORTED_GLOBAL_CONDITION_KEY",
    kind: "identity",
    bad: { ...putAny, ...when("ArnEquals", "aws:ARN", "*") },
    good: when("ArnEquals", "aws:PrincipalArn", "*"),
    at: "Condition.ArnEquals.aws:ARN",
  },
  {
    check: "INVALID_SERVICE_CONDITION_KEY",
    kind: "identity",
    bad: { ...putAny, ...when("StringEquals", "s3:x-amz-acls", "private") },
    good: when("StringEquals", "s3:x-amz-acl", "private"),
    at: "Condition.StringEquals.s3:x-amz-acls",
  },
  {
    check: "INVALID_SERVICE",
    kind: "identity",
    bad: { ...putAny, ...when("StringEquals", "s4:prefix", "a") },
    good: when("StringEquals", "ec2:Owner", "a"),
    at: "Condition.StringEquals.s4:prefix",
  },
  {
    check: "MISSING_TAG_KEY_IN_CONDITION",
    kind: "identity",
    bad: { ...putAny, ...when("StringEquals", "aws:PrincipalTag", "a") },
    good: when("StringEquals", "aws:PrincipalTag/team", "a"),
    at: "Condition.StringEquals.aws:PrincipalTag",
  },
  {
    check: "DUPLICATE_KEYS_WITH_DIFFERENT_CASE",
    kind: "identity",
    bad: { ...putAny, Condition: { Bool: { "aws:SecureTransport": "true", "aws:securetransport": "true" } } },
    good: {
      Condition: { Bool: { "aws:SecureTransport": "true" }, BoolIfExists: { "aws:securetransport": "true" } },
    },
    at: "Condition.Bool.aws:securetransport",
  },
  {
    check: "INVALID_CONDITION_MULTIPLE_BOOLEAN",
    kind: "identity",
    bad: { ...putAny, ...when("Bool", "aws:SecureTransport", ["true", "false"]) },
    good: when("Bool", "aws:SecureTransport", ["true"]),
    at: "Condition.Bool.aws:SecureTransport",
  },
  {
    check: "MISSING_QUALIFIER",
    kind: "identity",
    bad: { ...putAny, ...when("StringEquals", "aws:TagKeys", "a") },
    good: when("ForAnyValue:StringEquals", "aws:TagKeys", "a"),
    at: "Condition.StringEquals.aws:TagKeys",
  },
  {
    check: "FORALLVALUES_WITH_SINGLE_VALUED_KEY",
    kind: "identity",
    bad: { ...putAny, ...when("ForAllValues:StringEquals", "aws:PrincipalOrgID", "o-a") },
    good: when("ForAllValues:StringEquals", "aws:TagKeys", "a"),
    at: "Condition.ForAllValues:StringEquals.aws:PrincipalOrgID",
  },
  {
    check: "INVALID_REGION",
    kind: "identity",
    bad: { ...putAny, ...when("StringEquals", "aws:RequestedRegion", ["eu-west-1", "europe"]) },
    good: when("StringLike", "aws:RequestedRegion", ["eu-west-1", "eu-*"]),
    at: "Condition.StringEquals.aws:RequestedRegion",
  },
  {
    check: "INVALID_VPC_FORMAT",
    kind: "identity",
    bad: { ...putAny, ...when("StringEquals", "aws:SourceVpc", "vpc-xyz") },
    good: when("StringEquals", "aws:SourceVpc", "vpc-0123456789abcdef0"),
    at: "Condition.StringEquals.aws:SourceVpc",
  },
  {
    check: "INVALID_VPCE_FORMAT",
    kind: "identity",
    bad: { ...putAny, ...when("StringEquals", "aws:SourceVpce", "vpc-12345678") },
    good: when("StringEquals", "aws:SourceVpce", "vpce-12345678"),
    at: "Condition.StringEquals.aws:SourceVpce",
  },
  {
    check: "INVALID_SERVICE_PRINCIPAL_FORMAT",
    kind: "identity",
    bad: { ...putAny, Action: "kms:Decrypt", ...when("StringEquals", "kms:ViaService", "s3.amazonaws.com") },
    good: when("StringEquals", "kms:ViaService", "s3.eu-west-1.amazonaws.com"),
    at: "Condition.StringEquals.kms:ViaService",
  },
  {
    check: "PRIVATE_IP_ADDRESS",
    kind: "identity",
    bad: { ...putAny, ...when("IpAddress", "aws:SourceIp", ["10.0.0.0/8", "fd00::/8"]) },
    good: when("IpAddress", "aws:SourceIp", ["10.0.0.0/8", "203.0.113.0/24"]),
    at: "Condition.IpAddress.aws:SourceIp",
  },
  {
    check: "PRIVATE_NOT_IP_ADDRESS",
    kind: "identity",
    bad: { ...putAny, Effect: "Deny", ...when("NotIpAddress", "aws:SourceIp", "192.168.1.0/24") },
    good: when("NotIpAddress", "aws:VpcSourceIp", "192.168.1.0/24"),
    at: "Condition.NotIpAddress.aws:SourceIp",
  },
  {
    check: "MISSING_PAIRED_CONDITION_KEYS",
    kind: "identity",
    bad: { ...putAny, ...when("IpAddress", "aws:VpcSourceIp", "10.0.0.0/8") },
    good: {
      Condition: {
        IpAddress: { "aws:VpcSourceIp": "10.0.0.0/8" },
        StringEquals: { "aws:SourceVpc": "vpc-12345678" },
      },
    },
    at: "Condition.IpAddress.aws:VpcSourceIp",
  },
  {
    check: "MISSING_BRACE_IN_VARIABLE",
    kind: "identity",
    bad: { ...putAny, ...onResource("arn:aws:s3:::b/${aws:username") },
    good: onResource("arn:aws:s3:::b/${aws:username}"),
    at: "Resource",
  },
  {
    check: "EMPTY_VARIABLE",
    kind: "identity",
    bad: { ...putAny, ...onResource("arn:aws:s3:::b/${}") },
    good: onResource("arn:aws:s3:::b/${*}"),
    at: "Resource",
  },
  {
    check: "UNSUPPORTED_SPACE_IN_VARIABLE",
    kind: "identity",
    bad: { ...putAny, ...onResource("arn:aws:s3:::b/${aws: username}") },
    good: onResource("arn:aws:s3:::b/${aws:username, 'no body'}"),
    at: "Resource",
  },
  {
    check: "MISSING_QUOTE_IN_VARIABLE",
    kind: "identity",
    bad: { ...putAny, ...onResource("arn:aws:s3:::b/${aws:username, nobody}") },
    good: onResource("arn:aws:s3:::b/${aws:username, 'nobody'}"),
    at: "Resource",
  },
  {
    check: "INVALID_VARIABLE_FOR_OPERATOR",
    kind: "identity",
    bad: {
      ...putAny,
      Action: "s3:ListBucket",
      ...when("NumericEquals", "s3:max-keys", "${aws:PrincipalTag/n}"),
    },
    good: when("StringEquals", "s3:prefix", "${aws:PrincipalTag/n}"),
    at: "Condition.NumericEquals.s3:max-keys",
  },
  {
    check: "VARIABLE_UNSUPPORTED_IN_ELEMENT",
    kind: "identity",
    bad: { ...putAny, ...onResource("arn:aws:iam::${aws:PrincipalAccount}:role/r") },
    good: onResource("arn:aws:iam::*:role/${aws:PrincipalAccount}"),
    at: "Resource",
  },
  {
    check: "ALLOW_WITH_NOT_PRINCIPAL",
    kind: "resource",
    bad: { ...putAny, NotPrincipal: { AWS: "111111111111" } },
    good: { Effect: "Deny" },
    at: "NotPrincipal",
  },
  {
    check: "FEDERATED_PRINCIPAL_NOT_SUPPORTED",
    kind: "resource",
    bad: { ...putAny, Principal: { Federated: "accounts.google.com" } },
    good: { Principal: { AWS: "111111111111" } },
    at: "Principal.Federated",
  },
  {
    check: "UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL",
    kind: "resource",
    bad: {
      ...forRoot,
      Principal: { Service: "logs.amazonaws.com" },
      ...when("StringEquals", "aws:PrincipalOrgID", "o-a"),
    },
    good: when("StringEquals", "aws:SourceOrgID", "o-a"),
    at: "",
  },
  {
    check: "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL",
    kind: "resource",
    bad: { ...forRoot, Principal: { Service: "logs.amazonaws.com" } },
    good: when("StringEquals", "aws:SourceAccount", "111111111111"),
    at: "Principal.Service",
  },
  {
    check: "ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
    kind: "trust",
    bad: { ...assume, Principal: "*" },
    good: { Principal: { AWS: "*" } },
    at: "Principal",
  },
  {
    check: "MISMATCHED_ACTION_FOR_PRINCIPAL",
    kind: "trust",
    bad: { ...oidc, Action: "sts:AssumeRole" },
    good: { Action: "sts:AssumeRoleWithWebIdentity" },
    at: "Principal",
  },
  {
    check: "MISMATCHED_ACTION_FOR_PRINCIPAL",
    kind: "trust",
    bad: { ...assume, Action: "sts:AssumeRoleWithSAML" },
    good: { Principal: { Federated: "arn:aws:iam::111111111111:saml-provider/p" } },
    at: "Principal",
  },
  {
    check: "MISMATCHED_ACTION_FOR_PRINCIPAL",
    kind: "trust",
    bad: { ...assume, Principal: { Federated: "arn:aws:iam::111111111111:saml-provider/p" } },
    good: { Action: "sts:AssumeRoleWithSAML" },
    at: "Principal",
  },
  {
    check: "MISMATCHED_ACTION_FOR_PRINCIPAL",
    kind: "trust",
    bad: { Effect: "Allow", Principal: oidc.Principal, NotAction: "sts:AssumeRole*" },
    good: { NotAction: "sts:TagSession" },
    at: "Principal",
  },
  {
    check: "INVALID_SERVICE_CONDITION_KEY",
    kind: "identity",
    bad: { ...putAny, Action: "kms:Decrypt", ...when("StringEquals", "kms:EncryptionContext:", "a") },
    good: when("StringEquals", "kms:EncryptionContext:app", "a"),
    at: "Condition.StringEquals.kms:EncryptionContext:",
  },
  {
    check: "MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY",
    kind: "trust",
    bad: { ...assume, Principal: { Service: "rolesanywhere.amazonaws.com" } },
    good: { Action: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"] },
    at: "Principal",
  },
  {
    check: "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL",
    kind: "trust",
    bad: oidc,
    good: when("StringEquals", "accounts.google.com:aud", "app"),
    at: "Principal",
  },
  {
    check: "MISSING_GITHUB_REPO_CONDITION_KEY",
    kind: "trust",
    bad: {
      ...gitHub,
      ...when("StringEquals", "token.actions.githubusercontent.com:aud", "sts.amazonaws.com"),
    },
    good: when("StringLike", "token.actions.githubusercontent.com:sub", "repo:acme/app:*"),
    at: "Principal",
  },
  {
    check: "PASS_ROLE_WITH_STAR_IN_RESOURCE",
    kind: "identity",
    bad: passRole,
    good: oneRole,
    at: "Resource",
  },
  {
    check: "PASS_ROLE_WITH_STAR_IN_RESOURCE",
    kind: "identity",
    bad: { ...passRole, Resource: "arn:aws:iam::111111111111:role/*" },
    good: when("StringEquals", "iam:PassedToService", "ec2.amazonaws.com"),
    at: "Resource",
  },
  {
    check: "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE",
    kind: "identity",
    bad: { ...passRole, Action: "iam:*" },
    good: oneRole,
    at: "Resource",
  },
  {
    check: "PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
    kind: "identity",
    bad: { Effect: "Allow", NotAction: "s3:*", Resource: "*" },
    good: { NotAction: ["s3:*", "iam:*"] },
    at: "Resource",
  },
  {
    check: "PASS_ROLE_WITH_NOT_RESOURCE",
    kind: "identity",
    bad: { Effect: "Allow", Action: "iam:PassRole", NotResource: "arn:aws:iam::111111111111:role/a" },
    good: { Action: "iam:GetRole" },
    at: "NotResource",
  },
  {
    check: "PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
    kind: "identity",
    bad: { Effect: "Allow", Action: "iam:Pass*", NotResource: "arn:aws:iam::111111111111:role/a" },
    good: { Effect: "Deny" },
    at: "NotResource",
  },
  {
    check: "PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE",
    kind: "identity",
    bad: { Effect: "Allow", NotAction: "s3:*", NotResource: "arn:aws:iam::111111111111:role/a" },
    good: { NotAction: "iam:PassRole" },
    at: "NotResource",
  },
];

const text = (statement: Json, version = "2012-10-17") =>
  JSON.stringify({ Version: version, Statement: [statement] });

function findings(statement: Json, kind: PolicyKind, check: string) {
  return checkPolicy(text(statement), kind).filter((problem) => problem.check === check);
}

describe("checkPolicy", () => {
  for (const { check, kind, bad, good, at } of rows) {
    it(`${check}: objects to ${JSON.stringify(bad)}`, () => {
      const [found, ...more] = findings(bad, kind, check);
      assert.deepEqual(more, []);
      assert.equal(found?.path, at === "" ? "Statement[0]" : `Statement[0].${at}`);
      assert.equal(found.severity, policyChecks.find(({ name }) => name === check)?.severity);
      const offset = (found.column ?? 0) - 1;
      assert.equal(found.line, 1);
      assert.ok(offset > 0 && text(bad).slice(offset).length > 0);
    });
    it(`${check}: leaves alone ${JSON.stringify({ ...bad, ...good })}`, () => {
      assert.deepEqual(findings({ ...bad, ...good }, kind, check), []);
    });
  }

  it("VARIABLE_UNSUPPORTED_IN_VERSION: variables in a document of the old version", () => {
    const statement = { ...putAny, Resource: "arn:aws:s3:::b/${aws:username}" };
    const of = (version: string) =>
      checkPolicy(text(statement, version), "identity").map(({ check }) => check);
    assert.deepEqual(of("2008-10-17"), ["VARIABLE_UNSUPPORTED_IN_VERSION"]);
    assert.deepEqual(of("2012-10-17"), []);
  });

  it("has a row for every check", () => {
    const tested = new Set([...rows.map(({ check }) => check), "VARIABLE_UNSUPPORTED_IN_VERSION"]);
    assert.deepEqual([...new Set(policyChecks.map(({ name }) => name))].sort(), [...tested].sort());
  });

  it("points at the place in the text", () => {
    const lines =
      '{"Version":"2012-10-17",\n "Statement":[{"Effect":"Allow","Resource":"*",\n  "Action":["s3:Get*","s3:Nope"]}]}';
    const [only] = checkPolicy(lines, "identity");
    assert.deepEqual([only?.check, only?.line, only?.column], ["INVALID_ACTION", 3, 23]);
  });

  it("sorts by place, and gives only the reader's problems for a document that cannot be read", () => {
    const broken = text({ Effect: "Nope", Action: "s3:Nope", Resource: "*" });
    assert.deepEqual(
      checkPolicy(broken, "identity").map(({ check }) => check),
      ["INVALID_EFFECT"],
    );
  });

  it("is silent about good policies", () => {
    const good: readonly (readonly [PolicyKind, Json])[] = [
      ["identity", { Sid: "Put", Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::b/in/*" }],
      [
        "identity",
        {
          Effect: "Allow",
          Action: ["kms:GenerateDataKey", "kms:Decrypt"],
          Resource: "arn:aws:kms:eu-west-1:111111111111:key/*",
          Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/xput" } },
        },
      ],
      [
        "identity",
        { Effect: "Allow", Action: "sts:AssumeRole", Resource: "arn:aws:iam::111111111111:role/xput-*" },
      ],
      [
        "resource",
        {
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: ["arn:aws:s3:::b", "arn:aws:s3:::b/*"],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
      [
        "resource",
        {
          Effect: "Deny",
          Principal: "*",
          Action: "s3:PutObject",
          Resource: "arn:aws:s3:::b/*",
          Condition: { Null: { "s3:if-none-match": "true" }, Bool: { "s3:ObjectCreationOperation": "true" } },
        },
      ],
      [
        "resource",
        {
          Effect: "Allow",
          Principal: { Service: "cloudtrail.amazonaws.com" },
          Action: "s3:PutObject",
          Resource: "arn:aws:s3:::b/AWSLogs/*",
          Condition: {
            StringEquals: {
              "aws:SourceArn": "arn:aws:cloudtrail:eu-west-1:111111111111:trail/t",
              "s3:x-amz-acl": "bucket-owner-full-control",
            },
          },
        },
      ],
      [
        "trust",
        {
          ...assume,
          Condition: {
            StringEquals: { "sts:ExternalId": "x", "aws:PrincipalOrgID": "o-a" },
            ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::111111111111:role/r" },
          },
        },
      ],
    ];
    for (const [kind, statement] of good)
      assert.deepEqual(checkPolicy(text(statement), kind), [], text(statement));
  });
});

describe("readerChecks", () => {
  it("are the checks that the reader names in its problems", () => {
    const folder = join(__dirname, "../../../access/read");
    const source = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
    const named = [...source.join("").matchAll(/"([A-Z]+(?:_[A-Z]+)+)"/g)].map(([, name = ""]) => name);
    // These three are made of the name of the element.
    const missing = ["MISSING_ACTION", "MISSING_PRINCIPAL", "MISSING_RESOURCE"];
    assert.deepEqual([...readerChecks].sort(), [...new Set([...named, ...missing])].sort());
  });
});

describe("docs/policy-checks.md", () => {
  const doc = readFileSync(join(__dirname, "../../../docs/policy-checks.md"), "utf8");
  const sections = doc.split(/^## /m);
  const listed = (title: string) =>
    [
      ...(sections.find((section) => section.startsWith(title)) ?? "").matchAll(
        /^\|[^|]*\| `([A-Z_]+)` *\| ([a-z, ]*?) *\|(.*)\|$/gm,
      ),
    ].map(([, code = "", ported = "", note = ""]) => ({ code, ported, note: note.trim() }));
  const all = [...listed("Errors"), ...listed("Security warnings")];

  it("lists every error and security warning of AWS's reference of May 2023", () => {
    assert.deepEqual([listed("Errors").length, listed("Security warnings").length], [73, 14]);
  });

  it("says of each which part of the code makes it, and no other", () => {
    const checked = new Set(policyChecks.map(({ name }) => name));
    for (const { code, ported, note } of all) {
      const made = [
        ...(readerChecks.includes(code) ? ["reader"] : []),
        ...(checked.has(code) ? ["check"] : []),
      ];
      assert.equal(ported, made.length === 0 ? "no" : made.join(", "), code);
      if (made.length === 0) assert.notEqual(note, "", `${code}: a reason`);
    }
    const codes = new Set(all.map(({ code }) => code));
    assert.deepEqual(
      [...checked, ...readerChecks].filter((name) => !codes.has(name)),
      [],
    );
  });

  it("gives each check AWS's severity", () => {
    const warnings = new Set(listed("Security warnings").map(({ code }) => code));
    for (const { name, severity } of policyChecks) {
      assert.equal(severity, warnings.has(name) ? "securityWarning" : "error", name);
    }
  });
});

describe("overlaps", () => {
  for (const [one, other, expected] of [
    ["a*", "*b", true],
    ["a*", "b*", false],
    ["a?", "ab", true],
    ["a?", "a", false],
    ["*", "", true],
    ["", "", true],
    ["", "a", false],
    ["a*c", "a?c", true],
    ["a*c", "ab", false],
    ["key/*", "keys/k", false],
  ] as const) {
    it(`"${one}" and "${other}": ${expected}`, () => {
      assert.equal(overlaps(one, other), expected);
      assert.equal(overlaps(other, one), expected);
    });
  }
});
