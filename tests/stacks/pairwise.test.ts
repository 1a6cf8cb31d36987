/**
 * Every two settings together: what is declared works, its nearest neighbours are refused, and AWS's own checks have
 * nothing to say of any document.
 *
 * Decided by the analysis on the documents; the order of making them and AWS itself are left to tests/engine.
 */
import assert from "node:assert/strict";
import { checkPolicy } from "../../access/check/checkPolicy";
import { dropPoint } from "../../components/dropPoint";
import { quotaProblems } from "../../iam/quotas";
import { parseSettings, type Settings } from "../../settings/settings";
import { decidedBy } from "../support/decided";
import { pairwise, type Row } from "../support/pairwise";
import { register } from "../support/register";

type Fragment = Readonly<Record<string, unknown>>;
type Choices = Readonly<Record<string, Fragment>>;

const keyArn = "arn:aws:kms:eu-west-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab";

const destination: Readonly<Record<string, Choices>> = {
  encryption: {
    s3: { encryption: { kind: "s3" } },
    kms: { encryption: { kind: "kms", administrators: ["role/admin", "role/xput-deploy"] } },
    "kms without bucket key": { encryption: { kind: "kms", bucketKey: false } },
    "given key": { encryption: { kind: "kms", keyArn } },
    dsse: { encryption: { kind: "dsse", allowSseC: true } },
  },
  overwrite: { allow: {}, deny: { overwrite: "deny" } },
  lock: {
    none: {},
    governance: { objectLock: { mode: "governance", days: 1 } },
    compliance: { objectLock: { mode: "compliance", days: 30 } },
  },
  network: {
    anywhere: {},
    addresses: { network: { sourceIps: ["203.0.113.0/24"] } },
    endpoint: { network: { vpcEndpointIds: ["vpce-0123456789abcdef0"] } },
    both: { network: { sourceIps: ["203.0.113.0/24"], vpcEndpointIds: ["vpce-0123456789abcdef0"] } },
  },
  limit: { none: {}, organization: { organizationId: "o-abc1234567" } },
  extras: {
    none: {},
    "readers and lifecycle": {
      readers: ["role/ingest"],
      lifecycle: [{ prefix: "", expireDays: 400, transitions: [{ days: 30, storageClass: "GLACIER_IR" }] }],
    },
    "logs and events": { accessLogs: {}, eventBridge: true },
    scan: { malwareScan: { prefixes: ["in/"] } },
  },
  replication: {
    none: {},
    "other account": {
      replication: { accountId: "777777777777", region: "eu-central-1", bucket: "acme-copy" },
    },
    "same account": {
      replication: { accountId: "111111111111", region: "eu-central-1", bucket: "acme-copy" },
    },
  },
};

const audit: Choices = {
  trail: {},
  "trail of everything": {
    audit: { events: "all", alarmEmails: ["sec@example.com"], readers: ["role/auditor"] },
  },
  none: { audit: { kind: "none" } },
};

const source: Readonly<Record<string, Choices>> = {
  who: {
    role: { accountId: "222222222222", uploaders: ["role/app/up"] },
    user: { accountId: "222222222222", uploaders: ["user/up"] },
    "permission set": { accountId: "222222222222", uploaders: ["permission-set/Up"] },
    account: { accountId: "222222222222", wholeSource: "every principal of this source may upload" },
    member: { accountId: "222222222222", uploaders: ["role/app/up"], organizationId: "o-abc1234567" },
    organization: { organizationId: "o-abc1234567", uploaders: ["role/app/up"] },
    token: {
      webIdentity: { provider: "token.actions.githubusercontent.com", subjects: ["repo:acme/app:*"] },
    },
  },
  mode: {
    role: {},
    bucketPolicy: { accessMode: "bucketPolicy" },
    accessPoint: { accessMode: "accessPoint" },
  },
  condition: {
    none: {},
    "external id": { externalId: "x-1" },
    addresses: { sourceIps: ["203.0.113.0/28"] },
    "addresses and endpoint": { sourceIps: ["203.0.113.0/28"], vpcEndpointIds: ["vpce-0123456789abcdef0"] },
    time: { activeFrom: "2026-01-01T00:00:00Z", activeUntil: "2027-01-01T00:00:00Z" },
    "second factor": { requireMfa: true },
    "long session": { sessionMinutes: 720 },
  },
  managed: { no: {}, yes: { manage: { deployRole: "role/xput-deploy" } } },
};

const namesOf = (table: Readonly<Record<string, Choices>>): Record<string, readonly string[]> =>
  Object.fromEntries(Object.entries(table).map(([name, choices]) => [name, Object.keys(choices)]));

