/** A choice for each parameter, by the parameter's name. */
export type Row = Readonly<Record<string, string>>;

/**
 * Rows in which every two choices of different parameters stand together at least once, where that is valid at all.
 *
 * Greedy: each row covers as many pairs that are still missing as `candidates` tries find. Same input, same rows.
 *
 * @param parameters choices by parameter
 * @param isValid says which combinations may be tried
 * @returns the rows, and the pairs that no valid row was found for
 */
export function pairwise(
  parameters: Readonly<Record<string, readonly string[]>>,
  isValid: (row: Row) => boolean,
  candidates = 60,
): { readonly rows: readonly Row[]; readonly uncovered: readonly string[] } {
  const names = Object.keys(parameters);
  const random = numbers(20_261_125);
  const missing = new Set(allPairs(parameters));
  const hopeless: string[] = [];
  const rows: Row[] = [];
  for (let [wanted] = missing; wanted !== undefined; [wanted] = missing) {
    const fixed = pairOf(wanted);
    let best: Row | undefined;
    let bestCount = 0;
    for (let tried = 0; tried < candidates; tried++) {
      const row: Row = Object.fromEntries(
        names.map((name) => {
          const choices = parameters[name] ?? [];
          return [name, fixed[name] ?? choices[random() % choices.length] ?? ""];
        }),
      );
      if (!isValid(row)) continue;
      const count = pairsOf(row).filter((pair) => missing.has(pair)).length;
      if (count > bestCount) [best, bestCount] = [row, count];
    }
    if (best === undefined) {
      hopeless.push(wanted);
      missing.delete(wanted);
      continue;
    }
    rows.push(best);
    for (const pair of pairsOf(best)) missing.delete(pair);
  }
  return { rows, uncovered: hopeless };
}

function allPairs(parameters: Readonly<Record<string, readonly string[]>>): string[] {
  const names = Object.keys(parameters);
  return names.flatMap((first, index) =>
    names
      .slice(index + 1)
      .flatMap((second) =>
        (parameters[first] ?? []).flatMap((a) =>
          (parameters[second] ?? []).map((b) => pairText(first, a, second, b)),
        ),
      ),
  );
}

function pairsOf(row: Row): string[] {
  const entries = Object.entries(row);
  return entries.flatMap(([first, a], index) =>
    entries.slice(index + 1).map(([second, b]) => pairText(first, a, second, b)),
  );
}

const pairText = (first: string, a: string, second: string, b: string): string =>
  JSON.stringify({ [first]: a, [second]: b });

const pairOf = (text: string): Row => JSON.parse(text) as Row;

/** Pseudo-random numbers that are the same in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 8;
  };
}
