import type { Settings } from "../settings/settings";
import { policyJson } from "./document";
import { accessPointName } from "./names";
import { placeOf } from "./place";
import { accessPointObjects, allowPutDirectly } from "./put";
import type { PrincipalSource } from "./uploaders";

/**
 * The policy of one source's access point: the source's uploaders may put through it, below the source's prefixes.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
 */
export function accessPointPolicy(settings: Settings, sourceName: string, source: PrincipalSource): string {
  const place = placeOf(settings);
  const parent = accessPointObjects(place, accessPointName(settings.namePrefix, sourceName));
  const [first, ...others] = allowPutDirectly("AllowPut", place.partition, parent, source);
  if (first === undefined) throw new RangeError("a source has at least one way in");
  return policyJson(first, ...others);
}
