import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { Exchange } from "./answer";
import type { PayloadMismatch } from "./authenticate/payload";
import { SignedChunks } from "./authenticate/payload";
import { presignParameters } from "./authenticate/signature";
import { FormFault, FormFile } from "./forms/formFile";
import type { FormUpload } from "./forms/formUpload";
import { forward, type ForwardedRequest, type StreamedBody } from "./forward/forward";
import type { AwsError, Call, Outcome } from "./model";
import { chunkMismatch, hashMismatch, incompleteBody, type KnownCaller } from "./receive";
import type { Answer, Forwarding, Passing, Scope, StoreHead } from "./service";
import { storeRefusal } from "./services/jsonAnswer";
import { StoreError } from "./store";

/** How a request ends: what goes to the client, and what is remembered of it. */
export type Ending =
  /** Nobody is there any more to answer to. */
  | { readonly kind: "gone" }
  | ((
      | { readonly kind: "error"; readonly error: AwsError }
      | { readonly kind: "answer"; readonly answer: Answer }
      | {
          readonly kind: "stream";
          readonly stream: IncomingMessage;
          readonly httpStatus: number;
          readonly headers: IncomingHttpHeaders;
        }
    ) & { readonly response?: Outcome["response"] });

/**
 * Passes on what is allowed, and what the service makes of the store's answer.
 *
 * @param account in which the store acts
 * @param passing absent for what is not modelled: the service is not asked then
 * @throws StoreError when the store does not answer
 */
export async function pass(
  exchange: Exchange,
  known: KnownCaller,
  forwarding: Forwarding,
  account: string,
  passing?: Passing,
): Promise<Ending> {
  if (forwarding.kind === "refused") return { kind: "error", error: forwarding.error };
  if (forwarding.kind === "answer") {
    const { answer, response } = forwarding;
    return { kind: "answer", answer, ...(response === undefined ? {} : { response }) };
  }
  const { gateway, received } = exchange;
  const { call, service } = received;
  const { store } = gateway;
  const scopes = (passing && service?.changes?.(call, account)) ?? defaultScopes(call, account);
  store.noteAccount(account);
  if (call.service === "organizations") store.noteManagementAccount(account);
  store.forget(scopes);
  const { body } = forwarding;
  const isHere = body === undefined || Buffer.isBuffer(body);
  const source = isHere ? undefined : await gateway.connection.open(body);
  try {
    if (source !== undefined && (source.statusCode ?? 500) >= 300) {
      return { kind: "error", error: changedSource };
    }
    const request = storeRequest(exchange, known, forwarding, account, source);
    const forwarded = await forward(gateway.connection, request);
    if (forwarded.kind === "answered") {
      return await amended(forwarded.head, forwarded.stream, exchange, passing);
    }
    if (forwarded.kind === "mismatch") {
      return { kind: "error", error: mismatchError(call.headers, forwarded.mismatch) };
    }
    if (forwarded.kind === "incomplete" && source === undefined) return { kind: "gone" };
    const why = forwarded.kind === "storeDown" ? forwarded.message : "it broke off what is to be copied";
    throw new StoreError(`the local AWS's store does not answer: ${why}`);
  } finally {
    source?.destroy();
    // What was read while the store was at it may be of before or after.
    store.forget(scopes);
  }
}

/** Between the look at the source of a copy and its copying it was changed. */
const changedSource: AwsError = {
  httpStatus: 409,
  code: "OperationAborted",
  message:
    "A conflicting conditional operation is currently in progress against this resource. Please try again.",
};

const onePieceBytes = 16 * 1024;
const reading = /^(?:[\w-]+:)?(?:Get|List|Describe|Head|Lookup|Simulate|GET$|HEAD$)/;

function defaultScopes({ service, operation }: Call, account: string): readonly Scope[] {
  return reading.test(operation) ? [] : [`${account}/${service}`];
}

async function amended(
  head: StoreHead,
  stream: IncomingMessage,
  { received }: Exchange,
  passing: Passing | undefined,
): Promise<Ending> {
  let whole: Promise<Buffer> | undefined;
  const body = () => (whole ??= head.body());
  // What was asked in another protocol than the store's is told in that one, whole.
  const isTranslated = received.protocol !== (received.service?.protocol ?? received.protocol);
  const amendment =
    (passing && (await received.service?.afterResponse?.(passing, { ...head, body }))) ??
    (isTranslated ? await storeRefusal({ ...head, body }) : undefined);
  const response = amendment?.response === undefined ? {} : { response: amendment.response };
  const replaced = amendment?.error !== undefined || amendment?.answer !== undefined;
  if (replaced && whole === undefined) stream.resume();
  if (amendment?.error !== undefined) return { kind: "error", error: amendment.error, ...response };
  const own = amendment?.headers ?? {};
  if (amendment?.answer !== undefined) {
    const { answer } = amendment;
    const answerHeaders = definedHeaders({ ...answer.headers, ...own });
    return { kind: "answer", answer: { ...answer, headers: answerHeaders }, ...response };
  }
  const { httpStatus } = head;
  // One piece is quicker than a stream.
  const isShort = Number(head.headers["content-length"] ?? Infinity) <= onePieceBytes;
  if (isShort || isTranslated) whole ??= head.body();
  if (whole === undefined) {
    return { kind: "stream", stream, httpStatus, headers: { ...head.headers, ...own }, ...response };
  }
  const headers = definedHeaders({ ...head.headers, ...own });
  return { kind: "answer", answer: { httpStatus, headers, body: await whole }, ...response };
}

