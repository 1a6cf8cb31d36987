import type { StoredBucket, StoreReader } from "../store";
import { readXml, type XmlElement } from "../xml";

/**
 * A configuration of a bucket, like `replication` or `logging`, as it is stored; undefined where there is none.
 *
 * @throws StoreError when the store does not answer
 */
export async function bucketConfiguration(
  store: StoreReader,
  { name, account, region }: StoredBucket,
  subresource: string,
): Promise<XmlElement | undefined> {
  return store.cached([`bucket/${name}`], `objects/${subresource}/${name}`, async () => {
    const path = `/${name}?${subresource}`;
    const answer = await store.ask({ account, region, signingName: "s3", path });
    return answer.httpStatus === 200 ? readXml(answer.body.toString()) : undefined;
  });
}
