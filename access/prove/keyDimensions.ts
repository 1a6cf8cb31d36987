import type { ConditionClause } from "../model";
import type { Budget } from "./budget";
import { compileClause, holdsForValue, meetsAnyValue } from "./clause";
import { canonicalKey, presence, principalKeys } from "./conditionKeys";
import type { CallerKind } from "./conditionKeys";
import { patternsOfClause, variablesAreExact } from "./exactVariables";
import { keyClasses } from "./keyClasses";
import type { KeyClass } from "./keyClasses";
import type { OwnedKeys } from "./resourceKeys";
import type { Part } from "./problem";
import type { VariableCase, VariableValue } from "./variables";

/** One way a request may carry a key. */
export interface KeyOption {
  /** Canonical. */
  readonly key: string;
  readonly value: string | readonly string[] | undefined;
  /** Bits of the statements whose conditions on this key hold. */
  readonly mask: bigint;
}

/** The ways a request may carry each free key, and why they are not exact, where they are not. */
export interface KeyDimensions {
  readonly dimensions: readonly (readonly KeyOption[])[];
  readonly inexact: readonly string[];
}

interface Use {
  readonly part: Part;
  readonly clause: ConditionClause;
}

/**
 * The dimensions of the keys that do not follow from the principal.
 *
 * @param owned keys that follow from the resource's ARN, so that they are not free
 * @throws OverBudget
 */
export function keyDimensions(
  proved: Part,
  others: readonly Part[],
  caller: CallerKind,
  owned: OwnedKeys,
  variableCase: VariableCase,
  budget: Budget,
): KeyDimensions {
  const everyBit = others.reduce((sum, { bit }) => sum | bit, 0n);
  const inexact: string[] = [];
  const dimensions = [...usesByKey([proved, ...others])].flatMap(
    ([key, uses]): readonly (readonly KeyOption[])[] => {
      if (principalKeys.has(key) || owned.has(key)) return [];
      const found = dimension(key, uses, caller, variableCase, budget);
      inexact.push(...found.inexact);
      const using = uses.reduce((sum, { part }) => sum | part.bit, 0n);
      return [toOptions(key, uses, found.classes, everyBit & ~using)];
    },
  );
  return { dimensions, inexact };
}

function usesByKey(parts: readonly Part[]): ReadonlyMap<string, readonly Use[]> {
  const uses = new Map<string, Use[]>();
  for (const part of parts) {
    for (const clause of part.statement.conditions) {
      const key = canonicalKey(clause.key);
      const list = uses.get(key);
      if (list === undefined) uses.set(key, [{ part, clause }]);
      else list.push({ part, clause });
    }
  }
  return uses;
}

function dimension(
  key: string,
  uses: readonly Use[],
  caller: CallerKind,
  variableCase: VariableCase,
  budget: Budget,
): { readonly classes: readonly KeyClass[]; readonly inexact: readonly string[] } {
  const patterns = uses.flatMap(({ part, clause }) => (part.variables ? patternsOfClause(clause) : []));
  const reading = { variableCase, exact: variablesAreExact(patterns) };
  const anchor = uses.findIndex(
    ({ part, clause }) =>
      part.role === "proved" &&
      part.variables &&
      !clause.operator.includes("Not") &&
      clause.qualifier === undefined &&
      patternsOfClause(clause).some(({ text }) => text.includes("${")),
  );
  const compiled = uses.map(({ part, clause }, index) =>
    compileClause(clause, index === anchor ? "must" : part.side, part.variables, reading),
  );
  const inexact = uses.flatMap(({ part, clause }) =>
    part.variables &&
    patternsOfClause(clause).length === 0 &&
    clause.values.some((text) => text.includes("${"))
      ? [`${clause.operator} of ${clause.key} compares with a policy variable`]
      : [],
  );
  const value = variableCase.get(key);
  if (value?.is === "text") {
    // The text is given, so another variable has no symbol in it: it may be whatever it takes.
    const wide = uses.map(({ part, clause }) =>
      compileClause(clause, part.side, part.variables, { variableCase, exact: false }),
    );
    const holds = wide.map((one) => holdsForValue(one, meetsAnyValue(one, value.text), value.text === ""));
    return { classes: [{ value: value.text, holds }], inexact };
  }
  const found = keyClasses(key, compiled, presence(key, caller), anchor < 0 ? undefined : anchor, budget);
  if (found.inexact !== undefined) inexact.push(found.inexact);
  return { classes: restrict(found.classes, value), inexact };
}

/** Keeps the classes that agree with what the key, as a policy variable, is taken to be. */
function restrict(classes: readonly KeyClass[], value: VariableValue | undefined): readonly KeyClass[] {
  if (value === undefined) return classes;
  if (value.is === "absent") return classes.filter((one) => one.value === undefined);
  return classes.filter((one) => one.value !== undefined);
}

function toOptions(
  key: string,
  uses: readonly Use[],
  classes: readonly KeyClass[],
  unaffected: bigint,
): readonly KeyOption[] {
  const bits = [...new Set(uses.map(({ part }) => part))];
  return classes.flatMap(({ value, holds }): readonly KeyOption[] => {
    const satisfied = bits.filter((part) =>
      uses.every((use, index) => use.part !== part || holds[index] === true),
    );
    if (bits.some(({ role }) => role === "proved") && !satisfied.some(({ role }) => role === "proved"))
      return [];
    return [{ key, value, mask: satisfied.reduce((sum, { bit }) => sum | bit, unaffected) }];
  });
}
