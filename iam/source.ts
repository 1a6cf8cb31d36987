import type { Settings } from "../settings/settings";
import { accountPlaceholder } from "../settings/givenSource";
import { policyJson, type IdentityStatement } from "./document";
import { useKeyOfDestination } from "./keyUse";
import { accessPointName, writerRoleName } from "./names";
import { destinationRoleArn, placeOf } from "./place";
import { accessPointObjects, allowPut, bucketObjects } from "./put";
import type { PrincipalSource } from "./uploaders";

/**
 * Source side: what an uploader's own account must let it do, and no more. In the mode `role` that is to assume one
 * writer role; otherwise to put below the source's prefixes and to use the bucket's key for that.
 *
 * The text for the source of an organization is the same in every account.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/tutorial_cross-account-with-roles.html
 */
export function uploaderPolicy(settings: Settings, sourceName: string, source: PrincipalSource): string {
  const place = placeOf(settings);
  const { namePrefix } = settings;
  if (source.accessMode === "role") {
    const writer = destinationRoleArn(place, writerRoleName(namePrefix, sourceName));
    return policyJson(allowAssumeWriter(writer, source.kind));
  }
  const parent =
    source.accessMode === "accessPoint"
      ? accessPointObjects(place, accessPointName(namePrefix, sourceName))
      : bucketObjects(place);
  const prefixes = source.prefixes.map((prefix) =>
    prefix.replace(accountPlaceholder, "${aws:PrincipalAccount}"),
  );
  const [put, ...morePuts] = allowPut(parent, prefixes, source);
  return policyJson(put, ...morePuts, ...useKeyOfDestination(settings, prefixes));
}

/** The uploader may assume this writer role and no other, and tag its session where the role asks for that. */
function allowAssumeWriter(writerRoleArn: string, kind: PrincipalSource["kind"]): IdentityStatement {
  return {
    Sid: "AllowAssumeWriter",
    Effect: "Allow",
    Action: kind === "organization" ? ["sts:AssumeRole", "sts:TagSession"] : ["sts:AssumeRole"],
    Resource: [writerRoleArn],
  };
}
