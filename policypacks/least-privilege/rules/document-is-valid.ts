import { checkPolicy } from "../../../access/check/checkPolicy";
import { bucketPolicy, otherAccount } from "../example";
import type { Rule } from "../rule";

/** Checks of AWS's that a rule of this pack makes more strictly, or with more in sight. */
const ofOtherRules: ReadonlySet<string> = new Set([
  "ALLOW_WITH_NOT_PRINCIPAL",
  "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL",
  "MISSING_GITHUB_REPO_CONDITION_KEY",
  "PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE",
  "PASS_ROLE_WITH_NOT_RESOURCE",
  "PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
  "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE",
  "PASS_ROLE_WITH_STAR_IN_RESOURCE",
  "PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
  "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL",
]);

/** What AWS would report as an error, or accept and never match: a condition that can never hold guards nothing. */
export const rule: Rule = {
  name: "document-is-valid",
  displayName: "A policy document passes AWS's own checks",
  description: "A policy document must pass the checks that AWS's policy validation makes of it.",
  why: "AWS refuses the document halfway through an update, or takes it and a misspelled condition never holds.",
  severity: "high",
  level: "mandatory",
  requirements: ["NIST-800-53-r5:AC-6"],
  topics: ["iam", "s3", "kms"],
  remediationSteps: "Correct the element that the finding names; the name of the check is AWS's.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
  example: {
    compliant: [
      bucketPolicy({
        Sid: "Put",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${otherAccount}:role/uploader` },
        Action: "s3:PutObject",
        Resource: "arn:aws:s3:::acme-drop/in/*",
      }),
    ],
    violating: [
      bucketPolicy({
        Sid: "Put",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${otherAccount}:role/uploader` },
        Action: "s3:PutObjects",
        Resource: "arn:aws:s3:::acme-drop/in/*",
      }),
    ],
  },
  judges: "documents",
  subjects: ["identity", "trust", "bucket", "accessPoint", "key", "resource"],
  check: ({ text, kind }) =>
    checkPolicy(text, kind)
      .filter(({ check }) => check === undefined || !ofOtherRules.has(check))
      .map(({ path, check = "", message }) => ({
        where: path,
        must: `must pass AWS's check ${check}`,
        fix: message,
      })),
};