function settingsOf(row: Row): Settings | undefined {
  const chosen = (table: Readonly<Record<string, Choices>>): Fragment =>
    Object.assign(
      {},
      ...Object.entries(table).map(([name, choices]) => choices[row[name] ?? ""]),
    ) as Fragment;
  const prefixes = row.who === "organization" ? ["in/${accountId}/"] : ["in/"];
  const result = parseSettings(
    {
      destination: {
        accountId: "111111111111",
        region: "eu-west-1",
        deployRole: "role/xput-deploy",
        bucket: "acme",
        ...chosen(destination),
      },
      ...audit[row.audit ?? ""],
      sources: { up: { prefixes, ...chosen(source) } },
    },
    quotaProblems,
  );
  return result.ok ? result.settings : undefined;
}

const { rows, uncovered } = pairwise(
  { ...namesOf(destination), audit: Object.keys(audit), ...namesOf(source) },
  (row) => settingsOf(row) !== undefined,
);

/** Pairs that the settings refuse, since they say two things that cannot both be meant. */
const contradictory = [
  { who: "token", mode: "bucketPolicy" },
  { who: "token", mode: "accessPoint" },
  { who: "role", condition: "second factor" },
  { who: "permission set", condition: "second factor" },
  { who: "account", condition: "second factor" },
  { who: "member", condition: "second factor" },
  { who: "organization", condition: "second factor" },
  { who: "token", condition: "external id" },
  { who: "token", condition: "second factor" },
  { who: "organization", managed: "yes" },
  { who: "token", managed: "yes" },
  { mode: "bucketPolicy", condition: "external id" },
  { mode: "bucketPolicy", condition: "long session" },
  { mode: "accessPoint", condition: "external id" },
  { mode: "accessPoint", condition: "long session" },
];

describe("every two settings together", () => {
  it("are covered, but for those that contradict each other", () => {
    assert.deepEqual(
      uncovered.map((pair) => JSON.parse(pair) as unknown),
      contradictory,
    );
  });

  for (const row of rows) {
    const settings = settingsOf(row);
    it(`hold with ${Object.values(row).join(", ")}`, async function () {
      this.timeout(60_000);
      assert.ok(settings !== undefined);
      decideAccess(settings, row);
      await checkDocuments(settings);
    });
  }
});

/** What a caller under all the conditions of any row brings along. */
const meetsEverything = {
  "aws:PrincipalOrgID": "o-abc1234567",
  "aws:SourceIp": "203.0.113.1",
  "aws:SourceVpce": "vpce-0123456789abcdef0",
  "aws:CurrentTime": "2026-06-01T00:00:00Z",
  "aws:MultiFactorAuthPresent": "true",
  "s3:if-none-match": "*",
  "s3:ObjectCreationOperation": "true",
};

const callers: Readonly<Record<string, string>> = {
  role: "arn:aws:iam::222222222222:role/app/up",
  user: "arn:aws:iam::222222222222:user/up",
  "permission set":
    "arn:aws:iam::222222222222:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Up_0123456789abcdef",
  account: "arn:aws:iam::222222222222:role/any",
  member: "arn:aws:iam::222222222222:role/app/up",
  organization: "arn:aws:iam::222222222222:role/app/up",
  token: "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com",
};

/** Of an account that no row lets in, and outside the organization. */
const stranger = {
  principal: "arn:aws:iam::999999999999:role/app/up",
  context: { ...meetsEverything, "aws:PrincipalOrgID": "o-other12345" },
};

const own = "in/222222222222/a";
const allowed = (decision: string, what: string): void => {
  assert.equal(decision, "allowed", what);
};
const refused = (decision: string, what: string): void => {
  assert.notEqual(decision, "allowed", what);
};

function decideAccess(settings: Settings, row: Row): void {
  if (row.mode === "role") throughRole(settings, row);
  else directly(settings, row);
}

