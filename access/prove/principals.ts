import type { PrincipalElement } from "../model";
import { askedOf, holdsOnKeys, identityKeys, principalClauses } from "./askedPrincipals";
import type { Asked, PrincipalClass } from "./askedPrincipals";
import type { Budget } from "./budget";
import { compileClause, holdsForValue } from "./clause";
import type { CompiledClause } from "./clause";
import { canonicalKey, principalKeys } from "./conditionKeys";
import { patternsOfClause, variablesAreExact } from "./exactVariables";
import { any, digit, literals, manyOf, notSlash } from "./items";
import type { Sequence } from "./items";
import { listedIdentities, otherPrincipals } from "./listedPrincipals";
import { within } from "./patterns";
import { elementSequences, identityShape, inAccount, sparedSequences, userNamed } from "./principalShapes";
import type { IdentityKind } from "./principalShapes";
import type { Part, Problem } from "./problem";
import { stringClasses } from "./stringClasses";
import type { Language } from "./stringClasses";
import type { VariableCase } from "./variables";

/**
 * The classes of the principals that the proved statement means.
 *
 * Identity policies: roles and users of every account. Other policies also: account roots, named sessions,
 * services, identity providers, anonymous callers; of each at least one that no document names.
 *
 * @throws OverBudget
 */
export function principalClasses(
  { kind, proved, others, demanded }: Problem,
  variableCase: VariableCase,
  budget: Budget,
): readonly PrincipalClass[] {
  const parts = [proved, ...others];
  const patterns = parts.flatMap(({ statement, variables }) =>
    variables ? principalClauses(statement.conditions).flatMap(patternsOfClause) : [],
  );
  const reading = { variableCase, exact: variablesAreExact(patterns) };
  const asked = parts.map((part) => askedOf(part, reading));
  const identities = needsIdentities(asked, variableCase)
    ? identityKinds(kind, variableCase).flatMap((identity) =>
        walk(identity, asked, demanded?.statement.principal, variableCase, budget),
      )
    : listedIdentities(kind, asked);
  return kind === "identity" ? identities : [...identities, ...otherPrincipals(asked, variableCase)];
}

function needsIdentities(asked: readonly Asked[], variableCase: VariableCase): boolean {
  return (
    asked.some(({ clauses }) => clauses.length > 0) ||
    [...variableCase.keys()].some((key) => principalKeys.has(key))
  );
}

function identityKinds(kind: Problem["kind"], variableCase: VariableCase): readonly IdentityKind[] {
  const username = variableCase.get("aws:username");
  const kinds: readonly IdentityKind[] = kind === "identity" ? ["role", "user"] : ["role", "user", "root"];
  if (username === undefined) return kinds;
  return kinds.filter((identity) => (identity === "user") === (username.is !== "absent"));
}

function walk(
  identity: IdentityKind,
  asked: readonly Asked[],
  demanded: PrincipalElement | undefined,
  variableCase: VariableCase,
  budget: Budget,
): readonly PrincipalClass[] {
  const languages: Language[] = [];
  const tests = asked.map(({ part, element, clauses }) => {
    const checks = clauses.map((compiled): ((accepted: readonly boolean[]) => boolean) => {
      const language = identityLanguage(identity, compiled);
      if (language === undefined) {
        const holds = holdsOnIdentity(identity, part, compiled, variableCase);
        return () => holds;
      }
      const index = languages.push(language) - 1;
      return (accepted) => holdsForValue(compiled, accepted[index] === true);
    });
    if (element !== undefined) {
      const sparing = element.negated && part.statement.effect === "Deny";
      const sequences = sparing ? sparedSequences(element) : elementSequences(element);
      const index = languages.push({ sequences, lenient: (part.side === "may") !== element.negated }) - 1;
      checks.push((accepted) => (accepted[index] === true) !== element.negated);
    }
    return {
      bit: part.bit,
      holds: (accepted: readonly boolean[]) => checks.every((check) => check(accepted)),
    };
  });
  const own = asked[0]?.element;
  const required: Language[] = [
    { sequences: identityShape(identity), lenient: true },
    ...fixed(variableCase),
  ];
  for (const element of [own, demanded]) {
    if (element?.negated === false) required.push({ sequences: elementSequences(element), lenient: true });
  }

  return stringClasses(required, languages, budget).flatMap(
    ({ witness, accepted }): readonly PrincipalClass[] => {
      const [proved, ...rest] = tests;
      if (proved?.holds(accepted) !== true) return [];
      const mask = rest.reduce((sum, { bit, holds }) => (holds(accepted) ? sum | bit : sum), 0n);
      return [{ caller: "iam", principal: witness, mask, keys: identityKeys(identity, witness) }];
    },
  );
}

/** What the texts that variables are fixed to in this case say about the ARN. */
function fixed(variableCase: VariableCase): readonly Language[] {
  return [...variableCase].flatMap(([key, value]): readonly Language[] => {
    if (value.is !== "text") return [];
    const sequences = keySequences(key, literals(value.text));
    return sequences === undefined ? [] : [{ sequences, lenient: true }];
  });
}

/** The identity ARNs for which a key has a value of this sequence; undefined for keys that the ARN does not tell. */
function keySequences(key: string, value: Sequence): readonly Sequence[] | undefined {
  if (key === "aws:principalarn") return [value];
  if (key === "aws:principalaccount" || key === "kms:calleraccount") return [inAccount(within(value, digit))];
  return key === "aws:username" ? userNamed(within(value, notSlash)) : undefined;
}

function identityLanguage(identity: IdentityKind, compiled: CompiledClause): Language | undefined {
  const { clause, comparison, language } = compiled;
  if (comparison.family !== "string" && comparison.family !== "arn") return undefined;
  const key = canonicalKey(clause.key);
  if (key === "aws:username" && identity !== "user") return undefined;
  const sequences = language.sequences.map((sequence) => keySequences(key, sequence));
  if (sequences.includes(undefined) || keySequences(key, [manyOf(any)]) === undefined) return undefined;
  return { sequences: sequences.flatMap((some) => some ?? []), lenient: language.lenient };
}

/** Whether a clause that the ARN does not decide holds for every identity of the kind. */
function holdsOnIdentity(
  identity: IdentityKind,
  part: Part,
  { clause }: CompiledClause,
  variableCase: VariableCase,
): boolean {
  const example = identityKeys(identity, `arn:aws:iam::000000000000:${identity}/a`);
  // The value is given, so a variable has no symbol in it: it may be whatever it takes.
  return holdsOnKeys(
    compileClause(clause, part.side, part.variables, { variableCase, exact: false }),
    example,
  );
}