function definedHeaders(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Answer["headers"] {
  const defined: Record<string, string | readonly string[]> = {};
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) defined[name] = value;
  return defined;
}

function storeRequest(
  { received, incoming, continueBody }: Exchange,
  known: KnownCaller,
  forwarding: Extract<Forwarding, { readonly kind: "forward" }>,
  account: string,
  source: IncomingMessage | undefined,
): ForwardedRequest {
  const { call, detected, protocol, streamed } = received;
  const headers: IncomingHttpHeaders = { ...(call.form?.headers ?? call.headers) };
  const chunked = known.payload.kind === "streaming";
  if (chunked && !streamed) withoutFraming(headers);
  for (const [name, value] of Object.entries(forwarding.headers ?? {})) {
    if (value === undefined) Reflect.deleteProperty(headers, name);
    else headers[name] = value;
  }
  if (source !== undefined) headers["content-length"] = source.headers["content-length"];
  if (streamed && call.form === undefined) continueBody();
  return {
    method: forwarding.method ?? call.method,
    path: storePath(forwarding.path, call, protocol !== "s3" && protocol !== "restXml"),
    headers,
    account,
    region: forwarding.region ?? detected.region,
    signingName: detected.signingName,
    body: bodyOf(),
  };

  function bodyOf(): ForwardedRequest["body"] {
    if (source !== undefined) return { source };
    if (Buffer.isBuffer(forwarding.body)) return forwarding.body;
    return streamed ? streamedBody(incoming, known, call.form) : (call.body ?? Buffer.alloc(0));
  }
}

/** A body that was read whole goes on as its bytes. */
function withoutFraming(headers: IncomingHttpHeaders): void {
  const encodings = (headers["content-encoding"] ?? "").split(",").map((encoding) => encoding.trim());
  const others = encodings.filter((encoding) => encoding !== "aws-chunked" && encoding !== "");
  if (others.length > 0) headers["content-encoding"] = others.join(",");
  else delete headers["content-encoding"];
  for (const name of ["x-amz-decoded-content-length", "x-amz-trailer"]) Reflect.deleteProperty(headers, name);
  headers["x-amz-content-sha256"] = "UNSIGNED-PAYLOAD";
}

function streamedBody(
  source: IncomingMessage,
  { payload, chunkSigning }: KnownCaller,
  form: FormUpload | undefined,
): StreamedBody {
  if (form !== undefined) return { source, check: new FormFile(form.delimiter, form.range) };
  if (payload.kind === "hashed") return { source, sha256: payload.sha256 };
  const signed = payload.kind === "streaming" && payload.signedChunks && chunkSigning !== undefined;
  return signed ? { source, check: new SignedChunks(chunkSigning, payload.trailer) } : { source };
}

/** The store routes by path too: what is asked of the services with one address must not look like another service. */
function storePath(path: string | undefined, call: Call, oneAddress: boolean): string {
  if (path !== undefined) return path;
  if (!oneAddress || call.service === "other") return withoutPresigning(call.target ?? call.url.pathname);
  return call.method === "GET" ? withoutPresigning(`/${call.url.search}`) : "/";
}

function withoutPresigning(target: string): string {
  const [path = "/", ...queries] = target.split("?");
  const kept = queries
    .join("?")
    .split("&")
    .filter((part) => part !== "" && !presignParameters.has((part.split("=")[0] ?? "").toLowerCase()));
  return kept.length === 0 ? path : `${path}?${kept.join("&")}`;
}

function mismatchError(headers: IncomingHttpHeaders, mismatch: PayloadMismatch): AwsError {
  if (mismatch instanceof FormFault) return mismatch.error;
  switch (mismatch.kind) {
    case "hash":
      return hashMismatch(String(headers["x-amz-content-sha256"]), mismatch.computedSha256 ?? "");
    case "chunkSignature":
      return chunkMismatch;
    case "framing":
    case "form":
      return incompleteBody;
  }
}
