/**
 * Who may assume which role, for how long and with what: each refusal beside its allowed twin.
 *
 * Does not prove what sessions may do at S3 and KMS, nor trust in identity providers, which is not modelled.
 */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import {
  CreatePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  ListRolesCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import {
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  type AssumeRoleCommandInput,
} from "@aws-sdk/client-sts";
import { administrator, iamClientOf, policy, region } from "./actors";
import { assume, makeRole, makeUserAt, stsClientOf, trust } from "./identities";
import { refuses } from "./refusals";
import type { Credentials } from "./signing";

const owner = "111111111111";
const source = "222222222222";
const stranger = "333333333333";
const run = Date.now().toString(36);
const roleArn = (name: string) => `arn:aws:iam::${owner}:role/${name}-${run}`;
const sourceRole = (name: string) => `arn:aws:iam::${source}:role/${name}-${run}`;
const mayAssume = policy({ Action: ["sts:*"], Resource: "*" });

const equals = (key: string, value: string) => ({ StringEquals: { [key]: value } });
const alice = `arn:aws:iam::${source}:user/team/alice-${run}`;

/** Users by account and policy. */
const users: Readonly<Record<string, readonly [account: string, path: string, policy: string]>> = {
  alice: [source, "/team/", mayAssume],
  bob: [source, "/", mayAssume],
  mallory: [stranger, "/", mayAssume],
  powerless: [source, "/", policy({ Action: "s3:GetObject", Resource: "*" })],
  denied: [
    source,
    "/",
    policy(
      { Action: "sts:*", Resource: "*" },
      { Effect: "Deny", Action: "sts:AssumeRole", Resource: roleArn("fromAccount") },
    ),
  ],
  narrow: [source, "/", policy({ Action: "sts:AssumeRole", Resource: roleArn("fromAccount") })],
  neighbour: [owner, "/", policy({ Action: "s3:GetObject", Resource: "*" })],
};

const account = { AWS: `arn:aws:iam::${source}:root` };
const tagging = ["sts:AssumeRole", "sts:TagSession"];

/** Trust policies by the name of the role. */
const roles: Readonly<Record<string, string>> = {
  fromAccount: trust(account),
  fromAlice: trust({ AWS: alice }),
  fromRole: trust({ AWS: sourceRole("uploader") }),
  withExternalId: trust(account, equals("sts:ExternalId", "agreed")),
  pinned: trust(account, { ArnEquals: { "aws:PrincipalArn": sourceRole("uploader") } }),
  named: trust(account, equals("sts:RoleSessionName", "nightly")),
  fromEveryone: trust({ AWS: "*" }, equals("aws:PrincipalAccount", source)),
  fromService: trust({ Service: "ec2.amazonaws.com" }),
  neighbourly: trust({ AWS: `arn:aws:iam::${owner}:user/neighbour-${run}` }),
  untaggable: trust(account),
  taggable: trust(account, {}, tagging),
  tagRuled: trust(account, equals("aws:RequestTag/team", "blue"), tagging),
  keysRuled: trust(account, { "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] } }, tagging),
  transitiveRuled: trust(
    account,
    { "ForAllValues:StringEquals": { "sts:TransitiveTagKeys": ["team"] } },
    tagging,
  ),
  anonymousSource: trust(account),
  identified: trust(account, {}, ["sts:AssumeRole", "sts:SetSourceIdentity"]),
  identityRuled: trust(account, equals("sts:SourceIdentity", "alice"), [
    "sts:AssumeRole",
    "sts:SetSourceIdentity",
  ]),
  fromTagged: trust(account, equals("aws:PrincipalTag/team", "blue"), tagging),
  fromOrganization: trust(account, equals("aws:PrincipalOrgID", "o-abcdefghij")),
  fromElsewhere: trust(account, equals("aws:PrincipalOrgID", "o-zzzzzzzzzz")),
};

const keys = new Map<string, Credentials>();
const as = (name: string): Credentials => {
  const found = keys.get(name);
  assert.ok(found !== undefined, name);
  return found;
};
/** Tags that cannot be packed much. */
const randomTags = (count: number): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`tag${index}`, randomBytes(45).toString("base64")]),
  );
const tags = (more: Readonly<Record<string, string>>): Partial<AssumeRoleCommandInput> => ({
  Tags: Object.entries(more).map(([Key, Value]) => ({ Key, Value })),
});
const assumes =
  (who: string, role: string, more: Partial<AssumeRoleCommandInput> = {}) =>
  () =>
    assume(as(who), roleArn(role), more);
