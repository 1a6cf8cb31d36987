/**
 * Who may assume a role with a token of a web identity provider, and what the session may then: each refusal beside
 * its allowed twin.
 *
 * Does not prove that a provider's own keys are fetched: the local AWS is told them.
 */
import assert from "node:assert/strict";
import {
  AddClientIDToOpenIDConnectProviderCommand,
  CreateOpenIDConnectProviderCommand,
  DeleteOpenIDConnectProviderCommand,
  GetOpenIDConnectProviderCommand,
  type IAMClient,
  ListOpenIDConnectProvidersCommand,
  ListOpenIDConnectProviderTagsCommand,
  RemoveClientIDFromOpenIDConnectProviderCommand,
  TagOpenIDConnectProviderCommand,
  UntagOpenIDConnectProviderCommand,
  UpdateOpenIDConnectProviderThumbprintCommand,
} from "@aws-sdk/client-iam";
import { CreateBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import {
  AssumeRoleWithWebIdentityCommand,
  type AssumeRoleWithWebIdentityCommandInput,
  GetCallerIdentityCommand,
} from "@aws-sdk/client-sts";
import { administrator, iamClientOf, policy, region, s3ClientOf } from "./actors";
import { assume, makeRole, makeUserAt, stsClientOf, trust } from "./identities";
import { jsonCall } from "./jsonCall";
import { refuses } from "./refusals";
import type { Credentials } from "./signing";
import { declaredIssuer, makeIssuer, type WebIdentityIssuer } from "./webIdentityIssuer";

const account = "111111111111";
const other = "222222222222";
const run = Date.now().toString(36);
const github = "token.actions.githubusercontent.com";
const cluster = `oidc.example.com/id/${run}`;
const providerOf = (url: string, of = account) => `arn:aws:iam::${of}:oidc-provider/${url}`;
const roleArn = (name: string, of = account) => `arn:aws:iam::${of}:role/${name}-${run}`;
const bucket = `web-identity-${run}`;
const action = "sts:AssumeRoleWithWebIdentity";
const code = "AccessDenied";
const main = "repo:acme/app:ref:refs/heads/main";
const jobClaims = {
  sub: main,
  repository: "acme/app",
  repository_id: 7,
  ref: "refs/heads/main",
  actor: "alice",
  job_workflow_ref: "acme/app/.github/workflows/put.yml@refs/heads/main",
};
const equals = (values: Readonly<Record<string, string>>) => ({ StringEquals: values });
const trusts = (url: string, condition: unknown = {}, actions: string | readonly string[] = action) =>
  trust({ Federated: providerOf(url) }, condition, actions);

/** Trust policies by the name of the role. */
const roles: Readonly<Record<string, string>> = {
  any: trusts(github),
  main: trusts(github, equals({ [`${github}:aud`]: "sts.amazonaws.com", [`${github}:sub`]: main })),
  repository: trusts(github, equals({ [`${github}:repository_id`]: "7" })),
  workflow: trusts(github, { StringLike: { [`${github}:job_workflow_ref`]: "acme/app/*" } }),
  unknownClaim: trusts(github, equals({ [`${github}:run_id`]: "1" })),
  pod: trusts(cluster, equals({ [`${cluster}:sub`]: "system:serviceaccount:drop:uploader" })),
  multiFactor: trusts(cluster, { "ForAnyValue:StringEquals": { [`${cluster}:amr`]: "mfa" } }),
  account: trust({ AWS: `arn:aws:iam::${account}:root` }),
  untaggable: trusts(cluster),
  taggable: trusts(cluster, {}, [action, "sts:TagSession"]),
  unidentifiable: trusts(cluster),
  identifiable: trusts(cluster, {}, [action, "sts:SetSourceIdentity"]),
};

describe("web identities at the local AWS", () => {
  let iam: IAMClient;
  let actions: WebIdentityIssuer;
  let pods: WebIdentityIssuer;
  const unknown = makeIssuer(`https://${github}`);
  const untold = makeIssuer(`https://untold.example.com/${run}`);

  const assumes = async (
    role: string,
    WebIdentityToken: string,
    more: Partial<AssumeRoleWithWebIdentityCommandInput> = {},
  ): Promise<Credentials> => {
    const sts = stsClientOf({ accessKeyId: "none", secretAccessKey: "none" });
    try {
      const { Credentials: made } = await sts.send(
        new AssumeRoleWithWebIdentityCommand({
          RoleArn: roleArn(role),
          RoleSessionName: "test",
          WebIdentityToken,
          ...more,
        }),
      );
      return {
        accessKeyId: made?.AccessKeyId ?? "",
        secretAccessKey: made?.SecretAccessKey ?? "",
        sessionToken: made?.SessionToken ?? "",
      };
    } finally {
      sts.destroy();
    }
  };
  const job = (role: string, claims: object = {}, header: object = {}) => {
    return () => assumes(role, actions.token({ ...jobClaims, ...claims }, { ...header }));
  };
  const pod =
    (role: string, claims: object = {}) =>
    () =>
      assumes(role, pods.token({ sub: "system:serviceaccount:drop:uploader", ...claims }));

  before(async () => {
    iam = iamClientOf(account);
    actions = await declaredIssuer(`https://${github}`);
    pods = await declaredIssuer(`https://${cluster}`);
    for (const url of [github, cluster, untold.issuer.slice("https://".length)]) {
      const ClientIDList = ["sts.amazonaws.com"];
      await iam.send(new CreateOpenIDConnectProviderCommand({ Url: `https://${url}`, ClientIDList }));
    }
    const put = policy(
      { Action: "s3:PutObject", Resource: `arn:aws:s3:::${bucket}/in/*` },
      { Action: "sts:AssumeRole", Resource: "*" },
    );
    for (const [name, text] of Object.entries(roles)) {
      await makeRole(account, `${name}-${run}`, { trust: text, policy: put });
    }
    await makeRole(other, `any-${run}`, { trust: trusts(github) });
    await makeRole(account, `chained-${run}`, {
      trust: trust({ AWS: roleArn("any") }, equals({ "aws:FederatedProvider": providerOf(github) })),
    });
    const s3 = s3ClientOf(administrator(account));
    await s3.send(
      new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: region } }),
    );
    s3.destroy();
  });
  after(async () => {
    for (const url of [github, cluster, untold.issuer.slice("https://".length)]) {
      await iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: providerOf(url) }));
    }
    iam.destroy();
  });

  describe("assume what trusts their provider", () => {
    refuses([
      {
        what: "another subject",
        refused: job("main", { sub: "repo:acme/app:ref:refs/heads/dev" }),
        code,
        says: /^Not authorized to perform sts:AssumeRoleWithWebIdentity/,
        twin: job("main"),
      },
      {
        what: "another repository",
        refused: job("repository", { repository_id: 8 }),
        code,
        twin: job("repository"),
      },
      {
        what: "another repository's workflow",
        refused: job("workflow", { job_workflow_ref: "evil/app/x.yml@main" }),
        code,
        twin: job("workflow"),
      },
      {
        what: "a claim that AWS does not offer",
        refused: job("unknownClaim", { run_id: 1 }),
        code,
        twin: job("any"),
      },
      { what: "another service account", refused: pod("pod", { sub: "system:x" }), code, twin: pod("pod") },
      {
        what: "a token of a login without MFA",
        refused: pod("multiFactor", { amr: ["pwd"] }),
        code,
        twin: pod("multiFactor", { amr: ["pwd", "mfa"] }),
      },
      { what: "a role that trusts another provider", refused: pod("any"), code, twin: job("any") },
      { what: "a role that trusts the account", refused: job("account"), code, twin: job("any") },
      {
        what: "a role of an account without the provider",
        refused: () => assumes("any", actions.token(jobClaims), { RoleArn: roleArn("any", other) }),
        code: "InvalidIdentityTokenException",
        says: /^No OpenIDConnect provider found in your account for https:\/\/token\.actions/,
        twin: job("any"),
      },
      {
        what: "a role that does not exist",
        refused: job("missing"),
        code,
        twin: job("any"),
      },
      {
        what: "a session tag without sts:TagSession",
        refused: pod("untaggable", { "https://aws.amazon.com/tags": { principal_tags: { team: ["blue"] } } }),
        code,
        twin: pod("taggable", { "https://aws.amazon.com/tags": { principal_tags: { team: ["blue"] } } }),
      },
      {
        what: "a source identity without sts:SetSourceIdentity",
        refused: pod("unidentifiable", { "https://aws.amazon.com/source_identity": "alice" }),
        code,
        twin: pod("identifiable", { "https://aws.amazon.com/source_identity": "alice" }),
      },
    ]);
  });

  describe("are known by right tokens only", () => {
    const now = Math.floor(Date.now() / 1_000);
    const invalid = "InvalidIdentityTokenException";
    refuses([
      {
        what: "an expired token",
        refused: job("any", { exp: now - 1 }),
        code: "ExpiredTokenException",
        says: /^Token expired: current date\/time \d+ must be before the expiration date\/time \d+$/,
        twin: job("any", { exp: now + 600 }),
      },
      {
        what: "a token that is not valid yet",
        refused: job("any", { nbf: now + 3_600 }),
        code: invalid,
        twin: job("any", { nbf: now }),
      },
      {
        what: "another audience",
        refused: job("any", { aud: "sigstore" }),
        code: invalid,
        says: /^Incorrect token audience$/,
        twin: job("any", { aud: ["sigstore", "sts.amazonaws.com"] }),
      },
      {
        what: "another authorized party",
        refused: job("any", { azp: "someone-else" }),
        code: invalid,
        says: /^Incorrect token audience$/,
        twin: job("any", { azp: "sts.amazonaws.com", aud: "someone-else" }),
      },
      {
        what: "a token that another key has signed",
        refused: () => assumes("any", unknown.token(jobClaims)),
        code: invalid,
        twin: job("any"),
      },
      {
        what: "a token whose claims were changed after it was signed",
        refused: () => {
          const [head = "", , signature = ""] = actions.token(jobClaims).split(".");
          const [, claims = ""] = actions.token({ ...jobClaims, sub: "repo:evil/app" }).split(".");
          return assumes("any", [head, claims, signature].join("."));
        },
        code: invalid,
        twin: job("any"),
      },
      {
        what: "an unsigned token",
        refused: job("any", {}, { alg: "none" }),
        code: invalid,
        twin: job("any"),
      },
      {
        what: "a token signed with a shared secret",
        refused: job("any", {}, { alg: "HS256" }),
        code: invalid,
        twin: job("any"),
      },
      {
        what: "a token of an unknown key",
        refused: job("any", {}, { kid: "two" }),
        code: invalid,
        twin: job("any"),
      },
      {
        what: "a token of a provider whose keys nobody told",
        refused: () => assumes("any", untold.token()),
        code: invalid,
        twin: job("any"),
      },
      {
        what: "a token without subject",
        refused: job("any", { sub: undefined }),
        code: invalid,
        twin: job("any"),
      },
      {
        what: "what is no token",
        refused: () => assumes("any", "gho_16C7e42F292c6912E7710c838347Ae178B4a"),
        code: invalid,
        says: /not a valid JWT/,
        twin: job("any"),
      },
      {
        what: "a duration beyond that of the role",
        refused: () => assumes("any", actions.token(jobClaims), { DurationSeconds: 3_601 }),
        code: "ValidationError",
        says: /MaxSessionDuration/,
        twin: () => assumes("any", actions.token(jobClaims), { DurationSeconds: 3_600 }),
      },
    ]);
  });

  describe("have sessions like any", () => {
    const put = (credentials: () => Promise<Credentials>, Key: string) => async () => {
      const s3 = s3ClientOf(await credentials());
      try {
        await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: "x" }));
      } finally {
        s3.destroy();
      }
    };
    const limited = (Resource: string) => () =>
      assumes("any", actions.token(jobClaims), { Policy: policy({ Action: "s3:PutObject", Resource }) });
    refuses([
      {
        what: "a put outside of what the role may",
        refused: put(job("any"), "out/a"),
        code,
        twin: put(job("any"), "in/a"),
      },
      {
        what: "a put outside of the session policy",
        refused: put(limited(`arn:aws:s3:::${bucket}/in/b`), "in/a"),
        code,
        twin: put(limited(`arn:aws:s3:::${bucket}/in/b`), "in/b"),
      },
      {
        what: "a session that is not of the provider which the next role asks for",
        refused: async () => {
          const user = await makeUserAt(
            account,
            "/",
            `nobody-${run}`,
            policy({ Action: "sts:AssumeRole", Resource: "*" }),
          );
          return assume(user, roleArn("chained"));
        },
        code,
        twin: async () => assume(await job("any")(), roleArn("chained")),
      },
    ]);

    it("under the name that they were given", async () => {
      const sts = stsClientOf(await job("any")());
      const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
      sts.destroy();
      assert.equal(Arn, `arn:aws:sts::${account}:assumed-role/any-${run}/test`);
    });
  });

  it("are told in CloudTrail when their tokens are refused, as what they claim", async () => {
    const RoleSessionName = `refused-${run}`;
    const reject = (token: string) => assert.rejects(assumes("main", token, { RoleSessionName }));
    const expired = { ...jobClaims, exp: Math.floor(Date.now() / 1_000) - 1 };
    await reject(actions.token(expired));
    await reject("no token");
    const { Events } = (await jsonCall(
      administrator(account),
      "cloudtrail",
      "LookupEvents",
      { LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: "AssumeRoleWithWebIdentity" }] },
      "us-east-1",
    )) as { readonly Events: readonly { readonly CloudTrailEvent: string }[] };
    const events = Events.map(({ CloudTrailEvent }) => CloudTrailEvent)
      .filter((text) => text.includes(RoleSessionName))
      .map((text) => JSON.parse(text) as Readonly<Record<string, unknown>>);
    const told = new Map(events.map(({ errorCode, userIdentity }) => [errorCode, userIdentity]));
    assert.deepEqual(told.get("InvalidIdentityToken"), { type: "Unknown", principalId: "" });
    assert.deepEqual(told.get("ExpiredTokenException"), {
      type: "WebIdentityUser",
      principalId: `${providerOf(github)}:sts.amazonaws.com:${main}`,
      userName: main,
      identityProvider: providerOf(github),
    });
  });

  it("are told in CloudTrail by provider, audience and subject, without their token", async () => {
    const RoleSessionName = `trail-${run}`;
    await assumes("main", actions.token(jobClaims), { RoleSessionName });
    await assert.rejects(assumes("main", actions.token({ ...jobClaims, sub: "x" }), { RoleSessionName }));
    const found = await jsonCall(
      administrator(account),
      "cloudtrail",
      "LookupEvents",
      { LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: "AssumeRoleWithWebIdentity" }] },
      "us-east-1",
    );
    const { Events } = found as { readonly Events: readonly { readonly CloudTrailEvent: string }[] };
    const texts = Events.map(({ CloudTrailEvent }) => CloudTrailEvent).filter((text) =>
      text.includes(RoleSessionName),
    );
    assert.equal(texts.length, 2);
    assert.ok(texts.every((text) => !text.includes(actions.token().split(".")[0] ?? "")));
    const events = texts.map((text) => JSON.parse(text) as Readonly<Record<string, unknown>>);
    const allowed = events.find(({ errorCode }) => errorCode === undefined);
    assert.deepEqual(allowed?.userIdentity, {
      type: "WebIdentityUser",
      principalId: `${providerOf(github)}:sts.amazonaws.com:${main}`,
      userName: main,
      identityProvider: providerOf(github),
    });
    const response = allowed.responseElements as Readonly<Record<string, unknown>>;
    assert.equal(response.subjectFromWebIdentityToken, main);
    assert.equal(events.find(({ errorCode }) => errorCode !== undefined)?.errorCode, "AccessDenied");
  });

  describe("have providers in IAM", () => {
    const url = `oidc.example.com/of/${run}`;
    const OpenIDConnectProviderArn = providerOf(url);
    const get = async () => iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));

    it("that are made, changed and deleted", async () => {
      const thumbprint = "a".repeat(40);
      const made = await iam.send(
        new CreateOpenIDConnectProviderCommand({
          Url: `https://${url}`,
          ClientIDList: ["one"],
          ThumbprintList: [thumbprint],
          Tags: [{ Key: "team", Value: "<blue> & co" }],
        }),
      );
      assert.equal(made.OpenIDConnectProviderArn, OpenIDConnectProviderArn);
      const ClientID = "two";
      for (let time = 0; time < 2; time += 1) {
        await iam.send(new AddClientIDToOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, ClientID }));
      }
      await iam.send(
        new UpdateOpenIDConnectProviderThumbprintCommand({
          OpenIDConnectProviderArn,
          ThumbprintList: ["b".repeat(40)],
        }),
      );
      await iam.send(
        new TagOpenIDConnectProviderCommand({
          OpenIDConnectProviderArn,
          Tags: [{ Key: "cost", Value: "1" }],
        }),
      );
      const changed = await get();
      assert.equal(changed.Url, url);
      assert.deepEqual(changed.ClientIDList, ["one", "two"]);
      assert.deepEqual(changed.ThumbprintList, ["b".repeat(40)]);
      assert.ok(changed.CreateDate instanceof Date);
      await iam.send(
        new RemoveClientIDFromOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, ClientID: "one" }),
      );
      await iam.send(new UntagOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, TagKeys: ["cost"] }));
      const { Tags } = await iam.send(new ListOpenIDConnectProviderTagsCommand({ OpenIDConnectProviderArn }));
      assert.deepEqual(Tags, [{ Key: "team", Value: "<blue> & co" }]);
      assert.deepEqual((await get()).ClientIDList, ["two"]);
      const list = async () => {
        const { OpenIDConnectProviderList = [] } = await iam.send(new ListOpenIDConnectProvidersCommand({}));
        return OpenIDConnectProviderList.map(({ Arn }) => Arn);
      };
      assert.ok((await list()).includes(OpenIDConnectProviderArn));
      await iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
      assert.ok(!(await list()).includes(OpenIDConnectProviderArn));
      await assert.rejects(get(), { name: "NoSuchEntityException" });
    });

    const create =
      (Url: string, more: object = {}) =>
      async () => {
        const { OpenIDConnectProviderArn: arn } = await iam.send(
          new CreateOpenIDConnectProviderCommand({ Url, ...more }),
        );
        await iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }));
      };
    const fresh = `https://fresh.example.com/${run}`;
    refuses([
      {
        what: "a second provider of a URL",
        refused: create(`https://${github}`),
        code: "EntityAlreadyExistsException",
        twin: create(fresh),
      },
      {
        what: "a provider without TLS",
        refused: create(`http://fresh.example.com`),
        code: "InvalidInputException",
        twin: create(fresh),
      },
      {
        what: "a thumbprint that is none",
        refused: create(fresh, { ThumbprintList: ["x".repeat(40)] }),
        code: "InvalidInputException",
        twin: create(fresh, { ThumbprintList: ["0".repeat(40)] }),
      },
      {
        what: "a client id too many",
        refused: create(fresh, { ClientIDList: Array.from({ length: 101 }, (_, index) => `id${index}`) }),
        code: "LimitExceededException",
        twin: create(fresh, { ClientIDList: Array.from({ length: 100 }, (_, index) => `id${index}`) }),
      },
    ]);
  });
});
