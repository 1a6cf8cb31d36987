import type { Need } from "../../model";
import type { Context } from "./actionContext";
import { contextOfAction } from "./actionContext";
import { arnOfAccessPoint } from "./address";
import type { Target } from "./target";
import { accessPointArnOf, bucketArnOf } from "./target";

/**
 * What must be allowed for one action of S3 on a target.
 *
 * Through an access point these are two: its own policy and the policy of the bucket behind it must both let the
 * request pass.
 *
 * @param action like `s3:PutObject`
 * @param context keys of the whole request; those that the action does not have are left out
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
 */
export function s3Needs(action: string, target: Target, context: Context): readonly Need[] {
  const { bucket, accessPoint } = target;
  const onBucket: Need = {
    action,
    resource: bucketArnOf(target),
    resourceAccount: bucket.account,
    context: contextOfAction(action, context),
    policyOf: { kind: "bucket", bucket: bucket.name },
  };
  const resource = accessPointArnOf(target);
  if (accessPoint === undefined || resource === undefined) return [onBucket];
  const { name, account, region, networkOrigin } = accessPoint;
  const through = {
    ...onBucket.context,
    "s3:DataAccessPointArn": arnOfAccessPoint(region, account, name),
    "s3:DataAccessPointAccount": account,
    "s3:AccessPointNetworkOrigin": networkOrigin,
  };
  return [
    {
      action,
      resource,
      resourceAccount: account,
      context: through,
      policyOf: { kind: "accessPoint", account, name, bucket: bucket.name },
    },
    { ...onBucket, context: through, identityResource: resource },
  ];
}
