import { randomBytes } from "node:crypto";
import { moduleMap } from "../../state/keptMap";
import type { OrganizationPlace } from "./arns";

/** An invitation that has not been accepted. */
export interface Invitation {
  /** `h-…` */
  readonly id: string;
  readonly organization: OrganizationPlace;
  /** 12 digits. */
  readonly invitedAccount: string;
  readonly requestedAt: Date;
}

/** AWS's own: an invitation ends after 15 days. */
const validMilliseconds = 15 * 24 * 3_600_000;
const mostInvitations = 1_000;
const invitations = moduleMap<Invitation>("invitation", mostInvitations);

/** Invites an account. */
export function invite(organization: OrganizationPlace, invitedAccount: string): Invitation {
  const id = `h-${randomBytes(16).toString("hex")}`;
  const invitation = { id, organization, invitedAccount, requestedAt: new Date() };
  invitations.set(id, invitation);
  return invitation;
}

/** The invitation of this id that has not ended. */
export function findInvitation(id: string): Invitation | undefined {
  const invitation = invitations.get(id);
  if (invitation === undefined) return undefined;
  return Date.now() - invitation.requestedAt.getTime() < validMilliseconds ? invitation : undefined;
}

/** What an account was invited to and has not accepted. */
export function invitationsOf(account: string): readonly Invitation[] {
  return invitations
    .entries()
    .map(([, invitation]) => invitation)
    .filter(({ invitedAccount }) => invitedAccount === account);
}

/** An invitation that was accepted or declined. */
export function endInvitation(id: string): void {
  invitations.delete(id);
}

/**
 * A handshake as Organizations tells it.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_Handshake.html
 */
export function handshakeOf(
  { id, organization, invitedAccount, requestedAt }: Invitation,
  state: "OPEN" | "ACCEPTED" | "DECLINED",
): Readonly<Record<string, unknown>> {
  const seconds = Math.floor(requestedAt.getTime() / 1_000);
  return {
    Id: id,
    Arn: `arn:aws:organizations::${organization.managementAccount}:handshake/${organization.id}/invite/${id}`,
    Action: "INVITE",
    State: state,
    Parties: [
      { Id: organization.id, Type: "ORGANIZATION" },
      { Id: invitedAccount, Type: "ACCOUNT" },
    ],
    RequestedTimestamp: seconds,
    ExpirationTimestamp: seconds + validMilliseconds / 1_000,
  };
}
