import type { Settings } from "../settings/settings";
import { accountPlaceholder } from "../settings/givenSource";
import {
  denyOtherEncryption,
  denyOutsideNetwork,
  denyOutsideOrganization,
  denyOverwrite,
} from "./bucketDenials";
import { denyOldTls, denyPlainHttp } from "./transport";
import { policyJson, type ResourceStatement } from "./document";
import { placeOf } from "./place";
import { allowPutDirectly, bucketObjects, objectsBelow, putActions } from "./put";
import { serviceRoleArns } from "./serviceRoles";
import { sourceSid } from "./sid";
import { denyReplicationInto, denyUndeclaredWriters } from "./undeclaredWriters";

/**
 * The destination bucket's policy: what nobody may do, then what the sources that put directly may. Writer roles are
 * of the bucket's own account, so their own policy is enough.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
 */
export function destinationBucketPolicy(settings: Settings): string {
  const place = placeOf(settings);
  const services = serviceRoleArns(settings);
  return policyJson(
    denyPlainHttp(place),
    denyOldTls(place),
    ...denyOtherEncryption(settings),
    denyUndeclaredWriters(settings, services.writing),
    denyReplicationInto(settings),
    ...denyOutsideOrganization(settings),
    ...denyOutsideNetwork(settings, services.all),
    ...denyOverwrite(settings),
    ...directPuts(settings),
    ...delegateToAccessPoints(settings),
  );
}

function directPuts(settings: Settings): ResourceStatement[] {
  const place = placeOf(settings);
  return Object.entries(settings.sources).flatMap(([sourceName, source]) =>
    source.accessMode === "bucketPolicy" && source.kind !== "webIdentity"
      ? allowPutDirectly(sourceSid("AllowPut", sourceName), place.partition, bucketObjects(place), source)
      : [],
  );
}

/**
 * Leaves puts through access points of the bucket's own account to the policies of these, below the prefixes of the
 * sources that have one.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html#access-points-delegating-control
 */
function delegateToAccessPoints(settings: Settings): ResourceStatement[] {
  const place = placeOf(settings);
  const prefixes = Object.values(settings.sources)
    .filter(({ accessMode }) => accessMode === "accessPoint")
    .flatMap((source) => source.prefixes.map((prefix) => prefix.replace(accountPlaceholder, "*")));
  if (prefixes.length === 0) return [];
  return [
    {
      Sid: "DelegateToAccessPoints",
      Effect: "Allow",
      Principal: "*",
      Action: putActions,
      Resource: objectsBelow(bucketObjects(place), prefixes),
      Condition: { StringEquals: { "s3:DataAccessPointAccount": [place.accountId] } },
    },
  ];
}
