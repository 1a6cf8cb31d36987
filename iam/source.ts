import type { Settings } from "../settings/settings";
import type { AccountSource } from "../settings/source";
import { policyJson, type IdentityStatement } from "./document";
import { useKeyOfDestination } from "./keyUse";
import { accessPointName, writerRoleName } from "./names";
import { destinationRoleArn, placeOf } from "./place";
import { accessPointObjects, allowPut, bucketObjects } from "./put";

/**
 * Source side: what an uploader's own account must let it do, and no more. In the mode `role` that is to assume one
 * writer role; otherwise to put below the source's prefixes and to use the bucket's key for that.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/tutorial_cross-account-with-roles.html
 */
export function uploaderPolicy(settings: Settings, sourceName: string, source: AccountSource): string {
  const place = placeOf(settings);
  const { namePrefix } = settings;
  if (source.accessMode === "role") {
    return policyJson(allowAssumeWriter(destinationRoleArn(place, writerRoleName(namePrefix, sourceName))));
  }
  const parent =
    source.accessMode === "accessPoint"
      ? accessPointObjects(place, accessPointName(namePrefix, sourceName))
      : bucketObjects(place);
  const [put, ...morePuts] = allowPut(parent, source.prefixes, source);
  return policyJson(put, ...morePuts, ...useKeyOfDestination(settings, source.prefixes));
}

/** The uploader may assume this writer role and no other. */
export function allowAssumeWriter(writerRoleArn: string): IdentityStatement {
  return {
    Sid: "AllowAssumeWriter",
    Effect: "Allow",
    Action: ["sts:AssumeRole"],
    Resource: [writerRoleArn],
  };
}
