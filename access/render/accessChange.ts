import type { NotKnown } from "../stack/notKnown";
import type { Way } from "./accessReport";
import type { Picture } from "./picture";

/** One request that only one of the two states allows, in words. */
export interface ShownWitness {
  readonly sentence: string;
  /** Keys of the request, like `with aws:SecureTransport = false`. */
  readonly context: readonly string[];
}

/** What a change does to the access of one principal to one target, by one path. */
export interface AccessItem {
  /** Eight hexadecimal digits; an acknowledgement names them, or the sentence. */
  readonly id: string;
  /**
   * - `added`, `removed`: a way in that was not there, or is not any more
   * - `widened`, `narrowed`: more, or less, of a way that stays
   * - `changed`: more and less
   * - `undecided`: the texts differ, and whether the access does could not be decided; it counts as widened
   */
  readonly kind: "added" | "removed" | "widened" | "narrowed" | "changed" | "undecided";
  readonly sentence: string;
  /** What differs, like `no longer: only over TLS`. Empty for what is added or removed as a whole. */
  readonly details: readonly string[];
  readonly before: readonly Way[];
  readonly after: readonly Way[];
  /** ARNs of the roles on the way whose assumption differs. Absent: the last step does. */
  readonly touches?: readonly string[];
  /** Allowed after and not before. */
  readonly more?: ShownWitness;
  /** Allowed before and not after. */
  readonly less?: ShownWitness;
  /** The reason with which it was acknowledged. */
  readonly acknowledged?: string;
}

/** What a change does to something that guards or records access. */
export interface ProtectionItem {
  readonly id: string;
  /** `undecided` counts as lost. */
  readonly kind: "lost" | "gained" | "undecided";
  /** Like `encryption`, `objectLock`, `audit`. */
  readonly topic: string;
  readonly sentence: string;
  readonly acknowledged?: string;
}

/** What a change does to one resource. */
export interface ResourceItem {
  readonly operation: "create" | "update" | "replace" | "delete" | "other";
  readonly type: string;
  readonly name: string;
  /** One line, without values: they may be secret. */
  readonly sentence: string;
}

/** What the policy pack found. */
export interface PackFinding {
  readonly rule: string;
  /** As the engine has it: `mandatory`, `advisory`, `remediate`. */
  readonly level: string;
  /** Name of the resource; absent for the whole stack. */
  readonly resource?: string;
  readonly message: string;
}

/** What a change of a stack does: the one model that every format of `xput diff` is made from. */
export interface AccessChange {
  /** What it is about, like `stack prod`. */
  readonly title: string;
  readonly access: readonly AccessItem[];
  readonly protections: readonly ProtectionItem[];
  readonly resources: readonly ResourceItem[];
  /** Absent where the pack was not run. */
  readonly findings?: readonly PackFinding[];
  /** Of the state after. */
  readonly notKnown: readonly NotKnown[];
  /** Acknowledgements that nothing needs. */
  readonly unusedAcknowledgements: readonly string[];
  readonly picture: Picture;
}
