/**
 * Roles that only a service of AWS changes, as IAM Identity Center makes them: each refusal beside its allowed twin,
 * the same for a role of one's own.
 *
 * Does not prove Identity Center itself: administrator keys play it.
 */
import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  IAMClient,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { policy, region } from "./actors";
import { makeRole, makeUserAt, trust } from "./identities";
import { refuses, type Refusal } from "./refusals";

const account = "111111111111";
const run = Date.now().toString(36);
const PolicyArn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const PolicyDocument = policy({ Action: "s3:GetObject", Resource: "*" });
const root = trust({ AWS: `arn:aws:iam::${account}:root` });
const reserved = `AWSReservedSSO_Reader_${run}`;
const own = `own-${run}`;

describe("roles of services at the local AWS", () => {
  let iam: IAMClient;

  before(async () => {
    const name = `administrator-${run}`;
    const credentials = await makeUserAt(account, "/", name, policy({ Action: "iam:*", Resource: "*" }));
    const endpoint = process.env.AWS_ENDPOINT_URL ?? "";
    iam = new IAMClient({ region, endpoint, maxAttempts: 1, credentials });
    await makeRole(account, own, { trust: root, policy: PolicyDocument });
    const path = "/aws-reserved/sso.amazonaws.com/eu-west-1/";
    await makeRole(account, reserved, { trust: root, policy: PolicyDocument, path });
  });
  after(() => {
    iam.destroy();
  });

  const unchanged = (what: string, change: (RoleName: string) => Promise<unknown>): Refusal => ({
    what,
    refused: () => change(reserved),
    code: "UnmodifiableEntityException",
    says: /^Cannot perform the operation on the protected role 'AWSReservedSSO_Reader_\w+' - this role is only modifiable by AWS$/,
    twin: () => change(own),
  });
  refuses([
    unchanged("attaching a policy", (RoleName) =>
      iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn })),
    ),
    unchanged("detaching a policy", (RoleName) =>
      iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })),
    ),
    unchanged("putting a policy", (RoleName) =>
      iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "test", PolicyDocument })),
    ),
    unchanged("deleting a policy", (RoleName) =>
      iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: "test" })),
    ),
    unchanged("setting a boundary", (RoleName) =>
      iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: PolicyArn })),
    ),
    unchanged("tagging", (RoleName) =>
      iam.send(new TagRoleCommand({ RoleName, Tags: [{ Key: "team", Value: "blue" }] })),
    ),
    unchanged("another trust policy", (RoleName) =>
      iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: root })),
    ),
    unchanged("deleting", (RoleName) => iam.send(new DeleteRoleCommand({ RoleName }))),
    {
      what: "a new role under the path of Identity Center",
      refused: () => create("AWSReservedSSO_Mine", "/aws-reserved/sso.amazonaws.com/"),
      code: "UnmodifiableEntityException",
      twin: () => create("mine", "/teams/"),
    },
  ]);

  const create = (name: string, Path: string) =>
    iam.send(new CreateRoleCommand({ RoleName: `${name}-${run}`, Path, AssumeRolePolicyDocument: root }));
});
