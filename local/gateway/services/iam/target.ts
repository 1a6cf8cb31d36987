import { structuresOf } from "../../detect/namedOperation";
import type { Call } from "../../model";
import type { StoreReader, StoredRole, StoredUser } from "../../store";
import { providerArn } from "./openIdConnectProviders";
import type { IamResource } from "./operations";

/** The entity that an operation acts on. */
export interface IamTarget {
  readonly arn: string;
  /** Absent for what is yet to be made, and for what is not there. */
  readonly entity?: StoredRole | StoredUser;
}

type Named = Exclude<IamResource, "none" | "oidc-provider">;

const nameFields: Readonly<Record<Named, string>> = {
  role: "RoleName",
  user: "UserName",
  group: "GroupName",
  policy: "PolicyName",
  "instance-profile": "InstanceProfileName",
  mfa: "VirtualMFADeviceName",
};

/**
 * The entity that a call names, with its path as it is stored; undefined when a name is missing or none.
 *
 * An entity that does not exist has no path: permission is asked before existence.
 */
export async function targetOf(
  { operation, parameters }: Call,
  resource: Exclude<IamResource, "none">,
  account: string,
  store: StoreReader,
): Promise<IamTarget | undefined> {
  const text = (name: string) => (typeof parameters[name] === "string" ? parameters[name] : undefined);
  if (resource === "policy" && operation !== "CreatePolicy") {
    const arn = text("PolicyArn");
    return arn !== undefined && /^arn:aws:iam::(?:\d{12}|aws):policy\/[!-~]+$/.test(arn)
      ? { arn }
      : undefined;
  }
  if (resource === "oidc-provider") return providerTarget(operation, text, account);
  if (resource === "mfa" && operation !== "CreateVirtualMFADevice") {
    const arn = text("SerialNumber");
    return arn !== undefined && /^arn:aws:iam::\d{12}:mfa\/[!-~]+$/.test(arn) ? { arn } : undefined;
  }
  const name = text(nameFields[resource]);
  if (name === undefined || !/^[\w+=,.@-]{1,128}$/.test(name)) return undefined;
  const creates = /^Create(?:Role|User|Group|Policy|InstanceProfile|VirtualMFADevice)$/.test(operation);
  const path = (creates ? text("Path") : undefined) ?? "/";
  if (!/^\/(?:[!-~]*\/)?$/.test(path)) return undefined;
  const arn = `arn:aws:iam::${account}:${resource}${path}${name}`;
  if (creates) return { arn };
  switch (resource) {
    case "role": {
      const entity = await store.role(account, name);
      return entity === undefined ? { arn } : { arn: entity.arn, entity };
    }
    case "user": {
      const entity = await store.user(account, name);
      return entity === undefined ? { arn } : { arn: entity.arn, entity };
    }
    case "group":
      return { arn: (await store.group(account, name))?.arn ?? arn };
    case "policy":
    case "instance-profile":
    case "mfa":
      return { arn };
  }
}

function providerTarget(
  operation: string,
  text: (name: string) => string | undefined,
  account: string,
): IamTarget | undefined {
  if (operation === "CreateOpenIDConnectProvider") {
    const url = text("Url");
    return url === undefined || url === "" ? undefined : { arn: providerArn(account, url) };
  }
  const arn = text("OpenIDConnectProviderArn");
  return arn !== undefined && /^arn:aws:iam::\d{12}:oidc-provider\/[!-~]+$/.test(arn) ? { arn } : undefined;
}

/**
 * Condition keys that follow from what an operation was given and what it acts on.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html#awsidentityandaccessmanagementiam-policy-keys
 */
export function iamContext(
  { operation, parameters }: Call,
  { entity }: IamTarget,
): Readonly<Record<string, string | readonly string[]>> {
  const context: Record<string, string | readonly string[]> = {};
  const text = (name: string) => (typeof parameters[name] === "string" ? parameters[name] : undefined);
  const policyArn = text("PolicyArn");
  if (/^(?:At|De)tach/.test(operation) && policyArn !== undefined) context["iam:PolicyARN"] = policyArn;
  const boundary = text("PermissionsBoundary") ?? entity?.permissionsBoundary?.name;
  if (boundary !== undefined) context["iam:PermissionsBoundary"] = boundary;
  const tags = structuresOf(parameters, "Tags");
  for (const { Key = "", Value = "" } of tags) context[`aws:RequestTag/${Key}`] = Value;
  const untagged = Object.entries(parameters)
    .filter(([name]) => /^TagKeys\.member\.\d+$/.test(name))
    .map(([, key]) => String(key));
  const tagKeys = [...tags.map(({ Key = "" }) => Key), ...untagged];
  if (tagKeys.length > 0) context["aws:TagKeys"] = tagKeys;
  for (const [key, value] of Object.entries(entity?.tags ?? {})) {
    context[`aws:ResourceTag/${key}`] = value;
    context[`iam:ResourceTag/${key}`] = value;
  }
  return context;
}
