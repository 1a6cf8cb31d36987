import { isList, isProperties, readProperties } from "./value";
import type { Properties, Value } from "./value";

/** A resource of a stack, as it is meant or as it is. */
export interface StackResource {
  /** Type token, like `aws:s3/bucketPolicy:BucketPolicy`. */
  readonly type: string;
  /** Its name in the program. */
  readonly name: string;
  readonly urn: string;
  /** What AWS calls it, where that is known. */
  readonly id?: string | undefined;
  /** What the program says. Absent where only outputs are at hand, as in a stack rule of a policy pack. */
  readonly inputs?: Properties | undefined;
  /** What AWS answered, inputs included. Absent before it is made. */
  readonly outputs?: Properties | undefined;
  /** Inputs of its provider, which say in which account and region it is. */
  readonly provider?: Properties | undefined;
  /** URNs of the resources that each input is made from. */
  readonly madeFrom?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Whether Pulumi refuses to delete it. */
  readonly isProtected?: boolean;
}

/** A property: what the program says, else what AWS answered. */
export function property({ inputs, outputs }: StackResource, name: string): Value | undefined {
  return own(inputs, name) ?? own(outputs, name);
}

/**
 * A property, only if the program says it: AWS fills some in, and what it answered may be old.
 *
 * Where only outputs are at hand, it is taken from them.
 */
export function declared({ inputs, outputs }: StackResource, name: string): Value | undefined {
  return own(inputs ?? outputs, name);
}

/** What AWS answered. */
export function answered({ outputs }: StackResource, name: string): string | undefined {
  const value = own(outputs, name);
  return typeof value === "string" && value !== "" ? value : undefined;
}

function own(properties: Properties | undefined, name: string): Value | undefined {
  const value = properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined;
  return value ?? undefined;
}

/**
 * The account that a provider cannot leave, 12 digits: the only one that it allows, or that of the role that it
 * assumes last; undefined where it says neither.
 */
export function accountOfProvider(provider: Properties): string | undefined {
  const allowed = listIn(provider["allowedAccountIds"]);
  if (allowed.length === 1 && typeof allowed[0] === "string") return allowed[0];
  const last = listIn(provider["assumeRoles"]).at(-1) ?? listIn(provider["assumeRole"]).at(-1);
  const roleArn = isProperties(last) ? last["roleArn"] : undefined;
  return typeof roleArn === "string" ? /^arn:[a-z-]+:iam::(\d{12}):/.exec(roleArn)?.[1] : undefined;
}

/** A list, or its only item, in a provider's inputs: the engine keeps lists and objects there as JSON texts. */
function listIn(value: Value | undefined): readonly Value[] {
  if (isList(value)) return value;
  if (isProperties(value)) return [value];
  if (typeof value !== "string") return [];
  try {
    const parsed = readProperties({ parsed: JSON.parse(value) as unknown })["parsed"];
    return isList(parsed) ? parsed : isProperties(parsed) ? [parsed] : [];
  } catch {
    // An account that cannot be read is not known.
    return [];
  }
}
