import { parsePolicyDocument } from "./policyDocument";
import type { Properties, Property, Schema } from "./schema";
import { isList, isValues, unknown, type Value, type Values } from "./values";

/** One input that cannot be taken. `property` is its path, as in `rules[0].filter.prefix`. */
export interface Failure {
  readonly property: string;
  readonly reason: string;
}

/** The inputs with defaults filled in, or every reason why they cannot be taken. */
export interface Checked {
  readonly inputs: Values;
  readonly failures: readonly Failure[];
}

/**
 * Checks inputs against a schema, strictly: what the schema does not name is refused, never passed over.
 *
 * A value that is unknown at preview is taken wherever a value may stand. Reasons never repeat a value, since
 * it may be secret.
 *
 * @param subject what the inputs belong to, as messages name it: `aws:iam/role:Role`
 * @param exclusive inputs of which one at most may be given
 */
export function checkInputs(
  subject: string,
  properties: Properties,
  news: Values,
  exclusive: readonly string[] = [],
): Checked {
  const failures: Failure[] = [];
  checkExclusive(exclusive, news, "");
  return { inputs: checkMembers(properties, news, ""), failures };

  function refuse(property: string, reason: string): void {
    failures.push({ property, reason: `${subject} ${reason}` });
  }

  function checkMembers(members: Properties, given: Values, parent: string): Values {
    const pathOf = (name: string) => (parent === "" ? name : `${parent}.${name}`);
    for (const name of Object.keys(given)) {
      if (Object.hasOwn(members, name)) continue;
      const known = Object.keys(members).sort().join(", ");
      refuse(pathOf(name), `does not take the input "${pathOf(name)}" in this stand-in; it takes: ${known}`);
    }
    const checked: Record<string, Value> = {};
    for (const [name, property] of Object.entries(members)) {
      const value = given[name] ?? property.default;
      if (value !== undefined) checked[name] = checkValue(property, value, pathOf(name));
      else if (property.required) refuse(pathOf(name), missing(property, pathOf(name)));
    }
    return checked;
  }

  function checkExclusive(names: readonly string[], given: Values, parent: string): void {
    const both = names.filter((name) => given[name] !== undefined && given[name] !== null);
    const paths = both.map((name) => (parent === "" ? name : `${parent}.${name}`));
    const [first = ""] = paths;
    if (paths.length > 1) refuse(first, `takes only one of: ${paths.map((path) => `"${path}"`).join(", ")}`);
  }

  function checkValue(schema: Schema, value: Value, path: string): Value {
    if (value === unknown) return value;
    const expected = expectation(schema, value);
    if (expected !== undefined) {
      refuse(path, `needs "${path}" to be ${expected}`);
      return value;
    }
    if (schema.type === "object" && isValues(value)) {
      checkExclusive(schema.exclusive ?? [], value, path);
      return checkMembers(schema.properties, value, path);
    }
    if (schema.type === "list" && isList(value)) {
      return value.map((item, index) => checkValue(schema.of, item, `${path}[${index}]`));
    }
    return value;
  }
}

function missing(property: Property, path: string): string {
  const named = path.endsWith("name") || path === "bucket";
  return `needs the input "${path}"${named ? ": this stand-in does not make up names" : ""} (${property.type})`;
}

/** What the value should have been, or undefined when it is that. */
function expectation(schema: Schema, value: Value): string | undefined {
  switch (schema.type) {
    case "string":
      if (typeof value !== "string") return "a string";
      return unlisted(schema.values, [value]) ?? mismatch(schema.pattern, value);
    case "nameOrArn":
      return typeof value === "string" ? undefined : "a string";
    case "policyDocument": {
      if (typeof value !== "string") return "the JSON text of a policy document";
      const parsed = parsePolicyDocument(value);
      return parsed.ok ? undefined : `the JSON text of a policy document: ${parsed.reason}`;
    }
    case "boolean":
      return typeof value === "boolean" ? undefined : "true or false";
    case "number":
      return typeof value === "number" ? undefined : "a number";
    case "integer": {
      const { least = Number.MIN_SAFE_INTEGER, most = Number.MAX_SAFE_INTEGER } = schema;
      const fits = typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
      if (fits) return unlisted(schema.values, [value]);
      const from = schema.least === undefined ? "" : ` from ${schema.least}`;
      return `a whole number${from}${schema.most === undefined ? "" : ` up to ${schema.most}`}`;
    }
    case "stringSet":
      return isList(value) && value.every(isString) ? unlisted(schema.values, value) : "a list of strings";
    case "stringMap":
      return isValues(value) && Object.values(value).every(isString) ? undefined : "a map of strings";
    case "list":
      if (!isList(value)) return "a list";
      if (schema.least !== undefined && value.length < schema.least)
        return `a list of at least ${schema.least}`;
      return schema.most !== undefined && value.length > schema.most
        ? `a list of at most ${schema.most}`
        : undefined;
    case "object":
      return isValues(value) ? undefined : "an object";
  }
}

function isString(value: Value): value is string {
  return typeof value === "string";
}

function unlisted(
  allowed: readonly (string | number)[] | undefined,
  values: readonly Value[],
): string | undefined {
  if (allowed === undefined) return undefined;
  const fits = values.every((value) => value === unknown || allowed.some((one) => one === value));
  return fits ? undefined : `one of: ${allowed.join(", ")}`;
}

function mismatch(pattern: string | undefined, value: string): string | undefined {
  if (pattern === undefined || new RegExp(`^(?:${pattern})$`, "u").test(value)) return undefined;
  return `a string that matches ${pattern}`;
}
