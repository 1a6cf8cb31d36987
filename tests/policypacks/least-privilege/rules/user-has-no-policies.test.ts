/** Proves: which resources give a policy to a user. Not what the policy allows. */
import { rule } from "../../../../policypacks/least-privilege/rules/user-has-no-policies";
import { unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const of = (props: Record<string, unknown>, type = "aws:iam/policyAttachment:PolicyAttachment") => ({
  type,
  props,
});

ruleTests(rule, {
  message: /must not give a policy to a user|must be known/,
  passes: [
    ["to roles and groups only", of({ users: [], roles: ["a"], groups: ["b"], policyArn: "p" })],
    [
      "none, exclusively",
      of({ user: "a", policyNames: [] }, "aws:iam/userPoliciesExclusive:UserPoliciesExclusive"),
    ],
    [
      "none attached, exclusively",
      of(
        { user: "a", policyArns: [] },
        "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive",
      ),
    ],
  ],
  fails: [
    ["among others", of({ users: ["a"], roles: ["b"], policyArn: "p" })],
    ["inline", of({ user: "a", policy: "{}" }, "aws:iam/userPolicy:UserPolicy")],
    ["attached", of({ user: "a", policyArn: "p" }, "aws:iam/userPolicyAttachment:UserPolicyAttachment")],
    [
      "attached, exclusively",
      of(
        { user: "a", policyArns: ["p"] },
        "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive",
      ),
    ],
    [
      "inline, exclusively",
      of({ user: "a", policyNames: ["p"] }, "aws:iam/userPoliciesExclusive:UserPoliciesExclusive"),
    ],
    ["users that are not known", of({ users: unknownText, policyArn: "p" })],
  ],
  leavesAlone: [
    ["a group", of({ group: "g", policy: "{}" }, "aws:iam/groupPolicy:GroupPolicy")],
    ["a role", of({ role: "r", policyArn: "p" }, "aws:iam/rolePolicyAttachment:RolePolicyAttachment")],
  ],
});
