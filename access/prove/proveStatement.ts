import type { ActionClass } from "./actions";
import { actionClasses } from "./actions";
import type { Budget } from "./budget";
import { canonicalKey, presence } from "./conditionKeys";
import type { CallerKind } from "./conditionKeys";
import { covers } from "./covers";
import { keyDimensions } from "./keyDimensions";
import type { KeyDimensions, KeyOption } from "./keyDimensions";
import { operations } from "./operations";
import type { Operation } from "./operations";
import { mayMeetStatement } from "./mayMeetStatement";
import { principalClasses } from "./principals";
import type { PrincipalClass } from "./askedPrincipals";
import type { Part, Problem } from "./problem";
import { noKeys, resourceKeys } from "./resourceKeys";
import type { OwnedKeys } from "./resourceKeys";
import { search } from "./search";
import type { Choice, Goal } from "./search";
import { guessedCases, variableCases } from "./variableCases";
import type { VariableCase } from "./variables";
import { polished, writeWitness } from "./witness";
import type { Witness } from "./witness";

/** What is known about one Allow statement of the candidate set. */
export type StatementResult =
  | { readonly verdict: "included" }
  | { readonly verdict: "exceeds"; readonly witness: Witness }
  | { readonly verdict: "unknown"; readonly reason: string };

/**
 * Decides whether everything that one statement contributes is allowed by the reference set.
 *
 * A request exceeds in one of two ways: no Allow of the reference set matches it, or a Deny there does. Each Deny is
 * a problem of its own, of the requests that both it and the proved statement match.
 *
 * @param confirms whether the point evaluator agrees that the candidate set allows the request and the reference
 * set does not
 * @throws OverBudget
 */
export function proveStatement(
  whole: Problem,
  confirms: (witness: Witness) => boolean,
  budget: Budget,
): StatementResult {
  const doubts = new Set<string>();
  for (const problem of openProblems(whole)) {
    const result = proveProblem(problem, confirms, budget);
    if (result.verdict === "exceeds") return result;
    if (result.verdict === "unknown") doubts.add(result.reason);
  }
  return doubts.size === 0 ? { verdict: "included" } : { verdict: "unknown", reason: [...doubts].join("; ") };
}

/** The ways to exceed that the texts alone do not rule out. */
function openProblems({ kind, proved, others }: Problem): readonly Problem[] {
  const own = (role: Part["role"]) => others.filter((part) => part.role === role);
  const [denies, allows] = [own("candidateDeny"), own("referenceAllow")];
  const open = own("referenceDeny").filter((deny) => !denies.some((other) => covers(other, deny)));
  return [
    ...(allows.some((allow) => covers(allow, proved))
      ? []
      : [{ kind, proved, others: [...denies, ...allows] }]),
    ...open
      .filter((deny) => mayMeetStatement(proved, deny))
      .map((deny) => ({ kind, proved, others: [...denies, deny], demanded: deny })),
  ];
}

function proveProblem(
  whole: Problem,
  confirms: (witness: Witness) => boolean,
  budget: Budget,
): StatementResult {
  const actions = actionClasses(whole, budget);
  if (actions.length === 0) return { verdict: "included" };
  const problem = meeting(whole, actions);
  const cases = variableCases(problem);
  if (cases === undefined)
    return { verdict: "unknown", reason: "too many policy variables in one statement" };
  const doubts = new Set<string>();
  for (const variableCase of cases) {
    const found = proveCase(problem, actions, variableCase, budget);
    const confirmed = found.excesses.flat().find(confirms);
    if (confirmed !== undefined) return { verdict: "exceeds", witness: confirmed };
    if (found.excesses.length > 0) {
      const guessed = firstConfirmed(problem, actions, guessedCases(problem, variableCase), confirms, budget);
      if (guessed !== undefined) return { verdict: "exceeds", witness: guessed };
      doubts.add(doubtOf(variableCase, found.excesses[0]?.[0]));
    }
    for (const reason of found.inexact) doubts.add(reason);
  }
  return doubts.size === 0 ? { verdict: "included" } : { verdict: "unknown", reason: [...doubts].join("; ") };
}

function firstConfirmed(
  problem: Problem,
  actions: readonly ActionClass[],
  cases: readonly VariableCase[],
  confirms: (witness: Witness) => boolean,
  budget: Budget,
): Witness | undefined {
  for (const variableCase of cases) {
    const { excesses } = proveCase(problem, actions, variableCase, budget);
    const confirmed = excesses.flat().find(confirms);
    if (confirmed !== undefined) return confirmed;
  }
  return undefined;
}

function doubtOf(variableCase: VariableCase, witness: Witness | undefined): string {
  const request = `${witness?.principal ?? ""} ${witness?.action ?? ""} ${witness?.resource ?? ""}`;
  const variables = [...variableCase.keys()].map((key) => `\${${key}}`);
  return variables.length > 0
    ? `it depends on the value of ${variables.join(", ")}, and the point evaluator did not confirm ${request}`
    : `the point evaluator did not confirm ${request}`;
}

