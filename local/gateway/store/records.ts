import type { StoreReader } from "../store";
import { StoreError } from "../store";
import { descend, membersOf, readXml, textOf, type XmlElement } from "../xml";

/**
 * Records that the store keeps for the gateway: whatever of an account the gateway alone understands.
 *
 * Each stands in the store as a tag of an OpenID Connect provider, which lives as long as everything else of the
 * account. The store's own providers are good for nothing else: it can neither change them nor tell all of them.
 */
export type GatewayRecord = Readonly<Record<string, unknown>>;

/** A record with the name that it is kept under. */
export interface NamedRecord {
  readonly name: string;
  readonly record: GatewayRecord;
}

/** What is to become of a record. */
export type RecordChange<T> =
  | { readonly kind: "keep"; readonly result: T }
  | { readonly kind: "remove"; readonly result: T }
  | { readonly kind: "write"; readonly record: GatewayRecord; readonly result: T };

/** Changes under way by account: each waits for the one before. */
const changing = new Map<string, Promise<unknown>>();

/** The record of this name; undefined when there is none. */
export async function readRecord(
  store: StoreReader,
  account: string,
  name: string,
): Promise<GatewayRecord | undefined> {
  await changing.get(account);
  return find(store, account, arnOf(account, name));
}

/** The names of all records that start so, in order. */
export async function listRecordNames(
  store: StoreReader,
  account: string,
  start: string,
): Promise<readonly string[]> {
  await changing.get(account);
  const found = await ask(store, account, "ListOpenIDConnectProviders");
  return membersOf(found, "OpenIDConnectProviderList")
    .map((member) => nameIn(textOf(member, "Arn") ?? ""))
    .filter((name) => name.startsWith(start))
    .sort((a, b) => (a < b ? -1 : 1));
}

/** Every record whose name starts so, in the order of their names. */
export async function listRecords(
  store: StoreReader,
  account: string,
  start: string,
): Promise<readonly NamedRecord[]> {
  const names = await listRecordNames(store, account, start);
  const records = await Promise.all(
    names.map(async (name) => {
      const record = await find(store, account, arnOf(account, name));
      return record === undefined ? [] : [{ name, record }];
    }),
  );
  return records.flat();
}

/**
 * Changes a record after what it is, with no other change of the account in between.
 *
 * @param decide is given the record as it is, undefined when there is none
 */
export async function changeRecord<T>(
  store: StoreReader,
  account: string,
  name: string,
  decide: (record: GatewayRecord | undefined) => RecordChange<T>,
): Promise<T> {
  const before = changing.get(account) ?? Promise.resolve();
  const change = before.catch(() => undefined).then(() => applied(store, account, name, decide));
  changing.set(
    account,
    change.catch(() => undefined),
  );
  return change;
}

async function applied<T>(
  store: StoreReader,
  account: string,
  name: string,
  decide: (record: GatewayRecord | undefined) => RecordChange<T>,
): Promise<T> {
  const arn = arnOf(account, name);
  const stored = await find(store, account, arn);
  const change = decide(stored);
  if (change.kind === "keep") return change.result;
  if (stored !== undefined) {
    await ask(store, account, "DeleteOpenIDConnectProvider", { OpenIDConnectProviderArn: arn });
  }
  if (change.kind === "write") {
    await ask(store, account, "CreateOpenIDConnectProvider", {
      Url: `https://${pathOf(name)}`,
      "Tags.member.1.Key": "record",
      "Tags.member.1.Value": Buffer.from(JSON.stringify(change.record)).toString("base64url"),
    });
  }
  return change.result;
}

async function find(store: StoreReader, account: string, arn: string): Promise<GatewayRecord | undefined> {
  const found = await ask(store, account, "GetOpenIDConnectProvider", { OpenIDConnectProviderArn: arn });
  const text = textOf(membersOf(found, "Tags")[0], "Value");
  return text === undefined
    ? undefined
    : (JSON.parse(Buffer.from(text, "base64url").toString()) as GatewayRecord);
}

async function ask(
  store: StoreReader,
  account: string,
  action: string,
  fields: Readonly<Record<string, string>> = {},
): Promise<XmlElement | undefined> {
  const body = new URLSearchParams({ Action: action, Version: "2010-05-08", ...fields }).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const answer = await store.ask({ account, signingName: "iam", headers, body });
  if (answer.httpStatus === 404) return undefined;
  if (answer.httpStatus === 200) return descend(readXml(answer.body.toString()), `${action}Result`);
  throw new StoreError(`the store answered ${answer.httpStatus} to ${action}: ${answer.body.toString()}`);
}

function pathOf(name: string): string {
  return `gateway/${Buffer.from(name).toString("base64url")}`;
}

function arnOf(account: string, name: string): string {
  return `arn:aws:iam::${account}:oidc-provider/${pathOf(name)}`;
}

function nameIn(arn: string): string {
  return Buffer.from(arn.slice(arn.lastIndexOf("/") + 1), "base64url").toString();
}
