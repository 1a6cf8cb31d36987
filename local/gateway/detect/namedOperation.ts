import type { RequestHead } from "../service";

/** Operation and parameters of a request whose body was read. */
export interface ReadOperation {
  readonly operation: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/**
 * Reads a request of the JSON protocols; undefined when it is none.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export function jsonOperation(head: RequestHead, body: Buffer): ReadOperation | undefined {
  const target = head.headers["x-amz-target"];
  const operation = typeof target === "string" ? /\.([A-Za-z0-9]+)$/.exec(target)?.[1] : undefined;
  if (operation === undefined) return undefined;
  if (body.length === 0) return { operation, parameters: {} };
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString());
  } catch {
    // No JSON: no such request.
    return undefined;
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return undefined;
  return { operation, parameters: parsed as Record<string, unknown> };
}

/**
 * Reads a request of the query protocol: a form in the body, or for GET in the query; undefined when it is none. A
 * field that appears twice makes it none, since two readers could take two different values.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export function queryOperation(head: RequestHead, body: Buffer): ReadOperation | undefined {
  const inQuery = head.method === "GET";
  const fields = inQuery ? head.url.searchParams : new URLSearchParams(body.toString());
  const parameters: Record<string, string> = {};
  for (const [name, value] of fields) {
    if (Object.hasOwn(parameters, name)) return undefined;
    parameters[name] = value;
  }
  // The store looks at the query of any request.
  if (!inQuery && [...head.url.searchParams.keys()].some((name) => !/^x-amz-/i.test(name))) return undefined;
  const operation = parameters["Action"] ?? "";
  return /^[A-Za-z0-9]+$/.test(operation) ? { operation, parameters } : undefined;
}

/** The texts of a list of the query protocol: `Names.member.1`, `Names.member.2`, …, in order. */
export function listOf(parameters: Readonly<Record<string, unknown>>, name: string): readonly string[] {
  const values: string[] = [];
  for (;;) {
    const value = parameters[`${name}.member.${values.length + 1}`];
    if (typeof value !== "string") return values;
    values.push(value);
  }
}

/** The members of a list of structures, each by its field names: `Tags.member.1.Key`, … */
export function structuresOf(
  parameters: Readonly<Record<string, unknown>>,
  name: string,
): readonly Readonly<Record<string, string>>[] {
  const structures = new Map<number, Record<string, string>>();
  for (const [field, value] of Object.entries(parameters)) {
    const [, index, member] = new RegExp(`^${name}\\.member\\.(\\d{1,4})\\.(\\w+)$`).exec(field) ?? [];
    if (index === undefined || member === undefined || typeof value !== "string") continue;
    const structure = structures.get(Number(index)) ?? {};
    structures.set(Number(index), structure);
    structure[member] = value;
  }
  return [...structures].sort(([a], [b]) => a - b).map(([, structure]) => structure);
}
