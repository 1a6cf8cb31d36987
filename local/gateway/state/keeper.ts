/** One change: a name with its value, or without one that it is gone. */
export type Change = readonly [name: string, value?: unknown];

/**
 * Keeps what the gateway holds in memory beside what the store keeps, so that it outlives the process.
 *
 * Values are what structured clones can be of (dates, maps, buffers too), and are not changed after they were handed
 * over.
 */
export interface Keeper {
  /** Whether anything outlives the process at all. */
  readonly lasts: boolean;
  /** What was kept under names that start so, in the order of keeping; the names without that start. */
  readonly entries: (start: string) => readonly (readonly [string, unknown])[];
  readonly set: (name: string, value: unknown) => void;
  readonly remove: (name: string) => void;
  /**
   * Resolves when every change before is on the disk.
   *
   * @throws Error when it cannot be written
   */
  readonly settled: () => Promise<void>;
}

/** Keeps nothing: what is in memory ends with the process. */
export const memoryOnly: Keeper = {
  lasts: false,
  entries: () => [],
  set: () => undefined,
  remove: () => undefined,
  settled: () => Promise.resolve(),
};
