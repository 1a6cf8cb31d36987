import { parseTree, printParseErrorCode } from "jsonc-parser";
import type { Node, ParseError } from "jsonc-parser";

/** A JSON value with the place of each part; members are kept in order, repeated names too. */
export type JsonNode =
  | { readonly kind: "object"; readonly members: readonly JsonMember[]; readonly offset?: number }
  | { readonly kind: "array"; readonly items: readonly JsonNode[]; readonly offset?: number }
  | { readonly kind: "string"; readonly value: string; readonly offset?: number }
  | { readonly kind: "number" | "boolean"; readonly text: string; readonly offset?: number }
  | { readonly kind: "null" | "not JSON"; readonly offset?: number };

/** One `"name": value` of an object. */
export interface JsonMember {
  readonly name: string;
  readonly node: JsonNode;
  /** Where the name starts in the text. */
  readonly offset?: number;
}

/** The tree of a JSON text, or what is wrong with the text. */
export type JsonParse =
  | { readonly ok: true; readonly root: JsonNode }
  | { readonly ok: false; readonly faults: readonly JsonFault[] };

/** One syntax error of a JSON text. */
export interface JsonFault {
  readonly message: string;
  readonly offset: number;
}

/** A policy nests 7 deep; the bound keeps a hostile text from exhausting the stack. */
const deepestNesting = 64;

/**
 * Parses strict JSON (no comments, no trailing commas) into a tree that knows where each part stands.
 *
 * Never throws: every syntax error is returned, with its offset in UTF-16 units from 0.
 */
export function parseJson(text: string): JsonParse {
  const tooDeep = nestingFault(text);
  if (tooDeep !== undefined) return { ok: false, faults: [tooDeep] };

  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  if (root === undefined || errors.length > 0) {
    const faults = errors.map(({ error, offset }) => ({
      message: words(printParseErrorCode(error)),
      offset,
    }));
    return { ok: false, faults: faults.length > 0 ? faults : [{ message: "value expected", offset: 0 }] };
  }
  return { ok: true, root: fromParsed(root) };
}

/** The tree of a value that is parsed already; it has no offsets. */
export function fromValue(value: unknown, depth = 0): JsonNode {
  if (depth > deepestNesting) return { kind: "not JSON" };
  if (Array.isArray(value)) return { kind: "array", items: value.map((item) => fromValue(item, depth + 1)) };
  if (value === null) return { kind: "null" };
  if (typeof value === "string") return { kind: "string", value };
  if (typeof value === "boolean") return { kind: "boolean", text: String(value) };
  if (typeof value === "number" && Number.isFinite(value)) return { kind: "number", text: String(value) };
  if (typeof value !== "object") return { kind: "not JSON" };
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => ({ name, node: fromValue(member, depth + 1) }));
  return { kind: "object", members };
}

/** The node of a member; of the last one where the name is repeated, as `JSON.parse` does. */
export function memberNode(object: JsonNode, name: string): JsonNode | undefined {
  return object.kind === "object"
    ? object.members.findLast((member) => member.name === name)?.node
    : undefined;
}

/** 1-based line and column of an offset; a column counts UTF-16 units. */
export function lineAndColumn(
  text: string,
  offset: number,
): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  const lastBreak = before.lastIndexOf("\n");
  return { line: before.split("\n").length, column: offset - lastBreak };
}

function fromParsed(node: Node): JsonNode {
  const { offset } = node;
  switch (node.type) {
    case "object":
      return { kind: "object", members: (node.children ?? []).flatMap(toMember), offset };
    case "array":
      return { kind: "array", items: (node.children ?? []).map(fromParsed), offset };
    case "string":
      return { kind: "string", value: String(node.value), offset };
    case "number":
    case "boolean":
      return { kind: node.type, text: String(node.value), offset };
    case "null":
      return { kind: "null", offset };
    case "property":
      return { kind: "not JSON", offset };
  }
}

function toMember(property: Node): readonly JsonMember[] {
  const [name, value] = property.children ?? [];
  if (name === undefined || value === undefined) return [];
  return [{ name: String(name.value), node: fromParsed(value), offset: name.offset }];
}

function nestingFault(text: string): JsonFault | undefined {
  let depth = 0;
  let inString = false;
  for (let offset = 0; offset < text.length; offset++) {
    const character = text[offset];
    if (inString) {
      if (character === "\\") offset++;
      else if (character === '"') inString = false;
    } else if (character === '"') {
      inString = true;
    } else if (character === "{" || character === "[") {
      depth++;
      if (depth > deepestNesting) return { message: `nested deeper than ${deepestNesting} levels`, offset };
    } else if (character === "}" || character === "]") {
      depth--;
    }
  }
  return undefined;
}

/** "PropertyNameExpected" -> "property name expected". */
function words(code: string): string {
  return code.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
}
