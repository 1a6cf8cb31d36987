import type { Problem } from "../model";
import { memberNode, parseJson } from "../read/jsonTree";
import type { JsonNode } from "../read/jsonTree";
import { decideOnce } from "./decide";
import { readSimulation } from "./readSimulation";

/**
 * Answers one line of `xput policy simulate --batch`: the JSON text of a request with its policies.
 *
 * @returns the JSON text of `{id, decision, because: [{policy, sid, effect}]}`, or of `{id, error}` for a line
 * that cannot be read; `sid` is null for a statement without one, `id` null where the line gives none
 */
export function simulateLine(line: string): string {
  const parsed = parseJson(line);
  if (!parsed.ok) {
    const faults = parsed.faults.map(({ message, offset }) => `not JSON: ${message} at column ${offset + 1}`);
    return JSON.stringify({ id: null, error: faults.join("; ") });
  }
  const id = idOf(memberNode(parsed.root, "id"));
  const read = readSimulation(parsed.root);
  if (!read.ok) return JSON.stringify({ id, error: read.problems.map(sentence).join("; ") });
  const { decision, because } = decideOnce(read.policies, read.request);
  return JSON.stringify({
    id,
    decision,
    because: because.map(({ policy, sid = null, effect }) => ({ policy, sid, effect })),
  });
}

function sentence({ path, message }: Problem): string {
  return path === "" ? message : `${path}: ${message}`;
}

/** The id as it was given: any JSON value. */
function idOf(node: JsonNode | undefined): unknown {
  switch (node?.kind) {
    case "string":
      return node.value;
    case "number":
    case "boolean":
      return JSON.parse(node.text) as unknown;
    case "object":
      return Object.fromEntries(node.members.map(({ name, node: value }) => [name, idOf(value)]));
    case "array":
      return node.items.map(idOf);
    case "null":
    case "not JSON":
    case undefined:
      return null;
  }
}
