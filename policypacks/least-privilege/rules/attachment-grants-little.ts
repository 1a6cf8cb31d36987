import { type Finding, unknownFinding } from "../finding";
import type { FoundResource } from "../resource";
import type { Rule } from "../rule";
import { type Located, unknown, valuesAt } from "../value";

/** Where a resource type names managed policies. */
const places: Readonly<Record<string, readonly string[]>> = {
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ["policyArn"],
  "aws:iam/userPolicyAttachment:UserPolicyAttachment": ["policyArn"],
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": ["policyArn"],
  "aws:iam/policyAttachment:PolicyAttachment": ["policyArn"],
  "aws:iam/role:Role": ["managedPolicyArns", "*"],
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": ["policyArns", "*"],
  "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive": ["policyArns", "*"],
  "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive": ["policyArns", "*"],
  "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment": ["managedPolicyArn"],
};

/** Managed policies of AWS's that allow to change permissions, or everything of S3, KMS, IAM or CloudTrail. */
const wide =
  /^arn:[a-z-]+:iam::aws:policy\/(?:[\w-]+\/)*(?:AdministratorAccess(?:-\w+)?|PowerUserAccess|SystemAdministrator|NetworkAdministrator|DatabaseAdministrator|DataScientist|IAMFullAccess|AmazonS3FullAccess|AmazonS3ObjectLambda\w+|AWSKeyManagementServicePowerUser|AWSCloudTrail_?FullAccess|AWSOrganizationsFullAccess|SecretsManagerReadWrite|\w+FullAccess)$/;

export const rule: Rule = {
  name: "attachment-grants-little",
  displayName: "No managed policy that allows everything is attached",
  description:
    "A role, user, group or permission set must not have a managed policy that allows a whole service.",
  why: "AdministratorAccess or AmazonS3FullAccess reaches every bucket, those of other teams too.",
  severity: "high",
  level: "mandatory",
  requirements: ["FSBP:IAM.1", "FSBP:IAM.21", "CIS-AWS-5.0:1.15", "CIS-AWS-7.0:2.14", "NIST-800-53-r5:AC-6"],
  topics: ["iam"],
  remediationSteps:
    "Write a policy with the actions and resources that are needed, or name the policy in allowedPolicies.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-use-aws-defined-policies",
  options: { allowedPolicies: [] },
  example: {
    compliant: [attach("arn:aws:iam::111111111111:policy/put")],
    violating: [attach("arn:aws:iam::aws:policy/AmazonS3FullAccess")],
  },
  judges: "resource",
  types: Object.keys(places),
  check: (resource, { allowedPolicies }) => judge(resource, allowedPolicies),
};

function judge(
  { type, properties, madeFrom }: FoundResource,
  allowed: readonly string[],
): readonly Finding[] {
  return valuesAt(properties, places[type] ?? []).flatMap(({ path, value }: Located): readonly Finding[] => {
    // A policy that the stack makes has no ARN yet: what it allows is judged where it is made.
    if (value === unknown)
      return (madeFrom[path] ?? []).length > 0 || type !== "aws:iam/role:Role"
        ? []
        : [unknownFinding(path, "managed policy")];
    if (typeof value !== "string" || allowed.includes(value) || !wide.test(value)) return [];
    return [
      {
        where: path,
        must: `must not be ${value.slice(value.lastIndexOf("/") + 1)}`,
        fix: "write a policy of the actions and resources that are needed",
      },
    ];
  });
}

function attach(policyArn: string) {
  return { type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment", props: { role: "writer", policyArn } };
}
