/**
 * The stand-in AWS plugin, as a process of its own, against the local AWS at AWS_ENDPOINT_URL: what it makes is
 * read back with the AWS SDK, not with the plugin.
 *
 * Does not prove that AWS itself answers the same, nor that the official plugin behaves the same.
 */
import { IAM } from "@aws-sdk/client-iam";
import { S3 } from "@aws-sdk/client-s3";
import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { type Inputs, PluginProcess, type State } from "./awsPlugin/pluginProcess";

const accountId = "481516234299";
const otherAccountId = "481516234288";
const region = "eu-west-1";
const bucketName = "xput-plugin-test";
const config = {
  region,
  allowedAccountIds: JSON.stringify([accountId]),
  s3UsePathStyle: "true",
  skipCredentialsValidation: "false",
  skipRegionValidation: "true",
};
const credentialsOf = (account: string) => ({ accessKeyId: account, secretAccessKey: "any" });
const environmentOf = (account: string) => ({
  AWS_ACCESS_KEY_ID: account,
  AWS_SECRET_ACCESS_KEY: "any",
  AWS_SESSION_TOKEN: "",
});
const statement = { Sid: "Read", Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::a/*"] };
const policyText = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
const changedText = policyText.replace("s3:GetObject", "s3:PutObject");
const trustOf = (account: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Trust",
        Effect: "Allow",
        Principal: { AWS: [`arn:aws:iam::${account}:root`] },
        Action: ["sts:AssumeRole"],
      },
    ],
  });

const changedTrust = trustOf(otherAccountId);
const [trusting] = (JSON.parse(trustOf(accountId)) as { readonly Statement: readonly object[] }).Statement;
/** The same trust with other spacing and order, and single values in place of lists. */
const rewrittenTrust = JSON.stringify(
  {
    Statement: {
      ...trusting,
      Action: "sts:AssumeRole",
      Principal: { AWS: `arn:aws:iam::${accountId}:root` },
    },
    Version: "2012-10-17",
  },
  null,
  2,
);

const token = {
  bucket: "aws:s3/bucket:Bucket",
  publicAccessBlock: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  ownership: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
  versioning: "aws:s3/bucketVersioning:BucketVersioning",
  encryption: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  lifecycle: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  bucketPolicy: "aws:s3/bucketPolicy:BucketPolicy",
  role: "aws:iam/role:Role",
  rolePolicy: "aws:iam/rolePolicy:RolePolicy",
  policy: "aws:iam/policy:Policy",
  roleAttachment: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  userAttachment: "aws:iam/userPolicyAttachment:UserPolicyAttachment",
} as const;
const policyArn = `arn:aws:iam::${accountId}:policy/plugin-test`;

/** Inputs of every type in the order in which they can be made, and an input that may change later. */
const resources: readonly {
  readonly token: string;
  readonly id: string;
  readonly inputs: Inputs;
  readonly change?: { readonly inputs: Inputs; readonly paths: readonly string[] };
}[] = [
  {
    token: token.bucket,
    id: bucketName,
    inputs: { bucket: bucketName, tags: { team: "a" }, forceDestroy: true },
    change: {
      inputs: { tags: { team: "b", "cost.centre": "7" } },
      paths: ['tags["cost.centre"]', "tags.team"],
    },
  },
  {
    token: token.publicAccessBlock,
    id: bucketName,
    inputs: {
      bucket: bucketName,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    change: { inputs: { ignorePublicAcls: false }, paths: ["ignorePublicAcls"] },
  },
  {
    token: token.ownership,
    id: bucketName,
    inputs: { bucket: bucketName, rule: { objectOwnership: "BucketOwnerEnforced" } },
    change: { inputs: { rule: { objectOwnership: "ObjectWriter" } }, paths: ["rule.objectOwnership"] },
  },
  {
    token: token.versioning,
    id: bucketName,
    inputs: { bucket: bucketName, versioningConfiguration: { status: "Enabled" } },
    change: {
      inputs: { versioningConfiguration: { status: "Suspended" } },
      paths: ["versioningConfiguration.status"],
    },
  },
  {
    token: token.encryption,
    id: bucketName,
    inputs: {
      bucket: bucketName,
      rules: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" },
          bucketKeyEnabled: false,
          blockedEncryptionTypes: ["SSE-C"],
        },
      ],
    },
    change: {
      inputs: {
        rules: [
          {
            applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" },
            bucketKeyEnabled: true,
            blockedEncryptionTypes: ["NONE"],
          },
        ],
      },
      paths: [
        "rules[0].applyServerSideEncryptionByDefault.sseAlgorithm",
        "rules[0].blockedEncryptionTypes",
        "rules[0].bucketKeyEnabled",
      ],
    },
  },
  {
    token: token.lifecycle,
    id: bucketName,
    inputs: {
      bucket: bucketName,
      rules: [
        {
          id: "abort",
          status: "Enabled",
          filter: { prefix: "" },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        },
        {
          id: "age",
          status: "Enabled",
          filter: { and: { prefix: "in/", objectSizeGreaterThan: 1_000, tags: { kind: "bulk" } } },
          expiration: { days: 400 },
          transitions: [{ days: 30, storageClass: "STANDARD_IA" }],
          noncurrentVersionExpiration: { noncurrentDays: 90, newerNoncurrentVersions: 3 },
        },
      ],
    },
    change: {
      inputs: {
        rules: [
          {
            id: "abort",
            status: "Enabled",
            filter: { prefix: "in/" },
            abortIncompleteMultipartUpload: { daysAfterInitiation: 3 },
          },
        ],
      },
      paths: ["rules[0].abortIncompleteMultipartUpload.daysAfterInitiation", "rules[0].filter", "rules[1]"],
    },
  },
  {
    token: token.bucketPolicy,
    id: bucketName,
    inputs: { bucket: bucketName, policy: bucketPolicyOf("s3:GetObject") },
    change: { inputs: { policy: bucketPolicyOf("s3:PutObject") }, paths: ["policy"] },
  },
  {
    token: token.role,
    id: "plugin-test",
    inputs: {
      name: "plugin-test",
      path: "/app/",
      assumeRolePolicy: trustOf(accountId),
      description: "first",
      maxSessionDuration: 7_200,
      tags: { team: "a", gone: "soon" },
    },
    change: {
      inputs: {
        assumeRolePolicy: trustOf(otherAccountId),
        description: "second",
        maxSessionDuration: 3_600,
        tags: { team: "b" },
      },
      paths: ["assumeRolePolicy", "description", "maxSessionDuration", "tags.gone", "tags.team"],
    },
  },
  {
    token: token.rolePolicy,
    id: "plugin-test:put",
    inputs: { role: "plugin-test", name: "put", policy: policyText },
    change: { inputs: { policy: changedText }, paths: ["policy"] },
  },
  {
    token: token.policy,
    id: policyArn,
    inputs: { name: "plugin-test", policy: policyText, description: "d", tags: { team: "a" } },
    change: { inputs: { policy: changedText, tags: {} }, paths: ["policy", "tags"] },
  },
  {
    token: token.roleAttachment,
    id: `plugin-test/${policyArn}`,
    inputs: { role: "plugin-test", policyArn },
  },
  {
    token: token.userAttachment,
    id: `plugin-test-user/${policyArn}`,
    inputs: { user: "plugin-test-user", policyArn },
  },
];

