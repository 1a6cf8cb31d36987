import type { StoreReader } from "../../store";
import { askJson, isMembers, textMember } from "../askJson";

/** An organization as the ARNs of its parts need it. */
export interface OrganizationPlace {
  /** `o-…` */
  readonly id: string;
  readonly managementAccount: string;
}

/** The region in which Organizations answers. */
export const organizationsRegion = "us-east-1";

/** The organization that an account manages. In the store every account that asks has one. */
export async function managedOrganization(store: StoreReader, account: string): Promise<OrganizationPlace> {
  const { members } = await askJson(store, {
    service: "organizations",
    account,
    region: organizationsRegion,
    operation: "DescribeOrganization",
    parameters: {},
  });
  const organization = members["Organization"];
  const id = isMembers(organization) ? textMember(organization, "Id") : undefined;
  return { id: id ?? "o-unknown", managementAccount: account };
}

/**
 * The ARN of a root, unit, account or policy of an organization.
 *
 * @param id as a request names it
 */
export async function arnOfId(
  store: StoreReader,
  { id: organizationId, managementAccount }: OrganizationPlace,
  id: string,
): Promise<string> {
  const start = `arn:aws:organizations::${managementAccount}`;
  if (id.startsWith("r-")) return `${start}:root/${organizationId}/${id}`;
  if (id.startsWith("ou-")) return `${start}:ou/${organizationId}/${id}`;
  if (/^\d{12}$/.test(id)) return `${start}:account/${organizationId}/${id}`;
  if (!id.startsWith("p-")) return `${start}:handshake/${organizationId}/invite/${id}`;
  const { members } = await askJson(store, {
    service: "organizations",
    account: managementAccount,
    region: organizationsRegion,
    operation: "DescribePolicy",
    parameters: { PolicyId: id },
  });
  const policy = members["Policy"];
  const summary = isMembers(policy) ? policy["PolicySummary"] : undefined;
  const arn = isMembers(summary) ? textMember(summary, "Arn") : undefined;
  return arn ?? `${start}:policy/${organizationId}/service_control_policy/${id}`;
}
