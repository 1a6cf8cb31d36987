import type { PolicyKind } from "../../../../access/model";
import { readPolicy } from "../../../../access/read/readPolicy";
import type { AwsError } from "../../model";
import type { Amendment, Forwarding, Passing, Service, StoreHead } from "../../service";
import { askJson, isMembers, membersOf, textMember } from "../askJson";
import { jsonAnswer, jsonError, storeRefusal } from "../jsonAnswer";
import { managedOrganization, organizationsRegion } from "./arns";
import { endInvitation, findInvitation, handshakeOf, invitationsOf, invite } from "./handshakes";
import { readOrganizations } from "./read";

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html */
const mostPolicyCharacters = 5_120;

/** Every unit and account starts with it attached. */
const fullAccessPolicyId = "p-FullAWSAccess";

const documentKinds: Readonly<Record<string, PolicyKind>> = {
  SERVICE_CONTROL_POLICY: "serviceControl",
  RESOURCE_CONTROL_POLICY: "resourceControl",
};

/**
 * AWS Organizations: the store keeps roots, units, accounts and policies; invitations are the gateway's.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/Welcome.html
 */
export const service: Service = {
  name: "organizations",
  protocol: "json",
  read: readOrganizations,
  beforeForward,
  afterResponse,
};

async function beforeForward({ call, caller, store, ownerAccount }: Passing): Promise<Forwarding> {
  const { operation, parameters, requestId } = call;
  const answered = (members: Readonly<Record<string, unknown>>): Forwarding => ({
    kind: "answer",
    answer: jsonAnswer(members, requestId),
    response: members,
  });
  switch (operation) {
    case "CreateOrganization":
      // The store makes it when it is first described.
      return asOperation("DescribeOrganization", {});
    case "CreateAccount": {
      const { XputAccountId, ...given } = parameters;
      // How the gateway itself asks the store is nobody else's to use.
      return XputAccountId === undefined ? { kind: "forward" } : asOperation("CreateAccount", given);
    }
    case "CreatePolicy":
    case "UpdatePolicy": {
      const error = await policyFault({ call, store, ownerAccount });
      return error === undefined ? { kind: "forward" } : { kind: "refused", error };
    }
    case "InviteAccountToOrganization": {
      const target = parameters["Target"];
      const invited =
        isMembers(target) && textMember(target, "Type") === "ACCOUNT" ? textMember(target, "Id") : "";
      if (!/^\d{12}$/.test(invited ?? "")) {
        const error = jsonError(
          "InvalidInputException",
          "The local AWS invites accounts by their 12 digits.",
        );
        return { kind: "refused", error };
      }
      if ((await store.organization(invited ?? "")) !== undefined) {
        const message = "The account that you invited is already a member of an organization.";
        return { kind: "refused", error: jsonError("DuplicateHandshakeException", message) };
      }
      const invitation = invite(await managedOrganization(store, ownerAccount), invited ?? "");
      return answered({ Handshake: handshakeOf(invitation, "OPEN") });
    }
    case "ListHandshakesForAccount": {
      const own = caller.kind === "anonymous" ? [] : invitationsOf(caller.account);
      return answered({ Handshakes: own.map((invitation) => handshakeOf(invitation, "OPEN")) });
    }
    case "DeclineHandshake": {
      const invitation = findInvitation(textMember(parameters, "HandshakeId") ?? "");
      if (invitation === undefined) return { kind: "forward" };
      endInvitation(invitation.id);
      return answered({ Handshake: handshakeOf(invitation, "DECLINED") });
    }
    case "AcceptHandshake": {
      const invitation = findInvitation(textMember(parameters, "HandshakeId") ?? "");
      if (invitation === undefined) return { kind: "forward" };
      const { invitedAccount } = invitation;
      return asOperation("CreateAccount", {
        XputAccountId: invitedAccount,
        AccountName: invitedAccount,
        Email: `${invitedAccount}@accounts.invalid`,
      });
    }
    default:
      return { kind: "forward" };
  }
}

/** Asks the store for something else than the client did. */
function asOperation(operation: string, parameters: Readonly<Record<string, unknown>>): Forwarding {
  return {
    kind: "forward",
    headers: { "x-amz-target": `AWSOrganizationsV20161128.${operation}` },
    body: Buffer.from(JSON.stringify(parameters)),
  };
}

/** Why Organizations does not store a control policy; undefined when it does. */
async function policyFault({
  call,
  store,
  ownerAccount,
}: Pick<Passing, "call" | "store" | "ownerAccount">): Promise<AwsError | undefined> {
  const { parameters } = call;
  const content = textMember(parameters, "Content");
  if (content === undefined) return undefined;
  const kind = documentKinds[textMember(parameters, "Type") ?? (await storedType()) ?? ""];
  if (kind === undefined) return undefined;
  if (content.length > mostPolicyCharacters) {
    const message = `The policy content exceeds the maximum of ${mostPolicyCharacters} characters.`;
    return jsonError("ConstraintViolationException", message);
  }
  const read = readPolicy(content, kind);
  if (read.ok) return undefined;
  const message = "The provided policy document does not meet the requirements of the specified policy type.";
  return jsonError("MalformedPolicyDocumentException", message);

  async function storedType(): Promise<string | undefined> {
    const { members } = await askJson(store, {
      service: "organizations",
      account: ownerAccount,
      region: organizationsRegion,
      operation: "DescribePolicy",
      parameters: { PolicyId: parameters["PolicyId"] },
    });
    const policy = members["Policy"];
    const summary = isMembers(policy) ? policy["PolicySummary"] : undefined;
    return isMembers(summary) ? textMember(summary, "Type") : undefined;
  }
}

async function afterResponse(
  { call, store, ownerAccount }: Passing,
  head: StoreHead,
): Promise<Amendment | undefined> {
  if (head.httpStatus !== 200) return storeRefusal(head);
  const { operation, parameters, requestId } = call;
  if (operation === "AcceptHandshake") {
    const invitation = findInvitation(textMember(parameters, "HandshakeId") ?? "");
    if (invitation === undefined) return undefined;
    endInvitation(invitation.id);
    const members = { Handshake: handshakeOf(invitation, "ACCEPTED") };
    return { answer: jsonAnswer(members, requestId), response: members };
  }
  if (operation === "CreateOrganizationalUnit") {
    const members = membersOf(await head.body());
    const unit = members["OrganizationalUnit"];
    const id = isMembers(unit) ? textMember(unit, "Id") : undefined;
    // The store leaves a unit without any policy, so that nothing were allowed in it.
    if (id !== undefined) {
      await askJson(store, {
        service: "organizations",
        account: ownerAccount,
        region: organizationsRegion,
        operation: "AttachPolicy",
        parameters: { PolicyId: fullAccessPolicyId, TargetId: id },
      });
    }
    return { response: members };
  }
  return undefined;
}
