import { gunzipSync } from "node:zlib";
import { GetObjectCommand, ListObjectsV2Command, type S3Client } from "@aws-sdk/client-s3";
import { region } from "./actors";
import { sendSigned, type Credentials } from "./signing";

const targets = {
  kms: "TrentService",
  cloudtrail: "CloudTrail_20131101",
  logs: "Logs_20140328",
  events: "AWSEvents",
  organizations: "AWSOrganizationsV20161128",
} as const;

export type Members = Readonly<Record<string, unknown>>;

/** What a JSON service refused, shaped like an SDK's error. */
export class JsonServiceError extends Error {
  constructor(
    override readonly name: string,
    message: string,
    readonly $metadata: { readonly httpStatusCode: number },
  ) {
    super(message);
  }
}

/**
 * Calls an operation of a JSON 1.1 service whose SDK is no dependency here, with a signed request.
 *
 * @returns the members of the answer
 * @throws JsonServiceError when it refuses
 */
export async function jsonCall(
  credentials: Credentials,
  service: keyof typeof targets,
  operation: string,
  parameters: Members,
  inRegion = region,
): Promise<Members> {
  const { httpStatus, body } = await sendSigned(
    {
      service,
      region: inRegion,
      method: "POST",
      target: "/",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `${targets[service]}.${operation}`,
      },
      body: JSON.stringify(parameters),
    },
    credentials,
  );
  const members = (body === "" ? {} : JSON.parse(body)) as Members;
  if (httpStatus === 200) return members;
  const { __type = "", message = "" } = members as { readonly __type?: string; readonly message?: string };
  throw new JsonServiceError(__type, message, { httpStatusCode: httpStatus });
}

/** A record of a log file, as far as tests look at it. */
export interface TrailRecord {
  readonly eventName: string;
  readonly eventSource: string;
  readonly eventCategory: string;
  readonly recipientAccountId: string;
  readonly readOnly: boolean;
  readonly userIdentity: Readonly<Record<string, unknown>>;
  readonly requestParameters: Members | null;
  readonly responseElements: Members | null;
  readonly resources?: readonly Readonly<Record<string, string>>[];
  readonly errorCode?: string;
  readonly sharedEventID?: string;
  readonly additionalEventData?: Members;
  readonly managementEvent: boolean;
  readonly requestID: string;
}

/** Keys of a log bucket below a prefix. */
export async function keysBelow(s3: S3Client, bucket: string, prefix: string): Promise<readonly string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }));
  return Contents.flatMap(({ Key }) => Key ?? []);
}

/** The text of a gzip file in a log bucket. */
export async function gunzipped(s3: S3Client, bucket: string, key: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return gunzipSync((await Body?.transformToByteArray()) ?? Buffer.alloc(0)).toString();
}

/** All records below a prefix of a log bucket. */
export async function recordsBelow(
  s3: S3Client,
  bucket: string,
  prefix: string,
): Promise<readonly TrailRecord[]> {
  const files = (await keysBelow(s3, bucket, prefix)).filter((key) => !key.includes("CloudTrail-Digest"));
  const texts = await Promise.all(files.map((key) => gunzipped(s3, bucket, key)));
  return texts.flatMap((text) => (JSON.parse(text) as { readonly Records: readonly TrailRecord[] }).Records);
}

/**
 * Asks again until the answer is there.
 *
 * @throws Error when it is not within 15 seconds
 */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const found = await ask();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`${what}: not there within 15 seconds`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
