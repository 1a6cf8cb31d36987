import type { Parameters } from "fast-check";

const defaultRuns = 150;

/**
 * How often a property is tried, and from which seed.
 *
 * XPUT_FUZZ_RUNS asks for longer runs; XPUT_FUZZ_SEED repeats one, of which fast-check tells the seed when it fails.
 */
export function fuzzRuns<T>(share = 1): Parameters<T> {
  const runs = Number(process.env.XPUT_FUZZ_RUNS ?? defaultRuns);
  const seed = process.env.XPUT_FUZZ_SEED;
  return {
    numRuns: Math.max(1, Math.round(runs * share)),
    // What fails is shown as it came: to make it smaller would take longer than to read it.
    endOnFailure: true,
    ...(seed === undefined ? {} : { seed: Number(seed) }),
  };
}

/** Time that a property may take: what one try takes at worst, and some more. */
export function fuzzTimeout(share = 1): number {
  return 30_000 + (fuzzRuns(share).numRuns ?? 0) * 500;
}
