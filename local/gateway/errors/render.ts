import type { AwsError, ServiceName } from "../model";
import type { Answer, Protocol } from "../service";
import { writeCbor } from "../wire/cbor";
import type { SpokenWays } from "../wire/spokenWays";
import { escapeXml } from "../xml";

const namespaces: Readonly<Partial<Record<ServiceName, string>>> = {
  sts: "https://sts.amazonaws.com/doc/2011-06-15/",
  iam: "https://iam.amazonaws.com/doc/2010-05-08/",
  sns: "http://sns.amazonaws.com/doc/2010-03-31/",
  monitoring: "http://monitoring.amazonaws.com/doc/2010-08-01/",
};

/** What an error is rendered for. */
export interface ErrorPlace {
  readonly service: ServiceName;
  readonly protocol: Protocol;
  readonly requestId: string;
  /** HEAD answers have no body. */
  readonly method: string;
  /** The path as received, for S3's `Resource`. */
  readonly path: string;
  /** Of a JSON service that speaks other protocols, too. */
  readonly spoken?: SpokenWays;
}

/**
 * An error as its protocol writes it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#RESTErrorResponses
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#operation-error-serialization
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html#operation-error-serialization
 */
export function renderError(error: AwsError, place: ErrorPlace): Answer {
  const { protocol, requestId, method } = place;
  const [contentType, body] = errorBody(error, place);
  const hasBody = method !== "HEAD" && error.httpStatus !== 304;
  const headers: Record<string, string> = {
    ...(hasBody ? { "content-type": contentType } : {}),
    ...requestIdHeaders(protocol, requestId),
    ...(protocol === "json" ? { "x-amzn-errortype": error.code } : {}),
    ...(protocol === "cbor" ? cborHeaders(error, place) : {}),
  };
  return { httpStatus: error.httpStatus, headers, body: Buffer.from(hasBody ? body : "") };
}

function errorBody(
  error: AwsError,
  place: ErrorPlace,
): readonly [contentType: string, body: string | Buffer] {
  const { code, message } = error;
  switch (place.protocol) {
    case "json":
      return ["application/x-amz-json-1.1", JSON.stringify({ __type: code, message })];
    case "cbor": {
      const members = { __type: `${place.spoken?.shapeNamespace ?? ""}#${code}`, message };
      return ["application/cbor", writeCbor(members, new Set())];
    }
    case "query":
      return ["application/xml", xmlError({ ...error, code: place.spoken?.queryCodes[code] ?? code }, place)];
    case "s3":
    case "restXml":
      return ["application/xml", xmlError(error, place)];
  }
}

/** @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsquerycompatible-trait */
function cborHeaders({ code, httpStatus }: AwsError, { spoken }: ErrorPlace): Record<string, string> {
  const queryCode = spoken?.queryCodes[code] ?? code;
  return {
    "smithy-protocol": "rpc-v2-cbor",
    "x-amzn-query-error": `${queryCode};${httpStatus >= 500 ? "Receiver" : "Sender"}`,
  };
}

/** The headers in which a client finds the id under which its request is recorded. */
export function requestIdHeaders(protocol: Protocol, requestId: string): Readonly<Record<string, string>> {
  return protocol === "s3" || protocol === "restXml"
    ? { "x-amz-request-id": requestId, "x-amz-id-2": requestId }
    : { "x-amzn-requestid": requestId };
}

function xmlError(error: AwsError, { service, protocol, requestId, path }: ErrorPlace): string {
  const element = (name: string, text: string) => `<${name}>${escapeXml(text)}</${name}>`;
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  const details = Object.entries(error.details ?? {}).map(([name, text]) => element(name, text));
  const main = element("Code", error.code) + element("Message", error.message) + details.join("");
  if (protocol === "s3") {
    const resource = error.details?.["Resource"] === undefined ? element("Resource", path) : "";
    return `${declaration}<Error>${main}${resource}${element("RequestId", requestId)}${element("HostId", requestId)}</Error>`;
  }
  const namespace = namespaces[service];
  const xmlns = namespace === undefined ? "" : ` xmlns="${namespace}"`;
  const type = error.httpStatus >= 500 ? "Receiver" : "Sender";
  return `${declaration}<ErrorResponse${xmlns}><Error>${element("Type", type)}${main}</Error>${element("RequestId", requestId)}</ErrorResponse>`;
}
