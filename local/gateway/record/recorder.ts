import type { NamedDecision } from "../decide/decideNeed";
import type { Outcome } from "../model";

/** One request that was answered. */
export interface Recorded {
  readonly outcome: Outcome;
  /** One for each need that was looked at; after a refusal the others are not. */
  readonly decisions: readonly NamedDecision[];
  /** False where the credentials were rejected: the caller is then not known. */
  readonly authenticated: boolean;
}

/** Takes note of every answered request. Must not throw, and returns at once: what takes long it does later. */
export type Recorder = (recorded: Recorded) => void;
