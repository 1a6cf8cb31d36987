import type { Settings } from "../settings/settings";
import { iamArn } from "./arn";
import type { Condition } from "./document";
import { placeOf } from "./place";

/**
 * An AWS service acts for exactly this resource of this account: without it, the service would act for anybody who
 * asks it to (the confused deputy).
 *
 * @param sourceArn without wildcards
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html#cross-service-confused-deputy-prevention
 */
export function onBehalfOf(sourceArn: string, accountId: string): Condition {
  return { StringEquals: { "aws:SourceArn": [sourceArn], "aws:SourceAccount": [accountId] } };
}

/** ARN of the policy that bounds every role that is made in the destination account; undefined where none does. */
export function boundaryArn(settings: Pick<Settings, "destination">): string | undefined {
  const { partition, accountId } = placeOf(settings);
  const { permissionsBoundary } = settings.destination;
  return permissionsBoundary === undefined ? undefined : iamArn(partition, accountId, permissionsBoundary);
}
