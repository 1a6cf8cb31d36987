import type { ProviderSchema } from "../../local/awsPlugin/providerSchema/providerSchema";
import { terraformTypes } from "../../local/awsPlugin/providerSchema/terraformNames";
import type { ExportedResource, ExportedState } from "./exportedState";
import { importIdOf } from "./importId";
import { type Arguments, twinArguments } from "./twinArguments";

/** One resource of a Terraform program. */
export interface TwinResource {
  /** Its Terraform type: `aws_s3_bucket`. */
  readonly type: string;
  /** Its name within the program. */
  readonly name: string;
  readonly arguments: Arguments;
  /** The alias of its provider. */
  readonly provider: string;
  /** Addresses of what must be there before it. */
  readonly dependsOn: readonly string[];
  /** What `terraform import` names it by. */
  readonly importId: string;
}

/** A configuration of the AWS provider: one account, one region. */
export interface TwinProvider {
  readonly alias: string;
  readonly region: string;
  readonly allowedAccountIds: readonly string[];
  /** Absent: the ambient credentials are of that account. */
  readonly assumeRole?: { readonly roleArn: string; readonly sessionName: string };
}

/** A Terraform program that says what a stack's state says. */
export interface Twin {
  readonly providers: readonly TwinProvider[];
  readonly resources: readonly TwinResource[];
  /** Inputs that the provider does not have, like `aws_s3_bucket.bucketNamespace`: the twin is silent about them. */
  readonly unknownInputs: readonly string[];
}

/** `aws_s3_bucket.drop` */
export function addressOf({ type, name }: Pick<TwinResource, "type" | "name">): string {
  return `${type}.${name}`;
}

/**
 * Makes the Terraform program for what a stack has.
 *
 * Ids that AWS chooses stand in other resources' inputs as what they came to; in the program they are references, so
 * that it can be applied from nothing.
 *
 * @throws Error for a type that the schema does not have
 */
export function twinOf(state: ExportedState, schema: ProviderSchema): Twin {
  const names = new Map(state.resources.map((resource) => [resource.urn, nameOf(resource)]));
  const keys = state.resources
    .filter(({ type }) => type === "aws:kms/key:Key")
    .map(({ id, urn }) => ({ id, reference: `\${aws_kms_key.${names.get(urn) ?? ""}.key_id}` }));
  const text = (value: string) =>
    keys.reduce((said, { id, reference }) => said.replaceAll(id, reference), escapeTemplate(value));
  const aliases = new Map(
    state.providers.map((provider) => [`${provider.urn}::${provider.id}`, nameOf(provider)]),
  );
  const unknown: string[] = [];
  const resources = state.resources.map((resource): TwinResource => {
    const type = terraformTypes[resource.type] ?? "";
    const block = schema.resources[type];
    if (block === undefined) throw new Error(`no provider schema for ${resource.type}`);
    const twin = twinArguments(resource.inputs, block, type, text);
    unknown.push(...twin.unknown);
    const dependsOn = resource.dependencies.flatMap((urn) => {
      const found = state.resources.find((other) => other.urn === urn);
      const name = names.get(urn);
      return found === undefined || name === undefined
        ? []
        : [addressOf({ type: terraformTypes[found.type] ?? "", name })];
    });
    return {
      type,
      name: names.get(resource.urn) ?? "",
      arguments: twin.values,
      provider: aliases.get(resource.provider) ?? "",
      dependsOn: [...new Set(dependsOn)].sort(),
      importId: importIdOf(type, resource),
    };
  });
  return {
    providers: state.providers.map(providerOf),
    resources,
    unknownInputs: [...new Set(unknown)].sort(),
  };
}

/** A text as a Terraform template that comes to it. */
function escapeTemplate(value: string): string {
  return value.replace(/[$%]\{/g, (start) => start.charAt(0) + start);
}

/** Names of Pulumi resources have characters that those of Terraform cannot have. */
function nameOf({ urn }: ExportedResource): string {
  const name = urn.split("::").at(-1) ?? "";
  return name.replace(/[^A-Za-z0-9_-]/g, "_").replace(/^(?=[^A-Za-z_])/, "_");
}

function providerOf(resource: ExportedResource): TwinProvider {
  const { region, allowedAccountIds, assumeRoles } = resource.inputs as Readonly<
    Record<string, string | undefined>
  >;
  // Whatever is no text, the engine keeps as JSON among a provider's inputs.
  const [role] = JSON.parse(assumeRoles ?? "[]") as {
    readonly roleArn: string;
    readonly sessionName: string;
  }[];
  return {
    alias: nameOf(resource),
    region: region ?? "",
    allowedAccountIds: JSON.parse(allowedAccountIds ?? "[]") as string[],
    ...(role === undefined ? {} : { assumeRole: { roleArn: role.roleArn, sessionName: role.sessionName } }),
  };
}
