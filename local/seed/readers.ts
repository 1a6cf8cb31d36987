import { bucketArn, partitionOf } from "../../iam/arn";
import { everyKeyArn } from "../../iam/keyUse";
import { placeOf } from "../../iam/place";
import type { Settings } from "../../settings/settings";
import type { LocalAws } from "../admin";
import { attachPolicy, ensurePrincipal, inAccount } from "./principals";

/**
 * Makes the roles that read what was put, with the policy that the destination account gives them: S3's side is its
 * own, and the key's policy names them; and the roles that administer the key.
 */
export async function seedReaders(aws: LocalAws, settings: Settings): Promise<void> {
  const { destination } = settings;
  const { accountId, bucket, readers, encryption } = destination;
  const partition = partitionOf(destination.region);
  const own = encryption.kind === "s3" ? undefined : encryption.keyArn;
  const administrators = encryption.kind === "s3" ? [] : encryption.administrators;
  const document = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:GetObjectVersion"],
        Resource: `${bucketArn(partition, bucket)}/*`,
      },
      { Effect: "Allow", Action: "kms:Decrypt", Resource: own ?? everyKeyArn(placeOf(settings)) },
    ],
  });
  await inAccount(aws, accountId, async (iam) => {
    for (const reader of readers) {
      await ensurePrincipal(iam, partition, reader, accountId);
      await attachPolicy(iam, reader, "read", document);
    }
    for (const administrator of administrators) {
      await ensurePrincipal(iam, partition, administrator, accountId);
    }
  });
}
