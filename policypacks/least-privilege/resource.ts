import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { accountOfProvider } from "../../access/stack/stackResource";
import { plainProperties, type Properties } from "./value";

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
  /** Inputs of its provider; absent where it has none. */
  readonly provider?: Properties;
  /** URNs of the resources that each property that the program sets is made from. Stack rules only. */
  readonly madeFrom: Readonly<Record<string, readonly string[]>>;
}

/** The resource of a CrossGuard callback. Never throws, whatever is unknown. */
export function foundResource(args: ResourceValidationArgs | PolicyResource): FoundResource {
  const { type, name, urn, props, provider } = args;
  const dependencies = "propertyDependencies" in args ? args.propertyDependencies : {};
  const inputs = provider && plainProperties(provider.props);
  const accountId = inputs && accountOfProvider(inputs);
  return {
    type,
    name,
    urn,
    properties: plainProperties(props),
    ...(accountId === undefined ? {} : { accountId }),
    ...(inputs === undefined ? {} : { provider: inputs }),
    madeFrom: Object.fromEntries(
      Object.entries(dependencies).map(([property, resources]) => [property, resources.map((r) => r.urn)]),
    ),
  };
}
