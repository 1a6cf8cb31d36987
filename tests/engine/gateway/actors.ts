import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { S3Client } from "@aws-sdk/client-s3";
import type { Credentials } from "./signing";
import { sendSigned } from "./signing";

export const region = "eu-west-1";

/** One statement of a policy; `Sid` and `Effect` are added. */
export interface Statement {
  readonly Effect?: "Allow" | "Deny";
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: unknown;
}

/** JSON text of a policy. */
export function policy(...statements: readonly Statement[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((statement) => ({ Effect: "Allow", ...statement })),
  });
}

/** Administrator keys of an account. */
export function administrator(account: string): Credentials {
  return { accessKeyId: account, secretAccessKey: "any" };
}

/** Headers by which a test plays TLS, an address or an endpoint; see the gateway's global condition keys. */
export type Played = Readonly<Record<string, string>>;

/** A client of S3; its requests are never retried, so that each answer is the first. */
export function s3ClientOf(credentials: Credentials, played: Played = {}): S3Client {
  const client = new S3Client({
    region,
    endpoint: process.env.AWS_ENDPOINT_URL ?? "",
    forcePathStyle: true,
    maxAttempts: 1,
    credentials,
  });
  client.middlewareStack.add(
    (next) => (args) => {
      Object.assign((args.request as { headers: Record<string, string> }).headers, played);
      return next(args);
    },
    { step: "build" },
  );
  return client;
}

/** A client of IAM with an account's administrator keys. */
export function iamClientOf(account: string): IAMClient {
  return new IAMClient({
    region,
    endpoint: process.env.AWS_ENDPOINT_URL ?? "",
    credentials: administrator(account),
  });
}

/** Makes a user with one inline policy and an access key. */
export async function makeUser(account: string, name: string, document: string): Promise<Credentials> {
  const iam = iamClientOf(account);
  try {
    await iam.send(new CreateUserCommand({ UserName: name }));
    await iam.send(
      new PutUserPolicyCommand({ UserName: name, PolicyName: "test", PolicyDocument: document }),
    );
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: name }));
    return { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
  } finally {
    iam.destroy();
  }
}

/** Asks KMS, whose SDK is no dependency here. @throws Error with its answer when it refuses */
export async function kms(
  account: string,
  operation: string,
  parameters: Readonly<Record<string, unknown>>,
): Promise<Record<string, Record<string, string>>> {
  const { httpStatus, body } = await sendSigned(
    {
      service: "kms",
      region,
      method: "POST",
      target: "/",
      headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": `TrentService.${operation}` },
      body: JSON.stringify(parameters),
    },
    administrator(account),
  );
  if (httpStatus !== 200) throw new Error(`${operation}: ${body}`);
  return (body === "" ? {} : JSON.parse(body)) as Record<string, Record<string, string>>;
}
