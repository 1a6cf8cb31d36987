/** How much work one comparison may do before it answers `unknown`. */
export interface Limits {
  /** States of one automaton; k patterns of the form `*wX*` need 2^k. */
  readonly states: number;
  /** Combinations of statements kept at once while dimensions are combined. */
  readonly masks: number;
  /** Wall-clock time for the whole comparison, in milliseconds. */
  readonly milliseconds: number;
}

/** The limits of `xput policy compare`: a hostile pair ends within a second. */
export const defaultLimits: Limits = { states: 20_000, masks: 5_000, milliseconds: 700 };

/** Thrown inside the prover when a limit is reached; `proveInclusion` turns it into `unknown`. */
export class OverBudget extends Error {
  override readonly name = "OverBudget";
}

/** Counts the work of one comparison against its limits. */
export class Budget {
  readonly #deadline: number;
  #incomplete: string | undefined;

  constructor(readonly limits: Limits) {
    this.#deadline = performance.now() + limits.milliseconds;
  }

  /**
   * Starts a walk. The function it gives tells whether the walk may go on, having done `steps` steps and seen
   * `states` states. When not, what the walk found is still true, but is not all: `takeIncomplete` tells.
   *
   * A walk has half of the time that is left, so that something remains to look at what it found.
   */
  startWalk(): (steps: number, states: number) => boolean {
    const start = performance.now();
    const end = start + (this.#deadline - start) / 2;
    return (steps, states) => {
      if (states > this.limits.states) this.#incomplete = `more than ${this.limits.states} string states`;
      else if ((steps & 63) !== 0 || performance.now() <= end) return true;
      else this.#incomplete = `more than ${this.limits.milliseconds} ms`;
      return false;
    };
  }

  /** Why some walk since the last call was given up; undefined when all were finished. */
  takeIncomplete(): string | undefined {
    const reason = this.#incomplete;
    this.#incomplete = undefined;
    return reason;
  }

  /** @throws OverBudget when `masks` is over the limit */
  spendMasks(masks: number): void {
    if (masks > this.limits.masks)
      throw new OverBudget(`more than ${this.limits.masks} statement combinations`);
  }

  /** @throws OverBudget when the time is used up */
  checkTime(): void {
    if (performance.now() > this.#deadline) {
      throw new OverBudget(`more than ${this.limits.milliseconds} ms`);
    }
  }
}
