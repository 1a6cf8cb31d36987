import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { authenticate, type Authentication } from "./authenticate/authenticate";
import { sha256 } from "./authenticate/canonicalRequest";
import { rejectionError } from "./authenticate/errors";
import { SignedChunks } from "./authenticate/payload";
import { decodeAwsChunked } from "./awsChunked";
import { playedTimeFault } from "./decide/playedTime";
import { detectService, type DetectedService } from "./detect/detectService";
import { jsonOperation, queryOperation, type ReadOperation } from "./detect/namedOperation";
import type { Gateway } from "./gateway";
import type { AwsError, Call, Caller, ServiceName } from "./model";
import { readAll } from "./readAll";
import { receiveForm } from "./receiveForm";
import type { Protocol, RequestHead, Service } from "./service";
import { asJsonRequest, readSpoken, spokenProtocol } from "./wire/speak";

/** A request that was received, with who sent it or why it is refused. */
export interface Received {
  readonly call: Call;
  readonly detected: DetectedService;
  /** Undefined: not modelled. */
  readonly service: Service | undefined;
  readonly protocol: Protocol;
  readonly streamed: boolean;
  readonly result:
    | { readonly ok: true; readonly caller: Caller; readonly known: KnownCaller }
    | { readonly ok: false; readonly error: AwsError };
}

export type KnownCaller = Extract<Authentication, { readonly kind: "known" }>;

const largestBodyBytes = 2 * 1024 * 1024;

const protocols: Readonly<Record<ServiceName, Protocol>> = {
  s3: "s3",
  "s3-control": "restXml",
  sts: "query",
  iam: "query",
  sns: "query",
  kms: "json",
  cloudtrail: "json",
  logs: "json",
  monitoring: "json",
  events: "json",
  guardduty: "json",
  organizations: "json",
  other: "json",
};

/**
 * Reads a request as far as it must be known to decide it: service, operation, body (unless it is object bytes), and
 * who signed it.
 *
 * @param url of the first line
 * @param continueBody tells a client that waits for it to send its body
 * @throws Error when the client hangs up half-way
 */
export async function receive(
  gateway: Gateway,
  incoming: IncomingMessage,
  url: URL,
  continueBody: () => void,
): Promise<Received> {
  const receivedAt = new Date();
  const target = incoming.url ?? "/";
  const head: RequestHead = { method: incoming.method ?? "GET", url, target, headers: incoming.headers };
  const detected = detectService(head);
  const service = gateway.services.get(detected.service);
  const protocol = service?.spoken
    ? spokenProtocol(head)
    : (service?.protocol ?? protocols[detected.service]);
  const named = service?.operationOf?.(head);
  // Where S3 is not modelled its bodies still are objects.
  const streamed =
    named === undefined ? detected.service === "s3" && service === undefined : named.body !== "whole";
  const isForm = named?.body === "form";

  if (!streamed || isForm) continueBody();
  const raw = streamed ? undefined : await readAll(incoming, largestBodyBytes);
  const read =
    named ??
    (protocol === "s3" || protocol === "restXml" ? undefined : readOperation(protocol, head, raw, service));
  const call: Call = {
    service: detected.service,
    operation: operationName(detected, read, head),
    region: detected.region,
    method: head.method,
    url,
    target,
    headers: incoming.headers,
    body: raw,
    parameters: read?.parameters ?? {},
    requestId: protocol === "s3" ? s3RequestId() : randomUUID(),
    receivedAt,
    sourceIp: sourceIp(incoming),
  };
  const received = { call, detected, service, protocol, streamed };
  const refused = (error: AwsError): Received => ({ ...received, result: { ok: false, error } });
  if (!streamed && raw === undefined) return refused(tooLong(protocol));
  const untimely = playedTimeFault(incoming.headers);
  if (untimely !== undefined) return refused(untimely);
  if (isForm) return receiveForm(gateway, incoming, received);

  const authentication = await authenticate(
    {
      head,
      signed: { method: head.method, target, headers: incoming.headersDistinct },
      protocol,
      body: raw,
      receivedAt,
      mayBeUnsigned:
        protocol === "s3" || (read !== undefined && service?.unsigned?.has(read.operation) === true),
    },
    gateway.credentials,
    gateway.store,
  );
  if (authentication.kind === "rejected") return refused(rejectionError(protocol, authentication.rejection));
  if (service !== undefined && read === undefined) return refused(noOperation(protocol));
  const { caller } = authentication;
  const accepted: Received = { ...received, result: { ok: true, caller, known: authentication } };
  if (raw === undefined) return accepted;
  const body = await checkedBody(raw, authentication);
  if (!body.ok) return refused(body.error);
  const { spoken } = service ?? {};
  const asJson =
    spoken === undefined || read === undefined || protocol === "json"
      ? { body: body.bytes }
      : asJsonRequest(spoken, read, call.headers);
  return { ...accepted, call: { ...call, ...asJson } };
}

