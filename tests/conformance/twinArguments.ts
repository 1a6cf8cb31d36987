import type { AttributeType, Block } from "../../local/awsPlugin/providerSchema/providerSchema";
import { terraformNameOf } from "../../local/awsPlugin/providerSchema/terraformNames";

/** Arguments of a Terraform resource or block, in Terraform's JSON syntax. */
export type Arguments = Readonly<Record<string, unknown>>;

/** What inputs come to in Terraform, and which of them its provider does not have. */
export interface TwinArguments {
  readonly values: Arguments;
  /** Places like `aws_s3_bucket.bucketNamespace`. */
  readonly unknown: readonly string[];
}

/**
 * The arguments that say in Terraform what inputs say in Pulumi.
 *
 * @param place the Terraform type, with the names of the blocks within
 * @param text what becomes of each text
 */
export function twinArguments(
  inputs: Arguments,
  block: Block,
  place: string,
  text: (value: string) => string,
): TwinArguments {
  const isArgument = (name: string): boolean => {
    const attribute = block.attributes[name];
    return attribute?.required ?? attribute?.optional ?? block.blocks[name] !== undefined;
  };
  const unknown: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [pulumiName, input] of Object.entries(inputs)) {
    // The bridge's own note of what it filled in.
    if (pulumiName === "__defaults" || input === undefined || input === null) continue;
    const name = terraformNameOf(place, pulumiName, isArgument);
    const attribute = name === undefined ? undefined : block.attributes[name];
    const nested = name === undefined ? undefined : block.blocks[name];
    if (name === undefined) unknown.push(`${place}.${pulumiName}`);
    else if (attribute !== undefined) values[name] = attributeValue(input, attribute.type, text);
    else if (nested !== undefined) {
      const items: readonly unknown[] = Array.isArray(input) ? input : [input];
      const twins = items.map((item) => twinArguments(item as Arguments, nested, `${place}.${name}`, text));
      values[name] = twins.map((twin) => twin.values);
      unknown.push(...twins.flatMap((twin) => twin.unknown));
    }
  }
  return { values, unknown: [...new Set(unknown)] };
}

function attributeValue(input: unknown, type: AttributeType, text: (value: string) => string): unknown {
  if (typeof input === "string") return text(input);
  if (Array.isArray(input)) {
    const of = typeof type === "string" || type[0] === "object" ? "string" : type[1];
    return input.map((item) => attributeValue(item, of, text));
  }
  if (typeof input !== "object" || input === null) return input;
  const members = typeof type !== "string" && type[0] === "object" ? type[1] : undefined;
  return Object.fromEntries(
    Object.entries(input).map(([name, value]: [string, unknown]) => {
      if (members === undefined) return [text(name), attributeValue(value, "string", text)];
      const member = terraformNameOf("", name, (candidate) => candidate in members) ?? name;
      return [member, attributeValue(value, members[member] ?? "string", text)];
    }),
  );
}
