/** Proves: which managed policies count as wide, wherever one can be attached. Not what a policy of somebody's own allows. */
import { rule } from "../../../../policypacks/least-privilege/rules/attachment-grants-little";
import { unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const wide = "arn:aws:iam::aws:policy/AmazonS3FullAccess";
const own = "arn:aws:iam::111111111111:policy/AmazonS3FullAccess";
const on = (type: string, props: Record<string, unknown>) => ({ type, props });

ruleTests(rule, {
  message: /must not be \w+: write a policy|must be known/,
  passes: [
    [
      "a policy of one's own, of the same name",
      on("aws:iam/rolePolicyAttachment:RolePolicyAttachment", { policyArn: own }),
    ],
    [
      "a narrow one of AWS's",
      on("aws:iam/rolePolicyAttachment:RolePolicyAttachment", {
        policyArn: "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
      }),
    ],
    [
      "one that is made in the stack",
      on("aws:iam/userPolicyAttachment:UserPolicyAttachment", { policyArn: unknownText }),
    ],
    [
      "one that the configuration allows",
      on("aws:iam/rolePolicyAttachment:RolePolicyAttachment", { policyArn: wide }),
      { allowedPolicies: [wide] },
    ],
  ],
  fails: [
    ["on a role", on("aws:iam/rolePolicyAttachment:RolePolicyAttachment", { policyArn: wide })],
    [
      "on a user",
      on("aws:iam/userPolicyAttachment:UserPolicyAttachment", {
        policyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
      }),
    ],
    [
      "on a group, in another partition",
      on("aws:iam/groupPolicyAttachment:GroupPolicyAttachment", {
        policyArn: "arn:aws-cn:iam::aws:policy/IAMFullAccess",
      }),
    ],
    [
      "on several at once",
      on("aws:iam/policyAttachment:PolicyAttachment", {
        policyArn: "arn:aws:iam::aws:policy/PowerUserAccess",
      }),
    ],
    ["in a role's own list", on("aws:iam/role:Role", { managedPolicyArns: [own, wide] })],
    [
      "in a list that excludes others",
      on("aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive", { policyArns: [wide] }),
    ],
    [
      "of a job function, with a path",
      on("aws:iam/rolePolicyAttachment:RolePolicyAttachment", {
        policyArn: "arn:aws:iam::aws:policy/job-function/SystemAdministrator",
      }),
    ],
    [
      "on a permission set",
      on("aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment", {
        managedPolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
      }),
    ],
    [
      "beside another that is allowed",
      on("aws:iam/rolePolicyAttachment:RolePolicyAttachment", { policyArn: wide }),
      { allowedPolicies: [own] },
    ],
  ],
  leavesAlone: [
    ["a permissions boundary", on("aws:iam/role:Role", { permissionsBoundary: wide })],
    ["an inline policy", on("aws:iam/rolePolicy:RolePolicy", { policy: wide })],
  ],
});
