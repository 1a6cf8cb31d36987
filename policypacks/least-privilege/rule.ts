import type { PolicyComplianceFramework, Severity } from "@pulumi/policy";
import type { DocumentSubject, PolicyInResource } from "./document";
import type { Finding } from "./finding";
import type { FoundResource } from "./resource";

/** What every rule says about itself, once. */
export interface RuleMetadata {
  /** Equal to the name of the rule's file. */
  readonly name: string;
  readonly displayName: string;
  /** What must hold, as a sentence. */
  readonly description: string;
  readonly severity: Severity;
  /** The requirement of a published framework that comes closest. */
  readonly framework?: PolicyComplianceFramework;
  /** Further requirements, like `CIS-AWS-5.0:2.1.1`, and the service. */
  readonly tags: readonly string[];
  /** What to change, as a sentence. */
  readonly remediationSteps: string;
  /** The page that justifies the rule. */
  readonly url: string;
}

/** Judges every policy document of the subjects that it names, wherever a resource type holds one. */
export interface DocumentRule extends RuleMetadata {
  readonly judges: "documents";
  readonly subjects: readonly DocumentSubject[];
  /**
   * Called with documents that could be read; those that are unknown or unreadable are findings already.
   * `where` of a finding names the statement, or is empty for the whole document.
   */
  readonly check: (policy: PolicyInResource) => readonly Finding[];
}

/** Judges one resource by its inputs. It stops its own resource at `up`. */
export interface ResourceRule extends RuleMetadata {
  readonly judges: "resource";
  readonly types: readonly string[];
  readonly check: (resource: FoundResource) => readonly Finding[];
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
  readonly check: (resources: readonly FoundResource[]) => readonly StackFinding[];
}

/** Metadata and one pure function that never throws and never sees an unknown as a value. */
export type Rule = DocumentRule | ResourceRule | StackRule;
