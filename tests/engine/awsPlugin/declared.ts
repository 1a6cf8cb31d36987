/** One resource of the test's program. */
export interface Declared {
  readonly token: string;
  readonly name: string;
  /** A text `${name.output}` stands for an output of an earlier resource. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Outputs that other resources use. */
  readonly outputs?: readonly string[];
  /** Names of the resources that must be there before. */
  readonly after?: readonly string[];
  /** Taken over under this id, not made. */
  readonly importId?: string;
  /** Only read under this id, as `.get` does: neither made nor taken over. */
  readonly readId?: string;
}

/** What the program in `program/` makes. */
export interface Program {
  readonly accountId: string;
  readonly region: string;
  readonly resources: readonly Declared[];
}
