import type { PolicyDocument, PolicyKind, Problem, Statement } from "../../access/model";
import { readPolicy } from "../../access/read/readPolicy";
import type { FoundResource } from "./resource";
import { type Located, unknownPath, valuesAt } from "./value";

/** What a policy document is attached to. */
export type DocumentSubject = "identity" | "trust" | "bucket" | "accessPoint" | "key";

/** A property of a resource type that holds a policy document. */
interface DocumentPlace {
  readonly type: string;
  /** `*` stands for each item of a list. */
  readonly steps: readonly string[];
  readonly subject: DocumentSubject;
}

/** Every property through which a policy of a bucket, access point, key, role, user or group can be set. */
export const documentPlaces: readonly DocumentPlace[] = [
  { type: "aws:iam/policy:Policy", steps: ["policy"], subject: "identity" },
  { type: "aws:iam/rolePolicy:RolePolicy", steps: ["policy"], subject: "identity" },
  { type: "aws:iam/userPolicy:UserPolicy", steps: ["policy"], subject: "identity" },
  { type: "aws:iam/groupPolicy:GroupPolicy", steps: ["policy"], subject: "identity" },
  { type: "aws:iam/role:Role", steps: ["inlinePolicies", "*", "policy"], subject: "identity" },
  { type: "aws:iam/role:Role", steps: ["assumeRolePolicy"], subject: "trust" },
  { type: "aws:s3/bucketPolicy:BucketPolicy", steps: ["policy"], subject: "bucket" },
  { type: "aws:s3/bucket:Bucket", steps: ["policy"], subject: "bucket" },
  { type: "aws:s3/bucketV2:BucketV2", steps: ["policy"], subject: "bucket" },
  { type: "aws:s3/accessPoint:AccessPoint", steps: ["policy"], subject: "accessPoint" },
  { type: "aws:s3control/accessPointPolicy:AccessPointPolicy", steps: ["policy"], subject: "accessPoint" },
  {
    type: "aws:s3control/multiRegionAccessPointPolicy:MultiRegionAccessPointPolicy",
    steps: ["details", "policy"],
    subject: "accessPoint",
  },
  { type: "aws:kms/key:Key", steps: ["policy"], subject: "key" },
  { type: "aws:kms/keyPolicy:KeyPolicy", steps: ["policy"], subject: "key" },
  { type: "aws:kms/externalKey:ExternalKey", steps: ["policy"], subject: "key" },
  { type: "aws:kms/replicaKey:ReplicaKey", steps: ["policy"], subject: "key" },
  { type: "aws:kms/replicaExternalKey:ReplicaExternalKey", steps: ["policy"], subject: "key" },
];

const kinds: Readonly<Record<DocumentSubject, PolicyKind>> = {
  identity: "identity",
  trust: "trust",
  bucket: "resource",
  accessPoint: "resource",
  key: "resource",
};

/** A policy document that was read, with the resource that holds it. */
export interface PolicyInResource {
  readonly resource: FoundResource;
  readonly subject: DocumentSubject;
  /** Like `policy` or `inlinePolicies[0].policy`. */
  readonly path: string;
  readonly document: PolicyDocument;
}

/** A policy document of a resource: read, or why it could not be. */
export type FoundDocument =
  | { readonly state: "read"; readonly policy: PolicyInResource }
  | { readonly state: "unknown"; readonly path: string }
  | { readonly state: "unreadable"; readonly path: string; readonly problems: readonly Problem[] };

/** Every policy document of these subjects that a resource holds. */
export function documentsOf(
  resource: FoundResource,
  subjects: readonly DocumentSubject[],
): readonly FoundDocument[] {
  return documentPlaces
    .filter(({ type, subject }) => type === resource.type && subjects.includes(subject))
    .flatMap(({ steps, subject }) =>
      valuesAt(resource.properties, steps).map((located) => readLocated(resource, subject, located)),
    );
}

function readLocated(
  resource: FoundResource,
  subject: DocumentSubject,
  { path, value }: Located,
): FoundDocument {
  const unknownAt = unknownPath(value);
  if (unknownAt !== undefined) return { state: "unknown", path: path + unknownAt };

  const result = readPolicy(value, kinds[subject]);
  return result.ok
    ? { state: "read", policy: { resource, subject, path, document: result.document } }
    : { state: "unreadable", path, problems: result.problems };
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
