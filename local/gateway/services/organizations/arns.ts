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
  const summary = await policySummary(store, managementAccount, id);
  const arn = summary === undefined ? undefined : textMember(summary, "Arn");
  return arn ?? `${start}:policy/${organizationId}/service_control_policy/${id}`;
}

/** What Organizations says of a policy beside its text: `Arn`, `Type`, `Name`. Undefined: there is no such policy. */
export async function policySummary(
  store: StoreReader,
  managementAccount: string,
  policyId: string,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { members } = await askJson(store, {
    service: "organizations",
    account: managementAccount,
    region: organizationsRegion,
    operation: "DescribePolicy",
    parameters: { PolicyId: policyId },
  });
  const policy = members["Policy"];
  const summary = isMembers(policy) ? policy["PolicySummary"] : undefined;
  return isMembers(summary) ? summary : undefined;
}
