import type { Properties, Property, Schema } from "../schema";
import type { Attribute, AttributeType, Block, NestedBlock } from "./providerSchema";
import { terraformNameOf } from "./terraformNames";

/**
 * Every way in which the inputs of a type say something else than the provider's schema, one sentence each.
 *
 * Held together are: that an input is there and is one that a program may give, its type, whether it must be given,
 * whether AWS chooses it where it is not given, how many items a list has, and whether their order means something.
 *
 * @param place the Terraform type, with the names of the blocks within
 */
export function compareWithProvider(inputs: Properties, block: Block, place: string): readonly string[] {
  const argumentNames = [...Object.keys(block.attributes), ...Object.keys(block.blocks)];
  const named = Object.entries(inputs).map(([pulumiName, property]) => {
    const name = terraformNameOf(place, pulumiName, (candidate) => argumentNames.includes(candidate));
    return { pulumiName, property, name };
  });
  const own = named.flatMap(({ pulumiName, property, name }) => {
    if (name === undefined) return [`${place}.${pulumiName}: unknown to the provider`];
    const attribute = block.attributes[name];
    if (attribute !== undefined) return compareAttribute(property, attribute, `${place}.${name}`);
    const nested = block.blocks[name];
    return nested === undefined ? [] : compareNested(property, nested, `${place}.${name}`);
  });
  const taken = named.map(({ name }) => name);
  const missing = argumentNames.filter((name) => isRequired(block, name) && !taken.includes(name));
  return [...own, ...missing.map((name) => `${place}.${name}: required by the provider`)];
}

function isRequired(block: Block, name: string): boolean {
  return block.attributes[name]?.required ?? (block.blocks[name]?.least ?? 0) > 0;
}

function compareAttribute(property: Property, attribute: Attribute, place: string): readonly string[] {
  return [
    ...(attribute.required || attribute.optional ? [] : [`${place}: not an argument`]),
    ...(attribute.deprecated ? [`${place}: deprecated`] : []),
    ...compareFlag(place, "required", property.required, attribute.required),
    ...compareFlag(place, "chosen by AWS", property.computed, attribute.computed),
    ...compareType(property, attribute.type, place),
  ];
}

function compareNested(property: Property, nested: NestedBlock, place: string): readonly string[] {
  const required = compareFlag(place, "required", property.required, (nested.least ?? 0) > 0 || undefined);
  const rest = { attributes: nested.attributes, blocks: nested.blocks };
  if (property.type === "object") {
    const isSingle = nested.most === 1 || nested.nesting === "single" || nested.most === undefined;
    return [
      ...required,
      ...(isSingle ? [] : [`${place}: a ${nested.nesting}, not an object`]),
      ...compareWithProvider(property.properties, rest, place),
    ];
  }
  if (property.type !== "list" || property.of.type !== "object") {
    return [...required, `${place}: a block, not ${property.type}`];
  }
  return [
    ...required,
    ...compareFlag(place, "unordered", property.unordered, nested.nesting === "set" || undefined),
    ...(property.most === nested.most ? [] : [`${place}: at most ${nested.most ?? "any number"}`]),
    ...compareWithProvider(property.of.properties, rest, place),
  ];
}

function compareFlag(
  place: string,
  what: string,
  ours: boolean | undefined,
  theirs: boolean | undefined,
): readonly string[] {
  if ((ours ?? false) === (theirs ?? false)) return [];
  return [`${place}: ${theirs ? "" : "not "}${what} in the provider`];
}

function compareType(schema: Schema, type: AttributeType, place: string): readonly string[] {
  const told = JSON.stringify(type);
  if (JSON.stringify(typeOf(schema)) === told) return [];
  return [`${place}: ${told} in the provider`];
}

/** The type of a Terraform attribute that holds the same values. */
function typeOf(schema: Schema): AttributeType {
  switch (schema.type) {
    case "string":
    case "nameOrArn":
    case "policyDocument":
      return "string";
    case "boolean":
      return "bool";
    case "integer":
    case "number":
      return "number";
    case "stringSet":
      return ["set", "string"];
    case "stringMap":
      return ["map", "string"];
    case "list":
      return [schema.unordered ? "set" : "list", typeOf(schema.of)];
    case "object":
      return [
        "object",
        Object.fromEntries(
          Object.entries(schema.properties).map(([name, property]) => [
            property.type === "list" ? name.replace(/s$/, "") : name,
            typeOf(property),
          ]),
        ),
      ];
  }
}