/** Whether a bucket may be emptied is known to the program only, so an import cannot tell. */
function withoutForceDestroy(inputs: Inputs): Inputs {
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => name !== "forceDestroy"));
}

function bucketPolicyOf(action: string): string {
  const resource = `arn:aws:s3:::${bucketName}/*`;
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Given",
        Effect: "Allow",
        Principal: { AWS: [`arn:aws:iam::${accountId}:root`] },
        Action: [action],
        Resource: [resource],
      },
    ],
  });
}

describe("the stand-in AWS plugin, against the local AWS", function () {
  this.timeout(60_000);
  const clientOptions = { region, credentials: credentialsOf(accountId) };
  let iam: IAM;
  let s3: S3;
  let plugin: PluginProcess;

  before(async () => {
    assert.ok(process.env["AWS_ENDPOINT_URL"], "AWS_ENDPOINT_URL must name the running local AWS");
    iam = new IAM(clientOptions);
    s3 = new S3({ ...clientOptions, forcePathStyle: true });
    await iam.createUser({ UserName: "plugin-test-user" });
    plugin = await PluginProcess.start(environmentOf(accountId));
    await plugin.configure(config);
  });

  after(async () => {
    if (process.env["AWS_ENDPOINT_URL"] === undefined) return;
    await plugin.stop();
    await iam.deleteUser({ UserName: "plugin-test-user" });
  });

  describe("every resource type", () => {
    const made = new Map<(typeof resources)[number], State>();
    const stateOf = (resource: (typeof resources)[number]): State => {
      const state = made.get(resource);
      assert.ok(state, `${resource.token} was not made`);
      return state;
    };

    for (const resource of resources) {
      const { token: type, id, inputs, change } = resource;

      it(`${type} is made with the id of the official plugin and reads back without drift`, async () => {
        const state = await plugin.create(type, inputs);
        made.set(resource, state);
        assert.equal(state.id, id);
        const fresh = await plugin.read(type, id, state);
        assert.deepEqual(fresh?.inputs, state.inputs);
        assert.deepEqual(fresh.outputs, state.outputs);
        assert.equal((await plugin.diff(type, state, state.inputs)).changed, false);
      });

      it(`${type} is imported by that id, and the program's inputs are then no change`, async () => {
        const imported = await plugin.read(type, id);
        assert.ok(imported);
        const known = withoutForceDestroy(stateOf(resource).inputs);
        assert.deepEqual((await plugin.diff(type, imported, known)).paths, []);
      });

      if (change !== undefined) {
        it(`${type} is changed in place, and only what changed is told`, async () => {
          const news = { ...inputs, ...change.inputs };
          const state = stateOf(resource);
          const { inputs: checked } = await plugin.check(type, news);
          const diff = await plugin.diff(type, state, checked);
          assert.deepEqual([...diff.paths].sort(), [...change.paths].sort());
          assert.deepEqual(diff.replaces, []);
          const updated = await plugin.update(type, state, news);
          made.set(resource, updated);
          const fresh = await plugin.read(type, id, updated);
          assert.deepEqual(fresh?.inputs, updated.inputs);
          // Read as an import, so that nothing can come from what was known.
          const imported = await plugin.read(type, id);
          assert.ok(imported);
          const known = withoutForceDestroy(updated.inputs);
          assert.deepEqual((await plugin.diff(type, imported, known)).paths, []);
        });
      }
    }

    it("are deleted in the opposite order, and once more without an error", async () => {
      for (const resource of [...resources].reverse()) {
        const state = stateOf(resource);
        await plugin.delete(resource.token, state);
        await plugin.delete(resource.token, state);
      }
      await assert.rejects(s3.headBucket({ Bucket: bucketName }), { name: "NotFound" });
      await assert.rejects(iam.getRole({ RoleName: "plugin-test" }), { name: "NoSuchEntityException" });
      await assert.rejects(iam.getPolicy({ PolicyArn: policyArn }), { name: "NoSuchEntityException" });
    });

    it("read as gone afterwards", async () => {
      for (const resource of resources) {
        assert.equal(await plugin.read(resource.token, resource.id, stateOf(resource)), undefined);
      }
    });
  });

  describe("inputs that the program may use later", () => {
    const boundary = { name: "boundary", policy: policyText };
    const cases: readonly (readonly [string, string, Inputs])[] = [
      ["object lock", token.bucket, { bucket: `${bucketName}-lock`, objectLockEnabled: true }],
      [
        "a permissions boundary",
        token.role,
        {
          name: "bounded",
          assumeRolePolicy: trustOf(accountId),
          permissionsBoundary: `arn:aws:iam::${accountId}:policy/boundary`,
        },
      ],
      [
        "a key of one's own",
        token.encryption,
        {
          bucket: `${bucketName}-more`,
          rules: [
            {
              applyServerSideEncryptionByDefault: {
                sseAlgorithm: "aws:kms:dsse",
                kmsMasterKeyId: `arn:aws:kms:${region}:${accountId}:key/1`,
              },
              bucketKeyEnabled: false,
            },
          ],
        },
      ],
      [
        "every part of a lifecycle rule",
        token.lifecycle,
        {
          bucket: `${bucketName}-more`,
          rules: [
            { id: "marker", status: "Disabled", expiration: { expiredObjectDeleteMarker: true } },
            {
              id: "tag",
              status: "Enabled",
              filter: { tag: { key: "kind", value: "old" } },
              noncurrentVersionTransitions: [
                { noncurrentDays: 30, newerNoncurrentVersions: 2, storageClass: "GLACIER" },
              ],
            },
            { id: "size", status: "Enabled", filter: { objectSizeLessThan: 9 }, expiration: { days: 1 } },
          ],
        },
      ],
    ];
    let made: State[];

    before(async () => {
      const bucket = await plugin.create(token.bucket, { bucket: `${bucketName}-more` });
      made = [bucket, await plugin.create(token.policy, boundary)];
    });
    after(async () => {
      const [bucket, policy] = made;
      assert.ok(bucket && policy);
      await plugin.delete(token.bucket, bucket);
      await plugin.delete(token.policy, policy);
    });

    for (const [title, type, inputs] of cases) {
      it(`${title} reads back without drift, and an import finds it`, async () => {
        const state = await plugin.create(type, inputs);
        assert.deepEqual((await plugin.read(type, state.id, state))?.inputs, state.inputs);
        const imported = await plugin.read(type, state.id);
        assert.ok(imported);
        const { paths } = await plugin.diff(type, imported, state.inputs);
        assert.deepEqual(paths, []);
        await plugin.delete(type, state);
      });
    }
  });

  describe("a bucket whose tags AWS refuses", () => {
    it("is told as made, so that the engine keeps it", async () => {
      const name = `${bucketName}-half`;
      // A bucket has at most 50 tags.
      const tooMany = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`tag${index}`, "x"]));
      await assert.rejects(
        plugin.create(token.bucket, { bucket: name, tags: tooMany }),
        /creating S3 Bucket \(xput-plugin-test-half\): operation error S3: PutBucketTagging, /,
      );
      const half = await plugin.read(token.bucket, name);
      assert.ok(half);
      await plugin.delete(token.bucket, half);
    });
  });

  describe("drift", () => {
    let state: State;
    before(async () => {
      state = await plugin.create(token.role, { name: "drifting", assumeRolePolicy: trustOf(accountId) });
    });
    after(async () => {
      await plugin.delete(token.role, state);
    });

    it("a live document in another spelling is none", async () => {
      await iam.updateAssumeRolePolicy({ RoleName: "drifting", PolicyDocument: rewrittenTrust });
      assert.deepEqual((await plugin.read(token.role, "drifting", state))?.inputs, state.inputs);
    });

    it("a changed live document, description or tag shows in the inputs", async () => {
      await iam.updateAssumeRolePolicy({ RoleName: "drifting", PolicyDocument: changedTrust });
      await iam.updateRole({ RoleName: "drifting", Description: "by hand", MaxSessionDuration: 3_600 });
      await iam.tagRole({ RoleName: "drifting", Tags: [{ Key: "by", Value: "hand" }] });
      const live = await plugin.read(token.role, "drifting", state);
      assert.ok(live);
      assert.equal(live.inputs["assumeRolePolicy"], changedTrust);
      const { paths } = await plugin.diff(token.role, live, state.inputs);
      assert.deepEqual(paths, ["assumeRolePolicy", "description", "tags"]);
    });

    it("the next update takes it back", async () => {
      const live = await plugin.read(token.role, "drifting", state);
      assert.ok(live);
      const { inputs } = await plugin.update(token.role, live, state.inputs);
      assert.deepEqual((await plugin.read(token.role, "drifting", state))?.inputs, inputs);
      assert.deepEqual((await iam.listRoleTags({ RoleName: "drifting" })).Tags, []);
    });
  });

  describe("a managed policy", () => {
    it("can be changed more often than AWS keeps versions", async () => {
      const inputs = { name: "many-versions", policy: policyText };
      let state = await plugin.create(token.policy, inputs);
      for (const round of [1, 2, 3, 4, 5, 6]) {
        const policy = policyText.replace('"Read"', `"Read${round}"`);
        state = await plugin.update(token.policy, state, { ...inputs, policy });
        assert.equal(state.outputs["policy"], policy);
      }
      const { Versions } = await iam.listPolicyVersions({ PolicyArn: state.id });
      assert.ok((Versions?.length ?? 0) <= 5);
      await plugin.delete(token.policy, state);
    });
  });

  describe("a bucket with objects", () => {
    const name = `${bucketName}-full`;
    it("is kept with AWS's own error, unless forceDestroy is set", async () => {
      const state = await plugin.create(token.bucket, { bucket: name });
      await s3.putBucketVersioning({ Bucket: name, VersioningConfiguration: { Status: "Enabled" } });
      await s3.putObject({ Bucket: name, Key: "kept", Body: "1" });
      await s3.putObject({ Bucket: name, Key: "kept", Body: "2" });
      await assert.rejects(
        plugin.delete(token.bucket, state),
        /deleting S3 Bucket \(xput-plugin-test-full\): operation error S3: DeleteBucket, BucketNotEmpty: the bucket xput-plugin-test-full .* set forceDestroy to true/,
      );
      assert.equal((await s3.listObjectVersions({ Bucket: name })).Versions?.length, 2);
      await plugin.delete(token.bucket, { ...state, inputs: { ...state.inputs, forceDestroy: true } });
      assert.equal(await plugin.read(token.bucket, name, state), undefined);
    });

    it("that are locked and held is emptied too, where retention can be bypassed", async () => {
      const locked = `${name}-locked`;
      const inputs = { bucket: locked, objectLockEnabled: true, forceDestroy: true };
      const state = await plugin.create(token.bucket, inputs);
      const later = new Date(Date.now() + 3_600_000);
      const put = (Key: string, mode: "GOVERNANCE" | "COMPLIANCE", until: Date) =>
        s3.putObject({
          Bucket: locked,
          Key,
          Body: "1",
          ObjectLockMode: mode,
          ObjectLockRetainUntilDate: until,
          ObjectLockLegalHoldStatus: Key === "held" ? "ON" : "OFF",
        });
      const soon = new Date(Date.now() + 3_000);
      await put("held", "GOVERNANCE", later);
      await put("bypassed", "GOVERNANCE", later);
      await put("kept", "COMPLIANCE", soon);
      await assert.rejects(
        plugin.delete(token.bucket, state),
        /deleting S3 Bucket \(xput-plugin-test-full-locked\): deleting S3 object kept version \S+: AccessDenied/,
      );
      const left = (await s3.listObjectVersions({ Bucket: locked })).Versions?.map(({ Key }) => Key);
      assert.deepEqual(left, ["kept"]);
      await delay(soon.getTime() - Date.now() + 100);
      await plugin.delete(token.bucket, state);
      assert.equal(await plugin.read(token.bucket, locked, state), undefined);
    });
  });

  describe("errors", () => {
    it("are AWS's, with the operation and the resource", async () => {
      const inputs = { name: "twice", assumeRolePolicy: trustOf(accountId) };
      const state = await plugin.create(token.role, inputs);
      await assert.rejects(
        plugin.create(token.role, inputs),
        /creating IAM Role \(twice\): operation error IAM: CreateRole, EntityAlreadyExists: /,
      );
      await plugin.delete(token.role, state);
      await assert.rejects(
        plugin.create(token.rolePolicy, { role: "nobody", name: "put", policy: policyText }),
        /creating IAM Role Policy \(nobody:put\): operation error IAM: PutRolePolicy, NoSuchEntity: /,
      );
    });

    it("name the type that is not served", async () => {
      await assert.rejects(
        plugin.check("aws:sqs/queue:Queue", {}),
        /does not serve aws:sqs\/queue:Queue; it serves: .*aws:s3\/bucket:Bucket, /,
      );
    });
  });

  describe("a preview", () => {
    it("makes nothing and knows all but what AWS chooses", async () => {
      const { id, outputs } = await plugin.create(
        token.role,
        { name: "previewed", assumeRolePolicy: trustOf(accountId) },
        true,
      );
      assert.equal(id, "");
      assert.equal(outputs["assumeRolePolicy"], trustOf(accountId));
      assert.equal(outputs["arn"], "04da6b54-80e4-46f7-96ec-b56ff0331ba9");
      await assert.rejects(iam.getRole({ RoleName: "previewed" }), { name: "NoSuchEntityException" });
    });
  });

  describe("the provider", () => {
    async function configured(environment: Record<string, string>, inputs: Inputs): Promise<PluginProcess> {
      const started = await PluginProcess.start(environment);
      try {
        await started.configure(inputs);
        return started;
      } catch (error) {
        await started.stop();
        throw error;
      }
    }

    it("refuses the credentials of an account that is not allowed", async () => {
      await assert.rejects(
        configured(environmentOf(otherAccountId), config),
        new RegExp(`AWS account ID not allowed: ${otherAccountId}`),
      );
    });

    it("refuses to serve without a local AWS", async () => {
      await assert.rejects(
        configured({ ...environmentOf(accountId), AWS_ENDPOINT_URL: "" }, config),
        /AWS_ENDPOINT_URL is not set/,
      );
    });

    it("assumes a chain of roles and acts in the last one's account", async () => {
      const otherIam = new IAM({ region, credentials: credentialsOf(otherAccountId) });
      const first = await plugin.create(token.role, { name: "first", assumeRolePolicy: trustOf(accountId) });
      await otherIam.createRole({ RoleName: "deploy", AssumeRolePolicyDocument: trustOf(accountId) });
      const mayDo = (Action: string, Resource: string) =>
        JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource }] });
      const deployArn = `arn:aws:iam::${otherAccountId}:role/deploy`;
      const PolicyName = "chain";
      await iam.putRolePolicy({
        RoleName: "first",
        PolicyName,
        PolicyDocument: mayDo("sts:AssumeRole", deployArn),
      });
      await otherIam.putRolePolicy({ RoleName: "deploy", PolicyName, PolicyDocument: mayDo("iam:*", "*") });
      const chained = await configured(environmentOf(accountId), {
        region,
        allowedAccountIds: JSON.stringify([otherAccountId]),
        assumeRoles: JSON.stringify([
          { roleArn: `arn:aws:iam::${accountId}:role/first`, sessionName: "one", duration: "15m" },
          { roleArn: `arn:aws:iam::${otherAccountId}:role/deploy`, sessionName: "two", externalId: "agreed" },
        ]),
        defaultTags: JSON.stringify({ tags: { by: "xput" } }),
      });
      const made = await chained.create(token.role, {
        name: "over-there",
        assumeRolePolicy: trustOf(accountId),
      });
      assert.equal(made.outputs["arn"], `arn:aws:iam::${otherAccountId}:role/over-there`);
      assert.deepEqual(made.outputs["tags"], { by: "xput" });
      await assert.rejects(iam.getRole({ RoleName: "over-there" }), { name: "NoSuchEntityException" });
      await chained.delete(token.role, made);
      await chained.stop();
      await otherIam.deleteRolePolicy({ RoleName: "deploy", PolicyName });
      await otherIam.deleteRole({ RoleName: "deploy" });
      await iam.deleteRolePolicy({ RoleName: "first", PolicyName });
      await plugin.delete(token.role, first);
    });

    it("names the role that cannot be assumed", async () => {
      const roleArn = `arn:aws:iam::${otherAccountId}:role/deploy`;
      const nobodyThere = { ...environmentOf(accountId), AWS_ENDPOINT_URL: "http://127.0.0.1:1" };
      await assert.rejects(
        configured(nobodyThere, { region, assumeRoles: JSON.stringify([{ roleArn }]) }),
        new RegExp(
          `cannot assume IAM Role \\(${roleArn}\\): operation error STS: AssumeRole, .*ECONNREFUSED`,
        ),
      );
    });
  });
});