const row = (
  what: string,
  refused: () => Promise<unknown>,
  twin: () => Promise<unknown>,
  code = "AccessDenied",
  says?: RegExp,
) => ({ what, refused, code, twin, ...(says === undefined ? {} : { says }) });

/** Assumes the first role and with its session the second. */
const chained =
  (
    first: readonly [string, Partial<AssumeRoleCommandInput>],
    second: readonly [string, Partial<AssumeRoleCommandInput>],
  ) =>
  async () =>
    assume(await assume(as("alice"), sourceRole(first[0]), first[1]), roleArn(second[0]), second[1]);

/** Lists the roles of the session's account. */
async function listRoles(credentials: Credentials): Promise<void> {
  const endpoint = process.env.AWS_ENDPOINT_URL ?? "";
  const iam = new IAMClient({ region, endpoint, maxAttempts: 1, credentials });
  try {
    await iam.send(new ListRolesCommand({}));
  } finally {
    iam.destroy();
  }
}

describe("STS of the local AWS", () => {
  before(async () => {
    for (const [name, [of, path, document]] of Object.entries(users)) {
      keys.set(name, await makeUserAt(of, path, `${name}-${run}`, document));
    }
    const declaration = { id: "o-abcdefghij", managementAccount: "999999999999", accounts: [source] };
    const url = `${process.env.AWS_ENDPOINT_URL ?? ""}/_xput/organizations`;
    assert.equal((await fetch(url, { method: "PUT", body: JSON.stringify(declaration) })).status, 200);
    const fromAlice = trust({ AWS: alice }, {}, [...tagging, "sts:SetSourceIdentity"]);
    for (const name of ["uploader", "other"]) {
      await makeRole(source, `${name}-${run}`, { trust: fromAlice, policy: mayAssume });
    }
    for (const [name, document] of Object.entries(roles)) {
      await makeRole(owner, `${name}-${run}`, { trust: document });
    }
    await makeRole(owner, `long-${run}`, { trust: trust(account), maxSessionDurationSeconds: 7_200 });
    await makeRole(owner, `lister-${run}`, {
      trust: trust(account),
      policy: policy({ Action: "iam:ListRoles", Resource: "*" }),
    });
  });

  describe("lets only those assume a role whom both sides allow", () => {
    const allowed = assumes("bob", "fromAccount");
    const fromUploader = chained(["uploader", {}], ["fromRole", {}]);
    refuses([
      row(
        "a role that trusts one user, for another user",
        assumes("bob", "fromAlice"),
        assumes("alice", "fromAlice"),
      ),
      row("a role that trusts an account, for another account", assumes("mallory", "fromAccount"), allowed),
      row(
        "a trusted account's user without permission",
        assumes("powerless", "fromAccount"),
        allowed,
        "AccessDenied",
        /because no identity-based policy allows the sts:AssumeRole action/,
      ),
      row(
        "a trusted account's user with a deny",
        assumes("denied", "fromAccount"),
        assumes("denied", "withExternalId", { ExternalId: "agreed" }),
        "AccessDenied",
        /with an explicit deny in an identity-based policy/,
      ),
      row(
        "a role that the user's permission does not name",
        assumes("narrow", "untaggable"),
        assumes("narrow", "fromAccount"),
      ),
      row(
        "a role that does not exist",
        assumes("bob", "nowhere"),
        allowed,
        "AccessDenied",
        /is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111111111111:role\/nowhere/,
      ),
      row(
        "a role under a path that it does not have",
        () => assume(as("bob"), `arn:aws:iam::${owner}:role/app/fromAccount-${run}`),
        allowed,
      ),
      row("a role that trusts a role, for a user", assumes("alice", "fromRole"), fromUploader),
      row(
        "a role that trusts a role, for another role",
        chained(["other", {}], ["fromRole", {}]),
        fromUploader,
      ),
      row("a role that trusts a service, for a user", assumes("alice", "fromService"), allowed),
      row(
        "a role pinned to a role of the account, for a user",
        assumes("alice", "pinned"),
        chained(["uploader", {}], ["pinned", {}]),
      ),
      row(
        "a role pinned to a role of the account, for another role",
        chained(["other", {}], ["pinned", {}]),
        chained(["uploader", {}], ["pinned", {}]),
      ),
      row(
        "a role open to everyone of one account, for another",
        assumes("mallory", "fromEveryone"),
        assumes("bob", "fromEveryone"),
      ),
      row(
        "a role of the same account that does not name the user",
        assumes("neighbour", "fromAccount"),
        assumes("neighbour", "neighbourly"),
      ),
      row(
        "a role for another organization",
        assumes("bob", "fromElsewhere"),
        assumes("bob", "fromOrganization"),
      ),
      row(
        "a role by the administrator of an account that it does not trust",
        () => assume(administrator(stranger), roleArn("fromAccount")),
        () => assume(administrator(source), roleArn("fromAccount")),
      ),
    ]);
  });

  describe("asks for what the trust policy asks for", () => {
    const rightId = assumes("bob", "withExternalId", { ExternalId: "agreed" });
    refuses([
      row("no external id", assumes("bob", "withExternalId"), rightId),
      row("a wrong external id", assumes("bob", "withExternalId", { ExternalId: "Agreed" }), rightId),
      row(
        "another session name",
        assumes("bob", "named", { RoleSessionName: "daily" }),
        assumes("bob", "named", { RoleSessionName: "nightly" }),
      ),
      row(
        "session tags without sts:TagSession in the trust",
        assumes("bob", "untaggable", tags({ team: "blue" })),
        assumes("bob", "taggable", tags({ team: "blue" })),
      ),
      row(
        "session tags without sts:TagSession of the user",
        assumes("narrow", "fromAccount", tags({ team: "blue" })),
        assumes("narrow", "fromAccount"),
      ),
      {
        what: "session tags beyond the space for them",
        refused: assumes("bob", "taggable", tags(randomTags(40))),
        code: "PackedPolicyTooLargeException",
        says: /^Packed size of session tags consumes 1\d\d% of allotted space\.$/,
        twin: assumes("bob", "taggable", tags(randomTags(10))),
      },
      row(
        "another value of a ruled tag",
        assumes("bob", "tagRuled", tags({ team: "red" })),
        assumes("bob", "tagRuled", tags({ team: "blue" })),
      ),
      row(
        "a tag key that is not let in",
        assumes("bob", "keysRuled", tags({ team: "blue", cost: "1" })),
        assumes("bob", "keysRuled", tags({ team: "blue" })),
      ),
      row(
        "a transitive tag key that is not let in",
        assumes("bob", "transitiveRuled", { ...tags({ team: "a", cost: "1" }), TransitiveTagKeys: ["cost"] }),
        assumes("bob", "transitiveRuled", { ...tags({ team: "a", cost: "1" }), TransitiveTagKeys: ["team"] }),
      ),
      row(
        "a source identity without sts:SetSourceIdentity in the trust",
        assumes("bob", "anonymousSource", { SourceIdentity: "bob" }),
        assumes("bob", "identified", { SourceIdentity: "bob" }),
      ),
      row(
        "another source identity",
        assumes("bob", "identityRuled", { SourceIdentity: "bob" }),
        assumes("bob", "identityRuled", { SourceIdentity: "alice" }),
      ),
      row(
        "no source identity where one is ruled",
        assumes("bob", "identityRuled"),
        assumes("bob", "identityRuled", { SourceIdentity: "alice" }),
      ),
      row(
        "a session without the tag that the trust asks for",
        chained(["uploader", tags({ team: "red" })], ["fromTagged", {}]),
        chained(["uploader", tags({ team: "blue" })], ["fromTagged", {}]),
      ),
    ]);
  });

  describe("hands transitive tags and the source identity on", () => {
    const transitive = { ...tags({ team: "blue" }), TransitiveTagKeys: ["team"] };
    refuses([
      row(
        "a chain with a transitive tag into a role that lets no tags in",
        chained(["uploader", transitive], ["untaggable", {}]),
        chained(["uploader", tags({ team: "blue" })], ["untaggable", {}]),
      ),
      row(
        "another value for a transitive tag",
        chained(["uploader", transitive], ["taggable", tags({ team: "red" })]),
        chained(["uploader", transitive], ["taggable", tags({ cost: "1" })]),
        "InvalidParameterValue",
        /conflicts with a transitive tag key/,
      ),
      row(
        "a chain with a source identity into a role that lets none be set",
        chained(["uploader", { SourceIdentity: "alice" }], ["anonymousSource", {}]),
        chained(["uploader", { SourceIdentity: "alice" }], ["identified", {}]),
      ),
      row(
        "another source identity further down the chain",
        chained(["uploader", { SourceIdentity: "alice" }], ["identified", { SourceIdentity: "bob" }]),
        chained(["uploader", { SourceIdentity: "alice" }], ["identified", { SourceIdentity: "alice" }]),
        "ValidationError",
      ),
    ]);
  });

  describe("limits how long a session lasts", () => {
    const lasting = (role: string, DurationSeconds: number) => assumes("bob", role, { DurationSeconds });
    refuses([
      row(
        "899 seconds",
        lasting("fromAccount", 899),
        lasting("fromAccount", 900),
        "ValidationError",
        /greater than or equal to 900/,
      ),
      row(
        "43,201 seconds",
        lasting("long", 43_201),
        lasting("long", 7_200),
        "ValidationError",
        /less than or equal to 43200/,
      ),
      row(
        "more than the role's maximum",
        lasting("long", 7_201),
        lasting("long", 7_200),
        "ValidationError",
        /exceeds the MaxSessionDuration set for this role/,
      ),
      row(
        "more than an hour of a default role",
        lasting("fromAccount", 3_601),
        lasting("fromAccount", 3_600),
        "ValidationError",
        /MaxSessionDuration/,
      ),
      row(
        "more than an hour in a chain",
        chained(["uploader", {}], ["long", { DurationSeconds: 3_601 }]),
        chained(["uploader", {}], ["long", { DurationSeconds: 3_600 }]),
        "ValidationError",
        /1 hour session limit for roles assumed by role chaining/,
      ),
    ]);
  });

  describe("refuses parameters that are none", () => {
    const allowed = assumes("bob", "taggable");
    const wrong = (more: Partial<AssumeRoleCommandInput>) => assumes("bob", "taggable", more);
    refuses([
      row(
        "a session name with a space",
        wrong({ RoleSessionName: "a b" }),
        allowed,
        "ValidationError",
        /roleSessionName/,
      ),
      row(
        "a session name of one letter",
        wrong({ RoleSessionName: "a" }),
        allowed,
        "ValidationError",
        /length greater than or equal to 2/,
      ),
      row(
        "a session name of 65 letters",
        wrong({ RoleSessionName: "a".repeat(65) }),
        wrong({ RoleSessionName: "a".repeat(64) }),
        "ValidationError",
      ),
      row(
        "an external id of one letter",
        wrong({ ExternalId: "a" }),
        wrong({ ExternalId: "ab" }),
        "ValidationError",
        /externalId/,
      ),
      row(
        "a role ARN that is none",
        () => assume(as("bob"), "arn:aws:iam::1:role/x"),
        allowed,
        "ValidationError",
      ),
      row(
        "two tags of one key",
        wrong({
          Tags: [
            { Key: "a", Value: "1" },
            { Key: "A", Value: "2" },
          ],
        }),
        wrong(tags({ a: "1", b: "2" })),
        "InvalidParameterValue",
      ),
      row(
        "a transitive key without tag",
        wrong({ TransitiveTagKeys: ["a"] }),
        wrong({ ...tags({ a: "1" }), TransitiveTagKeys: ["a"] }),
        "InvalidParameterValue",
      ),
      row(
        "a session policy that is no JSON",
        wrong({ Policy: "{" }),
        wrong({ Policy: mayAssume }),
        "MalformedPolicyDocumentException",
      ),
      row(
        "a session policy with a principal",
        wrong({ Policy: trust("*") }),
        wrong({ Policy: mayAssume }),
        "MalformedPolicyDocumentException",
      ),
      row(
        "a managed session policy of nowhere",
        wrong({ PolicyArns: [{ arn: `arn:aws:iam::${owner}:policy/none` }] }),
        wrong({ PolicyArns: [{ arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }] }),
        "ValidationError",
      ),
    ]);
  });

  describe("lets a session do no more than role, session policies and time allow", () => {
    const listing = (more: Partial<AssumeRoleCommandInput>) => async () =>
      listRoles(await assume(as("bob"), roleArn("lister"), more));
    const otherwise = policy({ Action: "s3:GetObject", Resource: "*" });
    const list = policy({ Action: "iam:ListRoles", Resource: "*" });
    refuses([
      row(
        "what the session policy does not allow",
        listing({ Policy: otherwise }),
        listing({ Policy: list }),
        "AccessDenied",
        /because no session policy allows the iam:ListRoles action/,
      ),
      row(
        "what the session policy denies",
        listing({
          Policy: policy({ Action: "*", Resource: "*" }, { Effect: "Deny", Action: "iam:*", Resource: "*" }),
        }),
        listing({ Policy: list }),
        "AccessDenied",
        /explicit deny in a session policy/,
      ),
      row(
        "what the managed session policy does not allow",
        listing({ PolicyArns: [{ arn: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess" }] }),
        listing({ PolicyArns: [{ arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }] }),
        "AccessDenied",
        /session policy/,
      ),
      row(
        "what the role does not allow, whatever the session policy says",
        async () => listRoles(await assume(as("bob"), roleArn("fromAccount"), { Policy: list })),
        listing({ Policy: list }),
        "AccessDenied",
        /identity-based policy/,
      ),
    ]);

    it("ends the sessions issued before a time, and no later ones", async () => {
      const RoleName = `revoked-${run}`;
      await makeRole(owner, RoleName, { trust: trust(account), policy: list });
      const before = await assume(as("bob"), roleArn("revoked"));
      await listRoles(before);
      const iam = iamClientOf(owner);
      const revoked = policy({
        Effect: "Deny",
        Action: "*",
        Resource: "*",
        Condition: { DateLessThan: { "aws:TokenIssueTime": new Date().toISOString() } },
      });
      await iam.send(
        new PutRolePolicyCommand({ RoleName, PolicyName: "AWSRevokeOlderSessions", PolicyDocument: revoked }),
      );
      await assert.rejects(listRoles(before), { name: "AccessDenied" });
      await listRoles(await assume(as("bob"), roleArn("revoked")));
      iam.destroy();
    });

    it("leaves a session nothing when its role is made anew under the same name", async () => {
      const RoleName = `renewed-${run}`;
      await makeRole(owner, RoleName, { trust: trust(account), policy: list });
      const before = await assume(as("bob"), roleArn("renewed"));
      await listRoles(before);
      const iam = iamClientOf(owner);
      await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: "test" }));
      await iam.send(new DeleteRoleCommand({ RoleName }));
      await assert.rejects(listRoles(before), { name: "AccessDenied" });
      await makeRole(owner, RoleName, { trust: trust(account), policy: list });
      await assert.rejects(listRoles(before), { name: "AccessDenied" });
      await listRoles(await assume(as("bob"), roleArn("renewed")));
      iam.destroy();
    });

    it("keeps a session within the boundary of its role", async () => {
      const iam = iamClientOf(owner);
      const make = async (name: string, document: string) => {
        const made = await iam.send(
          new CreatePolicyCommand({ PolicyName: `${name}-${run}`, PolicyDocument: document }),
        );
        return made.Policy?.Arn ?? "";
      };
      const wide = await make("wide", list);
      const tight = await make("tight", otherwise);
      iam.destroy();
      await makeRole(owner, `bounded-${run}`, { trust: trust(account), policy: list, boundary: wide });
      await makeRole(owner, `fenced-${run}`, { trust: trust(account), policy: list, boundary: tight });
      await listRoles(await assume(as("bob"), roleArn("bounded")));
      const refused = listRoles(await assume(as("bob"), roleArn("fenced")));
      await assert.rejects(refused, /no permissions boundary allows the iam:ListRoles action/);
    });
  });

  describe("GetCallerIdentity", () => {
    const identity = async (credentials: Credentials) => {
      const sts = stsClientOf(credentials);
      try {
        const { Arn, Account, UserId } = await sts.send(new GetCallerIdentityCommand({}));
        return { Arn, Account, UserId };
      } finally {
        sts.destroy();
      }
    };

    it("names the administrator, a user and a session, whatever they may do", async () => {
      assert.deepEqual(await identity(administrator(owner)), {
        Arn: `arn:aws:iam::${owner}:root`,
        Account: owner,
        UserId: owner,
      });
      assert.equal((await identity(as("powerless"))).Arn, `arn:aws:iam::${source}:user/powerless-${run}`);
      assert.equal((await identity(as("alice"))).Arn, alice);
      const session = await identity(
        await assume(as("bob"), roleArn("fromAccount"), { RoleSessionName: "who" }),
      );
      assert.equal(session.Arn, `arn:aws:sts::${owner}:assumed-role/fromAccount-${run}/who`);
      assert.match(session.UserId ?? "", /^AROA[A-Z0-9]+:who$/);
      assert.equal(session.Account, owner);
    });

    it("names the user behind a session token, who gets no second one", async () => {
      const sts = stsClientOf(as("alice"));
      const { Credentials: given } = await sts.send(new GetSessionTokenCommand({}));
      sts.destroy();
      const session = {
        accessKeyId: given?.AccessKeyId ?? "",
        secretAccessKey: given?.SecretAccessKey ?? "",
        sessionToken: given?.SessionToken ?? "",
      };
      assert.equal((await identity(session)).Arn, alice);
      await assume(session, roleArn("fromAlice"));
      const again = stsClientOf(session);
      await assert.rejects(again.send(new GetSessionTokenCommand({})), { name: "AccessDenied" });
      again.destroy();
      await assert.rejects(listRoles(session), { name: "InvalidClientTokenId" });
    });
  });
});
