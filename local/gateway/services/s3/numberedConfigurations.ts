import type { AwsError } from "../../model";
import type { Forwarding } from "../../service";
import type { StoredBucket, StoreReader } from "../../store";
import { changeRecord, listRecordNames, readRecord } from "../../store/records";
import { readXml, textOf } from "../../xml";
import { invalidArgument, malformedXml, s3Error } from "./s3Error";
import type { S3Request } from "./s3Request";

/** A kind of configuration of which a bucket has many, each under an id. */
interface Kind {
  /** The document's root. */
  readonly root: string;
  /** The root of a list. */
  readonly list: string;
}

const kinds: Readonly<Record<string, Kind>> = {
  Analytics: { root: "AnalyticsConfiguration", list: "ListBucketAnalyticsConfigurationResult" },
  IntelligentTiering: {
    root: "IntelligentTieringConfiguration",
    list: "ListBucketIntelligentTieringConfigurationsOutput",
  },
  Inventory: { root: "InventoryConfiguration", list: "ListInventoryConfigurationsResult" },
  Metrics: { root: "MetricsConfiguration", list: "ListMetricsConfigurationsResult" },
};

const mostOfBucket = 1_000;
const mostOfList = 100;

/**
 * Keeps and tells a bucket's configurations of analytics, Intelligent-Tiering, inventories and request metrics, which
 * the store does not have. Nothing acts on them.
 *
 * @returns undefined for any other operation
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketMetricsConfiguration.html
 */
export async function answerNumbered(
  store: StoreReader,
  bucket: StoredBucket,
  { operation: { name }, query }: S3Request,
  body: Buffer | undefined,
): Promise<Forwarding | undefined> {
  const [, verb, named = ""] =
    /^(Get|Put|Delete|List)Bucket(Analytics|IntelligentTiering|Inventory|Metrics)Configurations?$/.exec(
      name,
    ) ?? [];
  const kind = kinds[named];
  if (kind === undefined) return undefined;
  const start = `${recordStart(bucket)}${named}/`;
  const id = query.get("id") ?? "";
  if (verb === "List") return list(store, bucket, start, kind.list, query.get("continuation-token"));
  if (verb === "Put") return put(store, bucket, { start, id, root: kind.root }, body);
  if (verb === "Delete") {
    return changeRecord<Forwarding>(store, bucket.account, start + id, (record) =>
      record === undefined ? { kind: "keep", result: absent } : { kind: "remove", result: emptyAnswer(204) },
    );
  }
  const record = await readRecord(store, bucket.account, start + id);
  return record === undefined ? absent : xmlAnswer(String(record.xml));
}

/** Forgets all of a bucket that is no more. */
export async function forgetNumbered(store: StoreReader, bucket: StoredBucket): Promise<void> {
  for (const name of await listRecordNames(store, bucket.account, recordStart(bucket))) {
    await changeRecord(store, bucket.account, name, () => ({ kind: "remove", result: undefined }));
  }
}

async function put(
  store: StoreReader,
  bucket: StoredBucket,
  { start, id, root }: { readonly start: string; readonly id: string; readonly root: string },
  body: Buffer | undefined,
): Promise<Forwarding> {
  const xml = body?.toString() ?? "";
  const read = readXml(xml);
  if (read?.name !== root || textOf(read, "Id") === undefined) return refused(malformedXml);
  if (id === "" || textOf(read, "Id") !== id) {
    return refused(invalidArgument("The id of the request is not the one of the configuration.", { id }));
  }
  const names = await listRecordNames(store, bucket.account, start);
  if (names.length >= mostOfBucket && !names.includes(start + id)) {
    const message = `You are attempting to create a new configuration but have already reached the ${mostOfBucket}-configuration limit.`;
    return refused(s3Error(400, "TooManyConfigurations", message));
  }
  const document = xml.replace(/^\s*<\?xml[^>]*\?>\s*/, "");
  return changeRecord<Forwarding>(store, bucket.account, start + id, () => ({
    kind: "write",
    record: { xml: document },
    result: emptyAnswer(200),
  }));
}

async function list(
  store: StoreReader,
  bucket: StoredBucket,
  start: string,
  root: string,
  token: string | undefined,
): Promise<Forwarding> {
  const after = token === undefined ? "" : Buffer.from(token, "base64url").toString();
  const names = await listRecordNames(store, bucket.account, start);
  const rest = names.filter((name) => name > start + after);
  const page = rest.slice(0, mostOfList);
  const last = rest.length > page.length ? page.at(-1)?.slice(start.length) : undefined;
  const next =
    last === undefined
      ? ""
      : `<NextContinuationToken>${Buffer.from(last).toString("base64url")}</NextContinuationToken>`;
  const records = await Promise.all(page.map((name) => readRecord(store, bucket.account, name)));
  const members = records.map((record) => (record === undefined ? "" : String(record.xml))).join("");
  const isTruncated = `<IsTruncated>${last !== undefined}</IsTruncated>`;
  return xmlAnswer(`<${root} xmlns="${namespace}">${isTruncated}${next}${members}</${root}>`);
}

const namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

const absent = refused(s3Error(404, "NoSuchConfiguration", "The specified configuration does not exist."));

function recordStart({ name }: StoredBucket): string {
  return `s3-configuration/${name}/`;
}

function refused(error: AwsError): Forwarding {
  return { kind: "refused", error };
}

function emptyAnswer(httpStatus: number): Forwarding {
  return { kind: "answer", answer: { httpStatus, headers: {}, body: Buffer.alloc(0) } };
}

function xmlAnswer(xml: string): Forwarding {
  const body = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${xml}`);
  return {
    kind: "answer",
    answer: { httpStatus: 200, headers: { "content-type": "application/xml" }, body },
  };
}
