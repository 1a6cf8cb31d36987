/**
 * Service and resource control policies as Organizations stores them, and what accounts of an organization may ask
 * there.
 *
 * Does not prove: policy types other than these two, nor more levels than root, one unit and account.
 */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { administrator, makeUser, policy, s3ClientOf } from "./actors";
import { jsonCall, type Members } from "./jsonCall";
import { refuses } from "./refusals";

const management = "555555552001";
const member = "555555552002";
const outsider = "555555552003";
const late = "555555552004";
const admin = administrator(management);
const unique = randomUUID().slice(0, 8);
const bucket = `org-data-${unique}`;
const freeBucket = `org-free-${unique}`;

const organizations = (account: string, operation: string, parameters: Members = {}) =>
  jsonCall(administrator(account), "organizations", operation, parameters);

async function join(account: string): Promise<void> {
  const { Handshake } = await organizations(management, "InviteAccountToOrganization", {
    Target: { Type: "ACCOUNT", Id: account },
  });
  await organizations(account, "AcceptHandshake", { HandshakeId: (Handshake as { readonly Id: string }).Id });
}

async function makePolicy(Name: string, Type: string, Content: string): Promise<string> {
  const { Policy } = await organizations(management, "CreatePolicy", {
    Name,
    Type,
    Content,
    Description: "",
  });
  return (Policy as { readonly PolicySummary: { readonly Id: string } }).PolicySummary.Id;
}

