import { serviceData } from "../data/services";
import { any, literals, manyOf, notColon, notColonOrSlash, oneOf, regionCharacter } from "./items";
import type { Item, Sequence } from "./items";
import { accountDigits } from "./patterns";
import { keysOfTemplate, noKeys } from "./resourceKeys";
import type { OwnedKeys } from "./resourceKeys";

/** The well-formed ARNs of one resource type. */
export interface ResourceShape {
  /** Template as AWS publishes it, `*` for actions without a resource, or `any` for a service that is not described. */
  readonly template: string;
  readonly sequences: readonly Sequence[];
  /** Keys that follow from the ARN. */
  readonly keys: OwnedKeys;
}

/** Partitions of AWS; requests of all of them count. */
const partitions = ["aws", "aws-cn", "aws-us-gov"];

const known = new Map<string, ResourceShape>();

/**
 * The shape of a template like `arn:${Partition}:s3:::${BucketName}/${ObjectName}`.
 *
 * A region is lower-case letters, digits and "-"; an account is 12 digits; a bucket's name has no "/"; the last
 * field of an ARN takes any character; every other field takes any but ":". All have at least one character. That
 * is wider than what AWS takes, so no real resource is left out.
 */
export function shapeOf(template: string): ResourceShape {
  const found = known.get(template);
  if (found !== undefined) return found;
  const shape =
    template === "*"
      ? { template, sequences: [literals("*")], keys: noKeys }
      : {
          template,
          sequences: partitions.map((partition) => templateSequence(template, partition)),
          keys: keysOfTemplate(template),
        };
  known.set(template, shape);
  return shape;
}

function templateSequence(template: string, partition: string): Sequence {
  const pieces = template.split(/(\$\{[^}]*\})/).filter((piece) => piece !== "");
  return pieces.flatMap((piece, index): readonly Item[] => {
    if (!piece.startsWith("${")) return literals(piece);
    const name = piece.slice(2, -1);
    if (name === "Partition") return literals(partition);
    if (name === "Account") return accountDigits;
    const set =
      name === "Region"
        ? regionCharacter
        : name === "BucketName" || name === "KeyId" || name === "AccessPointName"
          ? notColonOrSlash
          : index === pieces.length - 1
            ? any
            : notColon;
    return name.endsWith("WithPath") ? [manyOf(set), oneOf(notColonOrSlash)] : [oneOf(set), manyOf(set)];
  });
}

/** Any ARN, and `*`: the resources of an action that is not described. */
export const anyResource: ResourceShape = {
  template: "any",
  sequences: [anyArn(), literals("*")],
  keys: noKeys,
};

/** ARNs of this service with region and account, as most services have them. */
export function regionalResource(service: string): ResourceShape {
  return shapeOf(`arn:\${Partition}:${service}:\${Region}:\${Account}:\${Resource}`);
}

function anyArn(): Sequence {
  const colon = literals(":");
  return [
    ...literals("arn:aws"),
    manyOf(regionCharacter),
    ...colon,
    oneOf(regionCharacter),
    manyOf(regionCharacter),
    ...colon,
    manyOf(regionCharacter),
    ...colon,
    manyOf(regionCharacter),
    ...colon,
    oneOf(any),
    manyOf(any),
  ];
}

/**
 * The shapes of what an action of a described service works on.
 *
 * S3's actions name their alternatives as optional, yet always have a resource; of other services an action whose
 * types are all optional may also have none.
 */
export function shapesOfAction(service: string, resourceTypes: readonly string[]): readonly ResourceShape[] {
  const types = serviceData(service)?.resourceTypes ?? {};
  const shapes = resourceTypes.flatMap((name) => {
    const type = types[name];
    return type === undefined ? [] : [shapeOf(type.arn)];
  });
  if (resourceTypes.length === 0) return [shapeOf("*")];
  // The commonest first: a witness is then an object rather than an access point.
  shapes.sort((left, right) => left.keys.size - right.keys.size);
  return shapes.length === resourceTypes.length ? shapes : [...shapes, anyResource];
}
