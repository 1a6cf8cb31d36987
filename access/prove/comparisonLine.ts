import type { PolicyDocument, Problem } from "../model";
import { memberNode, parseJson } from "../read/jsonTree";
import type { JsonNode } from "../read/jsonTree";
import { readPolicyNode } from "../read/readPolicy";
import type { ComparableKind } from "./problem";
import { proveInclusion } from "./proveInclusion";
import type { Inclusion } from "./proveInclusion";

/** The kinds of document that can be compared. */
export const comparableKinds: readonly ComparableKind[] = ["identity", "resource", "trust"];

/** The documents of one side, or everything that is wrong with them. */
export type DocumentsRead =
  | { readonly ok: true; readonly documents: readonly PolicyDocument[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Reads one document or an array of documents.
 *
 * @param side what the problems' paths begin with, like `reference`
 */
export function readDocuments(node: JsonNode | undefined, kind: ComparableKind, side: string): DocumentsRead {
  if (node?.kind !== "object" && node?.kind !== "array") {
    const message = "must be a policy document or an array of them";
    return { ok: false, problems: [{ path: side, message, severity: "error" }] };
  }
  const documents: PolicyDocument[] = [];
  const problems: Problem[] = [];
  const nodes = node.kind === "array" ? node.items : [node];
  for (const [index, one] of nodes.entries()) {
    const { result } = readPolicyNode(one, kind);
    const path = node.kind === "array" ? `${side}[${index}]` : side;
    if (result.ok) documents.push(result.document);
    else
      problems.push(...result.problems.map((problem) => ({ ...problem, path: below(path, problem.path) })));
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, documents };
}

const below = (path: string, inner: string): string => (inner === "" ? path : `${path}.${inner}`);

/**
 * Answers one line of `xput policy compare --batch`.
 *
 * @param line the JSON text of `{id, kind, reference, candidate}`; each side one document or an array
 * @returns the JSON text of `{id, verdict, witness, reason}`, or of `{id, error}` for a line that cannot be read;
 * `witness` is null unless the verdict is "exceeds", `id` null where the line gives none
 */
export function comparisonLine(line: string): string {
  const parsed = parseJson(line);
  if (!parsed.ok) {
    const faults = parsed.faults.map(({ message, offset }) => `not JSON: ${message} at column ${offset + 1}`);
    return JSON.stringify({ id: null, error: faults.join("; ") });
  }
  const { root } = parsed;
  const id = memberNode(root, "id") === undefined ? null : ((JSON.parse(line) as { id: unknown }).id ?? null);
  const kindNode = memberNode(root, "kind");
  const kind = comparableKinds.find((name) => kindNode?.kind === "string" && kindNode.value === name);
  if (kind === undefined) {
    return JSON.stringify({ id, error: `kind: must be one of ${comparableKinds.join(", ")}` });
  }
  const reference = readDocuments(memberNode(root, "reference"), kind, "reference");
  const candidate = readDocuments(memberNode(root, "candidate"), kind, "candidate");
  if (!reference.ok || !candidate.ok) {
    const problems = [reference, candidate].flatMap((side) => (side.ok ? [] : side.problems));
    return JSON.stringify({
      id,
      error: problems.map(({ path, message }) => `${path}: ${message}`).join("; "),
    });
  }
  const inclusion = provenOrUnknown(kind, reference.documents, candidate.documents);
  return JSON.stringify({ id, ...comparisonAnswer(inclusion) });
}

/** The answer in the shape that machines read. */
export function comparisonAnswer(inclusion: Inclusion) {
  const { verdict, reason } = inclusion;
  return { verdict, witness: inclusion.verdict === "exceeds" ? inclusion.witness : null, reason };
}

// A defect of the prover on one line must not take the other lines' answers with it, and must not pass as an answer.
function provenOrUnknown(
  kind: ComparableKind,
  reference: readonly PolicyDocument[],
  candidate: readonly PolicyDocument[],
): Inclusion {
  try {
    return proveInclusion(kind, reference, candidate);
  } catch (error) {
    return { verdict: "unknown", reason: `defect of the prover, please report it: ${String(error)}` };
  }
}
