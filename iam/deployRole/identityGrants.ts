import { nonEmpty, type Condition } from "../document";
import { sourceSid } from "../sid";
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

/** The policy of a managed source, and those that it is attached to. */
export interface AttachedSource {
  readonly sourceName: string;
  readonly policyArn: string;
  /** ARNs of roles, users and groups. */
  readonly bearerArns: readonly string[];
}

/**
 * What deploying the policies of managed sources takes. Each is attached to its own uploaders and groups, which the
 * settings name, and nothing else is attached to those.
 *
 * @param sources at least one
 */
export function sourceGrants(sources: readonly AttachedSource[]): DeployGrant[] {
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
      resources: nonEmpty(
        sources.map(({ policyArn }) => policyArn),
        "policies",
      ),
    },
    ...(["Role", "User", "Group"] as const).flatMap((kind) => attachmentGrants(kind, sources)),
  ];
}

function attachmentGrants(
  kind: "Role" | "User" | "Group",
  sources: readonly AttachedSource[],
): DeployGrant[] {
  const type = `aws_iam_${kind.toLowerCase()}_policy_attachment`;
  const bearersOf = ({ bearerArns }: AttachedSource) =>
    bearerArns.filter((arn) => arn.split(":")[5]?.startsWith(`${kind.toLowerCase()}/`));
  const attached = sources.filter((source) => bearersOf(source).length > 0);
  const all = new Set(attached.flatMap(bearersOf));
  if (all.size === 0) return [];
  return [
    ...attached.map((source): DeployGrant => ({
      sid: sourceSid(`${kind}s`, source.sourceName),
      group: "identities",
      actions: deployActions("iam", [
        [`Attach${kind}Policy`, "write", `${type}, create`],
        [`Detach${kind}Policy`, "write", `${type}, delete`],
      ]),
      resources: nonEmpty(bearersOf(source), kind),
      condition: { ArnEquals: { "iam:PolicyARN": [source.policyArn] } },
    })),
    {
      sid: `${kind}AttachmentsRead`,
      group: "identities",
      actions: deployActions("iam", [[`ListAttached${kind}Policies`, "read", `${type}, read`]]),
      resources: nonEmpty([...all], kind),
    },
  ];
}
