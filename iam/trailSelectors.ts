import { bucketArn } from "./arn";
import type { TargetBucket } from "./transport";

/** Which requests of a bucket's objects are recorded. */
export type RecordedEvents = "write" | "all";

/** A condition on one field of an event, named as Pulumi names it; a field has at least one operator. */
export interface FieldSelector {
  readonly field: string;
  readonly equals?: readonly string[] | undefined;
  readonly notEquals?: readonly string[] | undefined;
  readonly startsWiths?: readonly string[] | undefined;
  readonly notStartsWiths?: readonly string[] | undefined;
  readonly endsWiths?: readonly string[] | undefined;
  readonly notEndsWiths?: readonly string[] | undefined;
}

/** Events that meet every condition are recorded. @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedEventSelector.html */
export interface AdvancedEventSelector {
  readonly name?: string | undefined;
  readonly fieldSelectors: readonly FieldSelector[];
}

/** Every change in the account: the trail, policies and keys are among it. */
export const managementSelector: AdvancedEventSelector = {
  name: "Changes in the account",
  fieldSelectors: [
    { field: "eventCategory", equals: ["Management"] },
    { field: "readOnly", equals: ["false"] },
  ],
};

/**
 * Requests for the bucket's objects. The slash at the end keeps out buckets whose names go on.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
 */
export function objectSelector(target: TargetBucket, events: RecordedEvents): AdvancedEventSelector {
  return {
    name: `Objects of ${target.bucket}`,
    fieldSelectors: [
      { field: "eventCategory", equals: ["Data"] },
      { field: "resources.type", equals: ["AWS::S3::Object"] },
      { field: "resources.ARN", startsWiths: [objectsStart(target)] },
      ...(events === "write" ? [{ field: "readOnly", equals: ["false"] }] : []),
    ],
  };
}

/** What the ARN of every object of the bucket starts with. */
export function objectsStart({ partition, bucket }: TargetBucket): string {
  return `${bucketArn(partition, bucket)}/`;
}
