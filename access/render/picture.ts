/** How something of a picture differs from before; "same" in a picture of one state. */
export type Mark = "same" | "added" | "removed" | "widened" | "narrowed" | "changed";

/** A statement of a policy, as a person finds and reads it. */
export interface ShownStatement {
  /** Its document and its Sid, or its number from 1. */
  readonly place: string;
  /** As policy JSON, indented. */
  readonly json: string;
}

/** An account as a box. */
export interface PictureAccount {
  /** 12 digits; empty: what is in no account, like everyone. */
  readonly account: string;
  /** Whether buckets or keys of the picture are in it. */
  readonly owns: boolean;
}

/** A principal, a thing or a part of one. */
export interface PictureNode {
  /** Unique in the picture; free text, like an ARN. */
  readonly id: string;
  readonly kind:
    | "uploader"
    | "account"
    | "anyone"
    | "service"
    | "identityProvider"
    | "role"
    | "accessPoint"
    | "prefix"
    | "bucket"
    | "key"
    | "trail";
  readonly label: string;
  /** 12 digits; empty where it is in none. */
  readonly account: string;
  /** The bucket that a prefix is in; absent for others. */
  readonly within?: string;
  readonly mark: Mark;
}

/** One step that someone may take, or how two things belong together. */
export interface PictureEdge {
  /** Unique in the picture. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** `assumes`, `uses` (an access point) and `may` are access; `encrypts` and `records` are not. */
  readonly kind: "assumes" | "uses" | "may" | "encrypts" | "records";
  /** A word or two, like `put`. */
  readonly label: string;
  readonly mark: Mark;
  /** The ways in that go over it, as sentences. */
  readonly sentences: readonly string[];
  readonly statements: readonly ShownStatement[];
}

/** Who may do what where, as accounts, nodes and edges. All lists are sorted: the same access, the same picture. */
export interface Picture {
  readonly accounts: readonly PictureAccount[];
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
}
