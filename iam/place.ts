import type { Settings } from "../settings/settings";
import { iamArn, partitionOf, type Partition } from "./arn";
import { keyAlias } from "./names";

/** Where a stack's bucket lives, as its policy documents name it. */
export interface Place {
  readonly partition: Partition;
  readonly region: string;
  readonly accountId: string;
  readonly bucket: string;
}

/** Where the destination is. */
export function placeOf({ destination }: Pick<Settings, "destination">): Place {
  const { accountId, region, bucket } = destination;
  return { partition: partitionOf(region), region, accountId, bucket };
}

/** S3 as the service that calls KMS. @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service */
export function viaS3(region: string): string {
  return `s3.${region}.amazonaws.com`;
}

/**
 * The alias of the destination's key where this program makes the key; undefined where S3 owns it or one is given.
 */
export function ownKeyAlias({
  destination,
  namePrefix,
}: Pick<Settings, "destination" | "namePrefix">): string | undefined {
  const { encryption, bucket } = destination;
  return encryption.kind === "s3" || encryption.keyArn !== undefined
    ? undefined
    : keyAlias(namePrefix, bucket);
}

/** The ARN of a role in the destination account by its name. */
export function destinationRoleArn(place: Place, roleName: string): string {
  return iamArn(place.partition, place.accountId, `role/${roleName}`);
}
