import type { PolicyProviderResource, PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { isList, isProperties, plainProperties, type Properties, type Value } from "./value";

/** A resource as rules read it. */
export interface FoundResource {
  /** Type token, like `aws:s3/bucket:Bucket`. */
  readonly type: string;
  /** Its name in the program. */
  readonly name: string;
  readonly urn: string;
  readonly properties: Properties;
  /** The account that its provider is bound to, 12 digits; absent where the provider does not say. */
  readonly accountId?: string;
  /** URNs of the resources that each property that the program sets is made from. Stack rules only. */
  readonly madeFrom: Readonly<Record<string, readonly string[]>>;
}

/** The resource of a CrossGuard callback. Never throws, whatever is unknown. */
export function foundResource(args: ResourceValidationArgs | PolicyResource): FoundResource {
  const { type, name, urn, props, provider } = args;
  const dependencies = "propertyDependencies" in args ? args.propertyDependencies : {};
  const accountId = provider && accountOf(provider);
  return {
    type,
    name,
    urn,
    properties: plainProperties(props),
    ...(accountId === undefined ? {} : { accountId }),
    madeFrom: Object.fromEntries(
      Object.entries(dependencies).map(([property, resources]) => [property, resources.map((r) => r.urn)]),
    ),
  };
}

/** The account that a provider cannot leave: the only one it allows, or that of the role it assumes last. */
function accountOf(provider: PolicyProviderResource): string | undefined {
  const { allowedAccountIds, assumeRoles } = plainProperties(provider.props);
  const allowed = listOf(allowedAccountIds);
  if (allowed.length === 1 && typeof allowed[0] === "string") return allowed[0];

  const last = listOf(assumeRoles).at(-1);
  const roleArn = isProperties(last) ? last["roleArn"] : undefined;
  return typeof roleArn === "string" ? /^arn:[a-z-]+:iam::(\d{12}):/.exec(roleArn)?.[1] : undefined;
}

/** A list in a provider's inputs, where lists and objects may be JSON texts. */
function listOf(value: Value | undefined): readonly Value[] {
  if (isList(value)) return value;
  if (typeof value !== "string") return [];
  try {
    const parsed: unknown = JSON.parse(value);
    const list = plainProperties({ parsed })["parsed"];
    return isList(list) ? list : [];
  } catch {
    // An account that cannot be read is an account that is not known, which every rule judges strictly.
    return [];
  }
}
