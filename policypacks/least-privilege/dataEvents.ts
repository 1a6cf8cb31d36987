import type { FoundResource } from "./resource";
import { isList, isProperties, unknown, valuesAt, type Properties, type Value } from "./value";

/** Whether a trail records events of all objects of a bucket; `unknown` where its selectors are not known. */
export type Coverage = boolean | typeof unknown;

/** Which data events of a bucket are asked for: of what changes objects, or of what reads and lists them. */
export type EventKind = "writes" | "reads";

/**
 * Whether a trail records all writes to the objects of a bucket, or all reads of them.
 *
 * The prefix of a selector must end with `/`: `arn:aws:s3:::drop` is the beginning of `arn:aws:s3:::drop-public/`, too,
 * and CloudTrail takes it for a bucket's name only in part.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
 */
export function records({ properties }: FoundResource, bucket: string, kind: EventKind): Coverage {
  const { eventSelectors = null, advancedEventSelectors = null, enableLogging } = properties;
  if (enableLogging === false) return false;
  if (eventSelectors === unknown || advancedEventSelectors === unknown) return unknown;
  const found = [
    ...itemsOf(eventSelectors).map((selector) => basicCovers(selector, bucket, kind)),
    ...itemsOf(advancedEventSelectors).map((selector) => advancedCovers(selector, bucket, kind)),
  ];
  return found.includes(true) ? true : found.includes(unknown) ? unknown : false;
}

const other = { writes: "reads", reads: "writes" } as const;
const onlyOf = { writes: "WriteOnly", reads: "ReadOnly" } as const;
const readOnly = { writes: "false", reads: "true" } as const;

function basicCovers(selector: Value, bucket: string, kind: EventKind): Coverage {
  if (selector === unknown) return unknown;
  if (!isProperties(selector) || selector["readWriteType"] === onlyOf[other[kind]]) return false;
  const resources = itemsOf(selector["dataResources"] ?? null).filter(isProperties);
  const values = resources
    .filter(({ type }) => type === "AWS::S3::Object")
    .flatMap(({ values: own }): readonly Value[] => (own === unknown ? [unknown] : itemsOf(own ?? null)));
  if (values.some((value) => typeof value === "string" && isPrefix(value, bucket))) return true;
  return values.includes(unknown) ? unknown : false;
}

/** Every field must match; each of them may have several operators. */
function advancedCovers(selector: Value, bucket: string, kind: EventKind): Coverage {
  if (selector === unknown) return unknown;
  if (!isProperties(selector)) return false;
  const fields = itemsOf(selector["fieldSelectors"] ?? null);
  if (fields.includes(unknown)) return unknown;
  const results = fields.filter(isProperties).map((field) => fieldPasses(field, bucket, kind));
  const named = fields.filter(isProperties).map(({ field }) => field);
  if (!named.includes("eventCategory") || !named.includes("resources.type")) return false;
  return results.includes(false) ? false : results.includes(unknown) ? unknown : true;
}

function fieldPasses(field: Properties, bucket: string, kind: EventKind): Coverage {
  const name = field["field"];
  const { equals = null, startsWiths = null } = field;
  const operators = Object.keys(field).filter(
    (one) => one !== "field" && itemsOf(field[one] ?? null).length > 0,
  );
  if (Object.values(field).includes(unknown)) return unknown;
  const onlyOperator = operators.length === 1 ? operators[0] : undefined;
  if (name === "eventCategory") return itemsOf(equals).includes("Data");
  if (name === "resources.type") return itemsOf(equals).includes("AWS::S3::Object");
  if (name === "readOnly") return onlyOperator === "equals" && itemsOf(equals).includes(readOnly[kind]);
  // Any other field leaves events out.
  if (name !== "resources.ARN" || onlyOperator !== "startsWiths") return false;
  return itemsOf(startsWiths).some((value) => typeof value === "string" && isPrefix(value, bucket));
}

function isPrefix(value: string, bucket: string): boolean {
  return (
    /^arn:aws[a-z-]*:s3(:::)?$/.test(value) ||
    new RegExp(`^arn:aws[a-z-]*:s3:::${bucket.replace(/[.]/g, "\\.")}/$`).test(value)
  );
}

function itemsOf(value: Value): readonly Value[] {
  return isList(value) ? value : [];
}

/** The trails of a stack. */
export function trailsOf(resources: readonly FoundResource[]): readonly FoundResource[] {
  return resources.filter(({ type }) => type === "aws:cloudtrail/trail:Trail");
}

/** The name of a bucket; undefined where it is not known. */
export function bucketName({ properties }: FoundResource): string | undefined {
  const [first] = [properties["bucket"], properties["id"]].filter(
    (name) => typeof name === "string" && name !== "",
  );
  return typeof first === "string" ? first : undefined;
}

/** Type tokens of access logging beside its bucket. */
export const loggingTypes: readonly string[] = [
  "aws:s3/bucketLogging:BucketLogging",
  "aws:s3/bucketLoggingV2:BucketLoggingV2",
];

/** The buckets that receive logs, by name: of trails, and of access logging. */
export function logBuckets(resources: readonly FoundResource[]): readonly string[] {
  const names = resources.flatMap((resource) => [
    ...(resource.type === "aws:cloudtrail/trail:Trail" ? [resource.properties["s3BucketName"]] : []),
    ...(loggingTypes.includes(resource.type) ? [resource.properties["targetBucket"]] : []),
    ...valuesAt(resource.properties, ["logging", "targetBucket"]).map(({ value }) => value),
    ...valuesAt(resource.properties, ["loggings", "*", "targetBucket"]).map(({ value }) => value),
  ]);
  return names.flatMap((name) => (typeof name === "string" ? [name] : []));
}
