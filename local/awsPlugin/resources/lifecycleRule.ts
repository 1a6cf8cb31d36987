import type { LifecycleRule, LifecycleRuleFilter, TransitionStorageClass } from "@aws-sdk/client-s3";
import type { Checked, Schema, Told, ValueOf } from "../schema";

const storageClass = {
  type: "string",
  required: true,
  values: ["GLACIER", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "DEEP_ARCHIVE", "GLACIER_IR"],
} as const;
const sizes = {
  objectSizeGreaterThan: { type: "integer", least: 0 },
  objectSizeLessThan: { type: "integer", least: 1 },
} as const;

/** One lifecycle rule as an input. Days are whole days, sizes are bytes. Dates are not taken. */
export const lifecycleRule = {
  type: "object",
  properties: {
    id: { type: "string", required: true },
    status: { type: "string", required: true, values: ["Enabled", "Disabled"] },
    filter: {
      type: "object",
      properties: {
        prefix: { type: "string" },
        ...sizes,
        tag: {
          type: "object",
          properties: { key: { type: "string", required: true }, value: { type: "string", required: true } },
        },
        and: {
          type: "object",
          properties: { prefix: { type: "string" }, ...sizes, tags: { type: "stringMap" } },
        },
      },
    },
    abortIncompleteMultipartUpload: {
      type: "object",
      properties: { daysAfterInitiation: { type: "integer", least: 1, required: true } },
    },
    expiration: {
      type: "object",
      properties: { days: { type: "integer", least: 1 }, expiredObjectDeleteMarker: { type: "boolean" } },
    },
    transitions: {
      type: "list",
      unordered: true,
      of: {
        type: "object",
        properties: { days: { type: "integer", least: 0, required: true }, storageClass },
      },
    },
    noncurrentVersionExpiration: {
      type: "object",
      properties: {
        noncurrentDays: { type: "integer", least: 1, required: true },
        newerNoncurrentVersions: { type: "integer", least: 1 },
      },
    },
    noncurrentVersionTransitions: {
      type: "list",
      unordered: true,
      of: {
        type: "object",
        properties: {
          noncurrentDays: { type: "integer", least: 0, required: true },
          newerNoncurrentVersions: { type: "integer", least: 1 },
          storageClass,
        },
      },
    },
  },
} as const satisfies Schema;

type Rule = ValueOf<typeof lifecycleRule>;
type Filter = Checked<(typeof lifecycleRule)["properties"]["filter"]["properties"]>;

/** A rule in the form of the S3 API. */
export function ruleToAws(rule: Rule): LifecycleRule {
  const { abortIncompleteMultipartUpload: abort, expiration, noncurrentVersionExpiration: noncurrent } = rule;
  const { transitions, noncurrentVersionTransitions } = rule;
  return {
    ID: rule.id,
    Status: rule.status === "Enabled" ? "Enabled" : "Disabled",
    Filter: filterToAws(rule.filter ?? {}),
    ...(abort && { AbortIncompleteMultipartUpload: { DaysAfterInitiation: abort.daysAfterInitiation } }),
    ...(expiration && {
      Expiration: {
        Days: expiration.days,
        ExpiredObjectDeleteMarker: expiration.expiredObjectDeleteMarker,
      },
    }),
    ...(transitions && {
      Transitions: transitions.map((transition) => ({
        Days: transition.days,
        StorageClass: transition.storageClass as TransitionStorageClass,
      })),
    }),
    ...(noncurrent && {
      NoncurrentVersionExpiration: {
        NoncurrentDays: noncurrent.noncurrentDays,
        NewerNoncurrentVersions: noncurrent.newerNoncurrentVersions,
      },
    }),
    ...(noncurrentVersionTransitions && {
      NoncurrentVersionTransitions: noncurrentVersionTransitions.map((transition) => ({
        NoncurrentDays: transition.noncurrentDays,
        NewerNoncurrentVersions: transition.newerNoncurrentVersions,
        StorageClass: transition.storageClass as TransitionStorageClass,
      })),
    }),
  };
}

function filterToAws({
  prefix,
  objectSizeGreaterThan,
  objectSizeLessThan,
  tag,
  and,
}: Filter): LifecycleRuleFilter {
  const only = prefix ?? ((objectSizeGreaterThan ?? objectSizeLessThan ?? tag ?? and) ? undefined : "");
  return {
    Prefix: only,
    ObjectSizeGreaterThan: objectSizeGreaterThan,
    ObjectSizeLessThan: objectSizeLessThan,
    ...(tag && { Tag: { Key: tag.key, Value: tag.value } }),
    ...(and && {
      And: {
        Prefix: and.prefix,
        ObjectSizeGreaterThan: and.objectSizeGreaterThan,
        ObjectSizeLessThan: and.objectSizeLessThan,
        ...(and.tags && { Tags: Object.entries(and.tags).map(([Key, Value]) => ({ Key, Value })) }),
      },
    }),
  };
}

/** A rule as S3 told it: what S3 leaves out of a rule is not there. */
export function toldRule(rule: LifecycleRule): Told<(typeof lifecycleRule)["properties"]> {
  const { AbortIncompleteMultipartUpload: abort, Expiration, NoncurrentVersionExpiration: noncurrent } = rule;
  return {
    id: rule.ID,
    status: rule.Status,
    filter: toldFilter(rule.Filter),
    abortIncompleteMultipartUpload:
      abort === undefined ? null : { daysAfterInitiation: abort.DaysAfterInitiation ?? null },
    expiration:
      Expiration === undefined
        ? null
        : {
            days: Expiration.Days ?? null,
            expiredObjectDeleteMarker: Expiration.ExpiredObjectDeleteMarker ?? null,
          },
    transitions: (rule.Transitions ?? []).map((transition) => ({
      days: transition.Days ?? null,
      storageClass: transition.StorageClass ?? null,
    })),
    noncurrentVersionExpiration:
      noncurrent === undefined
        ? null
        : {
            noncurrentDays: noncurrent.NoncurrentDays ?? null,
            newerNoncurrentVersions: noncurrent.NewerNoncurrentVersions ?? null,
          },
    noncurrentVersionTransitions: (rule.NoncurrentVersionTransitions ?? []).map((transition) => ({
      noncurrentDays: transition.NoncurrentDays ?? null,
      newerNoncurrentVersions: transition.NewerNoncurrentVersions ?? null,
      storageClass: transition.StorageClass ?? null,
    })),
  };
}

type ToldFilter = Told<(typeof lifecycleRule)["properties"]["filter"]["properties"]>;

function toldFilter(filter: LifecycleRuleFilter | undefined): ToldFilter | null {
  if (filter === undefined) return null;
  const { Tag, And } = filter;
  return {
    prefix: filter.Prefix ?? null,
    objectSizeGreaterThan: filter.ObjectSizeGreaterThan ?? null,
    objectSizeLessThan: filter.ObjectSizeLessThan ?? null,
    tag: Tag === undefined ? null : { key: Tag.Key, value: Tag.Value },
    and:
      And === undefined
        ? null
        : {
            prefix: And.Prefix ?? null,
            objectSizeGreaterThan: And.ObjectSizeGreaterThan ?? null,
            objectSizeLessThan: And.ObjectSizeLessThan ?? null,
            tags: And.Tags && Object.fromEntries(And.Tags.map(({ Key = "", Value = "" }) => [Key, Value])),
          },
  };
}
