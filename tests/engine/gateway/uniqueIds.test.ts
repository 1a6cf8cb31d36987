/**
 * A user or role that a document names by its ARN is saved by its unique id: one that is made anew under the same
 * name is somebody else, in trust policies, bucket policies and key policies, and the document then tells the id.
 *
 * Does not prove: grants of KMS and policies of topics, in which AWS saves ids too.
 */
import assert from "node:assert/strict";
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  GetRoleCommand,
  type IAMClient,
  ListRolesCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import {
  CreateBucketCommand,
  GetBucketPolicyCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { administrator, iamClientOf, kms, policy, s3ClientOf } from "./actors";
import { assume, trust } from "./identities";
import { refuses } from "./refusals";
import type { Credentials } from "./signing";

const owner = "111111111111";
const other = "222222222222";
const run = Date.now().toString(36);
const bucket = `ids-${run}`;
const roleArn = (name: string) => `arn:aws:iam::${other}:role/${name}-${run}`;
const userArn = `arn:aws:iam::${other}:user/caller-${run}`;
const doesAll = policy({ Action: "*", Resource: "*" });

const ids = new Map<string, string>();

async function makeRole(iam: IAMClient, name: string): Promise<void> {
  const RoleName = `${name}-${run}`;
  const AssumeRolePolicyDocument = trust({ AWS: other });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  ids.set(name, Role?.RoleId ?? "");
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "all", PolicyDocument: doesAll }));
}

async function makeAnew(iam: IAMClient, name: string): Promise<void> {
  const RoleName = `${name}-${run}`;
  await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: "all" }));
  await iam.send(new DeleteRoleCommand({ RoleName }));
  const before = ids.get(name);
  await makeRole(iam, name);
  ids.set(`${name} before`, before ?? "");
}

const withKey = async (iam: IAMClient): Promise<Credentials> => {
  const UserName = `caller-${run}`;
  const { User } = await iam.send(new CreateUserCommand({ UserName }));
  ids.set("caller", User?.UserId ?? "");
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "all", PolicyDocument: doesAll }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
};

