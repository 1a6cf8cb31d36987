import type { ConditionClause } from "../model";
import type { StatementReference } from "./facts";
import type { Witness } from "../prove/witness";

/** One thing that is meant to be possible. All else is not. */
export interface Intent {
  /** What a finding calls it, like the name of a source. */
  readonly name: string;
  readonly bucketArn: string;
  /** ARNs of roles and users, or service names. */
  readonly who: readonly string[];
  /** Like `s3:PutObject`. */
  readonly actions: readonly string[];
  /** Object keys begin with one of these; the empty text is the whole bucket. */
  readonly prefixes: readonly string[];
  readonly via:
    | { readonly kind: "direct" }
    | { readonly kind: "role"; readonly arn: string }
    | { readonly kind: "accessPoint"; readonly arn: string };
  /** What must hold when the role is assumed, like a condition on `sts:ExternalId`. */
  readonly assumeConditions: readonly ConditionClause[];
  /** What must hold when the bucket is used, like a condition on `aws:SecureTransport`. */
  readonly useConditions: readonly ConditionClause[];
}

/** A request that is possible and not meant to be. */
export interface Excess {
  /** What it is an excess of: the role, user, account, service or key policy that lets it happen. */
  readonly subject: string;
  readonly witness: Witness;
  /** Principals, roles and access points from the one that starts to the bucket or key. */
  readonly path: readonly string[];
  /** The Allow statements that together let it through. */
  readonly blame: readonly StatementReference[];
  /** Names of the intents that the subject serves; empty: it serves none. */
  readonly intents: readonly string[];
  /** What is taken to be allowed because its documents are not known. */
  readonly assumptions: readonly string[];
}

/** A request that is meant to be possible and is refused. */
export interface Missing {
  readonly who: string;
  /** Which step is refused first. */
  readonly step: "assume the role" | "use the access point" | "use the bucket" | "use the key";
  readonly action: string;
  readonly resource: string;
  /** The statements that deny it; empty where nothing allows it. */
  readonly deniedBy: readonly StatementReference[];
  readonly reason: string;
}

/** What is known about one intent. */
export type IntentResult =
  | { readonly intent: string; readonly status: "proven" }
  | { readonly intent: string; readonly status: "missing"; readonly missing: readonly Missing[] }
  | { readonly intent: string; readonly status: "exceeds"; readonly excesses: readonly Excess[] }
  | { readonly intent: string; readonly status: "unknown"; readonly reasons: readonly string[] };
