import type { Passing } from "../../service";
import { StoreError } from "../../store";
import type { S3Request } from "./s3Request";

/**
 * New buckets have all four settings on.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export async function blockPublicAccess(
  { call, store, ownerAccount }: Passing,
  { address }: S3Request,
): Promise<void> {
  if (address.kind !== "bucket") return;
  const names = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"];
  const settings = names.map((name) => `<${name}>true</${name}>`).join("");
  const { region } = (await store.bucket(address.bucket)) ?? call;
  const answer = await store.ask({
    account: ownerAccount,
    signingName: "s3",
    region,
    method: "PUT",
    path: `/${address.bucket}?publicAccessBlock`,
    body: `<PublicAccessBlockConfiguration>${settings}</PublicAccessBlockConfiguration>`,
  });
  if (answer.httpStatus !== 200)
    throw new StoreError(`the store answered ${answer.httpStatus} for a new bucket's settings`);
}
