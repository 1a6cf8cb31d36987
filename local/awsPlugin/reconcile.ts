import { inOrderOf, isAbsent, sameValue } from "./differences";
import type { Properties, Schema } from "./schema";
import { isList, isValues, type Value, type Values } from "./values";

/** Properties as AWS told them: absent (or undefined) when it did not say, null when it says there is none. */
export interface ToldValues {
  readonly [name: string]: ToldValue | undefined;
}
type ToldValue = Value | ToldValues | readonly ToldValue[];

/**
 * The inputs that describe what AWS has now.
 *
 * A value that means the same as the known one keeps the known spelling, so that only real drift shows. What
 * AWS does not tell keeps its known value: it is not guessed.
 *
 * @param known the inputs as last given by the program; undefined at import, when there are none
 * @param told the answer of AWS
 */
export function reconcile(properties: Properties, known: Values | undefined, told: ToldValues): Values {
  const merged: Record<string, Value> = {};
  for (const [name, property] of Object.entries(properties)) {
    const before = known?.[name];
    const live = told[name];
    if (
      live === undefined ||
      (live === null && (isAbsent(property, before) || before === property.default))
    ) {
      if (before !== undefined) merged[name] = before;
      continue;
    }
    if (live === null) continue;
    const after = reconcileValue(property, before, live);
    if (before === undefined) {
      if (isAbsent(property, after) || after === property.default) continue;
      if (property.computed && known !== undefined) continue;
    }
    merged[name] = after;
  }
  return merged;
}

/** What AWS told, less what it said is not there. */
export function toldValues(told: ToldValues): Values {
  return withoutNull(told) as Values;
}

function withoutNull(told: ToldValue): Value {
  if (Array.isArray(told)) return (told as readonly ToldValue[]).map(withoutNull);
  if (!isMembers(told)) return told as Value;
  return Object.fromEntries(
    Object.entries(told).flatMap(([name, value]) =>
      value === undefined || value === null ? [] : [[name, withoutNull(value)]],
    ),
  );
}

function reconcileValue(schema: Schema, known: Value | undefined, told: ToldValue): Value {
  if (schema.type === "object" && isMembers(told)) {
    return reconcile(schema.properties, isValues(known) ? known : undefined, told);
  }
  if (schema.type === "list" && Array.isArray(told)) {
    const before = isList(known) ? known : [];
    const items = (
      schema.unordered ? inOrderOf(schema.of, told as readonly Value[], before) : told
    ) as readonly ToldValue[];
    return items.map((item, index) => reconcileValue(schema.of, before[index], item));
  }
  const live = told as Value;
  return known !== undefined && sameValue(schema, known, live) ? known : live;
}

function isMembers(told: ToldValue): told is ToldValues {
  return typeof told === "object" && told !== null && !Array.isArray(told);
}
