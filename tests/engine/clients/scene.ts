import { CreateBucketCommand, GetObjectCommand, HeadObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { createHash } from "node:crypto";
import { administrator, policy, region, s3ClientOf } from "../gateway/actors";
import { makeRole, makeUserAt, trust } from "../gateway/identities";
import type { Credentials } from "../gateway/signing";

export const owner = "111111111111";
const source = "222222222222";

/** A bucket, its writer role, and an uploader of another account who may assume it. */
export interface Scene {
  readonly bucket: string;
  readonly writerArn: string;
  readonly externalId: string;
  /** Long-term keys of the uploader. */
  readonly uploader: Credentials;
  /** The owner's client. */
  readonly s3: S3Client;
}

/** Makes a bucket into which the writer role may put below `in/`. @param name unique within the run */
export async function makeScene(name: string): Promise<Scene> {
  const run = Date.now().toString(36);
  const bucket = `${name}-${run}`;
  const externalId = `agreed-${run}`;
  const s3 = s3ClientOf(administrator(owner));
  await s3.send(
    new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: region } }),
  );
  const userName = `${name}-${run}`;
  const uploader = await makeUserAt(
    source,
    "/app/",
    userName,
    policy({ Action: "sts:AssumeRole", Resource: `arn:aws:iam::${owner}:role/*` }),
  );
  await makeRole(owner, `${name}-writer-${run}`, {
    trust: trust(
      { AWS: `arn:aws:iam::${source}:user/app/${userName}` },
      { StringEquals: { "sts:ExternalId": externalId } },
    ),
    policy: policy({
      Action: ["s3:PutObject", "s3:AbortMultipartUpload"],
      Resource: `arn:aws:s3:::${bucket}/in/*`,
    }),
  });
  return { bucket, writerArn: `arn:aws:iam::${owner}:role/${name}-writer-${run}`, externalId, uploader, s3 };
}

/** SHA-256 of a stored object, in hexadecimal. */
export async function storedSha256({ s3, bucket }: Scene, Key: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
  const hash = createHash("sha256");
  for await (const chunk of Body as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest("hex");
}

/** Whether an object is there. */
export async function isStored({ s3, bucket }: Scene, Key: string): Promise<boolean> {
  return s3.send(new HeadObjectCommand({ Bucket: bucket, Key })).then(
    () => true,
    () => false,
  );
}
