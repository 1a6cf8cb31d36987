/** One thing that is wrong. The parts make one sentence: "<where> <must>: <fix>." */
export interface Finding {
  /** Property and statement, like `policy, statement "AllowPut"`; empty for the resource itself. */
  readonly where: string;
  /** What must hold, starting with "must". */
  readonly must: string;
  /** What to do, in the imperative. */
  readonly fix: string;
  /** Lines that go with the sentence, like the request that shows it. @default none */
  readonly details?: readonly string[];
  /** That nothing is known to be wrong: it could not be judged. */
  readonly notKnown?: true;
}

/** The finding for something that a rule must read and that is not known at preview. */
export function unknownFinding(where: string, what: string): Finding {
  return {
    where,
    must: "must be known at preview, and is not",
    fix: `fix names in settings so that the ${what} is known at preview`,
    notKnown: true,
  };
}
