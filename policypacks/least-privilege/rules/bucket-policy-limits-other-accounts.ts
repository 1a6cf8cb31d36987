import { allowedOf } from "../action";
import { statementName } from "../document";
import { bucketPolicy, otherAccount } from "../example";
import { accountsOf, ownerAccount } from "../principal";
import type { Rule } from "../rule";

/** What changes who may do what, or takes away what protects: never for another account. */
const risky: readonly string[] = [
  "s3:BypassGovernanceRetention",
  "s3:DeleteBucket",
  "s3:DeleteBucketPolicy",
  "s3:DeleteObjectVersion",
  "s3:ObjectOwnerOverrideToBucketOwner",
  "s3:PutBucketAcl",
  "s3:PutBucketObjectLockConfiguration",
  "s3:PutBucketOwnershipControls",
  "s3:PutBucketPolicy",
  "s3:PutBucketPublicAccessBlock",
  "s3:PutBucketVersioning",
  "s3:PutEncryptionConfiguration",
  "s3:PutLifecycleConfiguration",
  "s3:PutObjectAcl",
  "s3:PutObjectVersionAcl",
  "s3:PutReplicationConfiguration",
];

/** Replication into the bucket needs this one, and only for its own role. */
const ofReplication = "s3:ObjectOwnerOverrideToBucketOwner";

export const rule: Rule = {
  name: "bucket-policy-limits-other-accounts",
  displayName: "A bucket policy leaves administration to its own account",
  description:
    "A bucket policy must not allow principals of other accounts to change permissions or protection of the bucket.",
  why: "Whoever may change the policy, ACLs or encryption can give the bucket to anybody, or lock its owner out.",
  severity: "high",
  level: "mandatory",
  requirements: ["FSBP:S3.6", "NIST-800-53-r5:AC-6"],
  topics: ["s3"],
  remediationSteps: "Remove these actions from statements for principals of other accounts.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-6",
  options: { ownAccounts: [], ignoredPrincipals: [] },
  example: {
    compliant: [grant("s3:PutObject")],
    violating: [grant("s3:PutObjectAcl")],
  },
  judges: "documents",
  subjects: ["bucket", "accessPoint"],
  check: (policy, { ownAccounts }) => {
    const own = [ownerAccount(policy), ...ownAccounts];
    return policy.document.statements.flatMap((statement) => {
      const { principal } = statement;
      const others = accountsOf(statement).filter((account) => !own.includes(account));
      const open = principal?.anyone === true || principal?.negated === true;
      const actions = allowedOf(statement, risky).filter(
        (action) => action !== ofReplication || !statement.action.patterns.includes("s3:ReplicateObject"),
      );
      if (actions.length === 0 || (others.length === 0 && !open)) return [];
      const who = open ? "everyone" : others.join(", ");
      return [
        {
          where: statementName(statement),
          must: `must not allow ${actions.slice(0, 4).join(", ")} to ${who}`,
          fix: "leave these actions to the bucket's own account",
        },
      ];
    });
  },
};

function grant(action: string) {
  return bucketPolicy({
    Sid: "Upload",
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${otherAccount}:role/uploader` },
    Action: ["s3:PutObject", action],
    Resource: "arn:aws:s3:::acme-drop/in/*",
  });
}
