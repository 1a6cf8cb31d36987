import type { Settings } from "../settings/settings";
import { bucketArn } from "./arn";
import type { Condition, IdentityStatement } from "./document";
import { nonEmpty } from "./document";
import { ownKeyAlias, placeOf, viaS3, type Place } from "./place";

/**
 * What putting takes of the key. S3 decrypts to join the parts of a multipart upload, and with a bucket key to check
 * that key; without `s3:GetObject` nobody reads with it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export const putKeyActions = ["kms:GenerateDataKey", "kms:Decrypt"] as const;

/**
 * The key is used by S3, for this bucket's objects below the prefixes.
 *
 * With a bucket key S3 tells KMS the bucket only, so that the condition is the same for every prefix.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
 */
export function forObjects(
  { destination }: Pick<Settings, "destination">,
  prefixes: readonly string[],
): Condition {
  const { partition, region, bucket } = placeOf({ destination });
  const { encryption } = destination;
  const context = "kms:EncryptionContext:aws:s3:arn";
  const bucketOnly = encryption.kind === "kms" && encryption.bucketKey;
  const arn = bucketArn(partition, bucket);
  const objects = prefixes.map((prefix) => `${arn}/${prefix}*`);
  const service = { "kms:ViaService": [viaS3(region)] as const };
  return bucketOnly
    ? { StringEquals: { ...service, [context]: [arn] } }
    : { StringEquals: service, StringLike: { [context]: nonEmpty(objects, "prefixes") } };
}

/**
 * Identity side, for a role of the account that the key is in: it may use the bucket's key. The key is known by its
 * alias, since its id is not known before it is made.
 *
 * @returns no statement where S3 owns the key
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
 */
export function useKeyOfOwnAccount(settings: Settings, prefixes: readonly string[]): IdentityStatement[] {
  const alias = ownKeyAlias(settings);
  return useKey(settings, prefixes, alias === undefined ? {} : isKeyWithAlias(alias));
}

/**
 * Identity side, for a principal of another account: it may use the bucket's key, where the key's policy lets it.
 *
 * @returns no statement where S3 owns the key
 */
export function useKeyOfDestination(settings: Settings, prefixes: readonly string[]): IdentityStatement[] {
  return useKey(settings, prefixes, {});
}

/** The condition that the key has this alias. */
export function isKeyWithAlias(alias: string): Condition {
  return { "ForAnyValue:StringEquals": { "kms:ResourceAliases": [alias] } };
}

/** The ARN of every key in the region of a place: what is left where the key's id is not known. */
export function everyKeyArn({
  partition,
  region,
  accountId,
}: Pick<Place, "partition" | "region" | "accountId">): string {
  return `arn:${partition}:kms:${region}:${accountId}:key/*`;
}

function useKey(settings: Settings, prefixes: readonly string[], more: Condition): IdentityStatement[] {
  const { encryption } = settings.destination;
  if (encryption.kind === "s3") return [];
  return [
    {
      Sid: "AllowKeyUse",
      Effect: "Allow",
      Action: putKeyActions,
      Resource: [encryption.keyArn ?? everyKeyArn(placeOf(settings))],
      Condition: { ...forObjects(settings, prefixes), ...more },
    },
  ];
}
