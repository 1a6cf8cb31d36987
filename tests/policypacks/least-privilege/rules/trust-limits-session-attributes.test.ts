/** Proves: which trust policies let a session get any tag or source identity. Not which values are safe. */
import { rule } from "../../../../policypacks/least-privilege/rules/trust-limits-session-attributes";
import { policy, unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const trust = (Action: unknown, Condition?: object, Effect = "Allow") => ({
  type: "aws:iam/role:Role",
  props: {
    name: "writer",
    assumeRolePolicy: policy({
      Sid: "Trust",
      Effect,
      Principal: { AWS: "arn:aws:iam::222222222222:role/uploader" },
      Action,
      ...(Condition === undefined ? {} : { Condition }),
    }),
  },
});

ruleTests(rule, {
  message: /must not let a session get|must be known/,
  passes: [
    ["assuming only", trust("sts:AssumeRole")],
    [
      "one tag",
      trust(["sts:AssumeRole", "sts:TagSession"], { StringEquals: { "aws:RequestTag/team": "sales" } }),
    ],
    ["named keys", trust("sts:TagSession", { "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] } })],
    ["one source identity", trust("sts:SetSourceIdentity", { StringLike: { "sts:SourceIdentity": "a-*" } })],
  ],
  fails: [
    ["any tag", trust(["sts:AssumeRole", "sts:TagSession"])],
    ["any source identity", trust("sts:SetSourceIdentity")],
    ["in another case", trust("STS:tagsession")],
    ["all but one", trust("sts:TagSession", { StringNotEquals: { "aws:RequestTag/team": "sales" } })],
    ["some tag", trust("sts:TagSession", { Null: { "aws:RequestTag/team": "false" } })],
    [
      "a condition on the other",
      trust("sts:TagSession", { StringEquals: { "sts:SourceIdentity": "alice" } }),
    ],
    ["not known", { type: "aws:iam/role:Role", props: { assumeRolePolicy: unknownText } }],
  ],
  leavesAlone: [
    ["a denial", trust("sts:TagSession", undefined, "Deny")],
    ["wildcards, which allow-names-actions judges", trust("sts:*")],
    [
      "an identity policy",
      {
        type: "aws:iam/rolePolicy:RolePolicy",
        props: { policy: policy({ Effect: "Allow", Action: "sts:TagSession", Resource: "*" }) },
      },
    ],
  ],
});
