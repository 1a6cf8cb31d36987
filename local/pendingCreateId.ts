import { iamArn, partitionOf } from "../iam/arn";

/** A resource as it stands in an exported state. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  /** URN and id of the provider, like `…::source-222222222222::<id>`. */
  readonly provider?: string;
}

/** Where a provider makes resources, told from its inputs. */
export interface ProviderPlace {
  /** 12 digits. */
  readonly accountId: string;
  readonly region: string;
}

/**
 * The id that AWS gives to a resource of this program, told from its inputs, because every name in it is fixed.
 *
 * @returns undefined for what has no id in AWS, such as a provider, and for what AWS names itself: keys, subscriptions
 *   and scan plans, which the next `up` makes anew
 */
export function pendingCreateId(
  place: ProviderPlace | undefined,
  resource: StateResource,
): string | undefined {
  const { type, inputs = {} } = resource;
  const input = (name: string): string => {
    const value = inputs[name];
    return typeof value === "string" ? value : "";
  };
  const arn = (service: string, name: string): string | undefined =>
    place && `arn:${partitionOf(place.region)}:${service}:${place.region}:${place.accountId}:${name}`;
  const ofIam = (name: string): string | undefined =>
    place && iamArn(partitionOf(place.region), place.accountId, name);
  if (type.startsWith("aws:s3/bucket")) return input("bucket");
  switch (type) {
    case "aws:cloudtrail/trail:Trail":
      return arn("cloudtrail", `trail/${input("name")}`);
    case "aws:cloudwatch/logGroup:LogGroup":
    case "aws:iam/role:Role":
    case "aws:kms/alias:Alias":
    case "aws:cloudwatch/metricAlarm:MetricAlarm":
      return input("name");
    case "aws:cloudwatch/logMetricFilter:LogMetricFilter":
      return `${input("logGroupName")}:${input("name")}`;
    case "aws:iam/groupPolicyAttachment:GroupPolicyAttachment":
      return `${input("group")}/${input("policyArn")}`;
    case "aws:iam/openIdConnectProvider:OpenIdConnectProvider":
      return ofIam(`oidc-provider/${input("url").replace(/^https:\/\//, "")}`);
    case "aws:iam/policy:Policy":
      return ofIam(`policy/${input("name")}`);
    case "aws:iam/rolePolicy:RolePolicy":
      return `${input("role")}:${input("name")}`;
    case "aws:iam/rolePolicyAttachment:RolePolicyAttachment":
      return `${input("role")}/${input("policyArn")}`;
    case "aws:iam/userPolicyAttachment:UserPolicyAttachment":
      return `${input("user")}/${input("policyArn")}`;
    case "aws:s3/accessPoint:AccessPoint":
      return place && `${place.accountId}:${input("name")}`;
    case "aws:sns/topic:Topic":
      return arn("sns", input("name"));
    default:
      return undefined;
  }
}

/** The place of a provider by its URN; undefined where its inputs do not pin it to one account and region. */
export function providerPlaces(
  resources: readonly StateResource[],
): (provider: string | undefined) => ProviderPlace | undefined {
  const places = new Map(
    resources.flatMap(({ urn, type, inputs = {} }) => {
      const { region } = inputs;
      const accountId = onlyAccount(inputs.allowedAccountIds);
      return type !== "pulumi:providers:aws" || accountId === undefined || typeof region !== "string"
        ? []
        : [[urn, { accountId, region }] as const];
    }),
  );
  // The reference ends in the provider's own id.
  return (provider = "") => places.get(provider.slice(0, provider.lastIndexOf("::")));
}

/** A provider's inputs are texts, lists among them as JSON. */
function onlyAccount(allowed: unknown): string | undefined {
  const ids: unknown = typeof allowed === "string" ? JSON.parse(allowed) : allowed;
  return Array.isArray(ids) && ids.length === 1 && typeof ids[0] === "string" ? ids[0] : undefined;
}
