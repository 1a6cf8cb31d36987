import type { IncomingHttpHeaders } from "node:http";
import type { Answer } from "../service";
import { escapeXml } from "../xml";
import type { FormUpload } from "./formUpload";

/**
 * The answer to a form whose file was stored, as the form wants it: a redirect, a document, or nothing.
 *
 * @param stored headers of the store's answer to the put
 * @param host of the request
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html
 */
export function formAnswer(
  { fields, key, target }: FormUpload,
  bucket: string,
  stored: IncomingHttpHeaders,
  host: string,
): Answer {
  const etag = typeof stored.etag === "string" ? stored.etag : "";
  const headers: Record<string, string> = { etag };
  for (const [name, value] of Object.entries(stored)) {
    if (name.startsWith("x-amz-") && typeof value === "string") headers[name] = value;
  }
  const location = `http://${host}${target}`;
  const redirect = redirection(fields.get("success_action_redirect") ?? fields.get("redirect"));
  if (redirect !== undefined) {
    for (const [name, value] of Object.entries({ bucket, key, etag })) redirect.searchParams.set(name, value);
    return { httpStatus: 303, headers: { ...headers, location: redirect.href }, body: Buffer.alloc(0) };
  }
  const status = fields.get("success_action_status");
  if (status === "201") {
    const element = (name: string, text: string) => `<${name}>${escapeXml(text)}</${name}>`;
    const parts = { Location: location, Bucket: bucket, Key: key, ETag: etag };
    const inner = Object.entries(parts).map(([name, text]) => element(name, text));
    const body = `<?xml version="1.0" encoding="UTF-8"?>\n<PostResponse>${inner.join("")}</PostResponse>`;
    const typed = { ...headers, location, "content-type": "application/xml" };
    return { httpStatus: 201, headers: typed, body: Buffer.from(body) };
  }
  return {
    httpStatus: status === "200" ? 200 : 204,
    headers: { ...headers, location },
    body: Buffer.alloc(0),
  };
}

/** What is no address is passed over. */
function redirection(text: string | undefined): URL | undefined {
  return text !== undefined && /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
}
