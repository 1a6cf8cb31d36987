/** A property value as Pulumi's engine sends it, after the protocol buffers are unpacked. */
export type Value = string | number | boolean | null | readonly Value[] | Values;

/** The properties of a resource, by name. */
export interface Values {
  readonly [name: string]: Value;
}

/**
 * What the engine sends, and takes, in the place of a value that is not known before the update.
 *
 * @see https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/rpc.go
 */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether this is an object with named members: neither a list nor null. */
export function isValues(value: Value | undefined): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether this is a list. */
export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}
