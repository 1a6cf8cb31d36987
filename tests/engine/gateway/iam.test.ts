/**
 * Who may do what at IAM, and which policies IAM takes: each refusal beside its allowed twin.
 *
 * Does not prove the operations that are not modelled (SAML providers, server certificates and the like), which only
 * administrator keys may use.
 */
import assert from "node:assert/strict";
import {
  AddUserToGroupCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteRoleCommand,
  GetRoleCommand,
  GetUserCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListSAMLProvidersCommand,
  ListRolesCommand,
  PutGroupPolicyCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { administrator, iamClientOf, policy, region, type Statement } from "./actors";
import { makeRole, makeUserAt, trust } from "./identities";
import { refuses } from "./refusals";
import type { Credentials } from "./signing";

const account = "111111111111";
const other = "222222222222";
const run = Date.now().toString(36);
const iamArn = (resource: string) => `arn:aws:iam::${account}:${resource}`;
const named = (name: string) => `${name}-${run}`;
const readOnly = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const s3ReadOnly = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
const root = trust({ AWS: iamArn("root") });
const app = iamArn("role/app/*");
const on = (Action: string | readonly string[], Resource: string, Condition?: unknown): Statement => ({
  Action,
  Resource,
  ...(Condition === undefined ? {} : { Condition }),
});

/** Users by what they may do. */
const users: Readonly<Record<string, readonly Statement[]>> = {
  reader: [on(["iam:GetRole", "iam:ListRoles"], "*")],
  appReader: [on("iam:GetRole", app)],
  maker: [on("iam:CreateRole", app)],
  tagRuled: [
    on("iam:CreateRole", "*", { StringEquals: { "aws:RequestTag/team": "blue" } }),
    on("iam:TagRole", "*", { "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] } }),
  ],
  boundaryRuled: [
    on(["iam:CreateRole", "iam:PutRolePermissionsBoundary"], "*", {
      StringEquals: { "iam:PermissionsBoundary": readOnly },
    }),
  ],
  attacher: [on("iam:AttachRolePolicy", "*", { ArnEquals: { "iam:PolicyARN": s3ReadOnly } })],
  tagReader: [on("iam:GetRole", "*", { StringEquals: { "iam:ResourceTag/team": "blue" } })],
  self: [on(["iam:GetUser", "iam:ListAccessKeys"], iamArn("user/${aws:username}"))],
  denied: [on("iam:*", "*"), { Effect: "Deny", ...on("iam:GetRole", app) }],
};

const keys = new Map<string, Credentials>();
const clients: IAMClient[] = [];
function as(name: string): IAMClient {
  const credentials = name === "administrator" ? administrator(account) : keys.get(name);
  assert.ok(credentials !== undefined, name);
  const endpoint = process.env.AWS_ENDPOINT_URL ?? "";
  const client = new IAMClient({ region, endpoint, maxAttempts: 1, credentials });
  clients.push(client);
  return client;
}

let made = 0;
const fresh = () => named(`made${(made += 1)}`);
const getRole = (who: string, role: string) => () =>
  as(who).send(new GetRoleCommand({ RoleName: named(role) }));
const createRole =
  (who: string, more: object = {}) =>
  () =>
    as(who).send(new CreateRoleCommand({ RoleName: fresh(), AssumeRolePolicyDocument: root, ...more }));
const team = (Value: string) => ({ Tags: [{ Key: "team", Value }] });

describe("IAM of the local AWS", () => {
  before(async () => {
    for (const [name, statements] of Object.entries(users)) {
      keys.set(name, await makeUserAt(account, "/", named(name), policy(...statements)));
    }
    await makeRole(account, named("plain"), { trust: root });
    await makeRole(account, named("inApp"), { trust: root, path: "/app/" });
    for (const [name, value] of [
      ["blue", "blue"],
      ["red", "red"],
    ] as const) {
      await as("administrator").send(
        new CreateRoleCommand({ RoleName: named(name), AssumeRolePolicyDocument: root, ...team(value) }),
      );
    }
    keys.set("member", await makeUserAt(account, "/", named("member"), policy(on("s3:GetObject", "*"))));
    await as("administrator").send(new CreateGroupCommand({ GroupName: named("readers") }));
    await as("administrator").send(
      new PutGroupPolicyCommand({
        GroupName: named("readers"),
        PolicyName: "read",
        PolicyDocument: policy(on("iam:GetRole", app)),
      }),
    );
  });
  after(() => {
    for (const client of clients) client.destroy();
  });

  describe("allows what identity policies allow, on the resource with its path", () => {
    const tagRole = (Key: string) => () =>
      as("tagRuled").send(new TagRoleCommand({ RoleName: named("plain"), Tags: [{ Key, Value: "1" }] }));
    const attach = (PolicyArn: string) => () =>
      as("attacher").send(new AttachRolePolicyCommand({ RoleName: named("plain"), PolicyArn }));
    const bound = (PermissionsBoundary: string) => () =>
      as("boundaryRuled").send(
        new PutRolePermissionsBoundaryCommand({ RoleName: named("plain"), PermissionsBoundary }),
      );
    const getUser = (who: string, UserName?: string) => () => as(who).send(new GetUserCommand({ UserName }));
    const code = "AccessDenied";
    refuses([
      {
        what: "a role outside the allowed path",
        refused: getRole("appReader", "plain"),
        code,
        twin: getRole("appReader", "inApp"),
        says: new RegExp(
          `on resource: arn:aws:iam::${account}:role/plain-${run} because no identity-based policy allows the iam:GetRole action`,
        ),
      },
      {
        what: "an operation that is not allowed",
        refused: () => as("reader").send(new DeleteRoleCommand({ RoleName: named("plain") })),
        code,
        twin: getRole("reader", "plain"),
      },
      {
        what: "a list for one who may read one",
        refused: () => as("appReader").send(new ListRolesCommand({})),
        code,
        twin: () => as("reader").send(new ListRolesCommand({})),
      },
      {
        what: "a denied role",
        refused: getRole("denied", "inApp"),
        code,
        twin: getRole("denied", "plain"),
        says: /explicit deny in an identity-based policy/,
      },
      {
        what: "a new role outside the allowed path",
        refused: createRole("maker"),
        code,
        twin: createRole("maker", { Path: "/app/" }),
      },
      {
        what: "a new role with another tag",
        refused: createRole("tagRuled", team("red")),
        code,
        twin: createRole("tagRuled", team("blue")),
      },
      {
        what: "a new role without tag",
        refused: createRole("tagRuled"),
        code,
        twin: createRole("tagRuled", team("blue")),
      },
      { what: "another tag key", refused: tagRole("cost"), code, twin: tagRole("team") },
      {
        what: "a new role without boundary",
        refused: createRole("boundaryRuled"),
        code,
        twin: createRole("boundaryRuled", { PermissionsBoundary: readOnly }),
      },
      {
        what: "a new role with another boundary",
        refused: createRole("boundaryRuled", { PermissionsBoundary: s3ReadOnly }),
        code,
        twin: createRole("boundaryRuled", { PermissionsBoundary: readOnly }),
      },
      { what: "another boundary for a role", refused: bound(s3ReadOnly), code, twin: bound(readOnly) },
      { what: "another policy to attach", refused: attach(readOnly), code, twin: attach(s3ReadOnly) },
      {
        what: "a role with another tag",
        refused: getRole("tagReader", "red"),
        code,
        twin: getRole("tagReader", "blue"),
      },
      {
        what: "another user",
        refused: getUser("self", named("reader")),
        code,
        twin: getUser("self", named("self")),
      },
      { what: "one's own user without permission", refused: getUser("reader"), code, twin: getUser("self") },
      {
        what: "one's own keys without permission",
        refused: () => as("reader").send(new ListAccessKeysCommand({})),
        code,
        twin: () => as("self").send(new ListAccessKeysCommand({})),
      },
      {
        what: "a role that does not exist, without permission",
        refused: getRole("self", "nowhere"),
        code,
        twin: getRole("reader", "plain"),
      },
      {
        what: "a role that does not exist, with permission",
        refused: getRole("reader", "nowhere"),
        code: "NoSuchEntityException",
        twin: getRole("reader", "plain"),
      },
      {
        what: "what is not modelled, for a user with every permission",
        refused: () => as("denied").send(new ListSAMLProvidersCommand({})),
        code,
        twin: () => as("administrator").send(new ListSAMLProvidersCommand({})),
        says: /does not model/,
      },
    ]);

    it("finds the policies of a user's groups as soon as the user is in them, and their changes", async () => {
      const read = getRole("member", "inApp");
      await assert.rejects(read(), { name: "AccessDenied" });
      const member = { GroupName: named("readers"), UserName: named("member") };
      await as("administrator").send(new AddUserToGroupCommand(member));
      await read();
      await as("administrator").send(
        new PutGroupPolicyCommand({
          GroupName: named("readers"),
          PolicyName: "read",
          PolicyDocument: policy(on("iam:GetRole", iamArn("role/elsewhere/*"))),
        }),
      );
      await assert.rejects(read(), { name: "AccessDenied" });
    });
  });

  describe("takes only policies that AWS takes", () => {
    const trusting = (AssumeRolePolicyDocument: string) =>
      createRole("administrator", { AssumeRolePolicyDocument });
    const retrust = (PolicyDocument: string) => () =>
      as("administrator").send(
        new UpdateAssumeRolePolicyCommand({ RoleName: named("plain"), PolicyDocument }),
      );
    const inline = (PolicyDocument: string) => () =>
      as("administrator").send(
        new PutRolePolicyCommand({ RoleName: named("plain"), PolicyName: "inline", PolicyDocument }),
      );
    const managed = (PolicyDocument: string) => () =>
      as("administrator").send(new CreatePolicyCommand({ PolicyName: fresh(), PolicyDocument }));
    /** A policy of exactly so many characters. */
    const ofSize = (characters: number, make: (filler: string) => string) =>
      make("a".repeat(characters - make("").length));
    const filled = (filler: string) => policy(on("s3:GetObject", `arn:aws:s3:::b/${filler}`));
    const filledTrust = (filler: string) =>
      trust({ AWS: iamArn("root") }, { StringEquals: { "sts:ExternalId": filler } });
    const inlineUser = (name: string, size: number) => async () => {
      const UserName = named(name);
      await as("administrator")
        .send(new CreateUserCommand({ UserName }))
        .catch(() => undefined);
      const PolicyDocument = ofSize(size, filled);
      return as("administrator").send(
        new PutUserPolicyCommand({ UserName, PolicyName: "size", PolicyDocument }),
      );
    };
    const malformed = "MalformedPolicyDocumentException";
    const limit = "LimitExceededException";
    const allow = policy(on("s3:GetObject", "*"));
    refuses([
      {
        what: "trust in a role that does not exist",
        refused: trusting(trust({ AWS: iamArn("role/nowhere") })),
        code: malformed,
        twin: trusting(trust({ AWS: iamArn(`role/plain-${run}`) })),
        says: /Invalid principal in policy/,
      },
      {
        what: "trust in a role under another path",
        refused: trusting(trust({ AWS: iamArn(`role/inApp-${run}`) })),
        code: malformed,
        twin: trusting(trust({ AWS: iamArn(`role/app/inApp-${run}`) })),
        says: /Invalid principal in policy/,
      },
      {
        what: "trust in another account's user that does not exist",
        refused: trusting(trust({ AWS: `arn:aws:iam::${other}:user/nobody` })),
        code: malformed,
        twin: trusting(trust({ AWS: `arn:aws:iam::${other}:root` })),
        says: /Invalid principal in policy/,
      },
      {
        what: "new trust in a role that does not exist",
        refused: retrust(trust({ AWS: iamArn("role/nowhere") })),
        code: malformed,
        twin: retrust(root),
      },
      {
        what: "trust with a resource",
        refused: trusting(
          JSON.stringify({
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole", Resource: "*" }],
          }),
        ),
        code: malformed,
        twin: trusting(trust("*")),
      },
      {
        what: "trust for an action of S3",
        refused: trusting(trust("*", {}, "s3:GetObject")),
        code: malformed,
        twin: trusting(trust("*")),
        says: /may only specify STS AssumeRole actions/,
      },
      { what: "trust that is no JSON", refused: trusting("{"), code: malformed, twin: trusting(root) },
      {
        what: "trust with an unknown operator",
        refused: trusting(trust("*", { StringEqual: { "sts:ExternalId": "b" } })),
        code: malformed,
        twin: trusting(trust("*", { StringEquals: { "sts:ExternalId": "b" } })),
      },
      {
        what: "trust of 2,049 characters",
        refused: trusting(ofSize(2_049, filledTrust)),
        code: limit,
        twin: trusting(ofSize(2_048, filledTrust)),
        says: /Cannot exceed quota for ACLSizePerRole: 2048/,
      },
      {
        what: "an identity policy with a principal",
        refused: inline(trust("*")),
        code: malformed,
        twin: inline(allow),
      },
      {
        what: "an identity policy without resource",
        refused: inline('{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject"}}'),
        code: malformed,
        twin: inline(allow),
      },
      {
        what: "an identity policy of another version",
        refused: inline(allow.replace("2012", "2013")),
        code: malformed,
        twin: inline(allow),
      },
      {
        what: "an inline policy of 10,241 characters",
        refused: inline(ofSize(10_241, filled)),
        code: limit,
        twin: inline(ofSize(10_240, filled)),
        says: /Maximum policy size of 10240 bytes exceeded for role/,
      },
      {
        what: "a user's inline policy of 2,049 characters",
        refused: inlineUser("big", 2_049),
        code: limit,
        twin: inlineUser("fits", 2_048),
        says: /2048 bytes exceeded for user/,
      },
      {
        what: "a managed policy of 6,145 characters",
        refused: managed(ofSize(6_145, filled)),
        code: limit,
        twin: managed(ofSize(6_144, filled)),
        says: /PolicySize: 6144/,
      },
      {
        what: "a managed policy with an empty action list",
        refused: managed(policy(on([], "*"))),
        code: malformed,
        twin: managed(allow),
      },
    ]);

    it("counts all inline policies of a role together, and a policy that is written anew once", async () => {
      await makeRole(account, named("full"), { trust: root });
      const write = (PolicyName: string, size: number) =>
        as("administrator").send(
          new PutRolePolicyCommand({
            RoleName: named("full"),
            PolicyName,
            PolicyDocument: ofSize(size, filled),
          }),
        );
      await write("one", 5_120);
      await write("two", 5_120);
      await assert.rejects(write("three", 200), { name: limit });
      await write("two", 4_920);
      await write("three", 200);
    });

    it("attaches ten managed policies to a role and no eleventh", async () => {
      await makeRole(account, named("laden"), { trust: root });
      const attach = (PolicyArn: string) =>
        as("administrator").send(new AttachRolePolicyCommand({ RoleName: named("laden"), PolicyArn }));
      const arns: string[] = [];
      for (let index = 0; index <= 10; index += 1) {
        const { Policy } = await as("administrator").send(
          new CreatePolicyCommand({ PolicyName: fresh(), PolicyDocument: allow }),
        );
        arns.push(Policy?.Arn ?? "");
      }
      for (const arn of arns.slice(0, 10)) await attach(arn);
      await assert.rejects(attach(arns[10] ?? ""), /Cannot exceed quota for PoliciesPerRole: 10/);
      await attach(arns[0] ?? "");
    });

    it("decides by the default version of a managed policy", async () => {
      const { Policy } = await as("administrator").send(
        new CreatePolicyCommand({ PolicyName: fresh(), PolicyDocument: policy(on("iam:GetRole", "*")) }),
      );
      const PolicyArn = Policy?.Arn ?? "";
      const user = await makeUserAt(account, "/", named("versioned"), allow);
      keys.set("versioned", user);
      await as("administrator").send(
        new AttachUserPolicyCommand({ UserName: named("versioned"), PolicyArn }),
      );
      await getRole("versioned", "plain")();
      const version = { PolicyArn, PolicyDocument: allow };
      await as("administrator").send(new CreatePolicyVersionCommand(version));
      await getRole("versioned", "plain")();
      await as("administrator").send(new CreatePolicyVersionCommand({ ...version, SetAsDefault: true }));
      await assert.rejects(getRole("versioned", "plain")(), { name: "AccessDenied" });
    });
  });

  describe("stays in the caller's account", () => {
    it("lets nobody act on another account's policy", async () => {
      const theirs = iamClientOf(other);
      const { Policy } = await theirs.send(
        new CreatePolicyCommand({ PolicyName: fresh(), PolicyDocument: policy(on("s3:GetObject", "*")) }),
      );
      const version = { PolicyArn: Policy?.Arn ?? "", PolicyDocument: policy(on("s3:*", "*")) };
      await assert.rejects(as("administrator").send(new CreatePolicyVersionCommand(version)), {
        name: "AccessDenied",
      });
      await theirs.send(new CreatePolicyVersionCommand(version));
      theirs.destroy();
    });

    it("gives a user's own keys to that user only", async () => {
      await assert.rejects(as("reader").send(new CreateAccessKeyCommand({})), { name: "AccessDenied" });
      const own = as("self").send(new ListAccessKeysCommand({}));
      const ids = (await own).AccessKeyMetadata?.map(({ AccessKeyId }) => AccessKeyId);
      assert.deepEqual(ids, [keys.get("self")?.accessKeyId]);
    });
  });
});
