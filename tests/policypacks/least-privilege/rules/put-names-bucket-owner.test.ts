/** Proves: which statements say whose bucket they put into. Not who owns a bucket. */
import { rule } from "../../../../policypacks/least-privilege/rules/put-names-bucket-owner";
import { type Given, unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const base = { Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::drop/in/*" };
const text = (more: object) => JSON.stringify({ Version: "2012-10-17", Statement: [{ ...base, ...more }] });
const policy = (more: object = {}): readonly Given[] => [
  { type: "aws:iam/rolePolicy:RolePolicy", name: "put", props: { role: "writer", policy: text(more) } },
];
const where = (Condition: object) => policy({ Condition });
const bucket = (name: string): Given => ({
  type: "aws:s3/bucket:Bucket",
  name: "drop",
  props: { bucket: name },
});
const owner = "222222222222";

ruleTests(rule, {
  message: /must name the account that owns the bucket/,
  passes: [
    ["the account", where({ StringEquals: { "aws:ResourceAccount": owner } })],
    ["the account, by S3's own key", where({ StringEquals: { "s3:ResourceAccount": [owner] } })],
    ["the organization", where({ StringEquals: { "AWS:resourceOrgId": "o-abc1234567" } })],
    ["an access point", policy({ Resource: `arn:aws:s3:eu-west-1:${owner}:accesspoint/drop/object/in/*` })],
    ["a bucket of the stack", [...policy(), bucket("drop")]],
  ],
  fails: [
    ["no condition", policy()],
    ["every action", policy({ Action: "s3:*" })],
    ["all but reading", policy({ Action: undefined, NotAction: "s3:GetObject" })],
    ["lists", policy({ Action: ["s3:PUTOBJECT"], Resource: ["arn:aws:s3:::drop/in/*"] })],
    ["the account, if it is given", where({ StringEqualsIfExists: { "aws:ResourceAccount": owner } })],
    ["any account", where({ StringLike: { "aws:ResourceAccount": "*" } })],
    ["every account but one", where({ StringNotEquals: { "aws:ResourceAccount": owner } })],
    ["the caller's account", where({ StringEquals: { "aws:PrincipalAccount": owner } })],
    ["a bucket beside one of the stack", [...policy(), bucket("other")]],
    [
      "a role's own list",
      [
        {
          type: "aws:iam/role:Role",
          name: "writer",
          props: { name: "writer", inlinePolicies: [{ name: "put", policy: text({}) }] },
        },
      ],
    ],
    [
      "a managed policy",
      [{ type: "aws:iam/policy:Policy", name: "put", props: { name: "put", policy: text({}) } }],
    ],
  ],
  leavesAlone: [
    ["a Deny", policy({ Effect: "Deny" })],
    ["reading", policy({ Action: "s3:GetObject" })],
    ["every bucket, which allow-names-resources refuses", policy({ Resource: "arn:aws:s3:::*/*" })],
    ["a bucket without its objects", policy({ Action: "s3:*", Resource: "arn:aws:s3:::drop" })],
    [
      "what is not known",
      [
        {
          type: "aws:iam/rolePolicy:RolePolicy",
          name: "put",
          props: { role: "writer", policy: unknownText },
        },
      ],
    ],
    [
      "a bucket policy",
      [
        {
          type: "aws:s3/bucketPolicy:BucketPolicy",
          name: "drop",
          props: { bucket: "drop", policy: text({}) },
        },
      ],
    ],
  ],
});
