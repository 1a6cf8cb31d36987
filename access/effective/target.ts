import { isPublicBucketPolicy } from "../evaluate/publicPolicy";
import { accountOf } from "../prove/principalShapes";
import type { AccessFacts, AccessPointFacts, BlockPublicAccess, BucketFacts, NamedDocument } from "./facts";

/** Something that requests are made to, with the policy that guards it. */
export interface Target {
  readonly kind: "bucket" | "accessPoint" | "role" | "key";
  readonly arn: string;
  /** The account that owns it: 12 digits. */
  readonly account: string;
  /** Patterns of the ARNs that requests to it name. */
  readonly patterns: readonly string[];
  /** Patterns of the actions that count. */
  readonly actions: readonly string[];
  readonly policy?: NamedDocument | undefined;
  /** Whether its policy must allow in its own account too, as for keys and roles. */
  readonly policyRequired: boolean;
  /** Whether roles and users of a key's own account count that are not known, with policies that allow it. */
  readonly countsUnknown?: boolean;
  /** Whether RestrictPublicBuckets is on and the policy is public: other accounts and anonymous callers are out. */
  readonly restricted: boolean;
}

/** A bucket as the target of requests that name the bucket itself. */
export function bucketTarget(bucket: BucketFacts, facts: AccessFacts): Target {
  const { arn, account, policy } = bucket;
  return {
    kind: "bucket",
    arn,
    account,
    patterns: [arn, `${arn}/*`],
    actions: ["s3:*"],
    policy,
    policyRequired: false,
    restricted: isRestricted(policy, [bucket.blockPublicAccess, ...ofAccount(account, facts)]),
  };
}

/** An access point as the target of requests that name it. */
export function accessPointTarget(accessPoint: AccessPointFacts, facts: AccessFacts): Target {
  const { arn, policy } = accessPoint;
  const account = accountOf(arn);
  return {
    kind: "accessPoint",
    arn,
    account,
    patterns: [arn, `${arn}/object/*`],
    actions: ["s3:*"],
    policy,
    policyRequired: false,
    restricted: isRestricted(policy, [accessPoint.blockPublicAccess, ...ofAccount(account, facts)]),
  };
}

/** A role as the target of requests to assume it. */
export function roleTarget(arn: string, trust: NamedDocument | undefined): Target {
  return {
    kind: "role",
    arn,
    account: accountOf(arn),
    patterns: [arn],
    actions: ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"],
    policy: trust,
    policyRequired: true,
    restricted: false,
  };
}

/** A role as the target of requests to tag a session of it, which go with those to assume it. */
export const taggingTarget = (arn: string, trust: NamedDocument | undefined): Target => ({
  ...roleTarget(arn, trust),
  actions: ["sts:TagSession"],
});

/** A key as the target of requests that use or manage it. */
export function keyTarget(arn: string, policy: NamedDocument): Target {
  return {
    kind: "key",
    arn,
    account: accountOf(arn),
    patterns: [arn],
    actions: ["kms:*"],
    policy,
    policyRequired: true,
    restricted: false,
  };
}

const ofAccount = (account: string, { accounts }: AccessFacts): readonly BlockPublicAccess[] =>
  accounts.filter((one) => one.account === account).map(({ blockPublicAccess }) => blockPublicAccess);

function isRestricted(policy: NamedDocument | undefined, levels: readonly BlockPublicAccess[]): boolean {
  return (
    policy !== undefined &&
    levels.some(({ restrictPublicBuckets }) => restrictPublicBuckets) &&
    isPublicBucketPolicy(policy.document)
  );
}
