import type { RequestHead } from "../service";

/** The signature that a request carries (Signature Version 4). */
export interface Signature {
  /** In the `Authorization` header, in the query of a presigned URL, or in the fields of a form. */
  readonly form: "header" | "query" | "fields";
  readonly accessKeyId: string;
  /** `date/region/service/aws4_request` */
  readonly scope: CredentialScope;
  /** Lower-case names, in the order given. */
  readonly signedHeaders: readonly string[];
  /** 64 hexadecimal digits, unless it is wrong. */
  readonly signature: string;
  /** `X-Amz-Date`, or `Date`, as `yyyyMMddTHHmmssZ`. */
  readonly timestamp: string;
  readonly signedAt: Date;
  /** Presigned URLs only: how many seconds it holds from `signedAt`. */
  readonly expiresSeconds?: number;
  readonly sessionToken?: string;
}

export interface CredentialScope {
  /** `yyyyMMdd` */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

/** What a request says about its signature. */
export type SignatureReading =
  | { readonly kind: "signed"; readonly signature: Signature }
  | { readonly kind: "unsigned" }
  /** Signed in a way that is not understood, or not completely. */
  | { readonly kind: "malformed"; readonly fault: SignatureFault };

export type SignatureFault =
  | "otherMechanism"
  | "incompleteHeader"
  | "incompleteQuery"
  | "wrongCredential"
  | "wrongDate"
  | "wrongExpires";

export const algorithm = "AWS4-HMAC-SHA256";

/** Names of the query parameters that make a URL presigned; they are not part of what is asked for. */
export const presignParameters: ReadonlySet<string> = new Set([
  "x-amz-algorithm",
  "x-amz-credential",
  "x-amz-date",
  "x-amz-expires",
  "x-amz-signedheaders",
  "x-amz-signature",
  "x-amz-security-token",
]);

const mostExpiresSeconds = 604_800;

/**
 * Reads the signature of a request, without looking whether it is right.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
 */
export function readSignature(head: RequestHead): SignatureReading {
  const { authorization } = head.headers;
  if (authorization !== undefined) return readHeader(head, authorization);
  const query = new Map([...head.url.searchParams].map(([name, value]) => [name.toLowerCase(), value]));
  if (query.has("x-amz-algorithm") || query.has("x-amz-signature") || query.has("x-amz-credential"))
    return readQuery(query);
  const signedOldWay = query.has("awsaccesskeyid") && query.has("signature");
  return signedOldWay ? malformed("otherMechanism") : { kind: "unsigned" };
}

function readHeader({ headers }: RequestHead, authorization: string): SignatureReading {
  const [mechanism = "", rest = ""] = /^(\S+)\s+(.*)$/s.exec(authorization)?.slice(1) ?? [];
  if (mechanism !== algorithm) return malformed("otherMechanism");
  const fields = new Map<string, string>();
  for (const part of rest.split(",")) {
    const [name = "", value = ""] = /^\s*(\w+)=(.*?)\s*$/s.exec(part)?.slice(1) ?? [];
    fields.set(name, value);
  }
  const credential = fields.get("Credential");
  const signedHeaders = fields.get("SignedHeaders");
  const signature = fields.get("Signature");
  if (credential === undefined || signedHeaders === undefined || signature === undefined)
    return malformed("incompleteHeader");
  const timestamp = one(headers["x-amz-date"]) ?? basicFormat(headers.date);
  const sessionToken = one(headers["x-amz-security-token"]);
  return complete({ form: "header", credential, signedHeaders, signature, timestamp, sessionToken });
}

function readQuery(query: ReadonlyMap<string, string>): SignatureReading {
  const expires = query.get("x-amz-expires");
  const credential = query.get("x-amz-credential");
  const signedHeaders = query.get("x-amz-signedheaders");
  const signature = query.get("x-amz-signature");
  const timestamp = query.get("x-amz-date");
  if (query.get("x-amz-algorithm") !== algorithm) {
    return malformed(query.has("x-amz-algorithm") ? "otherMechanism" : "incompleteQuery");
  }
  if (
    credential === undefined ||
    signedHeaders === undefined ||
    signature === undefined ||
    timestamp === undefined ||
    expires === undefined
  ) {
    return malformed("incompleteQuery");
  }
  const expiresSeconds = Number(expires);
  if (!/^\d+$/.test(expires) || expiresSeconds < 1 || expiresSeconds > mostExpiresSeconds)
    return malformed("wrongExpires");
  const sessionToken = query.get("x-amz-security-token");
  return complete({
    form: "query",
    credential,
    signedHeaders,
    signature,
    timestamp,
    expiresSeconds,
    sessionToken,
  });
}

/** What a form says about its signature. */
export type FormSignatureReading = SignatureReading | { readonly kind: "missing"; readonly field: string };

/**
 * Reads the signature of a form, without looking whether it is right.
 *
 * @param fields values by lower-case name
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html
 */
export function readFormSignature(fields: ReadonlyMap<string, string>): FormSignatureReading {
  if (fields.has("awsaccesskeyid") || fields.has("signature")) return malformed("otherMechanism");
  const names = ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Signature"];
  const [method, credential, timestamp, signature] = names.map((name) => fields.get(name.toLowerCase()));
  if (method === undefined && credential === undefined && signature === undefined)
    return { kind: "unsigned" };
  const field = names.find((name) => !fields.has(name.toLowerCase()));
  if (field !== undefined || credential === undefined || signature === undefined) {
    return { kind: "missing", field: field ?? "" };
  }
  if (method !== algorithm) return malformed("otherMechanism");
  const sessionToken = fields.get("x-amz-security-token");
  return complete({ form: "fields", credential, signedHeaders: "", signature, timestamp, sessionToken });
}

interface Parts {
  readonly form: Signature["form"];
  readonly credential: string;
  readonly signedHeaders: string;
  readonly signature: string;
  readonly timestamp: string | undefined;
  readonly expiresSeconds?: number;
  readonly sessionToken: string | undefined;
}

function complete(parts: Parts): SignatureReading {
  const { form, credential, signedHeaders, signature, timestamp, expiresSeconds, sessionToken } = parts;
  const fields = credential.split("/");
  const [accessKeyId = "", date = "", region = "", service = "", last = ""] = fields;
  const named = accessKeyId !== "" && region !== "" && service !== "";
  if (fields.length !== 5 || last !== "aws4_request" || !named || !/^\d{8}$/.test(date))
    return malformed("wrongCredential");
  const signedAt = timestamp === undefined ? undefined : dateOf(timestamp);
  if (timestamp === undefined || signedAt === undefined || !timestamp.startsWith(date))
    return malformed("wrongDate");
  return {
    kind: "signed",
    signature: {
      form,
      accessKeyId,
      scope: { date, region, service },
      signedHeaders: signedHeaders.toLowerCase().split(";"),
      signature,
      timestamp,
      signedAt,
      ...(expiresSeconds === undefined ? {} : { expiresSeconds }),
      ...(sessionToken === undefined ? {} : { sessionToken }),
    },
  };
}

function malformed(fault: SignatureFault): SignatureReading {
  return { kind: "malformed", fault };
}

/** `yyyyMMddTHHmmssZ` as a time. */
function dateOf(timestamp: string): Date | undefined {
  const fields = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(timestamp)?.slice(1);
  if (fields === undefined) return undefined;
  const [year = "", month = "", day = "", hour = "", minute = "", second = ""] = fields;
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** A time as `yyyyMMddTHHmmssZ`; undefined when the text is none. */
export function basicFormat(date: string | Date | undefined): string | undefined {
  const parsed = new Date(date ?? NaN);
  if (Number.isNaN(parsed.getTime())) return undefined;
  return `${parsed
    .toISOString()
    .replace(/[-:]/g, "")
    .replace(/\.\d{3}Z$/, "")}Z`;
}

function one(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === "string" ? value : value?.[0];
}
