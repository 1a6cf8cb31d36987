import type { Rule } from "../rule";
import { isList } from "../value";

const types: readonly string[] = [
  "aws:iam/userPolicy:UserPolicy",
  "aws:iam/userPolicyAttachment:UserPolicyAttachment",
  "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive",
  "aws:iam/userPoliciesExclusive:UserPoliciesExclusive",
  "aws:iam/policyAttachment:PolicyAttachment",
];

/** Off until the configuration asks for it: a policy that an uploader gets is small, and groups cannot be principals. */
export const rule: Rule = {
  name: "user-has-no-policies",
  displayName: "A user gets permissions by groups or roles",
  description: "An IAM user must not have policies of its own, inline or attached.",
  why: "Permissions that are given one user at a time are neither reviewed nor taken back together.",
  severity: "low",
  level: "disabled",
  requirements: ["FSBP:IAM.2", "CIS-AWS-5.0:1.14", "CIS-AWS-7.0:2.13"],
  topics: ["iam"],
  remediationSteps:
    "Attach the policy to a group of which the user is a member, or let the user assume a role.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-2",
  example: {
    compliant: [
      {
        type: "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
        props: { group: "uploaders", policyArn: "arn:aws:iam::111111111111:policy/put" },
      },
    ],
    violating: [
      {
        type: "aws:iam/userPolicyAttachment:UserPolicyAttachment",
        props: { user: "alice", policyArn: "arn:aws:iam::111111111111:policy/put" },
      },
    ],
  },
  judges: "resource",
  types,
  check: ({ properties }) => {
    const lists = ["users", "policyNames", "policyArns"].filter((name) => Object.hasOwn(properties, name));
    const empty = (name: string): boolean => {
      const value = properties[name];
      return isList(value) && value.length === 0;
    };
    const [decisive] = Object.hasOwn(properties, "user") ? lists : lists.filter((name) => name === "users");
    const harmless = decisive === undefined ? !Object.hasOwn(properties, "user") : empty(decisive);
    return harmless
      ? []
      : [{ where: "", must: "must not give a policy to a user", fix: "give it to a group or a role" }];
  },
};
