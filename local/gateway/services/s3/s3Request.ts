import type { IncomingHttpHeaders } from "node:http";
import type { AwsError } from "../../model";
import type { Address } from "./address";
import { readAddress } from "./address";
import type { Operation } from "./operations";
import { operations } from "./operations";
import { invalidArgument, invalidUri, s3Error } from "./s3Error";

/** A request to S3 as far as its first line and headers tell. */
export interface S3Request {
  readonly operation: Operation;
  readonly address: Address;
  /** Values by name as AWS spells it; without `x-amz-…`, which are among the headers. */
  readonly query: ReadonlyMap<string, string>;
  /** Values by lower-case name, those that a presigned URL carries in its query included. */
  readonly headers: ReadonlyMap<string, string>;
  /** Those of `headers` that came in the query. */
  readonly hoisted: ReadonlyMap<string, string>;
}

/** A request, or what is wrong with it. */
export type ReadS3Request =
  { readonly ok: true; readonly request: S3Request } | { readonly ok: false; readonly error: AwsError };

/**
 * Reads method, path, query and headers of a request to S3.
 *
 * A query that makes it two operations, names a parameter twice, or makes it none is refused: the store and
 * this reading could otherwise take the same request for different operations.
 *
 * @param target path and query exactly as they came
 */
export function readS3Request(method: string, target: string, incoming: IncomingHttpHeaders): ReadS3Request {
  const last = lastRead.get(incoming);
  if (last?.method === method && last.target === target) return last.read;
  const read = readAnew(method, target, incoming);
  lastRead.set(incoming, { method, target, read });
  return read;
}

/** A request is read to name its operation, and again to decide it. */
const lastRead = new WeakMap<
  IncomingHttpHeaders,
  { readonly method: string; readonly target: string; readonly read: ReadS3Request }
>();

function readAnew(method: string, target: string, incoming: IncomingHttpHeaders): ReadS3Request {
  const [path = "", ...rest] = target.split("?");
  const address = readAddress(incoming.host ?? "", path);
  if (!address.ok) return address;
  const parameters = readQuery(rest.join("?"));
  if (!parameters.ok) return parameters;
  const headers = readHeaders(incoming, parameters.hoisted);
  const found = findOperation(method, address.address, parameters.query, headers);
  if (!found.ok) return found;
  const { query, hoisted } = parameters;
  return {
    ok: true,
    request: { operation: found.operation, address: address.address, query, headers, hoisted },
  };
}

type ReadQuery =
  | {
      readonly ok: true;
      readonly query: ReadonlyMap<string, string>;
      readonly hoisted: ReadonlyMap<string, string>;
    }
  | { readonly ok: false; readonly error: AwsError };

function readQuery(text: string): ReadQuery {
  const query = new Map<string, string>();
  const hoisted = new Map<string, string>();
  for (const part of text.split("&")) {
    if (part === "") continue;
    const equals = part.indexOf("=");
    const name = decode(equals === -1 ? part : part.slice(0, equals));
    const value = decode(equals === -1 ? "" : part.slice(equals + 1));
    if (name === undefined || value === undefined) return { ok: false, error: invalidUri };
    const amz = /^x-amz-/i.test(name);
    const into = amz ? hoisted : query;
    const as = amz ? name.toLowerCase() : name;
    if (into.has(as)) return { ok: false, error: invalidArgument(`Query parameter ${name} is given twice`) };
    into.set(as, value);
  }
  return { ok: true, query, hoisted };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    // Malformed percent-encoding, or bytes that are no UTF-8: S3 refuses both.
    return undefined;
  }
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
function readHeaders(
  incoming: IncomingHttpHeaders,
  hoisted: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const headers = new Map(hoisted);
  for (const [name, value] of Object.entries(incoming)) {
    if (value !== undefined) headers.set(name, typeof value === "string" ? value : value.join(", "));
  }
  return headers;
}

type Found =
  { readonly ok: true; readonly operation: Operation } | { readonly ok: false; readonly error: AwsError };

/** Names of parameters that decide about the operation, by method and level. */
const decidingNames = new Map<string, ReadonlySet<string>>();
const candidates = new Map<string, Operation[]>();
for (const operation of operations) {
  const place = `${operation.method} ${operation.level}`;
  const names = operation.query.map(nameOf);
  decidingNames.set(place, new Set([...(decidingNames.get(place) ?? []), ...names]));
  candidates.set(place, [...(candidates.get(place) ?? []), operation]);
}

function findOperation(
  method: string,
  address: Address,
  query: ReadonlyMap<string, string>,
  headers: ReadonlyMap<string, string>,
): Found {
  const level = address.kind === "service" ? "service" : address.key === "" ? "bucket" : "object";
  const place = `${method} ${level}`;
  const given = [...query.keys()].filter((name) => decidingNames.get(place)?.has(name) === true);
  const copies = headers.has("x-amz-copy-source");
  const fitting = (candidates.get(place) ?? []).filter((row) => fits(row, given, query, copies));
  const [operation] = fitting;
  const isForm = headers.get("content-type")?.startsWith("multipart/form-data") === true;
  if (operation !== undefined && (operation.name !== "PostObject" || isForm)) return { ok: true, operation };
  if (given.length > 0) {
    const message = `Conflicting query string parameters: ${given.join(", ")}`;
    return { ok: false, error: invalidArgument(message, { ArgumentName: "ResourceType" }) };
  }
  const message = "The specified method is not allowed against this resource.";
  return { ok: false, error: s3Error(405, "MethodNotAllowed", message, { Method: method }) };
}

function fits(
  row: Operation,
  given: readonly string[],
  query: ReadonlyMap<string, string>,
  copies: boolean,
): boolean {
  const rowCopies = row.copies === true;
  // Only puts look at the header, so elsewhere it says nothing.
  if (row.method === "PUT" && row.level === "object" && rowCopies !== (copies && takesCopies(row)))
    return false;
  if (row.query.length !== given.length) return false;
  return row.query.every((wanted) => {
    const value = query.get(nameOf(wanted));
    return value !== undefined && (!wanted.includes("=") || wanted === `${nameOf(wanted)}=${value}`);
  });
}

function takesCopies({ name }: Operation): boolean {
  return ["PutObject", "CopyObject", "UploadPart", "UploadPartCopy"].includes(name);
}

function nameOf(wanted: string): string {
  return wanted.split("=", 1)[0] ?? wanted;
}
