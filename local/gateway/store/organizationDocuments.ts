import type { NamedPolicy, Question, StoreAnswer, StoredOrganization } from "../store";

type Ask = (question: Question) => Promise<StoreAnswer>;
type AskOrganizations = (action: string, payload: object) => Promise<unknown>;

const policyTypes = ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"] as const;
const deepestUnits = 16;

/**
 * Attached to every root, unit and account, and never to be detached.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 */
const fullAccess: NamedPolicy = {
  name: "RCPFullAWSAccess",
  text: '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}',
};

/**
 * Where an account stands in the organization of a management account, read at this moment; undefined when it is
 * not in it.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
export async function readOrganization(
  ask: Ask,
  managementAccount: string,
  account: string,
): Promise<StoredOrganization | undefined> {
  const organizations: AskOrganizations = async (action, payload) => {
    const headers = {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AWSOrganizationsV20161128.${action}`,
    };
    const body = JSON.stringify(payload);
    const answer = await ask({ account: managementAccount, signingName: "organizations", headers, body });
    return answer.httpStatus === 200 ? (JSON.parse(answer.body.toString()) as unknown) : undefined;
  };
  const { Organization } = (await organizations("DescribeOrganization", {})) as {
    Organization: { readonly Id: string };
  };
  const { Roots } = (await organizations("ListRoots", {})) as { Roots: readonly Root[] };
  const [root] = Roots;
  if (root === undefined) return undefined;
  const isManagement = account === managementAccount;
  const parents = isManagement ? [root.Id] : await parentsOf(organizations, account);
  if (parents === undefined) return undefined;

  // Policies do not bear on the management account.
  const targets = isManagement ? [] : [...parents, account];
  const [serviceControlPolicies, resourceControlPolicies] = await Promise.all(
    policyTypes.map(async (type) => {
      const enabled = root.PolicyTypes?.some(({ Type, Status }) => Type === type && Status === "ENABLED");
      if (enabled !== true) return [];
      const always = type === "RESOURCE_CONTROL_POLICY" ? [fullAccess] : [];
      return Promise.all(
        targets.map(async (target) => [...always, ...(await policiesOf(organizations, target, type))]),
      );
    }),
  );
  return {
    id: Organization.Id,
    managementAccount,
    path: `${[Organization.Id, ...parents].join("/")}/`,
    serviceControlPolicies: serviceControlPolicies ?? [],
    resourceControlPolicies: resourceControlPolicies ?? [],
  };
}

interface Root {
  readonly Id: string;
  readonly PolicyTypes?: readonly { readonly Type: string; readonly Status: string }[];
}

/** From the root down to the parent of the account. */
async function parentsOf(
  organizations: AskOrganizations,
  account: string,
): Promise<readonly string[] | undefined> {
  const parents: string[] = [];
  for (let child = account; parents.length < deepestUnits;) {
    const answer = await organizations("ListParents", { ChildId: child });
    const [parent] =
      (answer as { Parents?: readonly { Id: string; Type: string }[] } | undefined)?.Parents ?? [];
    if (parent === undefined) return undefined;
    parents.unshift(parent.Id);
    if (parent.Type === "ROOT") return parents;
    child = parent.Id;
  }
  return undefined;
}

async function policiesOf(
  organizations: AskOrganizations,
  TargetId: string,
  Filter: (typeof policyTypes)[number],
): Promise<readonly NamedPolicy[]> {
  const { Policies } = (await organizations("ListPoliciesForTarget", { TargetId, Filter })) as {
    Policies: readonly { readonly Id: string; readonly Name: string }[];
  };
  return Promise.all(
    Policies.map(async ({ Id, Name }) => {
      const { Policy } = (await organizations("DescribePolicy", { PolicyId: Id })) as {
        Policy: { readonly Content: string };
      };
      return { name: Name, text: Policy.Content };
    }),
  );
}
