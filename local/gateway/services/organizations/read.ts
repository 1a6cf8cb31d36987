import type { Call, Caller, Need, Reading } from "../../model";
import type { StoreReader } from "../../store";
import { textMember } from "../askJson";
import { jsonError } from "../jsonAnswer";
import { unsigned } from "../ownNeeds";
import { requestTagKeys } from "../tagContext";
import { arnOfId, managedOrganization, policySummary, type OrganizationPlace } from "./arns";
import { findInvitation } from "./handshakes";

/** The members that name what an operation is about; none: the organization as a whole. */
const operations: Readonly<Record<string, readonly string[]>> = {
  AcceptHandshake: ["HandshakeId"],
  AttachPolicy: ["PolicyId", "TargetId"],
  CloseAccount: ["AccountId"],
  CreateAccount: [],
  CreateOrganization: [],
  CreateOrganizationalUnit: ["ParentId"],
  CreatePolicy: [],
  DeclineHandshake: ["HandshakeId"],
  DeleteOrganizationalUnit: ["OrganizationalUnitId"],
  DeletePolicy: ["PolicyId"],
  DescribeAccount: ["AccountId"],
  DescribeCreateAccountStatus: [],
  DescribeOrganization: [],
  DescribeOrganizationalUnit: ["OrganizationalUnitId"],
  DescribePolicy: ["PolicyId"],
  DetachPolicy: ["PolicyId", "TargetId"],
  DisablePolicyType: ["RootId"],
  EnablePolicyType: ["RootId"],
  InviteAccountToOrganization: [],
  ListAccounts: [],
  ListAccountsForParent: ["ParentId"],
  ListHandshakesForAccount: [],
  ListOrganizationalUnitsForParent: ["ParentId"],
  ListParents: ["ChildId"],
  ListPolicies: [],
  ListPoliciesForTarget: ["TargetId"],
  ListRoots: [],
  ListTagsForResource: ["ResourceId"],
  ListTargetsForPolicy: ["PolicyId"],
  MoveAccount: ["AccountId", "SourceParentId", "DestinationParentId"],
  TagResource: ["ResourceId"],
  UntagResource: ["ResourceId"],
  UpdatePolicy: ["PolicyId"],
};

/** What an account does for itself, whoever manages its organization. */
const ofTheAccountItself: ReadonlySet<string> = new Set([
  "AcceptHandshake",
  "DeclineHandshake",
  "ListHandshakesForAccount",
]);

/**
 * What a call to Organizations needs.
 *
 * An account that no organization has invited manages one of its own as soon as it asks. Members may only describe
 * the organization.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html
 */
export async function readOrganizations(call: Call, caller: Caller, store: StoreReader): Promise<Reading> {
  const { operation, parameters } = call;
  const members = operations[operation];
  if (members === undefined) return { kind: "unmodelled", what: `organizations ${operation}` };
  if (caller.kind === "anonymous") return { kind: "refused", error: unsigned };
  const { account } = caller;
  if (ofTheAccountItself.has(operation)) return readOwn(call, account);

  const joined = await store.organization(account);
  if (joined !== undefined && joined.managementAccount !== account && operation !== "DescribeOrganization") {
    const message =
      operation === "CreateOrganization"
        ? "The AWS account is already a member of an organization."
        : "You don't have permissions to access this resource.";
    const code =
      operation === "CreateOrganization" ? "AlreadyInOrganizationException" : "AccessDeniedException";
    return { kind: "refused", error: jsonError(code, message) };
  }
  const place: OrganizationPlace = joined ?? (await managedOrganization(store, account));
  const ids = members.flatMap((member) => textMember(parameters, member) ?? []);
  const resources = ids.length === 0 ? ["*"] : await Promise.all(ids.map((id) => arnOfId(store, place, id)));
  const context = {
    ...requestTagKeys(parameters, "Tags"),
    ...(await policyType(call, place, store)),
  };
  const needs = resources.map((resource): Need => ({
    action: `organizations:${operation}`,
    resource,
    resourceAccount: account,
    context,
    policyOf: { kind: "none" },
  }));
  return { kind: "needs", needs, ownerAccount: place.managementAccount };
}

/** Where the call is about an invitation, the store acts in the account that sent it. */
function readOwn({ operation, parameters }: Call, account: string): Reading {
  const need = (resource: string): Need => ({
    action: `organizations:${operation}`,
    resource,
    resourceAccount: account,
    context: {},
    policyOf: { kind: "none" },
  });
  if (operation === "ListHandshakesForAccount") {
    return { kind: "needs", needs: [need("*")], ownerAccount: account };
  }
  const id = textMember(parameters, "HandshakeId") ?? "";
  const invitation = findInvitation(id);
  if (invitation?.invitedAccount !== account) {
    const message = `You specified a handshake ID ${id} that does not exist.`;
    return { kind: "refused", error: jsonError("HandshakeNotFoundException", message) };
  }
  const { managementAccount, id: organizationId } = invitation.organization;
  const arn = `arn:aws:organizations::${managementAccount}:handshake/${organizationId}/invite/${id}`;
  return { kind: "needs", needs: [need(arn)], ownerAccount: managementAccount };
}

/** @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_permissions_overview.html */
async function policyType(
  { parameters }: Call,
  { managementAccount }: OrganizationPlace,
  store: StoreReader,
): Promise<Need["context"]> {
  const given =
    textMember(parameters, "PolicyType") ??
    textMember(parameters, "Type") ??
    textMember(parameters, "Filter");
  if (given !== undefined) return { "organizations:PolicyType": given };
  const id = textMember(parameters, "PolicyId");
  if (id === undefined) return {};
  const summary = await policySummary(store, managementAccount, id);
  const type = summary === undefined ? undefined : textMember(summary, "Type");
  return type === undefined ? {} : { "organizations:PolicyType": type };
}
