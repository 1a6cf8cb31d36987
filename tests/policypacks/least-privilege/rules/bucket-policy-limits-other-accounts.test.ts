/** Proves: which actions no other account may have on a bucket. Not what the account's own principals may. */
import { rule } from "../../../../policypacks/least-privilege/rules/bucket-policy-limits-other-accounts";
import { bucketPolicy } from "../../../../policypacks/least-privilege/example";
import { ruleTests } from "../ruleTests";

const other = "arn:aws:iam::222222222222:role/uploader";
const grant = (change: object) =>
  bucketPolicy({
    Sid: "S",
    Effect: "Allow",
    Principal: { AWS: other },
    Action: "s3:PutObjectAcl",
    Resource: "arn:aws:s3:::acme-drop/in/*",
    ...change,
  });

ruleTests(rule, {
  message: /must not allow s3:.* to (222222222222|everyone)/,
  passes: [
    ["a put", grant({ Action: "s3:PutObject" })],
    ["one's own account", grant({ Principal: { AWS: "arn:aws:iam::111111111111:role/admin" } })],
    ["an account that the configuration names", grant({}), { ownAccounts: ["222222222222"] }],
    ["an ignored principal", grant({}), { ignoredPrincipals: [other] }],
    ["a Deny", grant({ Effect: "Deny" })],
    [
      "replication into the bucket",
      grant({ Action: ["s3:ReplicateObject", "s3:ObjectOwnerOverrideToBucketOwner"] }),
    ],
    ["an AWS service", grant({ Principal: { Service: "logging.s3.amazonaws.com" } })],
  ],
  fails: [
    ["an ACL", grant({})],
    ["in a list, another case", grant({ Action: ["s3:PutObject", "S3:putbucketPOLICY"] })],
    ["by a wildcard", grant({ Action: "s3:Put*" })],
    ["by NotAction", grant({ Action: undefined, NotAction: "s3:GetObject" })],
    ["the account's root", grant({ Principal: { AWS: "222222222222" } })],
    ["a session", grant({ Principal: { AWS: "arn:aws:sts::222222222222:assumed-role/a/b" } })],
    [
      "everyone under a condition",
      grant({ Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }),
    ],
    ["everyone but one", grant({ Principal: undefined, NotPrincipal: { AWS: other } })],
    [
      "where the own account is not known",
      { ...grant({ Principal: { AWS: "arn:aws:iam::222222222222:root" } }), provider: {} },
    ],
    ["the owner override alone", grant({ Action: "s3:ObjectOwnerOverrideToBucketOwner" })],
  ],
  leavesAlone: [
    [
      "an identity policy",
      {
        type: "aws:iam/rolePolicy:RolePolicy",
        props: { policy: '{"Statement":{"Effect":"Allow","Action":"s3:PutObjectAcl","Resource":"*"}}' },
      },
    ],
  ],
});
