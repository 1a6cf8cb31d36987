import { canonicalKey, presence } from "./conditionKeys";
import { patternsOfClause } from "./exactVariables";
import type { Part, Problem } from "./problem";
import { symbolOf, variableKeys } from "./variables";
import type { VariableCase, VariableValue } from "./variables";

/** Most combinations of variables that are gone through. */
const mostCases = 64;
const mostGuesses = 40;
const mostAccounts = 15;

/**
 * The cases that a proof goes through for its policy variables: each is absent, or any value, or, where the proved
 * statement says so, one of given texts. Together they are every request.
 *
 * @returns undefined when there are too many
 */
export function variableCases({ proved, others, kind }: Problem): readonly VariableCase[] | undefined {
  const keys = [...new Set([proved, ...others].flatMap(keysOf))];
  let cases: readonly VariableCase[] = [new Map<string, VariableValue>()];
  for (const [index, key] of keys.entries()) {
    const texts = demandedTexts(proved, key) ?? accountTexts(key, [proved, ...others]);
    const options: VariableValue[] =
      texts !== undefined
        ? [
            ...texts.map((text) => ({ is: "text" as const, text })),
            ...(demandedTexts(proved, key) === undefined && mayBeAbsent(key, kind)
              ? [{ is: "absent" as const }]
              : []),
          ]
        : mayBeAbsent(key, kind)
          ? [symbolOf(index), { is: "absent" }]
          : [symbolOf(index)];
    cases = cases.flatMap((one) => options.map((option) => new Map([...one, [key, option]])));
    if (cases.length > mostCases) return undefined;
  }
  return cases;
}

function keysOf({ statement, variables }: Part): readonly string[] {
  if (!variables) return [];
  const texts = [
    ...(statement.resource?.patterns ?? []),
    ...statement.conditions.flatMap((clause) => patternsOfClause(clause).map(({ text }) => text)),
  ];
  return texts.flatMap(variableKeys);
}

/**
 * The accounts that a variable may be: each that the documents name, and another one, which stands for all others.
 *
 * @returns undefined when some pattern could tell the other accounts apart: one with a digit beside a wildcard
 */
function accountTexts(key: string, parts: readonly Part[]): readonly string[] | undefined {
  if (!/^(aws:principalaccount|aws:resourceaccount|kms:calleraccount)$/.test(key)) return undefined;
  const texts = parts.flatMap(({ statement }) => [
    ...(statement.principal?.aws ?? []),
    ...(statement.resource?.patterns ?? []),
    ...statement.conditions.flatMap(({ values }) => values),
  ]);
  if (texts.some((text) => /\d(?:[*?]|\$\{)|[*?}]\d/.test(text))) return undefined;
  const named = new Set(texts.flatMap((text) => text.match(/(?<!\d)\d{12}(?!\d)/g) ?? []));
  const other = ["444455556666", "777788889999", "999999999999"].find((account) => !named.has(account));
  return other === undefined || named.size > mostAccounts ? undefined : [other, ...named];
}

function mayBeAbsent(key: string, kind: Problem["kind"]): boolean {
  if (key === "aws:username") return true;
  if (/^aws:principal(arn|account|type)$/.test(key)) return kind !== "identity";
  return presence(key, "iam") !== "always";
}

/** The only values of a key that the proved statement takes, where it names them. */
function demandedTexts({ statement }: Part, key: string): readonly string[] | undefined {
  const clause = statement.conditions.find(
    ({ operator, qualifier, ifExists, values, key: own }) =>
      operator === "StringEquals" &&
      qualifier === undefined &&
      !ifExists &&
      canonicalKey(own) === key &&
      values.length <= 12 &&
      !values.some((value) => value.includes("${")),
  );
  return clause?.values;
}

/**
 * Further cases that may show an excess which no case with a symbol showed: a variable has a text that some
 * pattern names at its place.
 */
export function guessedCases({ proved, others }: Problem, undecided: VariableCase): readonly VariableCase[] {
  const parts = [proved, ...others];
  const guesses = new Set(
    parts.flatMap(({ statement }) => [
      ...(statement.resource?.patterns ?? []).flatMap((pattern) => pattern.split(/[:/*?]|\$\{[^}]*\}/)),
      ...statement.conditions.flatMap(({ values }) =>
        values.flatMap((value) => [value, ...value.split(/[:/*?]|\$\{[^}]*\}/)]),
      ),
    ]),
  );
  const texts = [...guesses].filter((text) => text !== "" && !/[*?]|\$\{/.test(text)).slice(0, mostGuesses);
  return [...undecided].flatMap(([key, value]) =>
    value.is === "symbol"
      ? texts.map((text) => new Map([...undecided, [key, { is: "text" as const, text }]]))
      : [],
  );
}