function throughRole(settings: Settings, row: Row): void {
  const { trust, writer, key } = decidedBy(settings);
  const principal = callers[row.who ?? ""] ?? "";
  const github = "token.actions.githubusercontent.com";
  const context = {
    ...meetsEverything,
    "sts:ExternalId": "x-1",
    "aws:RequestTag/xput-account": "222222222222",
    "aws:TagKeys": ["xput-account"],
    [`${github}:sub`]: "repo:acme/app:ref:refs/heads/main",
    [`${github}:aud`]: "sts.amazonaws.com",
  };
  const action = row.who === "token" ? "sts:AssumeRoleWithWebIdentity" : "sts:AssumeRole";
  allowed(trust("up", { principal, action, context }), "the uploader assumes the role");
  refused(
    trust("up", { ...stranger, action, context: { ...context, ...stranger.context } }),
    "a stranger does not",
  );

  const session = { ...meetsEverything, "aws:PrincipalTag/xput-account": "222222222222" };
  const ask = (verb: string, object: string) =>
    writer("up", { action: verb, resource: `arn:aws:s3:::acme/${object}`, context: session });
  allowed(ask("s3:PutObject", own), "the writer puts");
  refused(ask("s3:PutObject", "elsewhere/a"), "the writer does not put elsewhere");
  refused(ask("s3:GetObject", own), "the writer does not get");
  keyServes(settings, (use) => key({ principal: "arn:aws:iam::111111111111:role/xput-up", ...use }));
}

function directly(settings: Settings, row: Row): void {
  const { uploader, bucket, key } = decidedBy(settings);
  const principal = callers[row.who ?? ""] ?? "";
  const parent =
    row.mode === "accessPoint"
      ? "arn:aws:s3:eu-west-1:111111111111:accesspoint/xput-up/object"
      : "arn:aws:s3:::acme";
  const ask = (verb: string, object: string, by: object = { principal, context: meetsEverything }) =>
    uploader("up", {
      principal,
      context: meetsEverything,
      action: verb,
      resource: `${parent}/${object}`,
      ...by,
    });
  allowed(ask("s3:PutObject", own), "the uploader puts");
  refused(ask("s3:PutObject", "elsewhere/a"), "the uploader does not put elsewhere");
  refused(ask("s3:GetObject", own), "the uploader does not get");
  refused(ask("s3:PutObject", own, stranger), "a stranger does not put");
  const through = row.mode === "accessPoint" ? { "s3:DataAccessPointAccount": "111111111111" } : {};
  allowed(
    bucket({
      principal,
      action: "s3:PutObject",
      resource: `arn:aws:s3:::acme/${own}`,
      context: { ...meetsEverything, ...through },
    }),
    "the bucket lets the put through",
  );
  keyServes(settings, (use) => key({ principal, ...use }));
}

/** The key serves puts of this bucket's objects, by S3 only, where this program writes its policy. */
function keyServes(
  settings: Settings,
  ask: (use: { action: string; context: Readonly<Record<string, string>> }) => string,
): void {
  const { encryption } = settings.destination;
  if (encryption.kind === "s3" || encryption.keyArn !== undefined) return;
  const arn =
    encryption.kind === "kms" && encryption.bucketKey ? "arn:aws:s3:::acme" : `arn:aws:s3:::acme/${own}`;
  const context = {
    ...meetsEverything,
    "kms:ViaService": "s3.eu-west-1.amazonaws.com",
    "kms:EncryptionContext:aws:s3:arn": arn,
  };
  for (const action of ["kms:GenerateDataKey", "kms:Decrypt"]) {
    allowed(ask({ action, context }), `the key serves a put (${action})`);
    refused(
      ask({ action, context: { ...context, "kms:ViaService": "ebs.eu-west-1.amazonaws.com" } }),
      "S3 only",
    );
  }
  refused(ask({ action: "kms:Encrypt", context }), "the key encrypts nothing else");
}

const kinds: Readonly<Record<string, "identity" | "resource" | "trust">> = {
  "aws:iam/policy:Policy": "identity",
  "aws:iam/rolePolicy:RolePolicy": "identity",
};

/**
 * CloudWatch Logs sends neither `aws:SourceArn` nor `aws:SourceAccount` to KMS, but the log group's ARN as encryption
 * context, which the statement asks for; the analysis of AWS does not count that.
 */
function known(resource: string, check: string | undefined): boolean {
  return resource === "audit-key" && check === "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL";
}

/** Every document is text before anything is made, and AWS's own checks find nothing that must be put right. */
async function checkDocuments(settings: Settings): Promise<void> {
  const made = await register(() => dropPoint(settings));
  for (const { type, name, inputs } of made) {
    for (const property of ["policy", "assumeRolePolicy"]) {
      const text = inputs[property];
      if (text === undefined) continue;
      assert.equal(typeof text, "string", `${name}.${property} is not known at preview`);
      const kind = property === "assumeRolePolicy" ? "trust" : (kinds[type] ?? "resource");
      const found = checkPolicy(text as string, kind).filter(({ check }) => !known(name, check));
      assert.deepEqual(found, [], `${name}.${property}`);
    }
  }
}
