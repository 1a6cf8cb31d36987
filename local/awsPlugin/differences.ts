import { samePolicy } from "./policyDocument";
import type { Properties, Property, Schema } from "./schema";
import { isList, isValues, type Value, type Values } from "./values";

/** One change between old and new inputs. `path` is as Pulumi writes it; `input` is the top-level input. */
export interface Difference {
  readonly path: string;
  readonly input: string;
  readonly change: "add" | "delete" | "update";
  /** Whether AWS cannot make this change to the resource that is there. */
  readonly replaces: boolean;
}

/** Whether two values of one schema mean the same to AWS. */
export function sameValue(schema: Schema, one: Value, other: Value): boolean {
  return compare(schema, one, other, []).length === 0;
}

/**
 * Every change between old and new inputs, in the order of the schema.
 *
 * An input that is absent counts as its default, and an empty one as absent. A value that is unknown at
 * preview counts as changed. A computed input that the program does not give keeps its old value.
 */
export function differences(properties: Properties, olds: Values, news: Values): readonly Difference[] {
  return Object.entries(properties).flatMap(([input, property]) =>
    compareMember(property, olds[input], news[input], [input]).map(({ path, change, replaces = false }) => ({
      path: formatPath(path),
      input,
      change,
      replaces,
    })),
  );
}

/**
 * Whether a value says nothing: absent, null, an empty string, list or map, or an object whose members all say
 * nothing. To AWS and to the official plugin that is the same as giving no value.
 */
export function saysNothing(schema: Schema, value: Value | undefined): value is undefined | null {
  if (value === undefined || value === null || value === "") return true;
  if (isList(value)) return value.length === 0;
  if (!isValues(value)) return false;
  if (schema.type !== "object") return Object.keys(value).length === 0;
  return Object.entries(value).every(([name, member]) => {
    const property = schema.properties[name];
    return property !== undefined && saysNothing(property, member);
  });
}

/** Whether a member is not given. Of one that must be given, an empty value is a value. */
export function isAbsent(property: Property, value: Value | undefined): value is undefined | null {
  return property.required ? value === undefined || value === null : saysNothing(property, value);
}

type Path = readonly (string | number)[];

interface Change {
  readonly path: Path;
  readonly change: Difference["change"];
  readonly replaces?: boolean;
}

function compareMember(
  property: Property,
  old: Value | undefined,
  given: Value | undefined,
  path: Path,
): Change[] {
  const changes = compareGiven(property, old, given, path);
  return property.createOnly ? changes.map((change) => ({ ...change, replaces: true })) : changes;
}

function compareGiven(
  property: Property,
  old: Value | undefined,
  given: Value | undefined,
  path: Path,
): Change[] {
  const before = isAbsent(property, old) ? property.default : old;
  const after = isAbsent(property, given) ? property.default : given;
  if (after === undefined)
    return before === undefined || property.computed ? [] : [{ path, change: "delete" }];
  if (before === undefined) return [{ path, change: "add" }];
  return compare(property, before, after, path);
}

function compare(schema: Schema, before: Value, after: Value, path: Path): Change[] {
  const updated: Change[] = [{ path, change: "update" }];
  switch (schema.type) {
    case "string":
    case "boolean":
    case "integer":
    case "number":
      return before === after ? [] : updated;
    case "nameOrArn":
      return typeof before === "string" && typeof after === "string" && lastPart(before) === lastPart(after)
        ? []
        : updated;
    case "policyDocument":
      return typeof before === "string" && typeof after === "string" && samePolicy(before, after)
        ? []
        : updated;
    case "stringSet":
      return isList(before) && isList(after) && sorted(before) === sorted(after) ? [] : updated;
    case "stringMap":
      if (!isValues(before) || !isValues(after)) return updated;
      return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort().flatMap((key) => {
        if (before[key] === after[key]) return [];
        const change = before[key] === undefined ? "add" : after[key] === undefined ? "delete" : "update";
        return [{ path: [...path, key], change }];
      });
    case "list":
      if (!isList(before) || !isList(after)) return updated;
      if (schema.unordered) return compareLists(schema.of, inOrderOf(schema.of, before, after), after, path);
      return compareLists(schema.of, before, after, path);
    case "object":
      if (!isValues(before) || !isValues(after)) return updated;
      return Object.entries(schema.properties).flatMap(([name, property]) =>
        compareMember(property, before[name], after[name], [...path, name]),
      );
  }
}

function compareLists(
  of: Schema,
  before: readonly (Value | undefined)[],
  after: readonly (Value | undefined)[],
  path: Path,
): Change[] {
  return Array.from({ length: Math.max(before.length, after.length) }).flatMap((_, index) =>
    compareMember(of, before[index], after[index], [...path, index]),
  );
}

/** The items in the order of `model`: each one that has its like there takes its place, the others fill the gaps. */
export function inOrderOf<Item extends Value>(
  of: Schema,
  items: readonly Item[],
  model: readonly Value[],
): readonly Item[] {
  const left = [...items];
  const matched = model.map((wanted) => {
    const at = left.findIndex((item) => sameValue(of, item, wanted));
    return at === -1 ? undefined : left.splice(at, 1)[0];
  });
  const inPlace = matched.map((item) => item ?? left.shift());
  return [...inPlace, ...left].filter((item) => item !== undefined);
}

/** What follows the last colon or slash: `arn:aws:kms:eu-west-1:111122223333:key/1` ends in `1`. */
function lastPart(nameOrArn: string): string {
  return nameOrArn.startsWith("arn:") ? nameOrArn.slice(nameOrArn.search(/[^:/]*$/)) : nameOrArn;
}

function sorted(values: readonly Value[]): string {
  return JSON.stringify([...new Set(values.map((value) => JSON.stringify(value)))].sort());
}

/** @see https://www.pulumi.com/docs/iac/concepts/resources/options/ignorechanges/ for the form of a path */
function formatPath(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(part)) return `${text}[${JSON.stringify(part)}]`;
    return text === "" ? part : `${text}.${part}`;
  }, "");
}
