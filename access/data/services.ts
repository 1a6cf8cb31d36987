import services from "./servicesData.json";

/** What AWS publishes about one service's part of the policy language. */
export interface ServiceData {
  /** By action name in AWS's spelling, without the service prefix. */
  readonly actions: Readonly<Record<string, ActionData>>;
  /** By AWS's name of the resource type, like `object`. */
  readonly resourceTypes: Readonly<Record<string, ResourceTypeData>>;
  /** Type by condition key; a key with a variable part has a placeholder, like `aws:RequestTag/${TagKey}`. */
  readonly conditionKeys: Readonly<Record<string, ConditionKeyType>>;
}

/** One action of a service. */
export interface ActionData {
  readonly accessLevel: string;
  /** Names in `ServiceData.resourceTypes`; empty when the action takes only `*` as its resource. */
  readonly resourceTypes: readonly string[];
  /** Keys of the action itself; the keys of its resource types come on top. */
  readonly conditionKeys: readonly string[];
}

/** One resource type of a service. */
export interface ResourceTypeData {
  /** Template like `arn:${Partition}:s3:::${BucketName}/${ObjectName}`. */
  readonly arn: string;
  readonly conditionKeys: readonly string[];
}

/** Types as AWS's service reference names them. */
export type ConditionKeyType =
  | "ARN"
  | "ArrayOfARN"
  | "ArrayOfBool"
  | "ArrayOfString"
  | "Binary"
  | "Bool"
  | "Date"
  | "IPAddress"
  | "Long"
  | "Numeric"
  | "String";

const byPrefix = new Map(Object.entries(services.services as Readonly<Record<string, ServiceData>>));
const knownPrefixes: ReadonlySet<string> = new Set(services.servicePrefixes);
const rcpPrefixes: ReadonlySet<string> = new Set(services.rcpServices);
const withoutResource: ReadonlySet<string> = new Set(
  Object.entries(services.actionsWithoutResource as Readonly<Record<string, string>>).flatMap(([prefix, names]) =>
    names.split(" ").map((name) => `${prefix}:${name}`.toLowerCase()),
  ),
);
const actionsByLowerCase = new Map(
  [...byPrefix].flatMap(([prefix, { actions }]) =>
    Object.entries(actions).map(([name, data]) => [`${prefix}:${name}`.toLowerCase(), data] as const),
  ),
);

/** Types of AWS's global condition keys, by key in AWS's spelling; tags are `aws:PrincipalTag/tag-key`. */
export const globalConditionKeys = services.globalConditionKeys as Readonly<Record<string, ConditionKeyType>>;

/** Prefixes of the services whose actions, resource types and keys are known here. */
export const describedServices: readonly string[] = [...byPrefix.keys()];

/**
 * The data of a service; undefined when it is none of `describedServices`.
 *
 * @param prefix like `s3`, in lower case
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function serviceData(prefix: string): ServiceData | undefined {
  return byPrefix.get(prefix);
}

/** The data of an action like `s3:PutObject`, in any case; undefined when it is not known here. */
export function actionData(action: string): ActionData | undefined {
  return actionsByLowerCase.get(action.toLowerCase());
}

/**
 * Whether an action, of any service, takes only `*` as its resource, like `s3:ListAllMyBuckets`.
 *
 * @param action in any case, without a wildcard
 */
export function takesNoResource(action: string): boolean {
  const known = actionData(action);
  return known === undefined ? withoutResource.has(action.toLowerCase()) : known.resourceTypes.length === 0;
}

/** Whether any AWS service has this prefix; more services exist than are described. */
export function isServicePrefix(prefix: string): boolean {
  return knownPrefixes.has(prefix.toLowerCase());
}

/**
 * Whether resource control policies apply to the service.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#rcp-supported-services
 */
export function supportsResourceControlPolicies(prefix: string): boolean {
  return rcpPrefixes.has(prefix.toLowerCase());
}
