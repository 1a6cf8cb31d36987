import {
  objectSelector,
  objectsStart,
  type AdvancedEventSelector,
  type FieldSelector,
  type RecordedEvents,
} from "./trailSelectors";
import type { Place } from "./place";

/** The older form of selecting events. @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_EventSelector.html */
export interface BasicEventSelector {
  readonly readWriteType?: string | undefined;
  readonly dataResources?:
    readonly { readonly type: string; readonly values: readonly string[] }[] | undefined;
}

/** A trail as it was read. */
export interface ReadTrail {
  readonly arn: string;
  readonly homeRegion: string;
  readonly isMultiRegionTrail: boolean;
  readonly isOrganizationTrail: boolean;
  readonly enableLogging: boolean;
  readonly advancedEventSelectors: readonly AdvancedEventSelector[];
  readonly eventSelectors: readonly BasicEventSelector[];
}

/**
 * What a trail lacks to record the requests for every object of a bucket; empty where it records them.
 *
 * A selector that leaves out any object or any kind of request covers nothing here: what cannot be told to be
 * recorded counts as unrecorded.
 *
 * @param place of the bucket
 * @returns clauses to follow "the trail …"
 */
export function trailGaps(trail: ReadTrail, place: Place, events: RecordedEvents): readonly string[] {
  const gaps: string[] = [];
  const [, , , , account = ""] = trail.arn.split(":");
  if (account !== place.accountId && !trail.isOrganizationTrail)
    gaps.push(`is of account ${account} and of no organization: it records nothing of ${place.accountId}`);
  if (!trail.isMultiRegionTrail && trail.homeRegion !== place.region)
    gaps.push(
      `records ${trail.homeRegion} only: make it multi-region, since the bucket is in ${place.region}`,
    );
  if (!trail.enableLogging) gaps.push("does not log: start its logging");
  const unrecorded = kindsOf(events).filter((readOnly) => !isSelected(trail, place, readOnly));
  if (unrecorded.length > 0) {
    const what = unrecorded.map((readOnly) => (readOnly === "true" ? "reads" : "writes")).join(" and ");
    const selector = JSON.stringify(asInApi(objectSelector(place, events)));
    gaps.push(
      `has no event selector for ${what} of all objects of ${place.bucket}: add to its advanced event selectors ${selector}`,
    );
  }
  return gaps;
}

/** Values of an event's `readOnly`. */
type ReadOnly = "true" | "false";

function kindsOf(events: RecordedEvents): readonly ReadOnly[] {
  return events === "write" ? ["false"] : ["false", "true"];
}

function isSelected(trail: ReadTrail, place: Place, readOnly: ReadOnly): boolean {
  return (
    trail.advancedEventSelectors.some((selector) => selects(selector, place, readOnly)) ||
    trail.eventSelectors.some((selector) => selectsInOldForm(selector, place, readOnly))
  );
}

function selects({ fieldSelectors }: AdvancedEventSelector, place: Place, readOnly: ReadOnly): boolean {
  const asks = (field: string) => fieldSelectors.some((selector) => selector.field === field);
  return (
    asks("eventCategory") &&
    asks("resources.type") &&
    fieldSelectors.every((selector) => meets(selector, place, readOnly))
  );
}

/** Whether every event meets the condition; fields of which nothing is known beforehand are met by nothing. */
function meets(selector: FieldSelector, place: Place, readOnly: ReadOnly): boolean {
  switch (selector.field) {
    case "eventCategory":
      return valueMeets(selector, "Data");
    case "resources.type":
      return valueMeets(selector, "AWS::S3::Object");
    case "eventSource":
      return valueMeets(selector, "s3.amazonaws.com");
    case "readOnly":
      return valueMeets(selector, readOnly);
    case "resources.ARN":
      return everyStartMeets(selector, objectsStart(place));
    default:
      return false;
  }
}

function valueMeets(selector: FieldSelector, value: string): boolean {
  const { equals = [], startsWiths = [], endsWiths = [] } = selector;
  const { notEquals = [], notStartsWiths = [], notEndsWiths = [] } = selector;
  const wanted = [
    ...equals.map((given) => value === given),
    ...startsWiths.map((given) => value.startsWith(given)),
    ...endsWiths.map((given) => value.endsWith(given)),
  ];
  const excluded =
    notEquals.includes(value) ||
    notStartsWiths.some((given) => value.startsWith(given)) ||
    notEndsWiths.some((given) => value.endsWith(given));
  return !excluded && (wanted.length === 0 || wanted.includes(true));
}

/** Whether every value with this start meets the condition. */
function everyStartMeets(selector: FieldSelector, start: string): boolean {
  const { equals = [], startsWiths = [], endsWiths = [] } = selector;
  const { notEquals = [], notStartsWiths = [], notEndsWiths = [] } = selector;
  const wantsSome = equals.length + startsWiths.length + endsWiths.length > 0;
  const excludesSome =
    notEndsWiths.length > 0 ||
    notEquals.some((value) => value.startsWith(start)) ||
    notStartsWiths.some((value) => value.startsWith(start) || start.startsWith(value));
  return !excludesSome && (!wantsSome || startsWiths.some((value) => start.startsWith(value)));
}

/** All buckets are selected by the start of their ARNs, one bucket by its ARN with a slash. */
function selectsInOldForm(selector: BasicEventSelector, place: Place, readOnly: ReadOnly): boolean {
  const { readWriteType = "All", dataResources = [] } = selector;
  const everyBucket = `arn:${place.partition}:s3`;
  const covering = [everyBucket, `${everyBucket}:::`, objectsStart(place)];
  return (
    (readWriteType === "All" || readWriteType === (readOnly === "true" ? "ReadOnly" : "WriteOnly")) &&
    dataResources.some(
      ({ type, values }) => type === "AWS::S3::Object" && values.some((value) => covering.includes(value)),
    )
  );
}

/** As `aws cloudtrail put-event-selectors` takes it. */
function asInApi({ name, fieldSelectors }: AdvancedEventSelector): object {
  return {
    Name: name,
    FieldSelectors: fieldSelectors.map(({ field, equals, startsWiths }) => ({
      Field: field,
      Equals: equals,
      StartsWith: startsWiths,
    })),
  };
}
