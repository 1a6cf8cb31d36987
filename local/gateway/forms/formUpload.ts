import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { childOf, readXml, textOf } from "../xml";
import type { AwsError } from "../model";
import { invalidField, malformedPost, missingField } from "./formError";
import type { SizeRange } from "./formFile";
import { anySize, checkFormPolicy } from "./formPolicy";
import { readFormHead, type ReadFormHead } from "./multipartForm";

/** An upload by a form, as the put that it stands for. */
export interface FormUpload {
  /** Path of the object, as a put would have it. */
  readonly target: string;
  /** Headers that a put would have. */
  readonly headers: IncomingHttpHeaders;
  readonly key: string;
  /** base64, what the form's signature signs; undefined for a form without. */
  readonly policy: string | undefined;
  /** By lower-case name. */
  readonly fields: ReadonlyMap<string, string>;
  readonly delimiter: Buffer;
  readonly range: SizeRange;
}

export type ReadFormUpload =
  { readonly ok: true; readonly form: FormUpload } | { readonly ok: false; readonly error: AwsError };

/** Fields that a put has as headers of the same name. */
const sameHeader =
  /^(?:cache-control|content-type|content-disposition|content-encoding|content-language|expires|x-amz-(?:meta-.+|grant-.+|storage-class|server-side-encryption.*|website-redirect-location|object-lock-.+|checksum-.+|sdk-checksum-algorithm))$/;

const mostKeyBytes = 1_024;

/**
 * Reads a form up to its file and holds it against its policy. Who signed it is not looked at.
 *
 * @param bucket that the form was sent to
 * @param path of the request
 * @throws Error when the client hangs up half-way
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
 */
export async function readFormUpload(
  incoming: IncomingMessage,
  bucket: string,
  path: string,
  now: Date,
): Promise<ReadFormUpload> {
  const contentType = incoming.headers["content-type"] ?? "";
  const read = await readFormHead(incoming, contentType);
  if (!read.ok) return { ok: false, error: faultError(read) };
  const { head } = read;
  const fields = expanded(head.fields, head.fileName);
  const key = fields.get("key");
  if (key === undefined) return { ok: false, error: missingField("key") };
  if (key === "") {
    return { ok: false, error: invalidField("key", "User key must have a length greater than 0.") };
  }
  if (Buffer.byteLength(key) > mostKeyBytes) {
    return {
      ok: false,
      error: { httpStatus: 400, code: "KeyTooLongError", message: "Your key is too long" },
    };
  }
  const policy = fields.get("policy");
  const checked =
    policy === undefined
      ? ({ ok: true, range: anySize } as const)
      : checkFormPolicy({ policy, fields, bucket, now });
  if (!checked.ok) return checked;
  const headers = putHeaders(fields);
  if (!headers.ok) return headers;
  const encoded = key.split("/").map(encodeURIComponent).join("/");
  const { host } = incoming.headers;
  return {
    ok: true,
    form: {
      target: `${path.replace(/\/$/, "")}/${encoded}`,
      headers: { ...headers.headers, ...(host === undefined ? {} : { host }) },
      key,
      policy,
      fields,
      delimiter: head.delimiter,
      range: checked.range,
    },
  };
}

/** `${filename}` stands for the file's name in every field. */
function expanded(fields: ReadonlyMap<string, string>, fileName: string): ReadonlyMap<string, string> {
  // Some browsers tell the whole path.
  const name = fileName.replace(/^.*[/\\]/s, "");
  const signed = new Set(["policy", "x-amz-signature"]);
  return new Map(
    [...fields].map(([field, value]) => [
      field,
      signed.has(field) ? value : value.replaceAll("${filename}", name),
    ]),
  );
}

function faultError({ fault, name = "" }: Extract<ReadFormHead, { readonly ok: false }>): AwsError {
  switch (fault) {
    case "malformed":
      return malformedPost;
    case "noFile":
      return invalidField("file", "POST requires exactly one file upload per request.");
    case "repeatedField":
      return invalidField(name, `POST requires at most one field named '${name}'.`);
    case "tooLong":
      return {
        httpStatus: 400,
        code: "MaxPostPreDataLengthExceeded",
        message: "Your POST request fields preceding the upload file were too large.",
      };
  }
}

type PutHeaders =
  | { readonly ok: true; readonly headers: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly error: AwsError };

function putHeaders(fields: ReadonlyMap<string, string>): PutHeaders {
  const headers: Record<string, string> = { "content-type": "binary/octet-stream" };
  const acl = fields.get("acl");
  if (acl !== undefined) headers["x-amz-acl"] = acl;
  for (const [name, value] of fields) if (sameHeader.test(name)) headers[name] = value;
  const tagging = fields.get("tagging");
  if (tagging !== undefined) {
    const header = taggingHeader(tagging);
    if (header === undefined) {
      const message =
        "The XML you provided was not well-formed or did not validate against our published schema";
      return { ok: false, error: { httpStatus: 400, code: "MalformedXML", message } };
    }
    headers["x-amz-tagging"] = header;
  }
  for (const [name, value] of Object.entries(headers)) {
    if (/[^\P{Cc}\t]/u.test(value)) {
      return { ok: false, error: invalidField(name, `The value of ${name} has control characters.`) };
    }
    // As bytes of UTF-8, which headers carry like any.
    headers[name] = Buffer.from(value).toString("latin1");
  }
  return { ok: true, headers };
}

/** The field has the document of PutObjectTagging. */
function taggingHeader(xml: string): string | undefined {
  const root = readXml(xml);
  if (root?.name !== "Tagging") return undefined;
  const tags = childOf(root, "TagSet")?.children ?? [];
  return new URLSearchParams(
    tags.map((tag): [string, string] => [textOf(tag, "Key") ?? "", childOf(tag, "Value")?.text ?? ""]),
  ).toString();
}
