import type { Settings } from "../../settings/settings";
import { iamArn, partitionOf } from "../arn";
import { deployPolicies, type DeployRole } from "./deployPolicies";
import { deployTrustPolicy, type DeployTrust } from "./deployTrust";
import { roleBoundary } from "./roleBoundary";

/** What a template for a deploy role is made of. */
export interface DeployTemplateRequest {
  readonly role: DeployRole;
  /** At least one. */
  readonly trusted: readonly DeployTrust[];
  /** Makes the policy that bounds the destination's roles; the settings give its name. */
  readonly withBoundary: boolean;
  /** Makes the identity providers of those that are trusted by token; otherwise the account has them already. */
  readonly withIdentityProviders: boolean;
}

/** A CloudFormation template. */
export interface Template {
  readonly AWSTemplateFormatVersion: "2010-09-09";
  readonly Description: string;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs: Readonly<Record<string, { readonly Description: string; readonly Value: unknown }>>;
}

interface TemplateResource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

/**
 * The CloudFormation template that makes the deploy role of one account. It is created with the capability
 * `CAPABILITY_NAMED_IAM`.
 *
 * @throws RangeError where nobody is trusted, the role would have too many policies, or a boundary is asked for that
 *   the settings do not name
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html
 */
export function deployTemplate(settings: Settings, request: DeployTemplateRequest): Template {
  const { role, trusted } = request;
  const partition = partitionOf(settings.destination.region);
  const policies = deployPolicies(settings, role);
  const resources: Record<string, TemplateResource> = {};
  for (const { name, text } of policies) {
    resources[logicalId(name)] = managedPolicy(`policy/${name}`, text);
  }
  if (request.withBoundary) resources["RoleBoundary"] = boundaryPolicy(settings);
  const providers = request.withIdentityProviders ? identityProviders(trusted) : new Map<string, string[]>();
  for (const [issuer, audiences] of providers) {
    resources[logicalId(`Provider-${issuer}`)] = {
      Type: "AWS::IAM::OIDCProvider",
      Properties: { Url: `https://${issuer}`, ClientIdList: audiences },
    };
  }
  resources["DeployRole"] = {
    Type: "AWS::IAM::Role",
    Properties: {
      ...pathAndName(role.role, "RoleName"),
      Description: descriptionOf(settings, role),
      AssumeRolePolicyDocument: document(deployTrustPolicy(partition, role.accountId, trusted)),
      ManagedPolicyArns: policies.map(({ name }) => ({ Ref: logicalId(name) })),
    },
  };
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: descriptionOf(settings, role),
    Resources: resources,
    Outputs: {
      RoleArn: {
        Description: `For the settings of the stack: deployRole: ${role.role}`,
        Value: iamArn(partition, role.accountId, role.role),
      },
    },
  };
}

function descriptionOf({ destination }: Settings, { access, parts }: DeployRole): string {
  const doing = access === "read" ? "Previews" : "Deploys";
  return `${doing} the ${parts.join(" and ")} part of what xput makes for the bucket ${destination.bucket}`;
}

function boundaryPolicy(settings: Settings): TemplateResource {
  const { permissionsBoundary } = settings.destination;
  if (permissionsBoundary === undefined)
    throw new RangeError(
      "xput:destination.permissionsBoundary must name the policy that is to be made, like policy/xput-boundary",
    );
  return managedPolicy(permissionsBoundary, roleBoundary(settings));
}

function managedPolicy(pathWithName: string, text: string): TemplateResource {
  return {
    Type: "AWS::IAM::ManagedPolicy",
    Properties: { ...pathAndName(pathWithName, "ManagedPolicyName"), PolicyDocument: document(text) },
  };
}

/** `role/app/deploy` is `deploy` under the path `/app/`. */
function pathAndName(resource: string, nameProperty: string): Readonly<Record<string, string>> {
  const parts = resource.split("/").slice(1);
  return { [nameProperty]: parts.at(-1) ?? "", Path: ["", ...parts.slice(0, -1), ""].join("/") };
}

function identityProviders(trusted: readonly DeployTrust[]): ReadonlyMap<string, string[]> {
  const audiences = new Map<string, string[]>();
  for (const who of trusted) {
    if (who.kind !== "webIdentity") continue;
    const known = audiences.get(who.issuer) ?? [];
    audiences.set(who.issuer, [...new Set([...known, who.audience])]);
  }
  return audiences;
}

/** Letters and digits, as CloudFormation takes them. */
function logicalId(name: string): string {
  return name.replace(/(?:^|[^a-zA-Z0-9]+)([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function document(text: string): unknown {
  return JSON.parse(text) as unknown;
}
