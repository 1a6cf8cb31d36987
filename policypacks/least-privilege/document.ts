import type { PolicyDocument, PolicyKind, Problem, ReadResult, Statement } from "../../access/model";
import { readPolicy } from "../../access/read/readPolicy";
import { type DocumentSubject, documentPlaces } from "./documentPlaces";
import { functionPermissionDocument, functionPermissionType, unknownProperty } from "./functionPermission";
import type { FoundResource } from "./resource";
import { type Located, unknownPath, type Value, valuesAt } from "./value";

const kinds: Readonly<Record<DocumentSubject, PolicyKind>> = {
  identity: "identity",
  trust: "trust",
  bucket: "resource",
  accessPoint: "resource",
  key: "resource",
  resource: "resource",
};

/** A policy document that was read, with the resource that holds it. */
export interface PolicyInResource {
  readonly resource: FoundResource;
  readonly subject: DocumentSubject;
  /** Like `policy` or `inlinePolicies[0].policy`. */
  readonly path: string;
  readonly document: PolicyDocument;
  readonly kind: PolicyKind;
  /** The document as JSON text. */
  readonly text: string;
}

/** A policy document of a resource: read, or why it could not be. */
export type FoundDocument =
  | { readonly state: "read"; readonly policy: PolicyInResource }
  | { readonly state: "unknown"; readonly path: string }
  | { readonly state: "unreadable"; readonly path: string; readonly problems: readonly Problem[] };

/** The types of the resources that can hold policy documents of these subjects. */
export function typesWithDocuments(subjects: readonly DocumentSubject[]): readonly string[] {
  return [
    ...documentPlaces.filter(({ subject }) => subjects.includes(subject)).map(({ type }) => type),
    ...(subjects.includes("resource") ? [functionPermissionType] : []),
  ];
}

/** Every policy document of these subjects that a resource holds. */
export function documentsOf(
  resource: FoundResource,
  subjects: readonly DocumentSubject[],
): readonly FoundDocument[] {
  if (resource.type === functionPermissionType)
    return subjects.includes("resource") ? [ofPermission(resource)] : [];
  return documentPlaces
    .filter(({ type, subject }) => type === resource.type && subjects.includes(subject))
    .flatMap(({ steps, subject }) =>
      valuesAt(resource.properties, steps).map((located) => readLocated(resource, subject, located)),
    );
}

function ofPermission(resource: FoundResource): FoundDocument {
  const path = unknownProperty(resource);
  if (path !== undefined) return { state: "unknown", path };
  return readLocated(resource, "resource", {
    path: "principal",
    value: functionPermissionDocument(resource),
  });
}

function readLocated(
  resource: FoundResource,
  subject: DocumentSubject,
  { path, value }: Located,
): FoundDocument {
  const unknownAt = unknownPath(value);
  if (unknownAt !== undefined) return { state: "unknown", path: path + unknownAt };

  const kind = kinds[subject];
  const result = readOnce(value, kind);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return result.ok
    ? { state: "read", policy: { resource, subject, path, document: result.document, kind, text } }
    : { state: "unreadable", path, problems: result.problems };
}

const mostRemembered = 64;
const remembered = new Map<string, ReadResult>();

/** Every rule is asked about a resource before the next resource comes, so that the last documents are read again and again. */
function readOnce(value: Value, kind: PolicyKind): ReadResult {
  if (typeof value !== "string") return readPolicy(value, kind);
  const key = `${kind} ${value}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  if (remembered.size >= mostRemembered) remembered.clear();
  const result = readPolicy(value, kind);
  remembered.set(key, result);
  return result;
}

/** How a finding names a statement: by its Sid, or by its place in the document. */
export function statementName({ sid, index }: Statement): string {
  return sid === undefined || sid === "" ? `Statement[${index}]` : `statement ${quoted(sid)}`;
}

const longestQuoteCharacters = 120;

/** A text of a document in quotes, on one line and cut short, so that a finding never shows a whole document. */
export function quoted(text: string): string {
  const shown = text.length > longestQuoteCharacters ? `${text.slice(0, longestQuoteCharacters)}…` : text;
  return JSON.stringify(shown);
}
