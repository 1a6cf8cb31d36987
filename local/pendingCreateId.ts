import { iamArn, type Partition } from "../iam/arn";

/** A resource as it stands in an exported state. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  /** URN and id of the provider, like `…::source-222222222222::<id>`. */
  readonly provider?: string;
}

/**
 * The id that AWS gives to a resource of this program, told from its inputs, because every name in it is fixed.
 *
 * @returns undefined for what has no id in AWS, such as a provider
 */
export function pendingCreateId(partition: Partition, resource: StateResource): string | undefined {
  const { type, inputs = {}, provider = "" } = resource;
  const input = (name: string): string => {
    const value = inputs[name];
    return typeof value === "string" ? value : "";
  };
  if (type.startsWith("aws:s3/bucket")) return input("bucket");
  switch (type) {
    case "aws:iam/role:Role":
      return input("name");
    case "aws:iam/rolePolicy:RolePolicy":
      return `${input("role")}:${input("name")}`;
    case "aws:iam/rolePolicyAttachment:RolePolicyAttachment":
      return `${input("role")}/${input("policyArn")}`;
    case "aws:iam/userPolicyAttachment:UserPolicyAttachment":
      return `${input("user")}/${input("policyArn")}`;
    case "aws:iam/policy:Policy": {
      // Only source accounts have policies of ours, and their providers are named after the account.
      const accountId = /::source-(\d{12})::/.exec(provider)?.[1];
      return accountId === undefined ? undefined : iamArn(partition, accountId, `policy/${input("name")}`);
    }
    default:
      return undefined;
  }
}
