/**
 * What the bucket's policy refuses and lets through, decided by the analysis: each refusal beside its allowed twin.
 *
 * It does not prove that AWS decides alike; the suites in tests/engine run the same on the local AWS.
 */
import assert from "node:assert/strict";
import { decidedBy } from "../support/decided";
import { settingsWith } from "../support/settings";

type Context = Readonly<Record<string, string | readonly string[]>>;
type Row = readonly [
  what: string,
  asked: { principal?: string; key?: string; action?: string; context?: Context },
  allowed: boolean,
];

const writer = "arn:aws:iam::111111111111:role/xput-marketing";
const uploader = "arn:aws:iam::222222222222:role/app/uploader";
const source = { accountId: "222222222222", uploaders: ["role/app/uploader"], prefixes: ["marketing/"] };
const sse = "s3:x-amz-server-side-encryption";
const keyId = `${sse}-aws-kms-key-id`;
const ownKey = "arn:aws:kms:eu-west-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const otherKey = "arn:aws:kms:eu-west-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab";

const tables: readonly [
  what: string,
  destination: object,
  sources: Readonly<Record<string, object>>,
  rows: readonly Row[],
][] = [
  [
    "of a bucket with a key",
    {},
    { marketing: source },
    [
      ["a put without headers", {}, true],
      [
        "a put that names the algorithm and the key",
        { context: { [sse]: "aws:kms", [keyId]: ownKey } },
        true,
      ],
      ["a put with SSE-S3", { context: { [sse]: "AES256" } }, false],
      ["a put with aws:kms and no key", { context: { [sse]: "aws:kms" } }, false],
      ["a put with another account's key", { context: { [sse]: "aws:kms", [keyId]: otherKey } }, false],
      [
        "a put with a key's bare id",
        { context: { [sse]: "aws:kms", [keyId]: "1234abcd-12ab-34cd-56ef-1234567890ab" } },
        false,
      ],
      ["a put with DSSE", { context: { [sse]: "aws:kms:dsse", [keyId]: ownKey } }, false],
      ["a put over plain HTTP", { context: { "aws:SecureTransport": "false" } }, false],
      ["a put over TLS 1.1", { context: { "s3:TlsVersion": "1.1" } }, false],
      ["a put over TLS 1.2", { context: { "s3:TlsVersion": "1.2" } }, true],
      [
        "a put by an administrator of the account",
        { principal: "arn:aws:iam::111111111111:role/admin" },
        false,
      ],
      ["a put by the account's root", { principal: "arn:aws:iam::111111111111:root" }, false],
      [
        "a get by an administrator of the account",
        { principal: "arn:aws:iam::111111111111:role/admin", action: "s3:GetObject" },
        true,
      ],
      [
        "replication by an undeclared role",
        { principal: "arn:aws:iam::111111111111:role/admin", action: "s3:ReplicateObject" },
        false,
      ],
      ["a put by the uploader itself", { principal: uploader }, false],
      ["a put by an AWS service", { principal: "logging.s3.amazonaws.com" }, false],
    ],
  ],
  [
    "of a bucket with S3's own key",
    { encryption: { kind: "s3" } },
    { marketing: source },
    [
      ["a put without headers", {}, true],
      ["a put with SSE-S3", { context: { [sse]: "AES256" } }, true],
      ["a put with aws:kms", { context: { [sse]: "aws:kms", [keyId]: ownKey } }, false],
    ],
  ],
  [
    "of a bucket with two layers and a given key",
    { encryption: { kind: "dsse", keyArn: ownKey } },
    { marketing: source },
    [
      ["a put without headers", {}, true],
      ["a put with DSSE and that key", { context: { [sse]: "aws:kms:dsse", [keyId]: ownKey } }, true],
      ["a put with aws:kms and that key", { context: { [sse]: "aws:kms", [keyId]: ownKey } }, false],
      [
        "a put with another key of the account",
        { context: { [sse]: "aws:kms:dsse", [keyId]: ownKey.replace("1234abcd", "aaaaaaaa") } },
        false,
      ],
    ],
  ],
  [
    "that forbids overwriting",
    { overwrite: "deny" },
    { marketing: source },
    [
      [
        "a put that must create",
        { context: { "s3:if-none-match": "*", "s3:ObjectCreationOperation": "true" } },
        true,
      ],
      ["a put that may replace", { context: { "s3:ObjectCreationOperation": "true" } }, false],
      ["a part of a multipart upload", { context: { "s3:ObjectCreationOperation": "false" } }, true],
    ],
  ],
  [
    "with networks",
    { network: { sourceIps: ["203.0.113.0/24"], vpcEndpointIds: ["vpce-0123456789abcdef0"] } },
    { marketing: source },
    [
      ["a put from the addresses", { context: { "aws:SourceIp": "203.0.113.9" } }, true],
      ["a put through the endpoint", { context: { "aws:SourceVpce": "vpce-0123456789abcdef0" } }, true],
      ["a put from elsewhere", { context: { "aws:SourceIp": "198.51.100.1" } }, false],
      ["a put through another endpoint", { context: { "aws:SourceVpce": "vpce-aaaaaaaaaaaaaaaaa" } }, false],
      [
        "a get from elsewhere",
        {
          principal: "arn:aws:iam::111111111111:role/admin",
          action: "s3:GetObject",
          context: { "aws:SourceIp": "198.51.100.1" },
        },
        false,
      ],
      [
        "a get by a service on the caller's behalf",
        {
          principal: "arn:aws:iam::111111111111:role/admin",
          action: "s3:GetObject",
          context: { "aws:SourceIp": "198.51.100.1", "aws:ViaAWSService": "true" },
        },
        true,
      ],
    ],
  ],
  [
    "with an organization and a direct source",
    { organizationId: "o-abc1234567" },
    { marketing: { ...source, accessMode: "bucketPolicy", organizationId: "o-abc1234567" } },
    [
      [
        "the uploader's put",
        { principal: uploader, context: { "aws:PrincipalOrgID": "o-abc1234567" } },
        true,
      ],
      [
        "the uploader's put from outside",
        { principal: uploader, context: { "aws:PrincipalOrgID": "o-other12345" } },
        false,
      ],
      ["the uploader's put without organization", { principal: uploader }, false],
    ],
  ],
  [
    "with a direct source",
    {},
    { marketing: { ...source, accessMode: "bucketPolicy" } },
    [
      ["the uploader's put", { principal: uploader }, true],
      ["the uploader's abort", { principal: uploader, action: "s3:AbortMultipartUpload" }, true],
      ["the uploader's put elsewhere", { principal: uploader, key: "other/a.txt" }, false],
      ["the uploader's get", { principal: uploader, action: "s3:GetObject" }, false],
      ["another role's put", { principal: "arn:aws:iam::222222222222:role/other" }, false],
      ["the writer role that a change left behind", { principal: writer }, false],
    ],
  ],
  [
    "with a whole account that puts directly",
    {},
    {
      marketing: {
        accountId: "222222222222",
        wholeSource: "every principal of this source may upload",
        accessMode: "bucketPolicy",
        prefixes: ["marketing/"],
      },
    },
    [
      ["any role of it", { principal: "arn:aws:iam::222222222222:role/any" }, true],
      ["a role of another account", { principal: "arn:aws:iam::333333333333:role/any" }, false],
      ["a role of the bucket's account", { principal: "arn:aws:iam::111111111111:role/any" }, false],
    ],
  ],
  [
    "with an organization that puts directly",
    {},
    {
      marketing: {
        organizationId: "o-abc1234567",
        uploaders: ["role/up"],
        accessMode: "bucketPolicy",
        prefixes: ["accounts/${accountId}/"],
      },
    },
    [
      [
        "an account below its own id",
        {
          principal: "arn:aws:iam::555555555555:role/up",
          key: "accounts/555555555555/a",
          context: { "aws:PrincipalOrgID": "o-abc1234567" },
        },
        true,
      ],
      [
        "an account below another's id",
        {
          principal: "arn:aws:iam::555555555555:role/up",
          key: "accounts/666666666666/a",
          context: { "aws:PrincipalOrgID": "o-abc1234567" },
        },
        false,
      ],
      [
        "another role",
        {
          principal: "arn:aws:iam::555555555555:role/other",
          key: "accounts/555555555555/a",
          context: { "aws:PrincipalOrgID": "o-abc1234567" },
        },
        false,
      ],
      [
        "an account outside",
        {
          principal: "arn:aws:iam::555555555555:role/up",
          key: "accounts/555555555555/a",
          context: { "aws:PrincipalOrgID": "o-other12345" },
        },
        false,
      ],
    ],
  ],
  [
    "with a source that has an access point",
    {},
    { marketing: { ...source, accessMode: "accessPoint" } },
    [
      [
        "a put through an access point of the account",
        { principal: uploader, context: { "s3:DataAccessPointAccount": "111111111111" } },
        true,
      ],
      [
        "a put through an access point of the account elsewhere",
        {
          principal: uploader,
          key: "other/a.txt",
          context: { "s3:DataAccessPointAccount": "111111111111" },
        },
        false,
      ],
      [
        "a put through another account's access point",
        { principal: uploader, context: { "s3:DataAccessPointAccount": "222222222222" } },
        false,
      ],
      ["a put past the access point", { principal: uploader }, false],
    ],
  ],
];

describe("the bucket's policy", () => {
  for (const [what, destination, sources, rows] of tables) {
    describe(what, () => {
      const { bucket } = decidedBy(settingsWith(sources, destination));
      for (const [
        request,
        { principal = writer, key = "marketing/a.txt", action = "s3:PutObject", context = {} },
        allowed,
      ] of rows) {
        it(`${allowed ? "lets through" : "refuses"} ${request}`, () => {
          const resource = `arn:aws:s3:::acme-drop-test/${key}`;
          const decision = bucket({ principal, action, resource, context });
          assert.equal(decision === "allowed", allowed, decision);
        });
      }
    });
  }
});