function readOperation(
  protocol: Protocol,
  head: RequestHead,
  body: Buffer | undefined,
  service: Service | undefined,
): ReadOperation | undefined {
  if (body === undefined) return undefined;
  if (service?.spoken !== undefined && (protocol === "query" || protocol === "cbor")) {
    return readSpoken(protocol, service.spoken, head, body);
  }
  return protocol === "json" ? jsonOperation(head, body) : queryOperation(head, body);
}

function operationName(
  { service, signingName }: DetectedService,
  read: ReadOperation | undefined,
  { method }: RequestHead,
): string {
  const name = read?.operation ?? method;
  return service === "other" ? `${signingName}:${name}` : name;
}

type CheckedBody =
  { readonly ok: true; readonly bytes: Buffer } | { readonly ok: false; readonly error: AwsError };

/** A body that was read whole: as it was signed, and without the framing of chunks. */
async function checkedBody(raw: Buffer, { payload, chunkSigning }: KnownCaller): Promise<CheckedBody> {
  if (payload.kind === "unsigned") return { ok: true, bytes: raw };
  if (payload.kind === "hashed") {
    const computed = sha256(raw);
    return computed === payload.sha256
      ? { ok: true, bytes: raw }
      : { ok: false, error: hashMismatch(payload.sha256, computed) };
  }
  if (payload.signedChunks && chunkSigning !== undefined) {
    const check = new SignedChunks(chunkSigning, payload.trailer);
    check.end(raw);
    try {
      await readAll(check, largestBodyBytes);
    } catch {
      return { ok: false, error: chunkMismatch };
    }
  }
  const bytes = decodeAwsChunked(raw);
  return bytes === undefined ? { ok: false, error: incompleteBody } : { ok: true, bytes };
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export function hashMismatch(given: string, computed: string): AwsError {
  return {
    httpStatus: 400,
    code: "XAmzContentSHA256Mismatch",
    message: "The provided 'x-amz-content-sha256' header does not match what was computed.",
    details: { ClientComputedContentSHA256: given, S3ComputedContentSHA256: computed },
  };
}

export const chunkMismatch: AwsError = {
  httpStatus: 403,
  code: "SignatureDoesNotMatch",
  message:
    "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
};

export const incompleteBody: AwsError = {
  httpStatus: 400,
  code: "IncompleteBody",
  message: "The request body terminated unexpectedly",
};

function tooLong(protocol: Protocol): AwsError {
  return protocol === "s3"
    ? { httpStatus: 400, code: "MaxMessageLengthExceeded", message: "Your request was too large." }
    : { httpStatus: 413, code: "RequestEntityTooLarge", message: "The request body is longer than 2 MiB." };
}

function noOperation(protocol: Protocol): AwsError {
  switch (protocol) {
    case "s3":
    case "restXml":
      return {
        httpStatus: 405,
        code: "MethodNotAllowed",
        message: "The specified method is not allowed against this resource.",
      };
    case "query":
      return { httpStatus: 400, code: "InvalidAction", message: "Could not find operation in this request" };
    case "json":
    case "cbor":
      return { httpStatus: 400, code: "UnknownOperationException", message: "" };
  }
}

/** Sixteen letters and digits, as S3 has them. */
function s3RequestId(): string {
  return randomUUID().replaceAll("-", "").slice(-16).toUpperCase();
}

function sourceIp(incoming: IncomingMessage): string {
  const played = incoming.headers["x-xput-source-ip"];
  if (typeof played === "string" && played !== "") return played;
  return (incoming.socket.remoteAddress ?? "127.0.0.1").replace(/^::ffff:/, "");
}
