import type { PolicyDocument, PolicyKind, ReadResult, Statement } from "../model";
import { fromValue, parseJson } from "./jsonTree";
import type { JsonNode } from "./jsonTree";
import { kindRules } from "./kindRules";
import { readStatement } from "./readStatement";
import { aKind, Reading } from "./reading";
import type { Places } from "./reading";

/** A document that was read, with the place of each of its elements. */
export interface PlacedRead {
  readonly result: ReadResult;
  readonly places: Places;
}

/**
 * Reads a policy document, or says everything that is wrong with it, at once.
 *
 * Accepts what AWS accepts at save time for this kind of policy (an unknown service or action, a Sid with
 * spaces in a resource policy) and refuses what AWS refuses as a syntax error. Duplicate names in the JSON
 * text are refused. Problems of a text carry line and column.
 *
 * @param input a JSON text, or the value that such a text is parsed to
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function readPolicy(input: unknown, kind: PolicyKind): ReadResult {
  return readPolicyWithPlaces(input, kind).result;
}

/** As `readPolicy`, and tells where each element stands in the text. */
export function readPolicyWithPlaces(input: unknown, kind: PolicyKind): PlacedRead {
  if (typeof input !== "string") return readPolicyNode(fromValue(input), kind, new Reading());
  const reading = new Reading(input);
  const parsed = parseJson(input);
  if (parsed.ok) return readPolicyNode(parsed.root, kind, reading);
  for (const { message, offset } of parsed.faults) {
    reading.error({ offset }, "", `not JSON: ${message}`, "JSON_SYNTAX_ERROR");
  }
  return { result: { ok: false, problems: reading.problems }, places: reading.places };
}

/**
 * Reads a policy document that is a part of a larger JSON text.
 *
 * @param reading collects problems and places; its text is the larger one
 */
export function readPolicyNode(
  root: JsonNode,
  kind: PolicyKind,
  reading: Reading = new Reading(),
): PlacedRead {
  const document = readDocument(reading, root, kind);
  const { problems, places } = reading;
  const result: ReadResult =
    document === undefined || problems.length > 0
      ? { ok: false, problems }
      : { ok: true, document, warnings: [] };
  return { result, places };
}

function readDocument(reading: Reading, root: JsonNode, kind: PolicyKind): PolicyDocument | undefined {
  reading.place("", "", root);
  const members = reading.members(root, "", ["Version", "Id", "Statement"]);
  if (members === undefined) return undefined;
  for (const [name, member] of members) reading.place(name, name, member);

  const version = readVersion(reading, members.get("Version")?.node);
  const id = members.get("Id")?.node;
  if (id !== undefined && id.kind !== "string") {
    reading.error(id, "Id", `is ${aKind(id)}: must be a string`, "DATA_TYPE_MISMATCH");
  }
  const statement = members.get("Statement")?.node;
  if (statement === undefined) {
    reading.error(root, "", "Statement is missing: a policy needs at least one", "MISSING_STATEMENT");
    return undefined;
  }
  const nodes = statement.kind === "array" ? statement.items : [statement];
  if (nodes.length === 0) {
    reading.error(
      statement,
      "Statement",
      "is empty: a policy needs at least one statement",
      "MISSING_STATEMENT",
    );
  }
  const statements = nodes.flatMap((node, index) => readStatement(reading, node, index, kind) ?? []);
  if (kindRules[kind].strictSids) refuseRepeatedSids(reading, statements);
  return { version, ...(id?.kind === "string" ? { id: id.value } : {}), statements };
}

function readVersion(reading: Reading, node: JsonNode | undefined): PolicyDocument["version"] {
  if (node === undefined) return "2008-10-17";
  const value = node.kind === "string" ? node.value : aKind(node);
  if (value === "2008-10-17" || value === "2012-10-17") return value;
  reading.error(node, "Version", `is ${value}: must be "2012-10-17" or "2008-10-17"`, "INVALID_VERSION");
  return "2012-10-17";
}

function refuseRepeatedSids(reading: Reading, statements: readonly Statement[]): void {
  const seen = new Set<string>();
  for (const { sid, index } of statements) {
    if (sid === undefined || sid === "") continue;
    if (seen.has(sid)) {
      const path = `Statement[${index}].Sid`;
      reading.error(reading.places.get(path) ?? {}, path, `"${sid}" is used twice`, "UNIQUE_SIDS_REQUIRED");
    }
    seen.add(sid);
  }
}
