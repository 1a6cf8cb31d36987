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
   * Whether a walk that has seen `states` states may go on. When not, what it found so far is still true, but is
   * not all: `takeIncomplete` tells.
   */
  mayWalkOn(states: number): boolean {
    if (states > this.limits.states) this.#incomplete = `more than ${this.limits.states} string states`;
    else if ((states & 255) !== 0 || performance.now() <= this.#deadline) return true;
    else this.#incomplete = `more than ${this.limits.milliseconds} ms`;
    return false;
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
