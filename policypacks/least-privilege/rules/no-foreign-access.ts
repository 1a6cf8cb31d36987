import { otherAccount, ownAccount, role } from "../example";
import { foreignAccess } from "../proof/outsiders";
import type { Rule } from "../rule";

const trust = (account: string): object => ({
  Sid: "Trust",
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${account}:role/uploader` },
  Action: "sts:AssumeRole",
});

/** The intent of every program that declares none: accounts that it does not deploy to have no access. */
export const rule: Rule = {
  name: "no-foreign-access",
  displayName: "No access from accounts that are not ours",
  description:
    "Principals of an account must not have access to buckets, keys or roles, unless the stack deploys to that account or the configuration lists it or its organization.",
  why: "An account that nobody listed, like one with a digit mistyped, belongs to somebody else.",
  severity: "high",
  level: "mandatory",
  requirements: ["CIS-AWS-5.0:1.19", "CIS-AWS-7.0:2.18", "FSBP:S3.6"],
  topics: ["s3", "kms", "iam", "sts"],
  remediationSteps:
    "Remove the account from the statement that the finding shows, or list it in ownAccounts or its organization in ownOrganizations.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-concepts.html",
  options: { ownAccounts: [], ownOrganizations: [] },
  example: {
    compliant: [role(trust(ownAccount))],
    violating: [role(trust(otherAccount))],
  },
  judges: "stack",
  check: foreignAccess,
};
