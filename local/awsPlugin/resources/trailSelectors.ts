import type { AdvancedEventSelector, EventSelector, ReadWriteType } from "@aws-sdk/client-cloudtrail";
import type { Schema, Told, ValueOf } from "../schema";

/** Values that a field is compared with: their order means nothing to CloudTrail. */
const values = { type: "list", least: 1, of: { type: "string" } } as const;

/**
 * Which events a trail records, the newer form.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html
 */
export const advancedEventSelectors = {
  type: "list",
  of: {
    type: "object",
    properties: {
      name: { type: "string" },
      fieldSelectors: {
        type: "list",
        required: true,
        least: 1,
        unordered: true,
        of: {
          type: "object",
          properties: {
            field: { type: "string", required: true },
            equals: values,
            notEquals: values,
            startsWiths: values,
            notStartsWiths: values,
            endsWiths: values,
            notEndsWiths: values,
          },
        },
      },
    },
  },
} as const satisfies Schema;

/** Which events a trail records, the older form. */
export const eventSelectors = {
  type: "list",
  most: 5,
  of: {
    type: "object",
    properties: {
      readWriteType: { type: "string", values: ["All", "ReadOnly", "WriteOnly"], default: "All" },
      includeManagementEvents: { type: "boolean", default: true },
      excludeManagementEventSources: { type: "stringSet" },
      dataResources: {
        type: "list",
        of: {
          type: "object",
          properties: {
            type: {
              type: "string",
              required: true,
              values: ["AWS::S3::Object", "AWS::Lambda::Function", "AWS::DynamoDB::Table"],
            },
            values: { type: "list", required: true, most: 250, of: { type: "string" } },
          },
        },
      },
    },
  },
} as const satisfies Schema;

type Advanced = ValueOf<typeof advancedEventSelectors>;
type Basic = ValueOf<typeof eventSelectors>;

/** Advanced selectors in the form of the CloudTrail API. */
export function advancedToAws(selectors: Advanced): AdvancedEventSelector[] {
  return selectors.map(({ name, fieldSelectors }) => ({
    Name: name,
    FieldSelectors: fieldSelectors.map((selector) => ({
      Field: selector.field,
      Equals: listed(selector.equals),
      NotEquals: listed(selector.notEquals),
      StartsWith: listed(selector.startsWiths),
      NotStartsWith: listed(selector.notStartsWiths),
      EndsWith: listed(selector.endsWiths),
      NotEndsWith: listed(selector.notEndsWiths),
    })),
  }));
}

/** Basic selectors in the form of the CloudTrail API: where there are none, what a new trail records. */
export function selectorsToAws(selectors: Basic): EventSelector[] {
  const given = selectors.map((selector) => ({
    ReadWriteType: selector.readWriteType as ReadWriteType,
    IncludeManagementEvents: selector.includeManagementEvents,
    ExcludeManagementEventSources: listed(selector.excludeManagementEventSources),
    DataResources: (selector.dataResources ?? []).map(({ type, values: arns }) => ({
      Type: type,
      Values: [...arns],
    })),
  }));
  return given.length > 0
    ? given
    : [{ ReadWriteType: "All", IncludeManagementEvents: true, DataResources: [] }];
}

/** Advanced selectors as CloudTrail told them; null where there are none. */
export function toldAdvanced(
  selectors: readonly AdvancedEventSelector[] = [],
): Told<{ it: typeof advancedEventSelectors }>["it"] {
  if (selectors.length === 0) return null;
  return selectors.map(({ Name, FieldSelectors = [] }) => ({
    name: Name ?? null,
    fieldSelectors: FieldSelectors.map((selector) => ({
      field: selector.Field,
      equals: selector.Equals ?? null,
      notEquals: selector.NotEquals ?? null,
      startsWiths: selector.StartsWith ?? null,
      notStartsWiths: selector.NotStartsWith ?? null,
      endsWiths: selector.EndsWith ?? null,
      notEndsWiths: selector.NotEndsWith ?? null,
    })),
  }));
}

/** Basic selectors as CloudTrail told them; null where there are none. */
export function toldSelectors(
  selectors: readonly EventSelector[] = [],
): Told<{ it: typeof eventSelectors }>["it"] {
  if (selectors.length === 0) return null;
  return selectors.map((selector) => ({
    readWriteType: selector.ReadWriteType,
    includeManagementEvents: selector.IncludeManagementEvents,
    excludeManagementEventSources: selector.ExcludeManagementEventSources ?? null,
    dataResources: (selector.DataResources ?? []).map(({ Type, Values }) => ({ type: Type, values: Values })),
  }));
}

function listed(given: readonly string[] | undefined): string[] | undefined {
  return given === undefined || given.length === 0 ? undefined : [...given];
}
