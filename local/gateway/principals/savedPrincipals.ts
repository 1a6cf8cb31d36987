import { readPolicy } from "../../../access/read/readPolicy";
import type { PolicyKind } from "../../../access/model";
import type { Caller } from "../model";
import { moduleMap } from "../state/keptMap";
import type { StoreReader } from "../store";
import { rewritePrincipals } from "./rewritePrincipals";

/** Where a document with principals is stored; access points by account, region and name. */
export type DocumentPlace =
  | `bucket/${string}`
  | `accessPoint/${string}/${string}/${string}`
  | `role/${string}/${string}`
  | `key/${string}`;

/** Ids that the users and roles of a document had when it was written, by ARN. */
type Ids = Readonly<Record<string, string>>;

const saved = moduleMap<Ids>("principalIds");

/**
 * Notes the unique ids of the users and roles that a document names, when it was just stored: AWS keeps these in
 * place of the ARNs, so that a namesake made later is somebody else.
 *
 * @param text the document as it was put
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
 */
export async function savePrincipals(
  store: StoreReader,
  place: DocumentPlace,
  text: string,
  kind: PolicyKind = "resource",
): Promise<void> {
  const read = readPolicy(text, kind);
  const arns = new Set(
    read.ok ? read.document.statements.flatMap(({ principal }) => principal?.aws ?? []) : [],
  );
  const found = await Promise.all([...arns].map(async (arn) => [arn, await idOf(store, arn)] as const));
  const known = found.filter((pair): pair is readonly [string, string] => pair[1] !== undefined);
  if (known.length === 0) saved.delete(place);
  else saved.set(place, Object.fromEntries(known));
}

/** Forgets the ids of a document that is no more. */
export function forgetPrincipals(place: DocumentPlace): void {
  saved.delete(place);
}

/**
 * A stored document as it decides about a caller: where it names an earlier user or role of the caller's ARN, that
 * one's id stands, which is nobody's; where it names the caller by the ARN of before, the present one.
 */
export function decidingText(place: DocumentPlace, text: string, caller: Caller): string {
  const ids = saved.get(place);
  if (ids === undefined || (caller.kind !== "session" && caller.kind !== "user")) return text;
  const [arn, id] = caller.kind === "session" ? [caller.roleArn, caller.roleId] : [caller.arn, caller.userId];
  const replaced = Object.entries(ids).flatMap(([named, its]) => {
    if ((named === arn) === (its === id)) return [];
    return [[named, named === arn ? its : arn] as const];
  });
  return replaced.length === 0 ? text : rewritePrincipals(text, Object.fromEntries(replaced));
}

/**
 * A stored document as AWS gives it back: an ARN for whom it was written if they are still there, else their id.
 *
 * @throws StoreError when the store does not answer
 */
export async function readableText(store: StoreReader, place: DocumentPlace, text: string): Promise<string> {
  const ids = Object.entries(saved.get(place) ?? {});
  const now = await Promise.all(ids.map(([arn]) => idOf(store, arn)));
  const gone = ids.filter(([, id], index) => now[index] !== id);
  return gone.length === 0 ? text : rewritePrincipals(text, Object.fromEntries(gone));
}

/** The unique id of the user or role that has this ARN now; undefined for whatever else an ARN may name. */
async function idOf(store: StoreReader, arn: string): Promise<string | undefined> {
  const [, account = "", kind, name = ""] =
    /^arn:aws:iam::(\d{12}):(role|user)\/(?:.*\/)?(.+)$/s.exec(arn) ?? [];
  if (kind === undefined) return undefined;
  const found = kind === "role" ? await store.role(account, name) : await store.user(account, name);
  return found?.arn === arn ? found.id : undefined;
}
