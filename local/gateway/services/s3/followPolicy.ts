import { forgetPrincipals, readableText, savePrincipals } from "../../principals/savedPrincipals";
import type { Amendment, Passing, StoreHead } from "../../service";

/** Follows whom the policy of a bucket names: when it was written, and when it is told. */
export async function followPolicy(
  { call, store }: Passing,
  bucket: string,
  head: StoreHead,
): Promise<Amendment | undefined> {
  const place = `bucket/${bucket}` as const;
  switch (call.operation) {
    case "PutBucketPolicy":
      await savePrincipals(store, place, call.body?.toString() ?? "");
      return undefined;
    case "DeleteBucket":
    case "DeleteBucketPolicy":
      forgetPrincipals(place);
      return undefined;
    case "GetBucketPolicy": {
      const body = Buffer.from(await readableText(store, place, (await head.body()).toString()));
      return { answer: { httpStatus: 200, headers: { "content-type": "application/json" }, body } };
    }
    default:
      return undefined;
  }
}
