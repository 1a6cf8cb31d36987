/** Proves: which actions count as changing permissions, and what bounds them. Not what several policies allow together. */
import { rule } from "../../../../policypacks/least-privilege/rules/identity-does-not-escalate";
import { document, rolePolicy } from "../../../../policypacks/least-privilege/example";
import { ruleTests } from "../ruleTests";

const allow = (change: object) =>
  rolePolicy({
    Sid: "S",
    Effect: "Allow",
    Action: "iam:PutRolePolicy",
    Resource: "arn:aws:iam::111111111111:role/a",
    ...change,
  });
const bounded = (operator: string) => ({
  Condition: { [operator]: { "iam:PermissionsBoundary": "arn:aws:iam::111111111111:policy/b" } },
});

ruleTests(rule, {
  message: /must not allow its holder to change permissions \(/,
  passes: [
    ["a put", allow({ Action: "s3:PutObject", Resource: "arn:aws:s3:::a/b/*" })],
    ["reading IAM", allow({ Action: ["iam:GetRole", "iam:ListRolePolicies"] })],
    ["within a permissions boundary", allow(bounded("StringEquals"))],
    [
      "attaching one named policy",
      allow({
        Action: "iam:AttachRolePolicy",
        Condition: { ArnEquals: { "iam:PolicyARN": "arn:aws:iam::1:policy/b" } },
      }),
    ],
    ["a Deny", allow({ Effect: "Deny" })],
    [
      "what another statement denies always",
      rolePolicy(
        { Sid: "A", Effect: "Allow", Action: "iam:PutRolePolicy", Resource: "*" },
        { Sid: "D", Effect: "Deny", Action: "iam:Put*", Resource: "*" },
      ),
    ],
  ],
  fails: [
    ["an inline policy", allow({})],
    ["in a list, another case", allow({ Action: ["iam:GetRole", "IAM:createaccesskey"] })],
    ["by a wildcard", allow({ Action: "iam:*Policy" })],
    ["everything", allow({ Action: "*", Resource: "*" })],
    ["by NotAction", allow({ Action: undefined, NotAction: "s3:*" })],
    ["with the boundary taken away", allow({ Action: "iam:DeleteRolePermissionsBoundary" })],
    ["if there is a boundary", allow(bounded("StringEqualsIfExists"))],
    ["with any boundary but one", allow(bounded("StringNotEquals"))],
    [
      "what another statement denies sometimes",
      rolePolicy(
        { Sid: "A", Effect: "Allow", Action: "iam:PutRolePolicy", Resource: "*" },
        {
          Sid: "D",
          Effect: "Deny",
          Action: "iam:Put*",
          Resource: "*",
          Condition: { Bool: { "aws:ViaAWSService": "true" } },
        },
      ),
    ],
    [
      "in a group",
      {
        type: "aws:iam/groupPolicy:GroupPolicy",
        props: { policy: document({ Effect: "Allow", Action: "iam:AddUserToGroup", Resource: "*" }) },
      },
    ],
    [
      "in a permission set",
      {
        type: "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy",
        props: {
          inlinePolicy: document({ Effect: "Allow", Action: "iam:SetDefaultPolicyVersion", Resource: "*" }),
        },
      },
    ],
    [
      "in a role's own list",
      {
        type: "aws:iam/role:Role",
        props: {
          inlinePolicies: [
            { policy: document({ Effect: "Allow", Action: "lambda:UpdateFunctionCode", Resource: "*" }) },
          ],
        },
      },
    ],
  ],
  leavesAlone: [
    [
      "a boundary of the network",
      {
        type: "aws:ec2/vpcEndpoint:VpcEndpoint",
        props: { policy: document({ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }) },
      },
    ],
  ],
});
