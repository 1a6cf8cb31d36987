import type { Settings } from "../settings/settings";
import { iamArn } from "./arn";
import type { Condition, Values } from "./document";
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

/**
 * As `onBehalfOf` where the service tells for whom it acts, and no condition where it does not: AWS's page for the
 * document promises neither, and a condition on a key that is not sent would silently stop the service.
 *
 * Only for documents that nobody of another account can make the service use: a role is passed to a service within its
 * own account, and a key behind a topic is reached through the topic's policy.
 *
 * @param sourceArns without wildcards
 */
export function onBehalfOfIfTold(sourceArns: Values, accountId: string): Condition {
  return { StringEqualsIfExists: { "aws:SourceArn": sourceArns, "aws:SourceAccount": [accountId] } };
}

/** ARN of the policy that bounds every role that is made in the destination account; undefined where none does. */
export function boundaryArn(settings: Pick<Settings, "destination">): string | undefined {
  const { partition, accountId } = placeOf(settings);
  const { permissionsBoundary } = settings.destination;
  return permissionsBoundary === undefined ? undefined : iamArn(partition, accountId, permissionsBoundary);
}
