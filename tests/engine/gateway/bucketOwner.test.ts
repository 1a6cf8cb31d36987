/**
 * A bucket that is gone, and one of the same name that somebody else makes: a policy that names the account it is meant for
 * puts nothing into it, a policy that names only the bucket does.
 *
 * Does not prove: how long AWS keeps a name back after its bucket is gone.
 */
import assert from "node:assert/strict";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { administrator, makeUser, policy, region, s3ClientOf } from "./actors";

const owner = "111111111111";
const source = "222222222222";
const stranger = "333333333333";
const run = Date.now().toString(36);
const Bucket = `taken-${run}`;
const objects = `arn:aws:s3:::${Bucket}/*`;

describe("a bucket's name in other hands", () => {
  const clients: S3Client[] = [];
  const clientOf = (credentials: Parameters<typeof s3ClientOf>[0]): S3Client => {
    const client = s3ClientOf(credentials);
    clients.push(client);
    return client;
  };
  let careful: S3Client;
  let careless: S3Client;

  /** Makes the bucket in an account, open to the uploaders of the source. */
  async function makeBucket(account: string): Promise<S3Client> {
    const administration = clientOf(administrator(account));
    await administration.send(
      new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: region } }),
    );
    const uploaders = ["careful", "careless"].map((name) => `arn:aws:iam::${source}:user/${name}-${run}`);
    const Policy = policy({ Principal: { AWS: uploaders }, Action: "s3:PutObject", Resource: objects });
    await administration.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    return administration;
  }

  before(async () => {
    const put = { Action: "s3:PutObject", Resource: objects };
    const meant = { ...put, Condition: { StringEquals: { "aws:ResourceAccount": owner } } };
    careful = clientOf(await makeUser(source, `careful-${run}`, policy(meant)));
    careless = clientOf(await makeUser(source, `careless-${run}`, policy(put)));
  });
  after(() => {
    for (const client of clients) client.destroy();
  });

  it("gets no object of whoever names the account beside it", async () => {
    const put = () => new PutObjectCommand({ Bucket, Key: "a", Body: "x" });
    const first = await makeBucket(owner);
    await careful.send(put());
    await careless.send(put());
    await first.send(new DeleteObjectCommand({ Bucket, Key: "a" }));
    await first.send(new DeleteBucketCommand({ Bucket }));

    await makeBucket(stranger);
    await careless.send(put());
    await assert.rejects(careful.send(put()), { name: "AccessDenied" });
  });
});
