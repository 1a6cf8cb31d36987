import { IAM } from "@aws-sdk/client-iam";
import type { Entries, Viewer } from "./entry";

type Principal = "role" | "user" | "group";

/** Every role, user, group, managed policy and identity provider of an account, with their policies and tags. */
export async function identityEntries({ config }: Viewer): Promise<Entries> {
  const iam = new IAM(config);
  try {
    const { Roles = [] } = await iam.listRoles({});
    const { Users = [] } = await iam.listUsers({});
    const { Groups = [] } = await iam.listGroups({});
    const entries = await Promise.all([
      ...Roles.map(async ({ RoleName = "" }): Promise<Entries> => {
        const { Role } = await iam.getRole({ RoleName });
        return [[`iam role ${RoleName}`, Role], ...(await policiesOf(iam, "role", RoleName))];
      }),
      ...Users.map(async (user): Promise<Entries> => {
        const { UserName = "" } = user;
        const { Groups: groups } = await iam.listGroupsForUser({ UserName });
        return [
          [`iam user ${UserName}`, { ...user, groups: groups?.map(({ GroupName }) => GroupName) }],
          ...(await policiesOf(iam, "user", UserName)),
        ];
      }),
      ...Groups.map(async (group): Promise<Entries> => {
        const { GroupName = "" } = group;
        return [[`iam group ${GroupName}`, group], ...(await policiesOf(iam, "group", GroupName))];
      }),
      managedPolicies(iam),
      providers(iam),
    ]);
    return entries.flat();
  } finally {
    iam.destroy();
  }
}

async function policiesOf(iam: IAM, kind: Principal, name: string): Promise<Entries> {
  const { names, attached, read } = listsOf(iam, kind, name);
  const inline = (await names).map(
    async (policyName) => [`iam ${kind} ${name} policy ${policyName}`, await read(policyName)] as const,
  );
  return [[`iam ${kind} ${name} attached`, [...(await attached)].sort()], ...(await Promise.all(inline))];
}

interface Lists {
  readonly names: Promise<readonly string[]>;
  /** ARNs. */
  readonly attached: Promise<readonly string[]>;
  readonly read: (policyName: string) => Promise<string>;
}

function listsOf(iam: IAM, kind: Principal, name: string): Lists {
  type Listed = { readonly PolicyNames: string[] | undefined };
  type Attached = {
    readonly AttachedPolicies?: readonly { readonly PolicyArn?: string | undefined }[] | undefined;
  };
  type Got = { readonly PolicyDocument: string | undefined };
  const lists = (
    listed: Promise<Listed>,
    attached: Promise<Attached>,
    get: (policy: string) => Promise<Got>,
  ) => ({
    names: listed.then(({ PolicyNames = [] }) => PolicyNames),
    attached: attached.then(({ AttachedPolicies = [] }) =>
      AttachedPolicies.map(({ PolicyArn = "" }) => PolicyArn),
    ),
    read: async (policy: string) => decodeURIComponent((await get(policy)).PolicyDocument ?? ""),
  });
  switch (kind) {
    case "role": {
      const of = { RoleName: name };
      return lists(iam.listRolePolicies(of), iam.listAttachedRolePolicies(of), (PolicyName) =>
        iam.getRolePolicy({ ...of, PolicyName }),
      );
    }
    case "user": {
      const of = { UserName: name };
      return lists(iam.listUserPolicies(of), iam.listAttachedUserPolicies(of), (PolicyName) =>
        iam.getUserPolicy({ ...of, PolicyName }),
      );
    }
    case "group": {
      const of = { GroupName: name };
      return lists(iam.listGroupPolicies(of), iam.listAttachedGroupPolicies(of), (PolicyName) =>
        iam.getGroupPolicy({ ...of, PolicyName }),
      );
    }
  }
}

async function managedPolicies(iam: IAM): Promise<Entries> {
  const { Policies = [] } = await iam.listPolicies({ Scope: "Local" });
  const entries = Policies.map(async ({ Arn: PolicyArn = "", DefaultVersionId }): Promise<Entries> => {
    const { Policy } = await iam.getPolicy({ PolicyArn });
    const { PolicyVersion } = await iam.getPolicyVersion({ PolicyArn, VersionId: DefaultVersionId });
    return [
      [`iam policy ${PolicyArn}`, Policy],
      [`iam policy ${PolicyArn} document`, decodeURIComponent(PolicyVersion?.Document ?? "")],
    ];
  });
  return (await Promise.all(entries)).flat();
}

async function providers(iam: IAM): Promise<Entries> {
  const { OpenIDConnectProviderList = [] } = await iam.listOpenIDConnectProviders({});
  return Promise.all(
    OpenIDConnectProviderList.map(async ({ Arn: OpenIDConnectProviderArn = "" }) => {
      const provider = await iam.getOpenIDConnectProvider({ OpenIDConnectProviderArn });
      return [`iam provider ${OpenIDConnectProviderArn}`, provider] as const;
    }),
  );
}
