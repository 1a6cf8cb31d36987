/** Proves: which two sides of assuming a role can never meet. Not that two that can, do: the proof decides that. */
import { rule } from "../../../../policypacks/least-privilege/rules/both-sides-agree";
import { document, role } from "../../../../policypacks/least-privilege/example";
import { ruleTests } from "../ruleTests";

const other = { allowedAccountIds: ["222222222222"] };
const writer = "arn:aws:iam::111111111111:role/writer";
const assume = (Resource: unknown, change: object = {}) =>
  document({ Sid: "A", Effect: "Allow", Action: "sts:AssumeRole", Resource, ...change });
const of = (name: string, policy: string) => ({
  type: "aws:iam/rolePolicy:RolePolicy",
  name: `${name}-assume`,
  props: { role: name, policy },
  provider: other,
});
const trust = (AWS: unknown, Condition: object = {}) =>
  role({ Sid: "T", Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole", Condition });
const pin = (...arns: string[]) => ({ ArnLike: { "aws:PrincipalArn": arns } });

ruleTests(rule, {
  message: /must not (let (role|user|group) \w+ assume arn|trust principals of the stack of whom none)/,
  passes: [
    [
      "the same role on both sides",
      [trust("arn:aws:iam::222222222222:role/app/uploader"), of("uploader", assume(writer))],
    ],
    [
      "its account, pinned to it",
      [
        trust("222222222222", pin("arn:aws:iam::222222222222:role/app/uploader")),
        of("uploader", assume(writer)),
      ],
    ],
    [
      "everyone, pinned to its name",
      [trust("*", pin("arn:aws:iam::*:role/uploader")), of("uploader", assume([writer]))],
    ],
    [
      "by a policy that is attached to a group of users",
      [
        trust("arn:aws:iam::222222222222:user/alice"),
        {
          type: "aws:iam/policy:Policy",
          name: "p",
          props: { name: "p", policy: assume(writer) },
          provider: other,
        },
        {
          type: "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
          name: "a",
          props: { group: "uploaders", policyArn: "arn:aws:iam::222222222222:policy/p" },
          provider: other,
        },
      ],
    ],
    [
      "trust alone, in an account that the stack does not have",
      trust("arn:aws:iam::333333333333:role/vendor"),
    ],
    [
      "a permission for a role that the stack does not have",
      of("uploader", assume("arn:aws:iam::333333333333:role/elsewhere")),
    ],
  ],
  fails: [
    ["another role", [trust("arn:aws:iam::222222222222:role/uploader"), of("exporter", assume(writer))]],
    [
      "a user of that name",
      [trust("arn:aws:iam::222222222222:user/uploader"), of("uploader", assume(writer))],
    ],
    ["another account", [trust("arn:aws:iam::333333333333:role/uploader"), of("uploader", assume(writer))]],
    [
      "pinned to another role",
      [trust("222222222222", pin("arn:aws:iam::222222222222:role/exporter")), of("uploader", assume(writer))],
    ],
    [
      "trust without permission",
      [
        trust("arn:aws:iam::222222222222:role/uploader"),
        of("uploader", assume("arn:aws:iam::111111111111:role/other")),
      ],
    ],
    [
      "a permission that is a Deny",
      [trust("arn:aws:iam::222222222222:role/uploader"), of("uploader", assume(writer, { Effect: "Deny" }))],
    ],
    [
      "in a list, another case",
      [
        trust("arn:aws:iam::222222222222:role/uploader"),
        of("exporter", assume(["arn:aws:iam::333333333333:role/x", writer], { Action: "STS:assumeROLE" })),
      ],
    ],
    [
      "in a role's own list",
      [
        trust("arn:aws:iam::222222222222:role/uploader"),
        {
          type: "aws:iam/role:Role",
          name: "e",
          props: { name: "exporter", inlinePolicies: [{ policy: assume(writer) }] },
          provider: other,
        },
      ],
    ],
  ],
  leavesAlone: [
    [
      "a role of the same account",
      [
        trust("arn:aws:iam::111111111111:role/a"),
        { ...of("b", assume(writer)), provider: { allowedAccountIds: ["111111111111"] } },
      ],
    ],
    [
      "a service",
      role({
        Sid: "T",
        Effect: "Allow",
        Principal: { Service: "ec2.amazonaws.com" },
        Action: "sts:AssumeRole",
      }),
    ],
  ],
});
