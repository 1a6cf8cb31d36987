import type { AccessEntry } from "../effective/accessEntry";
import type { NotKnown } from "../stack/notKnown";
import type { ComparisonFinding } from "./intentComparison";
import type { Picture, ShownStatement } from "./picture";

/** One way in, with what a person needs of it. */
export interface Way {
  /** Eight hexadecimal digits that follow from what it says: the same way has the same. */
  readonly id: string;
  readonly sentence: string;
  readonly entry: AccessEntry;
  readonly statements: readonly ShownStatement[];
  /** Whether objects can be read, or what was encrypted be decrypted. */
  readonly reads: boolean;
  /** Whether everyone has it, whatever the conditions. */
  readonly public: boolean;
}

/** What a stack allows: the one model that every format of `xput access` is made from. */
export interface AccessReport {
  /** What it is about, like `stack prod` or a file's name. */
  readonly title: string;
  /** `asIs`: from a state; `asPlanned`: from a preview. */
  readonly tense: "asIs" | "asPlanned";
  /** By target, then by who. */
  readonly ways: readonly Way[];
  /** How it compares with what the settings mean; absent where no settings are at hand. */
  readonly meant?: readonly ComparisonFinding[];
  /** Statements that allow something to somebody, and that no way in goes through: declared and not reachable. */
  readonly unreached: readonly ShownStatement[];
  readonly notKnown: readonly NotKnown[];
  readonly picture: Picture;
}
