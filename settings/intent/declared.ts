/** Conditions as a policy document writes them: operator, key, values. */
export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** What is meant to be possible on one bucket, as the policy pack takes it. */
export interface DeclaredIntent {
  /** Unique among intents and key uses. */
  readonly name: string;
  readonly bucketArn: string;
  /** ARNs, with wildcards where many are meant; `*`; identity providers; names of services. */
  readonly who: readonly string[];
  /** ARN of the role that they assume; absent with `accessPoint` or where they use the bucket directly. */
  readonly role?: string;
  /** ARN of the access point that they go through. */
  readonly accessPoint?: string;
  readonly actions: readonly string[];
  readonly prefixes: readonly string[];
  /** Keys of single objects. */
  readonly objects?: readonly string[];
  readonly bucketActions?: readonly string[];
  readonly assumeConditions?: ConditionBlock;
  /** Absent: sessions are not tagged. */
  readonly tagConditions?: ConditionBlock;
  readonly useConditions?: ConditionBlock;
  /** One of these must hold. */
  readonly useAlternatives?: readonly ConditionBlock[];
  readonly keyConditions?: ConditionBlock;
  /** What the actions take of the bucket's key, where S3 does not ask for it on behalf of the caller. */
  readonly keyActions?: readonly string[];
  /** What the role may do beside the bucket and its key. */
  readonly elsewhere?: readonly DeclaredElsewhere[];
}

/** Requests that are about no bucket or key of the stack. */
export interface DeclaredElsewhere {
  readonly actions: readonly string[];
  /** Patterns of ARNs. */
  readonly resources: readonly string[];
  readonly conditions?: ConditionBlock;
}

/** A use of the key of a bucket. */
export interface DeclaredKeyUse {
  readonly name: string;
  readonly bucketArn: string;
  readonly who: readonly string[];
  readonly actions: readonly string[];
  readonly conditions?: ConditionBlock;
}

/** What is refused to everyone where all of the conditions hold. */
export interface DeclaredRefusal {
  readonly bucketArn: string;
  readonly actions: readonly string[];
  readonly conditions: ConditionBlock;
}

/** Actions on a bucket, or `kms:*` for its key, that nobody else may do, whatever the IAM of the bucket's own account says. */
export interface DeclaredSeal {
  readonly bucketArn: string;
  readonly actions: readonly string[];
}

/** Conditions that all hold, in one block. */
export function allOf(...blocks: readonly ConditionBlock[]): ConditionBlock {
  const joined: Record<string, Record<string, readonly string[]>> = {};
  for (const block of blocks) {
    for (const [operator, keys] of Object.entries(block)) joined[operator] = { ...joined[operator], ...keys };
  }
  return joined;
}

/** The property with these conditions; none where there are no conditions. */
export function given<K extends string>(name: K, block: ConditionBlock): Partial<Record<K, ConditionBlock>> {
  return Object.keys(block).length === 0 ? {} : ({ [name]: block } as Record<K, ConditionBlock>);
}
