/**
 * A part of the schema of the Terraform provider that the official Pulumi plugin is a bridge of: the resource types
 * that are served here, as `terraform providers schema -json` tells them, less what is only text.
 *
 * @see https://developer.hashicorp.com/terraform/cli/commands/providers/schema
 */
export interface ProviderSchema {
  /** As Terraform names it: `hashicorp/aws`. */
  readonly provider: string;
  readonly version: string;
  /** By Terraform's name: `aws_s3_bucket`. */
  readonly resources: Readonly<Record<string, Block>>;
}

/** A resource, or a block within one. */
export interface Block {
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly blocks: Readonly<Record<string, NestedBlock>>;
}

export interface Attribute {
  readonly type: AttributeType;
  readonly required?: true;
  readonly optional?: true;
  readonly computed?: true;
  readonly deprecated?: true;
}

/** `string`, `["set", "string"]`, `["list", ["object", {"status": "string"}]]`. */
export type AttributeType =
  | "string"
  | "bool"
  | "number"
  | readonly ["list" | "set" | "map", AttributeType]
  | readonly ["object", { readonly [name: string]: AttributeType }];

export interface NestedBlock extends Block {
  readonly nesting: "list" | "set" | "single";
  readonly least?: number;
  readonly most?: number;
}

/** A block as Terraform prints it. */
export interface PrintedBlock {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly block_types?: Readonly<Record<string, PrintedNestedBlock>>;
}

interface PrintedNestedBlock {
  readonly nesting_mode: NestedBlock["nesting"];
  readonly min_items?: number;
  readonly max_items?: number;
  readonly block: PrintedBlock;
}

/** A block without descriptions, and without what no Pulumi program can give: its id and its timeouts. */
export function compactBlock(printed: PrintedBlock, isRoot = true): Block {
  const isOwn = (name: string) => !isRoot || (name !== "id" && name !== "timeouts");
  const attributes = Object.entries(printed.attributes ?? {}).filter(([name]) => isOwn(name));
  const blocks = Object.entries(printed.block_types ?? {}).filter(([name]) => isOwn(name));
  return {
    attributes: Object.fromEntries(
      attributes.map(([name, attribute]) => [name, compactAttribute(attribute)]),
    ),
    blocks: Object.fromEntries(
      blocks.map(([name, nested]) => [
        name,
        {
          nesting: nested.nesting_mode,
          ...(nested.min_items && { least: nested.min_items }),
          ...(nested.max_items && { most: nested.max_items }),
          ...compactBlock(nested.block, false),
        },
      ]),
    ),
  };
}

function compactAttribute({ type, required, optional, computed, deprecated }: Attribute): Attribute {
  return {
    type,
    ...(required && { required }),
    ...(optional && { optional }),
    ...(computed && { computed }),
    ...(deprecated && { deprecated }),
  };
}
