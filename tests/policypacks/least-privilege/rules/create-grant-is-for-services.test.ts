/** Proves: which statements may allow grants on a key. Not the grants that a stack makes itself. */
import { rule } from "../../../../policypacks/least-privilege/rules/create-grant-is-for-services";
import { key, rolePolicy } from "../../../../policypacks/least-privilege/example";
import { ruleTests } from "../ruleTests";

const own = "arn:aws:iam::111111111111:root";
const grant = (change: object) =>
  key({
    Sid: "S",
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::111111111111:role/a" },
    Action: "kms:CreateGrant",
    Resource: "*",
    ...change,
  });
const bool = (value: unknown) => ({ Condition: { Bool: { "kms:GrantIsForAWSResource": value } } });

ruleTests(rule, {
  message: /must not allow kms:CreateGrant for whomever/,
  passes: [
    ["for AWS services", grant(bool("true"))],
    ["for AWS services, a boolean", grant(bool(true))],
    ["the account that owns the key", grant({ Principal: { AWS: own }, Action: "kms:*" })],
    ["other actions", grant({ Action: "kms:Decrypt" })],
    ["a Deny", grant({ Effect: "Deny" })],
  ],
  fails: [
    ["for whomever", grant({})],
    ["in a list, another case", grant({ Action: ["kms:Decrypt", "KMS:createGrant"] })],
    ["by a wildcard", grant({ Action: "kms:Create*" })],
    ["by NotAction", grant({ Action: undefined, NotAction: "kms:Decrypt" })],
    ["not for AWS services", grant(bool("false"))],
    ["if the key is there", grant({ Condition: { BoolIfExists: { "kms:GrantIsForAWSResource": "true" } } })],
    ["another account's root", grant({ Principal: { AWS: "222222222222" }, Action: "kms:*" })],
    ["in an identity policy", rolePolicy({ Sid: "S", Effect: "Allow", Action: "kms:*", Resource: "*" })],
    [
      "by a policy of its own",
      { type: "aws:kms/keyPolicy:KeyPolicy", props: { policy: grant({}).props["policy"] } },
    ],
  ],
  leavesAlone: [
    [
      "a trust policy",
      {
        type: "aws:iam/role:Role",
        props: { assumeRolePolicy: grant({ Resource: undefined }).props["policy"] },
      },
    ],
  ],
});
