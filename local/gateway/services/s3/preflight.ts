import type { IncomingHttpHeaders } from "node:http";
import type { AwsError } from "../../model";
import type { Answer } from "../../service";
import type { StoreReader } from "../../store";
import { readXml, textOf, type XmlElement } from "../../xml";
import { readAddress } from "./address";
import { noSuchBucket, s3Error } from "./s3Error";

/** The answer to a browser, or S3's error. */
export type Preflight =
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "refused"; readonly error: AwsError };

/**
 * Answers what a browser asks before it sends a request from a page of another origin. Nobody signs that, and no policy
 * decides it: the bucket's CORS configuration does.
 *
 * @param target path and query as received
 * @throws StoreError when the store does not answer
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/RESTOPTIONSobject.html
 */
export async function answerPreflight(
  store: StoreReader,
  target: string,
  headers: IncomingHttpHeaders,
): Promise<Preflight> {
  const refused = (error: AwsError): Preflight => ({ kind: "refused", error });
  const [path = "/"] = target.split("?");
  const read = readAddress(headers.host ?? "", path);
  if (!read.ok) return refused(read.error);
  const { address } = read;
  const name = address.kind === "bucket" ? address.bucket : "";
  const rules = name === "" ? undefined : await corsRules(store, name);
  if (rules === undefined) return refused(noSuchBucket(name));
  const { origin } = headers;
  const method = headers["access-control-request-method"];
  if (origin === undefined) {
    return refused(s3Error(400, "BadRequest", "Insufficient information. Origin request header needed."));
  }
  const wanted = (headers["access-control-request-headers"] ?? "")
    .split(",")
    .map((header) => header.trim().toLowerCase())
    .filter((header) => header !== "");
  const rule = rules.find((candidate) => allows(candidate, origin, method ?? "", wanted));
  if (rule === undefined) {
    const message =
      rules.length === 0
        ? "CORSResponse: CORS is not enabled for this bucket."
        : "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.";
    const ResourceType =
      rules.length === 0 || (address.kind === "bucket" && address.key === "") ? "BUCKET" : "OBJECT";
    return refused(s3Error(403, "AccessForbidden", message, { Method: method ?? "OPTIONS", ResourceType }));
  }
  return {
    kind: "answer",
    answer: { httpStatus: 200, headers: told(rule, origin, wanted), body: Buffer.alloc(0) },
  };
}

/**
 * What S3 tells a browser in the answer to the request itself, where a rule of the bucket's lets its page read it;
 * else nothing.
 *
 * @throws StoreError when the store does not answer
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html
 */
export async function corsHeaders(
  store: StoreReader,
  bucket: string,
  origin: string,
  method: string,
): Promise<Readonly<Record<string, string>>> {
  const rules = (await corsRules(store, bucket)) ?? [];
  const rule = rules.find((candidate) => allows(candidate, origin, method, []));
  return rule === undefined ? {} : told(rule, origin, []);
}

/** The rules of a bucket, none where it has no configuration; undefined when there is no such bucket. */
async function corsRules(store: StoreReader, name: string): Promise<readonly XmlElement[] | undefined> {
  return store.cached([`bucket/${name}`], `s3 cors ${name}`, async () => {
    const bucket = await store.bucket(name);
    if (bucket === undefined) return undefined;
    const { account, region } = bucket;
    const answer = await store.ask({ account, region, signingName: "s3", path: `/${name}?cors` });
    return answer.httpStatus === 200 ? (readXml(answer.body.toString())?.children ?? []) : [];
  });
}

function valuesOf(rule: XmlElement, name: string): readonly string[] {
  return rule.children.filter((child) => child.name === name).map(({ text }) => text.trim());
}

/** `*` stands for any characters, at most once in an origin or a header. */
function matches(pattern: string, value: string): boolean {
  const [before = "", after] = pattern.split("*");
  if (after === undefined) return pattern === value;
  return value.length >= before.length + after.length && value.startsWith(before) && value.endsWith(after);
}

function allows(rule: XmlElement, origin: string, method: string, wanted: readonly string[]): boolean {
  const headers = valuesOf(rule, "AllowedHeader").map((header) => header.toLowerCase());
  return (
    valuesOf(rule, "AllowedOrigin").some((allowed) => matches(allowed, origin)) &&
    valuesOf(rule, "AllowedMethod").includes(method) &&
    wanted.every((header) => headers.some((allowed) => matches(allowed, header)))
  );
}

function told(rule: XmlElement, origin: string, wanted: readonly string[]): Readonly<Record<string, string>> {
  const exposed = valuesOf(rule, "ExposeHeader");
  const maxAgeSeconds = textOf(rule, "MaxAgeSeconds");
  const anyOrigin = valuesOf(rule, "AllowedOrigin").find((allowed) => matches(allowed, origin)) === "*";
  return {
    "access-control-allow-origin": anyOrigin ? "*" : origin,
    ...(anyOrigin ? {} : { "access-control-allow-credentials": "true" }),
    "access-control-allow-methods": valuesOf(rule, "AllowedMethod").join(", "),
    ...(wanted.length === 0 ? {} : { "access-control-allow-headers": wanted.join(", ") }),
    ...(exposed.length === 0 ? {} : { "access-control-expose-headers": exposed.join(", ") }),
    ...(maxAgeSeconds === undefined ? {} : { "access-control-max-age": maxAgeSeconds }),
    vary: "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
  };
}