describe("Principals by their unique ids", function () {
  this.timeout(60_000);
  let iam: IAMClient;
  let ownersIam: IAMClient;
  let s3: S3Client;
  let keyId = "";
  let caller: Credentials;

  before(async () => {
    iam = iamClientOf(other);
    ownersIam = iamClientOf(owner);
    s3 = s3ClientOf(administrator(owner));
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
    for (const name of ["kept", "anew"]) await makeRole(iam, name);
    caller = await withKey(iam);
    const put = (name: string) => ({
      Principal: { AWS: roleArn(name) },
      Action: "s3:PutObject",
      Resource: `arn:aws:s3:::${bucket}/*`,
    });
    await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: policy(put("kept"), put("anew")) }));
    const Policy = policy(
      { Principal: { AWS: owner }, Action: "kms:*", Resource: "*" },
      {
        Principal: { AWS: [roleArn("kept"), roleArn("anew")] },
        Action: "kms:GenerateDataKey",
        Resource: "*",
      },
    );
    keyId = (await kms(owner, "CreateKey", { Policy })).KeyMetadata?.KeyId ?? "";
    for (const [name, principal] of [
      ["of-kept", roleArn("kept")],
      ["of-anew", roleArn("anew")],
      ["of-caller", userArn],
    ] as const) {
      const RoleName = `${name}-${run}`;
      const AssumeRolePolicyDocument = trust({ AWS: [principal] });
      await ownersIam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    }
    // Before they are made anew, all of them may.
    await putAs("anew");
    await putWithKey("anew");
    await assumeAs("anew");
    await assume(caller, `arn:aws:iam::${owner}:role/of-caller-${run}`);
    await makeAnew(iam, "anew");
  });

  after(() => {
    for (const client of [iam, ownersIam, s3]) client.destroy();
  });

  const sessionOf = (name: string) => assume(administrator(other), roleArn(name));

  async function putAs(name: string, more: object = {}): Promise<void> {
    const client = s3ClientOf(await sessionOf(name));
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: "a", Body: "x", ...more })).finally(() => {
      client.destroy();
    });
  }

  const keyArn = () => `arn:aws:kms:eu-west-1:${owner}:key/${keyId}`;
  const putWithKey = (name: string) =>
    putAs(name, { ServerSideEncryption: "aws:kms", SSEKMSKeyId: keyArn() });
  const assumeAs = async (name: string) =>
    assume(await sessionOf(name), `arn:aws:iam::${owner}:role/of-${name}-${run}`);

  refuses([
    {
      what: "a put by a role made anew, of which the bucket policy names the earlier one,",
      refused: () => putAs("anew"),
      code: "AccessDenied",
      twin: () => putAs("kept"),
    },
    {
      what: "a put with a key whose policy names the earlier role",
      refused: () => putWithKey("anew"),
      code: "AccessDenied",
      twin: () => putWithKey("kept"),
    },
    {
      what: "assuming a role whose trust names the earlier role",
      refused: () => assumeAs("anew"),
      code: "AccessDenied",
      twin: () => assumeAs("kept"),
    },
  ]);

  it("tells the id of who is gone and the ARN of who is there", async () => {
    const { Policy = "" } = await s3.send(new GetBucketPolicyCommand({ Bucket: bucket }));
    assert.deepEqual(principalsOf(Policy), [roleArn("kept"), ids.get("anew before")]);
    const ofKey: unknown = await kms(owner, "GetKeyPolicy", { KeyId: keyId, PolicyName: "default" });
    const told = principalsOf((ofKey as { readonly Policy: string }).Policy);
    assert.deepEqual(told, [owner, [roleArn("kept"), ids.get("anew before")]]);
    for (const [name, principal] of [
      ["of-kept", roleArn("kept")],
      ["of-anew", ids.get("anew before")],
    ] as const) {
      const { Role } = await ownersIam.send(new GetRoleCommand({ RoleName: `${name}-${run}` }));
      assert.deepEqual(principalsOf(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")), [[principal]]);
    }
    const { Roles = [] } = await ownersIam.send(new ListRolesCommand({ MaxItems: 1_000 }));
    const listed = Roles.find(({ RoleName }) => RoleName === `of-anew-${run}`);
    const document = decodeURIComponent(listed?.AssumeRolePolicyDocument ?? "");
    assert.deepEqual(principalsOf(document), [[ids.get("anew before")]]);
  });

  it("lets the new role in once the documents are written again", async () => {
    const AssumeRole = trust({ AWS: [roleArn("anew")] });
    const command = { RoleName: `of-anew-${run}`, PolicyDocument: AssumeRole };
    await assert.rejects(assumeAs("anew"), { name: "AccessDenied" });
    await ownersIam.send(new UpdateAssumeRolePolicyCommand(command));
    await assumeAs("anew");
  });

  it("takes a user made anew for somebody else", async () => {
    const RoleArn = `arn:aws:iam::${owner}:role/of-caller-${run}`;
    await assume(caller, RoleArn);
    const before = ids.get("caller");
    const UserName = `caller-${run}`;
    await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId: caller.accessKeyId }));
    await iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName: "all" }));
    await iam.send(new DeleteUserCommand({ UserName }));
    const anew = await withKey(iam);
    await assert.rejects(assume(anew, RoleArn), { name: "AccessDenied" });
    const { Role } = await ownersIam.send(new GetRoleCommand({ RoleName: `of-caller-${run}` }));
    assert.deepEqual(principalsOf(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")), [[before]]);
  });
});

function principalsOf(document: string): readonly unknown[] {
  const { Statement } = JSON.parse(document) as {
    readonly Statement: readonly { readonly Principal: { readonly AWS: unknown } }[];
  };
  return Statement.map(({ Principal }) => Principal.AWS);
}
