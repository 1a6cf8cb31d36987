/** Proves: which two policies let two writers put the same object. Not who else may, by a bucket policy. */
import { rule } from "../../../../policypacks/least-privilege/rules/writers-have-own-prefix";
import { document } from "../../../../policypacks/least-privilege/example";
import { ruleTests } from "../ruleTests";

const put = (Resource: unknown, change: object = {}) =>
  document({ Sid: "S", Effect: "Allow", Action: "s3:PutObject", Resource, ...change });
const of = (role: string, policy: string) => ({
  type: "aws:iam/rolePolicy:RolePolicy",
  name: `${role}-put`,
  props: { role, policy },
});
const below = (prefix: string) => `arn:aws:s3:::acme-drop/${prefix}`;

ruleTests(rule, {
  message: /must not let \w+ put where \w+ puts/,
  passes: [
    ["prefixes side by side", [of("a", put(below("a/*"))), of("b", put(below("b/*")))]],
    ["names that begin alike", [of("a", put(below("team/*"))), of("b", put(below("team-b/*")))]],
    [
      "the same prefix of two buckets",
      [of("a", put("arn:aws:s3:::one/in/*")), of("b", put("arn:aws:s3:::two/in/*"))],
    ],
    [
      "two policies of one role",
      [of("a", put(below("in/*"))), { ...of("a", put(below("in/*"))), name: "second" }],
    ],
    [
      "one that reads",
      [of("a", put(below("in/*"))), of("b", put(below("in/*"), { Action: "s3:GetObject" }))],
    ],
    ["a Deny", [of("a", put(below("in/*"))), of("b", put(below("in/*"), { Effect: "Deny" }))]],
    [
      "an ignored writer",
      [of("a", put(below("in/*"))), of("b", put(below("in/*")))],
      { ignoredPrincipals: ["arn:aws:iam::111111111111:role/b"] },
    ],
    [
      "two accounts below their own id",
      [of("a", put(below("${aws:PrincipalAccount}/*"))), of("b", put(below("b/*")))],
    ],
  ],
  fails: [
    ["the same prefix", [of("a", put(below("in/*"))), of("b", put(below("in/*")))]],
    ["one below the other", [of("a", put(below("in/*"))), of("b", put(below("in/b/*")))]],
    ["one object of the other's", [of("a", put(below("in/*"))), of("b", put(below("in/b.csv")))]],
    [
      "in a list, another case",
      [
        of("a", put([below("x/*"), below("in/*")])),
        of("b", put(below("in/*"), { Action: ["s3:GetObject", "S3:putOBJECT"] })),
      ],
    ],
    ["by a wildcard", [of("a", put(below("in/*"))), of("b", put(below("*/b/*"), { Action: "s3:*" }))]],
    ["the whole bucket", [of("a", put(below("*"))), of("b", put(below("b/*")))]],
    [
      "a user",
      [
        of("a", put(below("in/*"))),
        {
          type: "aws:iam/userPolicy:UserPolicy",
          name: "u",
          props: { user: "u", policy: put(below("in/*")) },
        },
      ],
    ],
    [
      "in a role's own list",
      [
        of("a", put(below("in/*"))),
        {
          type: "aws:iam/role:Role",
          name: "b",
          props: { name: "b", inlinePolicies: [{ policy: put(below("in/*")) }] },
        },
      ],
    ],
    [
      "in an attached policy",
      [
        of("a", put(below("in/*"))),
        { type: "aws:iam/policy:Policy", name: "p", props: { name: "p", policy: put(below("in/*")) } },
        {
          type: "aws:iam/policyAttachment:PolicyAttachment",
          name: "at",
          props: { roles: ["b"], policyArn: "arn:aws:iam::111111111111:policy/p" },
        },
      ],
    ],
  ],
  leavesAlone: [
    [
      "a policy that nobody has",
      [
        of("a", put(below("in/*"))),
        { type: "aws:iam/policy:Policy", name: "p", props: { name: "p", policy: put(below("in/*")) } },
      ],
    ],
  ],
});
