import type { ConditionClause } from "../model";
import type { NamedDocument, StatementReference } from "./facts";
import type { Witness } from "../prove/witness";

/** One thing that is meant to be possible on a bucket. All else is not. */
export interface Intent {
  /** What a finding calls it, like the name of a source. */
  readonly name: string;
  readonly bucketArn: string;
  /**
   * Who starts. Each is one of
   * - the ARN of a role or a user; with `*` and `?` in it, as under `ArnLike`: all whose ARN it matches
   * - the ARN of an account's root: every principal of that account
   * - `*`: everyone whom the conditions leave, as with `aws:PrincipalOrgID`
   * - the ARN of an identity provider: those with a token of it, as the conditions say
   * - the name of a service.
   */
  readonly who: readonly string[];
  /** On objects, like `s3:PutObject`. */
  readonly actions: readonly string[];
  /**
   * Object keys begin with one of these; the empty text is the whole bucket. A policy variable stands for the caller's
   * own part, like `${aws:PrincipalAccount}`, or `${aws:PrincipalTag/team}` for the tag of a session.
   */
  readonly prefixes: readonly string[];
  /** Keys of single objects beside the prefixes. */
  readonly objects?: readonly string[];
  /** On the bucket itself, like `s3:ListBucket`. */
  readonly bucketActions?: readonly string[];
  readonly via:
    | { readonly kind: "direct" }
    | { readonly kind: "role"; readonly arn: string }
    | { readonly kind: "accessPoint"; readonly arn: string };
  /** What must hold when the role is assumed, like a condition on `sts:ExternalId`. */
  readonly assumeConditions: readonly ConditionClause[];
  /** What must hold when the session is tagged. Absent: tagging it is not meant. */
  readonly tagConditions?: readonly ConditionClause[];
  /** What must hold when the bucket is used, like a condition on `aws:SecureTransport`. */
  readonly useConditions: readonly ConditionClause[];
  /** One of these must hold besides, as a whole, when the bucket is used; absent: nothing more. */
  readonly useAlternatives?: readonly (readonly ConditionClause[])[];
  /** What must hold of the use of the bucket's key that the actions take, like a condition on `kms:ViaService`. */
  readonly keyConditions?: readonly ConditionClause[];
  /** That use, like `kms:Decrypt`. Absent: what S3 asks for on behalf of the caller. */
  readonly keyActions?: readonly string[];
  /** What the role may do elsewhere; it counts only where `Meaning.closed` is set. */
  readonly elsewhere?: readonly Elsewhere[];
}

/** Requests that are about no bucket or key of ours. */
export interface Elsewhere {
  readonly actions: readonly string[];
  /** Patterns of ARNs. */
  readonly resources: readonly string[];
  readonly conditions: readonly ConditionClause[];
}

/** A use of a bucket's key that is meant beside what the intents take of it. */
export interface KeyIntent {
  readonly name: string;
  /** The bucket that the key encrypts. */
  readonly bucketArn: string;
  /** As in an intent. */
  readonly who: readonly string[];
  /** Like `kms:Decrypt`. */
  readonly actions: readonly string[];
  readonly conditions: readonly ConditionClause[];
}

/** Requests to a bucket that are not meant, whatever the intents say: those of which all conditions hold. */
export interface Refusal {
  readonly bucketArn: string;
  /** Patterns of actions. */
  readonly actions: readonly string[];
  readonly conditions: readonly ConditionClause[];
}

/**
 * Actions on a bucket, or `kms:*` for its key, that nobody may do but those who are meant to do them, whatever the IAM of the bucket's own
 * account says: its other roles and users, which are not known, are taken to have policies that allow it.
 */
export interface Seal {
  readonly bucketArn: string;
  /** Like `s3:PutObject`. */
  readonly actions: readonly string[];
}

/** Everything that is meant. */
export interface Meaning {
  readonly intents: readonly Intent[];
  readonly keyIntents?: readonly KeyIntent[];
  readonly refusals?: readonly Refusal[];
  readonly seals?: readonly Seal[];
  /**
   * Whether the policies of roles that intents go through, and those that `given` lists, must by themselves allow
   * nothing but what is meant, as if every resource let them do it.
   */
  readonly closed?: boolean;
  readonly given?: readonly OwnPolicies[];
}

/** A role, user or group of which only some policies are known, those that a stack gives it. */
export interface OwnPolicies {
  readonly arn: string;
  readonly documents: readonly NamedDocument[];
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
  readonly step:
    "assume the role" | "tag the session" | "use the access point" | "use the bucket" | "use the key";
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
