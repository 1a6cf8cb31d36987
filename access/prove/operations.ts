import type { ConditionClause, PatternElement } from "../model";
import type { ActionClass } from "./actions";
import type { Budget } from "./budget";
import { compileClause, holdsForValue, isTextual } from "./clause";
import type { CompiledClause, VariableReading } from "./clause";
import { canonicalKey } from "./conditionKeys";
import { patternsOfClause, variablesAreExact } from "./exactVariables";
import type { VariablePattern } from "./exactVariables";
import { literals } from "./items";
import type { Sequence } from "./items";
import { sequenceOf } from "./patterns";
import { arnsWithKey, resourceKeys } from "./resourceKeys";
import type { OwnedKeys } from "./resourceKeys";
import type { Part, Problem } from "./problem";
import type { ResourceShape } from "./resources";
import { stringClasses } from "./stringClasses";
import type { Language } from "./stringClasses";
import type { VariableCase } from "./variables";

/** Actions and resources that the same statements name, with one of each. */
export interface Operation {
  readonly action: string;
  /** May contain symbols of variables. */
  readonly resource: string;
  readonly mask: bigint;
  /** Keys that follow from the resource's ARN. */
  readonly keys: OwnedKeys;
}

/**
 * The classes of what the proved statement allows to be done: an action, on a resource of one of its types.
 *
 * @throws OverBudget
 */
export function operations(
  { proved, others, demanded }: Problem,
  actions: readonly ActionClass[],
  variableCase: VariableCase,
  budget: Budget,
): readonly Operation[] {
  const resourcesOf = resourceClassifier(proved, others, demanded, variableCase, budget);
  const found = new Map<string, Operation>();
  for (const { action, mask, shapes } of actions) {
    for (const shape of shapes) {
      for (const resource of resourcesOf(shape)) {
        const both = mask & resource.mask;
        const key = `${both.toString(36)} ${shape.keys.size}`;
        if (!found.has(key))
          found.set(key, { action, resource: resource.witness, mask: both, keys: shape.keys });
      }
    }
  }
  return [...found.values()];
}

interface ResourceClass {
  readonly witness: string;
  readonly mask: bigint;
}

/** What one statement asks of the resource. */
interface Asked {
  readonly part: Part;
  readonly element: PatternElement | undefined;
  readonly language: Language;
  readonly clauses: readonly CompiledClause[];
  /** True when `NotResource` needs a variable that is absent: the statement does not apply then. */
  readonly unresolved: boolean;
}

function resourceClassifier(
  proved: Part,
  others: readonly Part[],
  demanded: Part | undefined,
  variableCase: VariableCase,
  budget: Budget,
): (shape: ResourceShape) => readonly ResourceClass[] {
  const parts = [proved, ...others];
  const patterns = parts.flatMap(({ statement, variables }): readonly VariablePattern[] => {
    if (!variables) return [];
    const resources = (statement.resource?.patterns ?? []).map((text) => ({
      text,
      wildcards: true,
      ignoreCase: false,
      arn: false,
    }));
    return [...resources, ...clausesOnArn(statement.conditions).flatMap(patternsOfClause)];
  });
  const reading = { variableCase, exact: variablesAreExact(patterns) };
  const asked = parts.map((part) => askedOf(part, reading));
  const also = asked.filter(({ part, element }) => part === demanded && element?.negated === false);
  const narrowing = also.map(({ language }) => language);
  const known = new Map<string, readonly ResourceClass[]>();
  return (shape) => {
    const found =
      known.get(shape.template) ??
      classify(shape, asked, [...fixed(shape, variableCase), ...narrowing], budget);
    known.set(shape.template, found);
    return found;
  };
}

const clausesOnArn = (conditions: readonly ConditionClause[]): readonly ConditionClause[] =>
  conditions.filter(({ key }) => resourceKeys.has(canonicalKey(key)));

function askedOf(part: Part, reading: VariableReading): Asked {
  const { resource, conditions } = part.statement;
  const patterns = resource?.patterns ?? [];
  // The proved statement's own variables are read exactly: they fix where a string holds the variable's value.
  const anchored =
    part.role === "proved" && patterns.some((text) => text.includes("${")) && resource?.negated === false;
  const may = !anchored && (part.side === "may") !== (resource?.negated ?? false);
  const sequences = patterns.flatMap((text): readonly Sequence[] => {
    const sequence = sequenceOf(text, {
      wildcards: true,
      ignoreCase: false,
      arn: false,
      variables: part.variables,
      variableCase: reading.variableCase,
      wideVariables: may && !reading.exact,
    });
    return sequence === undefined ? [] : [sequence];
  });
  return {
    part,
    element: resource,
    language: { sequences, lenient: may },
    unresolved: resource?.negated === true && sequences.length < patterns.length,
    clauses: clausesOnArn(conditions).map((clause) =>
      compileClause(clause, part.side, part.variables, reading),
    ),
  };
}

/** What the texts that variables are fixed to in this case say about the ARN. */
function fixed(shape: ResourceShape, variableCase: VariableCase): readonly Language[] {
  return [...variableCase].flatMap(([key, value]): readonly Language[] =>
    value.is === "text" && shape.keys.has(key)
      ? [{ sequences: arnsWithKey(key, literals(value.text)), lenient: true }]
      : [],
  );
}

function classify(
  shape: ResourceShape,
  asked: readonly Asked[],
  fixedKeys: readonly Language[],
  budget: Budget,
): readonly ResourceClass[] {
  const languages: Language[] = [];
  const tests = asked.map(({ part, element, language, clauses, unresolved }) => {
    const checks: ((accepted: readonly boolean[]) => boolean)[] = [];
    if (element !== undefined) {
      const index = languages.push(language) - 1;
      checks.push((accepted) => !unresolved && (accepted[index] === true) !== element.negated);
    }
    for (const compiled of clauses) {
      const key = canonicalKey(compiled.clause.key);
      if (!shape.keys.has(key)) continue;
      if (!isTextual(compiled)) {
        const holds = holdsForValue(compiled, false);
        checks.push(() => holds);
        continue;
      }
      const sequences = compiled.language.sequences.flatMap((sequence) => arnsWithKey(key, sequence));
      const index = languages.push({ sequences, lenient: compiled.language.lenient }) - 1;
      checks.push((accepted) => holdsForValue(compiled, accepted[index] === true));
    }
    return {
      bit: part.bit,
      holds: (accepted: readonly boolean[]) => checks.every((check) => check(accepted)),
    };
  });
  const own = asked[0];
  const required: Language[] = [{ sequences: shape.sequences, lenient: true }, ...fixedKeys];
  if (own?.element?.negated === false) required.push(own.language);

  const found = new Map<bigint, ResourceClass>();
  for (const { witness, accepted } of stringClasses(required, languages, budget)) {
    const [provedTest, ...rest] = tests;
    if (provedTest?.holds(accepted) !== true) continue;
    const mask = rest.reduce((sum, { bit, holds }) => (holds(accepted) ? sum | bit : sum), 0n);
    if (!found.has(mask)) found.set(mask, { witness, mask });
  }
  return [...found.values()];
}
