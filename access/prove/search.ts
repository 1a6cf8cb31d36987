import type { Budget } from "./budget";

/** One choice of one dimension of a request. */
export interface Choice<Pick> {
  readonly mask: bigint;
  readonly pick: Pick;
}

/** What is asked of the statements that a request satisfies. */
export interface Goal {
  /** Bits of the statements that must not be satisfied. */
  readonly avoid: bigint;
  /** Bit of the statement that must be satisfied; 0 for none. */
  readonly need: bigint;
}

interface Chain<Pick> {
  readonly mask: bigint;
  readonly picks: readonly Pick[];
}

/**
 * One choice in each dimension such that, together, they satisfy the goal; undefined when there are none.
 *
 * A statement is satisfied when its bit is in the mask of every choice. A choice whose mask contains another
 * choice's is never better, so only the smallest are kept.
 *
 * @throws OverBudget
 */
export function search<Pick>(
  dimensions: readonly (readonly Choice<Pick>[])[],
  goal: Goal,
  budget: Budget,
): readonly Pick[] | undefined {
  const useful = dimensions.map((choices) =>
    smallest(
      choices
        .filter(({ mask }) => (mask & goal.need) === goal.need)
        .map(({ mask, pick }): Chain<Pick> => ({ mask: mask & goal.avoid, picks: [pick] })),
      budget,
    ),
  );
  let chains: readonly Chain<Pick>[] = [{ mask: goal.avoid, picks: [] }];
  for (const choices of useful) {
    const next = new Map<bigint, Chain<Pick>>();
    for (const chain of chains) {
      for (const choice of choices) {
        const mask = chain.mask & choice.mask;
        if (!next.has(mask)) next.set(mask, { mask, picks: [...chain.picks, ...choice.picks] });
      }
      budget.spendMasks(next.size);
    }
    chains = smallest([...next.values()], budget);
  }
  return chains.find(({ mask }) => mask === 0n)?.picks;
}

function smallest<Pick>(chains: readonly Chain<Pick>[], budget: Budget): readonly Chain<Pick>[] {
  const distinct = new Map<bigint, Chain<Pick>>();
  for (const chain of chains) if (!distinct.has(chain.mask)) distinct.set(chain.mask, chain);
  budget.spendMasks(distinct.size);
  const none = distinct.get(0n);
  if (none !== undefined) return [none];
  const all = [...distinct.values()];
  budget.checkTime();
  return all.filter(
    ({ mask }) => !all.some((other) => other.mask !== mask && (other.mask & mask) === other.mask),
  );
}
