import type { Forwarding, Passing } from "../../service";
import type { Answer } from "../../service";
import { childOf, escapeXml, readXml, textOf } from "../../xml";
import type { ReadCall } from "./read";
import { malformedXml } from "./s3Error";
import { s3Needs } from "./s3Need";
import { storeRequest } from "./storeRequest";
import type { Target } from "./target";

/** One object to delete, as the request names it. */
interface Item {
  readonly key: string;
  readonly versionId: string | undefined;
  /** Elements beside key and version, as they go on to the store. */
  readonly conditions: readonly (readonly [name: string, text: string])[];
}

/** Most objects of one request: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
const mostItems = 1_000;
const conditionNames = ["ETag", "LastModifiedTime", "Size"];

/** What goes on with a DeleteObjects request, and which of its objects may not be deleted. */
export interface DecidedDeletion {
  readonly forwarding: Forwarding;
  readonly denied: readonly Item[];
}

/**
 * Decides each object of a DeleteObjects request by itself: those that may not be deleted are left out of what the
 * store gets, and its answer is given an `Error` for each (`withDenied`).
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
 */
export async function decideDeletion(
  passing: Passing,
  { request, target }: ReadCall,
): Promise<DecidedDeletion> {
  const items = readItems(passing.call.body);
  if (items === undefined || target === undefined) {
    return { forwarding: { kind: "refused", error: malformedXml }, denied: [] };
  }
  const bypass = request.headers.get("x-amz-bypass-governance-retention")?.trim().toLowerCase() === "true";
  const allowed = await Promise.all(items.list.map((item) => mayDelete(passing, target, item, bypass)));
  const kept = items.list.filter((_item, index) => allowed[index] === true);
  const denied = items.list.filter((_item, index) => allowed[index] !== true);
  if (kept.length === 0) {
    const forwarding: Forwarding = { kind: "answer", answer: answerOf([], denied) };
    return { forwarding, denied };
  }
  const body = Buffer.from(deletionXml(kept, items.quiet));
  const withoutChecksums = Object.fromEntries(
    ["content-md5", "x-amz-sdk-checksum-algorithm", ...checksumNames(request.headers)].map(
      (name) => [name, undefined] as const,
    ),
  );
  return { forwarding: { ...storeRequest(request, target, undefined, withoutChecksums), body }, denied };
}

/** The store's answer to a deletion, with an `Error` for each object that was left out. */
export function withDenied(body: Buffer, denied: readonly Item[]): Answer | undefined {
  const root = readXml(body.toString());
  if (root?.name !== "DeleteResult") return undefined;
  return answerOf(
    root.children.map(({ name, children }) => {
      const inner = children.map((child) => `<${child.name}>${escapeXml(child.text)}</${child.name}>`);
      return `<${name}>${inner.join("")}</${name}>`;
    }),
    denied,
  );
}

async function mayDelete(passing: Passing, target: Target, item: Item, bypass: boolean): Promise<boolean> {
  const { key, versionId } = item;
  const actions = [versionId === undefined ? "s3:DeleteObject" : "s3:DeleteObjectVersion"];
  if (bypass) actions.push("s3:BypassGovernanceRetention");
  const context: Record<string, string> = versionId === undefined ? {} : { "s3:versionid": versionId };
  const etag = item.conditions.find(([name]) => name === "ETag")?.[1];
  if (etag !== undefined) context["s3:if-match"] = etag;
  for (const action of actions) {
    for (const need of s3Needs(action, { ...target, key }, context)) {
      if ((await passing.decide(need)).decision !== "allowed") return false;
    }
  }
  return true;
}

function readItems(
  body: Buffer | undefined,
): { readonly list: readonly Item[]; readonly quiet: boolean } | undefined {
  const root = readXml(body?.toString() ?? "");
  if (root?.name !== "Delete") return undefined;
  const list: Item[] = [];
  for (const element of root.children.filter(({ name }) => name === "Object")) {
    const key = childOf(element, "Key")?.text ?? "";
    if (key === "") return undefined;
    const conditions = conditionNames.flatMap((name) => {
      const text = childOf(element, name)?.text;
      return text === undefined ? [] : [[name, text] as const];
    });
    const versionId = textOf(element, "VersionId") ?? "";
    list.push({ key, versionId: versionId === "" ? undefined : versionId, conditions });
  }
  if (list.length === 0 || list.length > mostItems) return undefined;
  return { list, quiet: textOf(root, "Quiet")?.toLowerCase() === "true" };
}

function deletionXml(items: readonly Item[], quiet: boolean): string {
  const objects = items.map(({ key, versionId, conditions }) => {
    const version = versionId === undefined ? "" : `<VersionId>${escapeXml(versionId)}</VersionId>`;
    const rest = conditions.map(([name, text]) => `<${name}>${escapeXml(text)}</${name}>`).join("");
    return `<Object><Key>${escapeXml(key)}</Key>${version}${rest}</Object>`;
  });
  return `<Delete><Quiet>${String(quiet)}</Quiet>${objects.join("")}</Delete>`;
}

function answerOf(elements: readonly string[], denied: readonly Item[]): Answer {
  const errors = denied.map(({ key, versionId }) => {
    const version = versionId === undefined ? "" : `<VersionId>${escapeXml(versionId)}</VersionId>`;
    return `<Error><Key>${escapeXml(key)}</Key>${version}<Code>AccessDenied</Code><Message>Access Denied</Message></Error>`;
  });
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${elements.join("")}${errors.join("")}</DeleteResult>`;
  return { httpStatus: 200, headers: { "content-type": "application/xml" }, body: Buffer.from(body) };
}

function checksumNames(headers: ReadonlyMap<string, string>): readonly string[] {
  return [...headers.keys()].filter((name) => name.startsWith("x-amz-checksum-"));
}
