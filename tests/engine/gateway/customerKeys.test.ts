/**
 * Puts with a key of the client's own, against what the bucket's encryption configuration blocks.
 *
 * Does not prove: that the store encrypts with that key.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { CreateBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { administrator, region, s3ClientOf } from "./actors";
import { refuses } from "./refusals";
import { sendSigned } from "./signing";

const account = "555555557002";
const admin = administrator(account);
const bucket = `customer-keys-${randomUUID().slice(0, 8)}`;
const key = randomBytes(32);

/** The SDK of this age may not know `BlockedEncryptionTypes`. */
async function block(type: "SSE-C" | "NONE"): Promise<void> {
  const blocked = `<BlockedEncryptionTypes><EncryptionType>${type}</EncryptionType></BlockedEncryptionTypes>`;
  const byDefault =
    "<ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault>";
  const { httpStatus, body } = await sendSigned(
    {
      service: "s3",
      region,
      method: "PUT",
      target: `/${bucket}?encryption`,
      body: `<ServerSideEncryptionConfiguration><Rule>${byDefault}${blocked}</Rule></ServerSideEncryptionConfiguration>`,
    },
    admin,
  );
  if (httpStatus !== 200) throw new Error(body);
}

const put = () =>
  s3ClientOf(admin).send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: "key",
      Body: "x",
      SSECustomerAlgorithm: "AES256",
      SSECustomerKey: key.toString("base64"),
    }),
  );
const putWhenBlocked = (type: "SSE-C" | "NONE") => async () => {
  await block(type);
  await put();
};
const putInNewBucket = async () => {
  const name = `customer-keys-${randomUUID().slice(0, 8)}`;
  await s3ClientOf(admin).send(new CreateBucketCommand({ Bucket: name }));
  const more = { SSECustomerAlgorithm: "AES256", SSECustomerKey: key.toString("base64") };
  await s3ClientOf(admin).send(new PutObjectCommand({ Bucket: name, Key: "key", Body: "x", ...more }));
};

describe("The local AWS's blocked encryption types", () => {
  before(async () => {
    await s3ClientOf(admin).send(new CreateBucketCommand({ Bucket: bucket }));
  });
  refuses([
    {
      what: "a put with the client's key where SSE-C is blocked",
      refused: putWhenBlocked("SSE-C"),
      code: "AccessDenied",
      twin: putWhenBlocked("NONE"),
    },
    {
      what: "a put with the client's key in a new bucket, which says nothing",
      refused: putInNewBucket,
      code: "AccessDenied",
      twin: putWhenBlocked("NONE"),
    },
  ]);
});