/** The problem without the statements that cannot match a request which the proved one matches. */
function meeting(problem: Problem, actions: readonly ActionClass[]): Problem {
  const named = actions.reduce((sum, { mask }) => sum | mask, 0n);
  return {
    ...problem,
    others: problem.others.filter(
      (part) =>
        (part === problem.demanded || (named & part.bit) !== 0n) && mayMeetStatement(problem.proved, part),
    ),
  };
}

interface CaseResult {
  /** For each kind of caller that reaches the goal: one request, written in several ways, the most natural first. */
  readonly excesses: readonly (readonly Witness[])[];
  readonly inexact: readonly string[];
}

type Pick =
  | { readonly dimension: "principal"; readonly principal: PrincipalClass }
  | { readonly dimension: "operation"; readonly operation: Operation }
  | { readonly dimension: "key"; readonly option: KeyOption };

/** One request for each goal that can be reached, where policy variables are what the case says. */
function proveCase(
  problem: Problem,
  actions: readonly ActionClass[],
  variableCase: VariableCase,
  budget: Budget,
): CaseResult {
  const allOperations = operations(problem, actions, variableCase, budget);
  const principals = allOperations.length === 0 ? [] : principalClasses(problem, variableCase, budget);
  const goal = goalOf(problem);
  const excesses: (readonly Witness[])[] = [];
  const inexact = new Set<string>();
  const keysOf = keyDimensionsOf(problem, variableCase, budget);
  for (const caller of new Set(principals.map((principal) => principal.caller))) {
    const own = principals.filter((principal) => principal.caller === caller);
    for (const group of byKeys(problem, allOperations)) {
      const keys = keysOf(caller, group[0]?.keys ?? noKeys);
      const picks = search(dimensionsOf(own, group, keys), goal, budget);
      if (picks !== undefined) excesses.push(witnessesOf(problem, picks, variableCase));
      for (const reason of keys.inexact) inexact.add(reason);
    }
  }
  return { excesses, inexact: [...inexact] };
}

/** The key dimensions of each kind of caller; those that carry the same keys share them. */
function keyDimensionsOf(
  { proved, others }: Problem,
  variableCase: VariableCase,
  budget: Budget,
): (caller: CallerKind, owned: OwnedKeys) => KeyDimensions {
  const keys = [proved, ...others].flatMap(({ statement }) =>
    statement.conditions.map(({ key }) => canonicalKey(key)),
  );
  const known = new Map<string, KeyDimensions>();
  return (caller, owned) => {
    const carried = keys.map((key) => (owned.has(key) ? "" : presence(key, caller))).join(" ");
    const found = known.get(carried) ?? keyDimensions(proved, others, caller, owned, variableCase, budget);
    known.set(carried, found);
    return found;
  };
}

/** Operations whose ARNs tell the same keys, where a statement looks at such a key; else all of them at once. */
function byKeys({ proved, others }: Problem, all: readonly Operation[]): readonly (readonly Operation[])[] {
  const looked = [proved, ...others].some(({ statement }) =>
    statement.conditions.some(({ key }) => resourceKeys.has(canonicalKey(key))),
  );
  if (!looked) return all.length === 0 ? [] : [all];
  return [...new Set(all.map(({ keys }) => keys))].map((keys) => all.filter((one) => one.keys === keys));
}

function dimensionsOf(
  principals: readonly PrincipalClass[],
  group: readonly Operation[],
  { dimensions }: KeyDimensions,
): readonly (readonly Choice<Pick>[])[] {
  return [
    principals.map((principal) => ({
      mask: principal.mask,
      pick: { dimension: "principal" as const, principal },
    })),
    group.map((operation) => ({
      mask: operation.mask,
      pick: { dimension: "operation" as const, operation },
    })),
    ...dimensions.map((options) =>
      options.map((option) => ({ mask: option.mask, pick: { dimension: "key" as const, option } })),
    ),
  ];
}

/** No Deny of the candidate set, and no Allow of the reference set or else the demanded Deny. */
function goalOf({ others, demanded }: Problem): Goal {
  const avoid = others.reduce((sum, part) => (part === demanded ? sum : sum | part.bit), 0n);
  return { avoid, need: demanded?.bit ?? 0n };
}

function witnessesOf(
  problem: Problem,
  picks: readonly Pick[],
  variableCase: VariableCase,
): readonly Witness[] {
  const principal = picks.flatMap((pick) => (pick.dimension === "principal" ? [pick.principal] : []))[0];
  const operation = picks.flatMap((pick) => (pick.dimension === "operation" ? [pick.operation] : []))[0];
  const keys = picks.flatMap((pick) => (pick.dimension === "key" ? [pick.option] : []));
  if (principal === undefined || operation === undefined)
    throw new Error("a request without principal or operation");
  const plain = writeWitness(problem, { principal, operation, keys, variableCase }, false);
  const moved = writeWitness(problem, { principal, operation, keys, variableCase }, true);
  return [polished(moved), moved, polished(plain), plain];
}
