import type { Statement } from "../../../access/model";
import { coversAction } from "../action";
import { statementName } from "../document";
import { bucketPolicy } from "../example";
import type { Rule } from "../rule";

/** Without these nobody but the root user can repair the policy. */
const repairing: readonly string[] = ["s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy"];

/** Keys that requests of the owner's own people can pass, so that a Deny with one of them leaves somebody in. */
export const rule: Rule = {
  name: "bucket-policy-keeps-owner-in",
  displayName: "A bucket policy does not lock out its owner",
  description: "A bucket policy must not deny everyone to read and change the policy itself.",
  why: "Nobody but the root user of the account can repair or delete the bucket then.",
  severity: "medium",
  level: "mandatory",
  requirements: ["NIST-800-53-r5:AC-6"],
  topics: ["s3"],
  remediationSteps:
    "Name the actions that are to be denied, or add a condition that leaves the deploying role out.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html",
  example: {
    compliant: [bucketPolicy(denial("s3:DeleteObject"))],
    violating: [bucketPolicy(denial("s3:*"))],
  },
  judges: "documents",
  subjects: ["bucket"],
  check: ({ document }) =>
    document.statements.filter(locksOut).map((statement) => ({
      where: statementName(statement),
      must: "must not deny everyone to read and change the bucket policy",
      fix: "name the actions to deny, or add a condition that leaves the deploying role out",
    })),
};

function locksOut({ effect, principal, action, resource, conditions }: Statement): boolean {
  return (
    effect === "Deny" &&
    principal?.anyone === true &&
    !principal.negated &&
    conditions.length === 0 &&
    repairing.some((one) => coversAction(action, one)) &&
    // The policy is the bucket's, so that a pattern for objects alone does not meet it.
    (resource?.negated === true ||
      (resource?.patterns ?? []).some((one) => !/^arn:[^:]*:s3:::[^*?]+\//.test(one)))
  );
}

function denial(action: string): object {
  return {
    Sid: "Deny",
    Effect: "Deny",
    Principal: "*",
    Action: action,
    Resource: ["arn:aws:s3:::acme-drop", "arn:aws:s3:::acme-drop/*"],
  };
}
