import type { Declared } from "../declared";

/** A change of inputs that is one update of the resource; `null` takes an input away. */
export interface Edit {
  readonly inputs: Readonly<Record<string, unknown>>;
  /** What of it changes, as the engine tells it: `~description`. */
  readonly diff: string;
  /** Not among the edits that are made all at once. */
  readonly alone?: true;
}

/** A resource, what of it can change in place, and what makes a new one of it. */
export interface Case extends Declared {
  /** Its id in the form of the official plugin, as a regular expression. */
  readonly id: string;
  /** One after the other. */
  readonly edits?: readonly Edit[];
  readonly replacing?: Edit;
  /** What the official plugin imports it by, where that is not its id. */
  readonly importedBy?: string;
  /** Inputs that only the program knows, so that an import cannot tell them. */
  readonly untold?: readonly string[];
}
