import type { NamedPolicy, Question, StoreAnswer, StoredGroup, StoredRole, StoredUser } from "../store";
import { StoreError } from "../store";
import { descend, membersOf, readXml, textOf } from "../xml";
import type { XmlElement } from "../xml";

type Ask = (question: Question) => Promise<StoreAnswer>;

/** What IAM of one account says to one request; undefined when there is no such entity. */
type AskIam = (action: string, fields?: Readonly<Record<string, string>>) => Promise<XmlElement | undefined>;

/** A role with all its policies, read at this moment. */
export async function readRole(ask: Ask, account: string, name: string): Promise<StoredRole | undefined> {
  const iam = iamOf(ask, account);
  const role = descend(await iam("GetRole", { RoleName: name }), "Role");
  if (role === undefined) return undefined;
  const policies = await policiesOf(ask, iam, "Role", name);
  return {
    account,
    name: textOf(role, "RoleName") ?? name,
    arn: textOf(role, "Arn") ?? "",
    id: textOf(role, "RoleId") ?? "",
    tags: tagsOf(role),
    trustPolicy: documentOf(role, "AssumeRolePolicyDocument"),
    maxSessionDurationSeconds: Number(textOf(role, "MaxSessionDuration") ?? 3_600),
    ...policies,
    ...(await boundaryOf(ask, role)),
  };
}

/** A user with all its policies and the names of its groups, read at this moment. */
export async function readUser(ask: Ask, account: string, name: string): Promise<StoredUser | undefined> {
  const iam = iamOf(ask, account);
  const user = descend(await iam("GetUser", { UserName: name }), "User");
  if (user === undefined) return undefined;
  const groups = membersOf(await iam("ListGroupsForUser", { UserName: name }), "Groups");
  return {
    account,
    name: textOf(user, "UserName") ?? name,
    arn: textOf(user, "Arn") ?? "",
    id: textOf(user, "UserId") ?? "",
    tags: tagsOf(user),
    groups: groups.flatMap((group) => textOf(group, "GroupName") ?? []),
    ...(await policiesOf(ask, iam, "User", name)),
    ...(await boundaryOf(ask, user)),
  };
}

/** A group with all its policies, read at this moment. */
export async function readGroup(ask: Ask, account: string, name: string): Promise<StoredGroup | undefined> {
  const iam = iamOf(ask, account);
  const group = descend(await iam("GetGroup", { GroupName: name }), "Group");
  if (group === undefined) return undefined;
  return {
    account,
    name: textOf(group, "GroupName") ?? name,
    arn: textOf(group, "Arn") ?? "",
    ...(await policiesOf(ask, iam, "Group", name)),
  };
}

/**
 * The text of a managed policy's default version, read at this moment.
 *
 * @param arn of an account's own policy, or of one of AWS's
 */
export async function readManagedPolicy(ask: Ask, arn: string): Promise<string | undefined> {
  const [, owner = ""] = /^arn:[a-z-]+:iam::(\d{12}|aws):policy\//.exec(arn) ?? [];
  if (owner === "") return undefined;
  const iam = iamOf(ask, owner === "aws" ? "000000000000" : owner);
  const policy = descend(await iam("GetPolicy", { PolicyArn: arn }), "Policy");
  const VersionId = textOf(policy, "DefaultVersionId");
  if (VersionId === undefined) return undefined;
  const version = descend(await iam("GetPolicyVersion", { PolicyArn: arn, VersionId }), "PolicyVersion");
  return version === undefined ? undefined : documentOf(version, "Document");
}

function iamOf(ask: Ask, account: string): AskIam {
  return async (action, fields = {}) => {
    const body = new URLSearchParams({ Action: action, Version: "2010-05-08", ...fields }).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const answer = await ask({ account, signingName: "iam", headers, body });
    if (answer.httpStatus === 404) return undefined;
    const result = descend(readXml(answer.body.toString()), `${action}Result`);
    if (answer.httpStatus === 200 && result !== undefined) return result;
    throw new StoreError(`the store answered ${answer.httpStatus} to ${action}: ${answer.body.toString()}`);
  };
}

async function policiesOf(
  ask: Ask,
  iam: AskIam,
  kind: "Role" | "User" | "Group",
  name: string,
): Promise<{
  readonly inlinePolicies: readonly NamedPolicy[];
  readonly attachedPolicies: readonly NamedPolicy[];
}> {
  const entity = { [`${kind}Name`]: name };
  const inlineNames = membersOf(await iam(`List${kind}Policies`, entity), "PolicyNames");
  const inlinePolicies = await Promise.all(
    inlineNames.map(async ({ text }) => {
      const PolicyName = text.trim();
      const policy = await iam(`Get${kind}Policy`, { ...entity, PolicyName });
      return policy === undefined ? [] : [{ name: PolicyName, text: documentOf(policy, "PolicyDocument") }];
    }),
  );
  const attached = membersOf(await iam(`ListAttached${kind}Policies`, entity), "AttachedPolicies");
  const attachedPolicies = await Promise.all(
    attached.map(async (policy) => namedPolicy(ask, textOf(policy, "PolicyArn") ?? "")),
  );
  return { inlinePolicies: inlinePolicies.flat(), attachedPolicies: attachedPolicies.flat() };
}

async function namedPolicy(ask: Ask, arn: string): Promise<readonly NamedPolicy[]> {
  const text = await readManagedPolicy(ask, arn);
  return text === undefined ? [] : [{ name: arn, text }];
}

/**
 * A boundary that was deleted allows nothing.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
async function boundaryOf(
  ask: Ask,
  entity: XmlElement,
): Promise<{ readonly permissionsBoundary?: NamedPolicy }> {
  const arn = textOf(descend(entity, "PermissionsBoundary"), "PermissionsBoundaryArn");
  if (arn === undefined || arn === "") return {};
  return { permissionsBoundary: { name: arn, text: (await readManagedPolicy(ask, arn)) ?? "" } };
}

function tagsOf(entity: XmlElement): Readonly<Record<string, string>> {
  return Object.fromEntries(
    membersOf(entity, "Tags").map((tag) => [textOf(tag, "Key") ?? "", descend(tag, "Value")?.text ?? ""]),
  );
}

/** IAM gives documents percent-encoded. */
function documentOf(parent: XmlElement, name: string): string {
  return decodeURIComponent(textOf(parent, name) ?? "");
}
