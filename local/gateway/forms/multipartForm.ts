import type { Readable } from "node:stream";

/** What stands before the file of a form, and where its bytes begin. */
export interface FormHead {
  /** Values by lower-case name, in the order given. */
  readonly fields: ReadonlyMap<string, string>;
  /** As the client gave it; empty: none. */
  readonly fileName: string;
  /** What ends each part: `\r\n--…`. */
  readonly delimiter: Buffer;
}

export type ReadFormHead =
  | { readonly ok: true; readonly head: FormHead }
  | {
      readonly ok: false;
      readonly fault: "malformed" | "tooLong" | "noFile" | "repeatedField";
      readonly name?: string;
    };

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html */
const mostBytesBeforeFile = 20 * 1024;

/**
 * Reads a `multipart/form-data` body up to the first byte of its part `file`, which is left in the stream.
 *
 * @param contentType with the boundary
 * @throws Error when the stream ends half-way
 * @see https://www.rfc-editor.org/rfc/rfc7578
 */
export async function readFormHead(stream: Readable, contentType: string): Promise<ReadFormHead> {
  const boundary = boundaryOf(contentType);
  if (boundary === undefined) return { ok: false, fault: "malformed" };
  const delimiter = Buffer.from(`\r\n--${boundary}`, "latin1");
  return new Promise((resolve, reject) => {
    // The first delimiter has no line before it.
    let pending: Buffer = Buffer.from("\r\n");
    const end = (result: ReadFormHead) => {
      stream.off("data", onData);
      stream.off("end", onEnd);
      stream.off("close", onClose);
      stream.off("error", reject);
      stream.pause();
      resolve(result);
    };
    const onData = (chunk: Buffer) => {
      pending = Buffer.concat([pending, chunk]);
      const parsed = parseHead(pending, delimiter);
      if (parsed === "more") {
        if (pending.length > mostBytesBeforeFile) end({ ok: false, fault: "tooLong" });
        return;
      }
      end(parsed);
      if (parsed.ok && parsed.fileAt < pending.length) stream.unshift(pending.subarray(parsed.fileAt));
    };
    const onEnd = () => {
      end({ ok: false, fault: "malformed" });
    };
    const onClose = () => {
      reject(new Error("the stream ended half-way"));
    };
    stream.on("data", onData);
    stream.on("end", onEnd);
    stream.on("close", onClose);
    stream.on("error", reject);
  });
}

type ParsedHead =
  | "more"
  | { readonly ok: true; readonly head: FormHead; readonly fileAt: number }
  | Extract<ReadFormHead, { readonly ok: false }>;

function parseHead(bytes: Buffer, delimiter: Buffer): ParsedHead {
  const fields = new Map<string, string>();
  if (bytes.length < delimiter.length) return "more";
  if (!bytes.subarray(0, delimiter.length).equals(delimiter)) return { ok: false, fault: "malformed" };
  for (let at = delimiter.length; ;) {
    if (bytes.length < at + 2) return "more";
    const next = bytes.toString("latin1", at, at + 2);
    if (next === "--") return { ok: false, fault: "noFile" };
    if (next !== "\r\n") return { ok: false, fault: "malformed" };
    const headersEnd = bytes.indexOf("\r\n\r\n", at);
    if (headersEnd < 0) return "more";
    const part = readPartHeaders(bytes.toString("utf8", at + 2, headersEnd));
    if (part === undefined) return { ok: false, fault: "malformed" };
    const valueAt = headersEnd + 4;
    const name = part.name.toLowerCase();
    if (name === "file") {
      return { ok: true, head: { fields, fileName: part.fileName, delimiter }, fileAt: valueAt };
    }
    // An empty value ends where its headers do.
    const valueEnd = bytes.indexOf(delimiter, valueAt - 2);
    if (valueEnd < 0) return "more";
    if (fields.has(name)) return { ok: false, fault: "repeatedField", name: part.name };
    fields.set(name, bytes.toString("utf8", valueAt, Math.max(valueAt, valueEnd)));
    at = valueEnd + delimiter.length;
  }
}

function readPartHeaders(text: string): { readonly name: string; readonly fileName: string } | undefined {
  for (const line of text.split("\r\n")) {
    if (!/^content-disposition\s*:\s*form-data\s*;/i.test(line)) continue;
    const parameter = (name: string) =>
      new RegExp(`;\\s*${name}="((?:[^"\\\\]|\\\\.)*)"`, "i").exec(line)?.[1] ??
      new RegExp(`;\\s*${name}=([^\\s";]+)`, "i").exec(line)?.[1];
    const name = parameter("name");
    return name === undefined ? undefined : { name, fileName: unescaped(parameter("filename") ?? "") };
  }
  return undefined;
}

/** Browsers write a quote as `%22`, others as `\"`. */
function unescaped(fileName: string): string {
  return fileName.replaceAll('\\"', '"').replaceAll("%22", '"');
}

function boundaryOf(contentType: string): string | undefined {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]+)"|([^\s;"]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  return boundary !== undefined && boundary.length <= 70 ? boundary : undefined;
}
