import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it came over the wire. */
export interface ReceivedRequest {
  readonly method: string;
  /** As sent: percent-encoding stays. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The fields of a call to STS; empty for S3. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface PlayedAnswer {
  readonly httpStatus?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface PlayedAws {
  /** Like `http://127.0.0.1:34567`. */
  readonly endpoint: string;
  readonly requests: readonly ReceivedRequest[];
  readonly close: () => void;
}

/**
 * Plays S3 and STS on a loopback port: notes each request and answers as it is told. It decides and stores nothing.
 *
 * @param answer default: S3 takes every put, STS gives a session of account 111111111111
 */
export async function playAws(
  answer: (request: ReceivedRequest) => PlayedAnswer | undefined = () => undefined,
): Promise<PlayedAws> {
  const requests: ReceivedRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const { method = "", url: target = "", headers } = incoming;
      const body = Buffer.concat(chunks).toString();
      const isForm = headers["content-type"]?.startsWith("application/x-www-form-urlencoded") === true;
      const fields = Object.fromEntries(new URLSearchParams(isForm ? body : ""));
      const request = { method, target, headers, body, fields };
      requests.push(request);
      const told = answer(request) ?? (isForm ? stsAnswer(fields.Action ?? "") : putAnswer);
      outgoing.writeHead(told.httpStatus ?? 200, told.headers);
      outgoing.end(told.body);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    requests,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The session that the played STS gives. */
export const playedSession = {
  accessKeyId: "ASIAPLAYED",
  secretAccessKey: "played-secret",
  sessionToken: "played-token",
  expiration: new Date("2030-01-01T00:00:00Z"),
};

const putAnswer: PlayedAnswer = { headers: { etag: '"e1"', "x-amz-version-id": "v1" } };

/** STS's answer to an action. */
export function stsAnswer(
  action: string,
  session: Partial<typeof playedSession> = playedSession,
): PlayedAnswer {
  const { accessKeyId, secretAccessKey, sessionToken } = session;
  const tag = (name: string, value: string | undefined) =>
    value === undefined ? "" : `<${name}>${value}</${name}>`;
  const result =
    action === "GetCallerIdentity"
      ? "<Account>222222222222</Account><UserId>AIDAPLAYED</UserId><Arn>arn:aws:iam::222222222222:user/alice</Arn>"
      : `<Credentials>${tag("AccessKeyId", accessKeyId)}${tag("SecretAccessKey", secretAccessKey)}${tag("SessionToken", sessionToken)}<Expiration>2030-01-01T00:00:00Z</Expiration></Credentials>`;
  return {
    headers: { "content-type": "text/xml" },
    body: `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>${result}</${action}Result></${action}Response>`,
  };
}

/** STS's refusal. */
export function stsError(httpStatus: number, code: string, message: string): PlayedAnswer {
  return {
    httpStatus,
    headers: { "content-type": "text/xml" },
    body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r1</RequestId></ErrorResponse>`,
  };
}

/** S3's refusal. */
export function s3Error(httpStatus: number, code: string, message: string): PlayedAnswer {
  return {
    httpStatus,
    headers: { "content-type": "application/xml" },
    body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message><RequestId>r1</RequestId></Error>`,
  };
}
