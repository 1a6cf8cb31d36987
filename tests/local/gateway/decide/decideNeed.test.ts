/**
 * Which stored documents bear on a need: of the caller, of the resource, of the organization. The decision itself is
 * proved in tests/access.
 *
 * The reader here is a table; what the store gives is shown in tests/engine/gateway.
 */
import assert from "node:assert/strict";
import { decideNeed } from "../../../../local/gateway/decide/decideNeed";
import { PolicyShelf } from "../../../../local/gateway/decide/policies";
import { denial } from "../../../../local/gateway/errors/denial";
import type { Call, Caller, Need, RoleSession } from "../../../../local/gateway/model";
import type { StoredOrganization, StoredRole, StoreReader } from "../../../../local/gateway/store";

const account = "111111111111";
const roleArn = `arn:aws:iam::${account}:role/app/writer`;
const object = "arn:aws:s3:::drop/in/a";
const accessPoint = `arn:aws:s3:us-east-1:${account}:accesspoint/in/object/in/a`;

interface Line {
  readonly Sid?: string;
  readonly Effect?: "Allow" | "Deny";
  readonly Principal?: unknown;
  readonly Action?: string;
  readonly Resource?: string;
  readonly Condition?: unknown;
}

function policy(...lines: readonly Line[]): string {
  const Statement = lines.map((line) => ({
    Effect: "Allow",
    Action: "s3:PutObject",
    Resource: "*",
    ...line,
  }));
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

const inline = (text: string) => [{ name: "put", text }];
const everyone = { Principal: "*" };
const session: RoleSession = {
  kind: "session",
  account,
  accessKeyId: "ASIAEXAMPLE",
  roleName: "writer",
  roleArn,
  roleId: "AROAEXAMPLE",
  sessionName: "test",
  issuedAt: new Date("2026-01-01T12:00:00Z"),
  expiresAt: new Date("2026-01-01T13:00:00Z"),
  sessionPolicies: [],
  tags: { team: "blue" },
  transitiveTagKeys: [],
  chained: false,
};
const role: StoredRole = {
  account,
  name: "writer",
  arn: roleArn,
  id: "AROAEXAMPLE",
  tags: { team: "of the role", cost: "1" },
  trustPolicy: "",
  maxSessionDurationSeconds: 3_600,
  inlinePolicies: inline(policy({})),
  attachedPolicies: [],
};
const call: Call = {
  service: "s3",
  operation: "PutObject",
  region: "us-east-1",
  method: "PUT",
  url: new URL("http://aws.localhost/drop/in/a"),
  headers: { authorization: "AWS4-HMAC-SHA256 x" },
  body: undefined,
  parameters: {},
  requestId: "1",
  receivedAt: new Date("2026-01-01T12:30:00Z"),
  sourceIp: "203.0.113.9",
};
const put: Need = {
  action: "s3:PutObject",
  resource: object,
  resourceAccount: account,
  context: {},
  policyOf: { kind: "bucket", bucket: "drop" },
};
const throughAccessPoint: Need = { ...put, resource: accessPoint, identityResource: object };

/** What is stored, where a row says it; else nothing. */
interface Stored {
  readonly role?: Partial<StoredRole>;
  readonly bucketPolicy?: string;
  readonly organization?: Partial<StoredOrganization>;
  readonly restrictPublicBuckets?: boolean;
}

function reader(stored: Stored): StoreReader {
  const none = () => Promise.resolve(undefined);
  const blocks = (on: boolean) => ({
    blockPublicAcls: on,
    ignorePublicAcls: on,
    blockPublicPolicy: on,
    restrictPublicBuckets: on,
  });
  return {
    bucket: none,
    bucketPolicy: () => Promise.resolve(stored.bucketPolicy),
    publicAccessBlock: () => Promise.resolve(blocks(stored.restrictPublicBuckets === true)),
    accountPublicAccessBlock: none,
    bucketEncryption: none,
    accessPointPolicy: none,
    role: () => Promise.resolve({ ...role, ...stored.role }),
    user: none,
    group: none,
    managedPolicy: none,
    keyPolicy: none,
    topicPolicy: none,
    organization: () =>
      Promise.resolve(
        stored.organization && {
          id: "o-abcdefghij",
          managementAccount: "999999999999",
          path: "o-abcdefghij/r-1/",
          serviceControlPolicies: [],
          resourceControlPolicies: [],
          ...stored.organization,
        },
      ),
    ask: () => Promise.reject(new Error("not asked")),
    cached: (_scopes, _name, load) => load(),
  };
}

interface Row {
  readonly what: string;
  readonly stored?: Stored;
  readonly need?: Need;
  readonly caller?: Caller;
  readonly headers?: Call["headers"];
  /** `allowed`, or what AWS says at the end of its message. */
  readonly gives: string;
}

const noPermission = "because no identity-based policy allows the s3:PutObject action";
const conditioned = (Condition: unknown): Stored => ({
  role: { inlinePolicies: inline(policy({ Condition })) },
});
const when = (operator: string, key: string, value: string) => conditioned({ [operator]: { [key]: value } });
const only = (Resource: string): Stored => ({ role: { inlinePolicies: inline(policy({ Resource })) } });

const rows: readonly Row[] = [
  { what: "the role's inline policy", gives: "allowed" },
  { what: "no policy", stored: { role: { inlinePolicies: [] } }, gives: noPermission },
  {
    what: "an attached policy",
    stored: { role: { inlinePolicies: [], attachedPolicies: inline(policy({})) } },
    gives: "allowed",
  },
  { what: "a role made anew", stored: { role: { id: "AROAOTHER" } }, gives: noPermission },
  {
    what: "a stored policy that is none",
    stored: { role: { inlinePolicies: inline("{}") } },
    gives: "with an explicit deny in an identity-based policy",
  },
  {
    what: "a boundary that allows",
    stored: { role: { permissionsBoundary: { name: "b", text: policy({}) } } },
    gives: "allowed",
  },
  {
    what: "a boundary that does not",
    stored: { role: { permissionsBoundary: { name: "b", text: policy({ Action: "s3:GetObject" }) } } },
    gives: "because no permissions boundary allows the s3:PutObject action",
  },
  {
    what: "a session policy that does not allow",
    caller: { ...session, sessionPolicies: [policy({ Action: "s3:GetObject" })] },
    gives: "because no session policy allows the s3:PutObject action",
  },
  {
    what: "a bucket policy that denies",
    stored: { bucketPolicy: policy({ Effect: "Deny", ...everyone }) },
    gives: "with an explicit deny in a resource-based policy",
  },
  {
    what: "a service control policy that denies",
    stored: {
      organization: { serviceControlPolicies: [[...inline(policy({ Action: "*" }, { Effect: "Deny" }))]] },
    },
    gives: "with an explicit deny in a service control policy",
  },
  {
    what: "a level of service control policies that does not allow",
    stored: {
      organization: { serviceControlPolicies: [inline(policy({})), inline(policy({ Action: "iam:*" }))] },
    },
    gives: "because no service control policy allows the s3:PutObject action",
  },
  {
    what: "a resource control policy that denies",
    stored: { organization: { resourceControlPolicies: [inline(policy({ Effect: "Deny", ...everyone }))] } },
    gives: "with an explicit deny in a resource control policy",
  },
  {
    what: "anonymous by a bucket policy",
    caller: { kind: "anonymous" },
    stored: { bucketPolicy: policy(everyone) },
    gives: "allowed",
  },
  {
    what: "anonymous by a blocked bucket policy",
    caller: { kind: "anonymous" },
    stored: { bucketPolicy: policy(everyone), restrictPublicBuckets: true },
    gives: "on resource: arn:aws:s3:::drop/in/a",
  },
  {
    what: "the session's tag over the role's",
    stored: when("StringEquals", "aws:PrincipalTag/team", "blue"),
    gives: "allowed",
  },
  {
    what: "the role's tag where the session has none",
    stored: when("StringEquals", "aws:PrincipalTag/cost", "1"),
    gives: "allowed",
  },
  {
    what: "the role's tag under the session's",
    stored: when("StringEquals", "aws:PrincipalTag/team", "of the role"),
    gives: noPermission,
  },
  {
    what: "the time of the token",
    stored: when("DateLessThan", "aws:TokenIssueTime", "2026-01-01T12:00:01Z"),
    gives: "allowed",
  },
  {
    what: "an older token",
    stored: when("DateGreaterThan", "aws:TokenIssueTime", "2026-01-01T12:00:01Z"),
    gives: noPermission,
  },
  {
    what: "the role's ARN with its path",
    stored: when("ArnEquals", "aws:PrincipalArn", roleArn),
    gives: "allowed",
  },
  {
    what: "the user id of the session",
    stored: when("StringEquals", "aws:userid", "AROAEXAMPLE:test"),
    gives: "allowed",
  },
  {
    what: "the caller's address",
    stored: when("IpAddress", "aws:SourceIp", "203.0.113.0/24"),
    gives: "allowed",
  },
  {
    what: "the address of one who comes through an endpoint",
    stored: when("IpAddress", "aws:SourceIp", "203.0.113.0/24"),
    headers: { "x-xput-source-vpce": "vpce-1" },
    gives: noPermission,
  },
  {
    what: "the endpoint",
    stored: when("StringEquals", "aws:SourceVpce", "vpce-1"),
    headers: { "x-xput-source-vpce": "vpce-1" },
    gives: "allowed",
  },
  { what: "TLS, as it counts", stored: when("Bool", "aws:SecureTransport", "true"), gives: "allowed" },
  {
    what: "no TLS, as a test plays it",
    stored: when("Bool", "aws:SecureTransport", "true"),
    headers: { "x-xput-tls": "none" },
    gives: noPermission,
  },
  {
    what: "an old TLS",
    stored: when("NumericGreaterThanEquals", "s3:TlsVersion", "1.2"),
    headers: { "x-xput-tls": "1.1" },
    gives: noPermission,
  },
  { what: "a new TLS", stored: when("NumericGreaterThanEquals", "s3:TlsVersion", "1.2"), gives: "allowed" },
  {
    what: "the clock",
    stored: when("DateLessThan", "aws:CurrentTime", "2026-06-01T00:00:00Z"),
    gives: "allowed",
  },
  {
    what: "the last second of a window, as a test plays it",
    stored: when("DateLessThan", "aws:CurrentTime", "2026-01-01T00:00:00Z"),
    headers: { "x-xput-time": "2025-12-31T23:59:59Z" },
    gives: "allowed",
  },
  {
    what: "the end of a window, as a test plays it",
    stored: when("DateLessThan", "aws:CurrentTime", "2026-06-01T00:00:00Z"),
    headers: { "x-xput-time": "2026-06-01T00:00:00Z" },
    gives: noPermission,
  },
  {
    what: "a played time in seconds",
    stored: when("NumericEquals", "aws:EpochTime", "1780272000"),
    headers: { "x-xput-time": "2026-06-01T00:00:00.000Z" },
    gives: "allowed",
  },
  {
    what: "the way of signing",
    stored: when("StringEquals", "s3:authType", "REST-HEADER"),
    headers: { authorization: "x" },
    gives: "allowed",
  },
  {
    what: "the organization",
    stored: { ...when("StringEquals", "aws:PrincipalOrgID", "o-abcdefghij"), organization: {} },
    gives: "allowed",
  },
  {
    what: "no organization",
    stored: when("StringEquals", "aws:PrincipalOrgID", "o-abcdefghij"),
    gives: noPermission,
  },
  {
    what: "an access point by its own ARN",
    need: throughAccessPoint,
    stored: only(accessPoint),
    gives: "allowed",
  },
  {
    what: "an access point by the bucket's ARN",
    need: throughAccessPoint,
    stored: only(object),
    gives: "allowed",
  },
  {
    what: "an access point by another ARN",
    need: throughAccessPoint,
    stored: only("arn:aws:s3:::drop/out/*"),
    gives: noPermission,
  },
  {
    what: "an access point with a deny for the bucket",
    need: throughAccessPoint,
    stored: { role: { inlinePolicies: inline(policy({}, { Effect: "Deny", Resource: object })) } },
    gives: "with an explicit deny in an identity-based policy",
  },
  { what: "the bucket's ARN by the access point's", stored: only(accessPoint), gives: noPermission },
];

describe("a need", () => {
  for (const { what, stored = {}, need = put, caller = session, headers = {}, gives } of rows) {
    it(`by ${what}: ${gives}`, async () => {
      const asked = { ...call, headers };
      const { decision } = await decideNeed(asked, caller, need, reader(stored), new PolicyShelf());
      assert.equal(decision.decision === "allowed", gives === "allowed", JSON.stringify(decision));
      if (gives !== "allowed")
        assert.ok(denial("query", caller, need, decision).message.endsWith(gives), JSON.stringify(decision));
    });
  }

  it("names the policies whose statements decided", async () => {
    const stored = { bucketPolicy: policy({ Sid: "NoOne", Effect: "Deny", ...everyone }) };
    const { decision, policyNames } = await decideNeed(call, session, put, reader(stored), new PolicyShelf());
    const [deciding] = decision.because;
    assert.deepEqual(
      [deciding?.sid, policyNames[deciding?.policy ?? ""]],
      ["NoOne", "policy of bucket drop"],
    );
  });
});
