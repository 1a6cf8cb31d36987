/** On what an operation of IAM acts: it decides which resource a policy has to name. */
export type IamResource =
  | "role"
  | "user"
  | "group"
  | "policy"
  | "instance-profile"
  | "oidc-provider"
  | "mfa"
  /** Actions without resource: `*`. */
  | "none";

const operationsOf: Readonly<Record<IamResource, readonly string[]>> = {
  role: [
    "CreateRole",
    "GetRole",
    "UpdateRole",
    "UpdateRoleDescription",
    "UpdateAssumeRolePolicy",
    "DeleteRole",
    "PutRolePolicy",
    "GetRolePolicy",
    "DeleteRolePolicy",
    "ListRolePolicies",
    "AttachRolePolicy",
    "DetachRolePolicy",
    "ListAttachedRolePolicies",
    "PutRolePermissionsBoundary",
    "DeleteRolePermissionsBoundary",
    "TagRole",
    "UntagRole",
    "ListRoleTags",
    "ListInstanceProfilesForRole",
  ],
  user: [
    "CreateUser",
    "GetUser",
    "UpdateUser",
    "DeleteUser",
    "PutUserPolicy",
    "GetUserPolicy",
    "DeleteUserPolicy",
    "ListUserPolicies",
    "AttachUserPolicy",
    "DetachUserPolicy",
    "ListAttachedUserPolicies",
    "PutUserPermissionsBoundary",
    "DeleteUserPermissionsBoundary",
    "TagUser",
    "UntagUser",
    "ListUserTags",
    "ListGroupsForUser",
    "CreateAccessKey",
    "UpdateAccessKey",
    "DeleteAccessKey",
    "ListAccessKeys",
    "EnableMFADevice",
    "ResyncMFADevice",
    "DeactivateMFADevice",
    "ListMFADevices",
  ],
  group: [
    "CreateGroup",
    "GetGroup",
    "DeleteGroup",
    "PutGroupPolicy",
    "GetGroupPolicy",
    "DeleteGroupPolicy",
    "ListGroupPolicies",
    "AttachGroupPolicy",
    "DetachGroupPolicy",
    "ListAttachedGroupPolicies",
    "AddUserToGroup",
    "RemoveUserFromGroup",
  ],
  policy: [
    "CreatePolicy",
    "GetPolicy",
    "DeletePolicy",
    "CreatePolicyVersion",
    "GetPolicyVersion",
    "DeletePolicyVersion",
    "ListPolicyVersions",
    "SetDefaultPolicyVersion",
    "ListEntitiesForPolicy",
    "TagPolicy",
    "UntagPolicy",
    "ListPolicyTags",
  ],
  "instance-profile": [
    "CreateInstanceProfile",
    "GetInstanceProfile",
    "DeleteInstanceProfile",
    "AddRoleToInstanceProfile",
    "RemoveRoleFromInstanceProfile",
  ],
  "oidc-provider": [
    "CreateOpenIDConnectProvider",
    "GetOpenIDConnectProvider",
    "DeleteOpenIDConnectProvider",
    "AddClientIDToOpenIDConnectProvider",
    "RemoveClientIDFromOpenIDConnectProvider",
    "UpdateOpenIDConnectProviderThumbprint",
    "TagOpenIDConnectProvider",
    "UntagOpenIDConnectProvider",
    "ListOpenIDConnectProviderTags",
  ],
  mfa: ["CreateVirtualMFADevice", "DeleteVirtualMFADevice"],
  none: [
    "ListOpenIDConnectProviders",
    "ListVirtualMFADevices",
    "ListRoles",
    "ListUsers",
    "ListGroups",
    "ListPolicies",
    "ListInstanceProfiles",
    "ListAccountAliases",
    "GetAccountSummary",
    "GetAccountAuthorizationDetails",
    "GetAccountPasswordPolicy",
  ],
};

/**
 * The operations of IAM that are modelled, with what they act on.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */
export const iamOperations: ReadonlyMap<string, IamResource> = new Map(
  (Object.keys(operationsOf) as IamResource[]).flatMap((resource) =>
    operationsOf[resource].map((operation) => [operation, resource] as const),
  ),
);

/** Users may leave out their own name. */
export const ownUserOperations: ReadonlySet<string> = new Set([
  "GetUser",
  "CreateAccessKey",
  "UpdateAccessKey",
  "DeleteAccessKey",
  "ListAccessKeys",
  "ListMFADevices",
]);
