import { Agent, request } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import { administrator, iamClientOf, policy, region, s3ClientOf } from "../tests/engine/gateway/actors";
import { assume, trust } from "../tests/engine/gateway/identities";
import { signedHead } from "../tests/engine/gateway/signedHead";
import type { Credentials } from "../tests/engine/gateway/signing";

const account = "111111111111";
const bucket = "bench-drop";
/** The store without a gateway knows whose a bucket is by the keys of its account only. */
export const owner = administrator(account);
const kilobyte = "x".repeat(1_024);

/**
 * What a put needs: a bucket with a policy, and a session of a role that may only put below one prefix.
 *
 * @returns the session's credentials
 */
export async function prepare(endpoint: string): Promise<Credentials> {
  process.env.AWS_ENDPOINT_URL = endpoint;
  const s3 = s3ClientOf(owner);
  const iam = iamClientOf(account);
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  const Resource = `arn:aws:s3:::${bucket}/*`;
  const Condition = { Bool: { "aws:SecureTransport": "false" } };
  const Policy = policy({ Effect: "Deny", Principal: "*", Action: "s3:*", Resource, Condition });
  await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy }));
  const RoleName = "writer";
  const AssumeRolePolicyDocument = trust({ AWS: `arn:aws:iam::${account}:root` });
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const PolicyDocument = policy({ Action: "s3:PutObject", Resource: `arn:aws:s3:::${bucket}/in/*` });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "put", PolicyDocument }));
  return assume(owner, `arn:aws:iam::${account}:role/${RoleName}`);
}

/** Makes the same bucket in a store without a gateway. */
export async function prepareStore(endpoint: string): Promise<void> {
  process.env.AWS_ENDPOINT_URL = endpoint;
  await s3ClientOf(owner).send(new CreateBucketCommand({ Bucket: bucket }));
}

/** One client's connection, kept alive. */
export function connection(): Agent {
  return new Agent({ keepAlive: true, maxSockets: 1 });
}

/**
 * Puts 1 KB.
 *
 * @returns milliseconds from sending the signed request to the end of the answer
 * @throws Error when it is not acknowledged
 */
export async function put(
  agent: Agent,
  endpoint: string,
  key: string,
  credentials: Credentials,
): Promise<number> {
  process.env.AWS_ENDPOINT_URL = endpoint;
  const target = `/${bucket}/in/${key}`;
  const { headers } = signedHead(
    { service: "s3", region, method: "PUT", target, body: kilobyte },
    credentials,
  );
  const startedAt = performance.now();
  await send(agent, endpoint, target, { ...headers, "content-length": String(kilobyte.length) }, [kilobyte]);
  return performance.now() - startedAt;
}

const piece = Buffer.alloc(1024 * 1024, "x");

/** Puts one object of so many megabytes, as it comes. */
export async function putLarge(
  endpoint: string,
  key: string,
  credentials: Credentials,
  megabytes: number,
  form: "UNSIGNED-PAYLOAD" | "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
): Promise<void> {
  process.env.AWS_ENDPOINT_URL = endpoint;
  const target = `/${bucket}/in/${key}`;
  const chunked = form !== "UNSIGNED-PAYLOAD";
  const bytes = megabytes * piece.length;
  const framing = chunked
    ? { "content-encoding": "aws-chunked", "x-amz-decoded-content-length": String(bytes) }
    : {};
  const parts = { service: "s3", region, method: "PUT", target, headers: framing, body: "", payload: form };
  const { headers } = signedHead(parts, credentials);
  const size = `${piece.length.toString(16)}\r\n`;
  const end = "0\r\n\r\n";
  const length = chunked ? bytes + megabytes * (size.length + 2) + end.length : bytes;
  function* body() {
    for (let count = 0; count < megabytes; count += 1) {
      if (chunked) yield Buffer.concat([Buffer.from(size), piece, Buffer.from("\r\n")]);
      else yield piece;
    }
    if (chunked) yield Buffer.from(end);
  }
  await send(connection(), endpoint, target, { ...headers, "content-length": String(length) }, body());
}

async function send(
  agent: Agent,
  endpoint: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: Iterable<string | Buffer>,
): Promise<void> {
  const { hostname, port } = new URL(endpoint);
  const sent = request({ agent, hostname, port, method: "PUT", path, headers });
  const answered = new Promise<void>((resolve, reject) => {
    sent.on("error", reject);
    sent.on("response", (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () => {
        if (answer.statusCode === 200) resolve();
        else reject(new Error(`${answer.statusCode}: ${Buffer.concat(chunks).toString()}`));
      });
    });
  });
  if (Array.isArray(body)) {
    sent.end(body.join(""));
    await answered;
  } else await Promise.all([pipeline(Readable.from(body), sent), answered]);
}
