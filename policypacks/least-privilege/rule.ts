import type { EnforcementLevel, Severity } from "@pulumi/policy";
import type { PolicyInResource } from "./document";
import type { DocumentSubject } from "./documentPlaces";
import type { Finding } from "./finding";
import type { Options } from "./options";
import type { RequirementId } from "./requirements";
import type { FoundResource } from "./resource";

/** A resource of an example, as a program writes it. */
export interface ExampleResource {
  readonly type: string;
  /** @default "example" */
  readonly name?: string;
  readonly props: Readonly<Record<string, unknown>>;
  /** The account that its provider is bound to, 12 digits. @default 111111111111 */
  readonly account?: string;
}

/** What every rule says about itself, once. */
export interface RuleMetadata {
  /** Equal to the name of the rule's file. */
  readonly name: string;
  readonly displayName: string;
  /** What must hold, as a sentence. */
  readonly description: string;
  /** What can go wrong otherwise, as a sentence. */
  readonly why: string;
  readonly severity: Severity;
  /** Mandatory where privileges would grow, advisory for hygiene, disabled for what not everybody needs. */
  readonly level: EnforcementLevel;
  /** The requirements of published frameworks that come closest; the first is the closest. */
  readonly requirements: readonly [RequirementId, ...RequirementId[]];
  /** The services that it is about. */
  readonly topics: readonly [Topic, ...Topic[]];
  /** What to change, as a sentence. */
  readonly remediationSteps: string;
  /** The page that justifies the rule. */
  readonly url: string;
  /** The options that it takes beside those of every rule, with its own defaults. @default none */
  readonly options?: Partial<Options>;
  readonly example: {
    readonly compliant: readonly ExampleResource[];
    readonly violating: readonly ExampleResource[];
    /** The configuration that both are judged with. @default the rule's own defaults */
    readonly options?: Partial<Options>;
  };
}

export type Topic = "cloudtrail" | "cloudwatch" | "iam" | "kms" | "s3" | "sns" | "sts";

/**
 * Properties to set so that a resource complies; undefined where there is nothing to set or no safe value.
 *
 * Asked for only where the configuration sets the rule's level to `remediate`.
 */
export type Remedy = (resource: FoundResource) => Readonly<Record<string, unknown>> | undefined;

/** Judges every policy document of the subjects that it names, wherever a resource type holds one. */
export interface DocumentRule extends RuleMetadata {
  readonly judges: "documents";
  readonly subjects: readonly DocumentSubject[];
  /**
   * Called with documents that could be read; those that are unknown or unreadable are findings already.
   * `where` of a finding names the statement, or is empty for the whole document.
   */
  readonly check: (policy: PolicyInResource, options: Options) => readonly Finding[];
  readonly remedy?: Remedy;
}

/** Judges one resource by its inputs. It stops its own resource at `up`. */
export interface ResourceRule extends RuleMetadata {
  readonly judges: "resource";
  readonly types: readonly string[];
  readonly check: (resource: FoundResource, options: Options) => readonly Finding[];
  readonly remedy?: Remedy;
}

/** What a stack rule finds, and at which resource. */
export interface StackFinding extends Finding {
  readonly resource: FoundResource;
}

/**
 * Judges all resources together by their outputs: what spans resources, such as a missing companion.
 *
 * At `up` it is asked only after the resources were made, so only the preview blocks.
 */
export interface StackRule extends RuleMetadata {
  readonly judges: "stack";
  readonly check: (resources: readonly FoundResource[], options: Options) => readonly StackFinding[];
}

/** Metadata and one pure function that never throws and never sees an unknown as a value. */
export type Rule = DocumentRule | ResourceRule | StackRule;
