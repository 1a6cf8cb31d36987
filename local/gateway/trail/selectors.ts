import type { TrailEvent } from "./event";

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_EventSelector.html */
export interface EventSelector {
  readonly ReadWriteType?: "All" | "ReadOnly" | "WriteOnly";
  readonly IncludeManagementEvents?: boolean;
  readonly DataResources?: readonly { readonly Type?: string; readonly Values?: readonly string[] }[];
  readonly ExcludeManagementEventSources?: readonly string[];
}

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedEventSelector.html */
export interface AdvancedEventSelector {
  readonly Name?: string;
  readonly FieldSelectors: readonly FieldSelector[];
}

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html */
export interface FieldSelector {
  readonly Field: string;
  readonly Equals?: readonly string[];
  readonly NotEquals?: readonly string[];
  readonly StartsWith?: readonly string[];
  readonly NotStartsWith?: readonly string[];
  readonly EndsWith?: readonly string[];
  readonly NotEndsWith?: readonly string[];
}

/** What a trail selects: one kind of selectors or the other. */
export type Selection =
  | { readonly kind: "classic"; readonly selectors: readonly EventSelector[] }
  | { readonly kind: "advanced"; readonly selectors: readonly AdvancedEventSelector[] };

/** Whether any selector of a trail takes an event. */
export function selects(selection: Selection, event: TrailEvent): boolean {
  return selection.kind === "classic"
    ? selection.selectors.some((selector) => classicSelects(selector, event))
    : selection.selectors.some((selector) => advancedSelects(selector, event));
}

function classicSelects(selector: EventSelector, event: TrailEvent): boolean {
  const { ReadWriteType = "All", IncludeManagementEvents = true } = selector;
  if (ReadWriteType === "ReadOnly" && !event.readOnly) return false;
  if (ReadWriteType === "WriteOnly" && event.readOnly) return false;
  if (event.eventCategory === "Management") {
    return (
      IncludeManagementEvents && selector.ExcludeManagementEventSources?.includes(event.eventSource) !== true
    );
  }
  return (selector.DataResources ?? []).some(({ Type, Values = [] }) =>
    (event.resources ?? []).some(
      ({ type, ARN, ARNPrefix }) =>
        type === Type && Values.some((value) => isWithin(ARN ?? ARNPrefix ?? "", value, type)),
    ),
  );
}

/** S3's values are prefixes (`arn:aws:s3` takes in everything); of other services they are whole ARNs. */
function isWithin(arn: string, value: string, type: string): boolean {
  return type === "AWS::S3::Object" ? arn.startsWith(value) : arn === value;
}

function advancedSelects({ FieldSelectors }: AdvancedEventSelector, event: TrailEvent): boolean {
  // One resource must be of the type and have the ARN.
  const resources = event.eventCategory === "Data" ? (event.resources ?? []) : [undefined];
  return resources.some((resource) =>
    FieldSelectors.every((selector) => fieldSelects(selector, valueOf(selector.Field, event, resource))),
  );
}

function valueOf(
  field: string,
  event: TrailEvent,
  resource: NonNullable<TrailEvent["resources"]>[number] | undefined,
): string | undefined {
  switch (field) {
    case "eventCategory":
      return event.eventCategory;
    case "readOnly":
      return String(event.readOnly);
    case "eventSource":
      return event.eventSource;
    case "eventName":
      return event.eventName;
    case "eventType":
      return event.eventType;
    case "errorCode":
      return event.errorCode;
    case "vpcEndpointId":
      return event.vpcEndpointId;
    case "userIdentity.arn":
      return event.userIdentity.arn;
    case "sessionCredentialFromConsole":
      return "false";
    case "resources.type":
      return resource?.type;
    case "resources.ARN":
      return resource?.ARN ?? resource?.ARNPrefix;
    default:
      return undefined;
  }
}

/** All operators of one field must hold; of a positive one any value will do, of a negative one none may meet. */
function fieldSelects(selector: FieldSelector, value: string | undefined): boolean {
  const { Equals, NotEquals, StartsWith, NotStartsWith, EndsWith, NotEndsWith } = selector;
  const any = (list: readonly string[] | undefined, meets: (wanted: string) => boolean) =>
    list === undefined || list.length === 0 || list.some(meets);
  const none = (list: readonly string[] | undefined, meets: (unwanted: string) => boolean) =>
    list?.some(meets) !== true;
  return (
    any(Equals, (wanted) => value === wanted) &&
    any(StartsWith, (wanted) => value?.startsWith(wanted) === true) &&
    any(EndsWith, (wanted) => value?.endsWith(wanted) === true) &&
    none(NotEquals, (unwanted) => value === unwanted) &&
    none(NotStartsWith, (unwanted) => value?.startsWith(unwanted) === true) &&
    none(NotEndsWith, (unwanted) => value?.endsWith(unwanted) === true)
  );
}
