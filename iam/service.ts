import type { Condition } from "./document";

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