describe("The local AWS's Organizations", function () {
  this.timeout(60_000);
  let root: string;
  let unit: string;
  let memberS3: S3Client;
  let managementS3: S3Client;
  let outsiderS3: S3Client;
  let userS3: S3Client;

  before(async () => {
    managementS3 = s3ClientOf(admin);
    memberS3 = s3ClientOf(administrator(member));
    outsiderS3 = s3ClientOf(administrator(outsider));
    await organizations(management, "CreateOrganization", { FeatureSet: "ALL" });
    const { Roots } = await organizations(management, "ListRoots");
    root = (Roots as readonly { readonly Id: string }[])[0]?.Id ?? "";
    await organizations(management, "EnablePolicyType", {
      RootId: root,
      PolicyType: "RESOURCE_CONTROL_POLICY",
    });
    const made = await organizations(management, "CreateOrganizationalUnit", {
      ParentId: root,
      Name: "drop",
    });
    unit = (made["OrganizationalUnit"] as { readonly Id: string }).Id;
    await join(member);
    await organizations(management, "MoveAccount", {
      AccountId: member,
      SourceParentId: root,
      DestinationParentId: unit,
    });
    userS3 = s3ClientOf(await makeUser(member, "member-user", policy({ Action: "s3:*", Resource: "*" })));
    for (const name of [bucket, freeBucket]) {
      const owner = name === bucket ? memberS3 : managementS3;
      await owner.send(new CreateBucketCommand({ Bucket: name }));
      await owner.send(
        new PutBucketPolicyCommand({
          Bucket: name,
          Policy: policy({
            Principal: {
              AWS: [member, outsider, management].map((account) => `arn:aws:iam::${account}:root`),
            },
            Action: ["s3:PutObject", "s3:GetObject"],
            Resource: `arn:aws:s3:::${name}/*`,
          }),
        }),
      );
    }
    const noSecrets = await makePolicy(
      "no-secrets",
      "SERVICE_CONTROL_POLICY",
      policy({ Effect: "Deny", Action: "s3:PutObject", Resource: "arn:aws:s3:::*/secret/*" }),
    );
    await organizations(management, "AttachPolicy", { PolicyId: noSecrets, TargetId: unit });
    const onlyUs = await makePolicy(
      "only-us",
      "RESOURCE_CONTROL_POLICY",
      policy({
        Effect: "Deny",
        Principal: "*",
        Action: "s3:GetObject",
        Resource: "*",
        Condition: {
          StringNotEquals: { "aws:PrincipalAccount": [member, management] },
        },
      }),
    );
    await organizations(management, "AttachPolicy", { PolicyId: onlyUs, TargetId: root });
    await memberS3.send(new PutObjectCommand({ Bucket: bucket, Key: "a", Body: "x" }));
    await managementS3.send(new PutObjectCommand({ Bucket: freeBucket, Key: "a", Body: "x" }));
  });

  const put = (client: S3Client, Key: string, Bucket = bucket) =>
    client.send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
  const get = (client: S3Client, Key: string, Bucket = bucket) =>
    client.send(new GetObjectCommand({ Bucket, Key }));

  refuses([
    {
      what: "a put by a member's user that a control policy of its unit denies",
      refused: () => put(userS3, "secret/a"),
      code: "AccessDenied",
      twin: () => put(userS3, "open/a"),
    },
    {
      what: "the same put by the member's administrator",
      refused: () => put(memberS3, "secret/a"),
      code: "AccessDenied",
      twin: () => put(memberS3, "open/a"),
    },
    {
      what: "such a put, which the management account may make in its own bucket,",
      refused: () => put(memberS3, "secret/a", freeBucket),
      code: "AccessDenied",
      twin: () => put(managementS3, "secret/a", freeBucket),
    },
    {
      what: "a get from the member's bucket by another account, whose put its resource policies allow,",
      refused: () => get(outsiderS3, "a"),
      code: "AccessDenied",
      twin: () => put(outsiderS3, "a"),
    },
    {
      what: "that get, which a resource control policy does not hold against the management account's bucket,",
      refused: () => get(outsiderS3, "a"),
      code: "AccessDenied",
      twin: () => get(outsiderS3, "a", freeBucket),
    },
    {
      what: "a member that asks for the accounts",
      refused: () => organizations(member, "ListAccounts"),
      code: "AccessDeniedException",
      says: /don't have permissions/,
      twin: () => organizations(management, "ListAccounts"),
    },
    {
      what: "a member that makes an organization",
      refused: () => organizations(member, "CreateOrganization"),
      code: "AlreadyInOrganizationException",
      twin: () => organizations(member, "DescribeOrganization"),
    },
    {
      what: "a control policy that is no policy",
      refused: () => makePolicy("broken", "SERVICE_CONTROL_POLICY", '{"Statement":[{"Effect":"Deny"}]}'),
      code: "MalformedPolicyDocumentException",
      twin: () =>
        makePolicy(
          `sound-${randomUUID()}`,
          "SERVICE_CONTROL_POLICY",
          policy({ Effect: "Deny", Action: "s3:*", Resource: "*" }),
        ),
    },
    {
      what: "a control policy with a principal",
      refused: () =>
        makePolicy(
          "principal",
          "SERVICE_CONTROL_POLICY",
          policy({ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" }),
        ),
      code: "MalformedPolicyDocumentException",
      twin: () =>
        makePolicy(
          `resource-${randomUUID()}`,
          "RESOURCE_CONTROL_POLICY",
          policy({ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" }),
        ),
    },
    {
      what: "somebody else's invitation",
      refused: async () => {
        const { Handshake } = await organizations(management, "InviteAccountToOrganization", {
          Target: { Type: "ACCOUNT", Id: "555555552009" },
        });
        const { Id } = Handshake as { readonly Id: string };
        return organizations(outsider, "AcceptHandshake", { HandshakeId: Id });
      },
      code: "HandshakeNotFoundException",
      twin: () => join(`5555555521${String(Math.floor(Math.random() * 90) + 10)}`),
    },
    {
      what: "an invitation of a member",
      refused: () =>
        organizations(management, "InviteAccountToOrganization", { Target: { Type: "ACCOUNT", Id: member } }),
      code: "DuplicateHandshakeException",
      twin: () =>
        organizations(management, "InviteAccountToOrganization", {
          Target: { Type: "ACCOUNT", Id: "555555552008" },
        }),
    },
  ]);

  it("holds a policy against an account from the moment it joins, and until it is detached", async () => {
    const lateS3 = s3ClientOf(administrator(late));
    const name = `org-late-${unique}`;
    await lateS3.send(new CreateBucketCommand({ Bucket: name }));
    await lateS3.send(new ListObjectsV2Command({ Bucket: name }));
    const noLists = await makePolicy(
      "no-lists",
      "SERVICE_CONTROL_POLICY",
      policy({ Effect: "Deny", Action: "s3:ListBucket", Resource: "*" }),
    );
    await join(late);
    await lateS3.send(new ListObjectsV2Command({ Bucket: name }));
    await organizations(management, "AttachPolicy", { PolicyId: noLists, TargetId: late });
    await assert.rejects(lateS3.send(new ListObjectsV2Command({ Bucket: name })), { name: "AccessDenied" });
    await organizations(management, "DetachPolicy", { PolicyId: noLists, TargetId: late });
    await lateS3.send(new ListObjectsV2Command({ Bucket: name }));
  });

  it("allows nothing where a level has no policy that allows", async () => {
    await put(userS3, "open/before");
    await organizations(management, "DetachPolicy", { PolicyId: "p-FullAWSAccess", TargetId: unit });
    await assert.rejects(put(userS3, "open/after"), { name: "AccessDenied" });
    await organizations(management, "AttachPolicy", { PolicyId: "p-FullAWSAccess", TargetId: unit });
    await put(userS3, "open/again");
  });

  it("gives the organization's id to conditions", async () => {
    const { Organization } = await organizations(management, "DescribeOrganization");
    const { Id } = Organization as { readonly Id: string };
    const name = `org-only-${unique}`;
    await memberS3.send(new CreateBucketCommand({ Bucket: name }));
    await memberS3.send(
      new PutBucketPolicyCommand({
        Bucket: name,
        Policy: policy({
          Principal: "*",
          Action: "s3:PutObject",
          Resource: `arn:aws:s3:::${name}/*`,
          Condition: { StringEquals: { "aws:PrincipalOrgID": Id } },
        }),
      }),
    );
    await put(managementS3, "a", name);
    await assert.rejects(put(outsiderS3, "a", name), { name: "AccessDenied" });
  });
});
