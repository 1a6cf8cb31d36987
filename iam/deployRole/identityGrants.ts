import { nonEmpty, type Condition } from "../document";
import { deployActions, type DeployGrant, type DeployRow } from "./deployGrant";

/**
 * What deploying the destination's roles takes.
 *
 * @param roleArn with a `*` for the rest of their names
 * @param boundaryArn the policy that bounds them: without it no role is made or changed. Absent: no such limit
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate
 */
export function roleGrants(roleArn: string, boundaryArn: string | undefined): DeployGrant[] {
  const changing: readonly DeployRow[] = [
    ["CreateRole", "write", "aws_iam_role, create"],
    ["UpdateRole", "write", "aws_iam_role, update of the longest session"],
    ["UpdateAssumeRolePolicy", "write", "aws_iam_role, update"],
    ["PutRolePolicy", "write", "aws_iam_role_policy, create, update"],
    ["DeleteRolePolicy", "write", "aws_iam_role_policy, delete"],
  ];
  const bounded: Condition | undefined =
    boundaryArn === undefined ? undefined : { StringEquals: { "iam:PermissionsBoundary": [boundaryArn] } };
  return [
    {
      sid: "ChangedRoles",
      group: "identities",
      actions: deployActions("iam", [
        ...changing,
        ...(boundaryArn === undefined
          ? []
          : [["PutRolePermissionsBoundary", "write", "aws_iam_role, update"] as const]),
      ]),
      resources: [roleArn],
      ...(bounded === undefined ? {} : { condition: bounded }),
    },
    {
      sid: "Roles",
      group: "identities",
      actions: deployActions("iam", [
        ["GetRole", "read", "aws_iam_role, read"],
        ["ListRolePolicies", "read", "aws_iam_role, read", "providerOnly"],
        ["ListAttachedRolePolicies", "read", "aws_iam_role, read", "providerOnly"],
        ["GetRolePolicy", "read", "aws_iam_role_policy, read"],
        ["ListInstanceProfilesForRole", "write", "aws_iam_role, delete", "providerOnly"],
        ["DeleteRole", "write", "aws_iam_role, delete"],
      ]),
      resources: [roleArn],
    },
  ];
}

/**
 * Handing a role to the one service that works in it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export function passRoleGrant(sid: string, roleArn: string, service: string, neededFor: string): DeployGrant {
  return {
    sid,
    group: "identities",
    actions: deployActions("iam", [["PassRole", "write", neededFor]]),
    resources: [roleArn],
    condition: { StringEquals: { "iam:PassedToService": [service] } },
  };
}

/** What deploying the providers of web identities takes. */
export function identityProviderGrants(providerArns: readonly string[]): DeployGrant[] {
  if (providerArns.length === 0) return [];
  return [
    {
      sid: "IdentityProviders",
      group: "identities",
      actions: deployActions("iam", [
        ["CreateOpenIDConnectProvider", "write", "aws_iam_openid_connect_provider, create"],
        ["GetOpenIDConnectProvider", "read", "aws_iam_openid_connect_provider, read"],
        ["AddClientIDToOpenIDConnectProvider", "write", "aws_iam_openid_connect_provider, update"],
        ["RemoveClientIDFromOpenIDConnectProvider", "write", "aws_iam_openid_connect_provider, update"],
        ["DeleteOpenIDConnectProvider", "write", "aws_iam_openid_connect_provider, delete"],
      ]),
      resources: nonEmpty(providerArns, "providers"),
    },
  ];
}

/** Those that the policy of a managed source is attached to, by kind. */
export interface PolicyBearers {
  readonly roleArns: readonly string[];
  readonly userArns: readonly string[];
  readonly groupArns: readonly string[];
}

/**
 * What deploying the policies of managed sources takes. They are attached to the uploaders and groups that the
 * settings name, and nothing else is attached to those.
 */
export function sourceGrants(policyArns: readonly string[], bearers: PolicyBearers): DeployGrant[] {
  const policies = nonEmpty(policyArns, "policies");
  const attachments = (kind: "Role" | "User" | "Group", arns: readonly string[]): DeployGrant[] => {
    if (arns.length === 0) return [];
    const type = `aws_iam_${kind.toLowerCase()}_policy_attachment`;
    const resources = nonEmpty(arns, kind);
    return [
      {
        sid: `${kind}Attachments`,
        group: "identities",
        actions: deployActions("iam", [
          [`Attach${kind}Policy`, "write", `${type}, create`],
          [`Detach${kind}Policy`, "write", `${type}, delete`],
        ]),
        resources,
        condition: { ArnEquals: { "iam:PolicyARN": policies } },
      },
      {
        sid: `${kind}sRead`,
        group: "identities",
        actions: deployActions("iam", [[`ListAttached${kind}Policies`, "read", `${type}, read`]]),
        resources,
      },
    ];
  };
  return [
    {
      sid: "SourcePolicies",
      group: "identities",
      actions: deployActions("iam", [
        ["CreatePolicy", "write", "aws_iam_policy, create"],
        ["GetPolicy", "read", "aws_iam_policy, read"],
        ["GetPolicyVersion", "read", "aws_iam_policy, read"],
        ["ListPolicyVersions", "write", "aws_iam_policy, update, delete"],
        ["CreatePolicyVersion", "write", "aws_iam_policy, update"],
        ["DeletePolicyVersion", "write", "aws_iam_policy, update, delete: of former versions"],
        ["DeletePolicy", "write", "aws_iam_policy, delete"],
      ]),
      resources: policies,
    },
    ...attachments("Role", bearers.roleArns),
    ...attachments("User", bearers.userArns),
    ...attachments("Group", bearers.groupArns),
  ];
}
