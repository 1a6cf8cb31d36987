import type { Statement } from "../../../access/model";
import { statementName } from "../document";
import { otherAccount, role } from "../example";
import type { Rule } from "../rule";

/** What each action sets of a session, and the condition keys that say to what. */
const attributes: readonly (readonly [action: string, sets: string, keys: RegExp])[] = [
  ["sts:TagSession", "tags", /^(aws:requesttag\/|aws:tagkeys$|sts:transitivetagkeys$)/i],
  ["sts:SetSourceIdentity", "a source identity", /^sts:sourceidentity$/i],
];

/** Only actions that a trust policy names: whether it may use wildcards, other rules say. */
export const rule: Rule = {
  name: "trust-limits-session-attributes",
  displayName: "A trust policy says which tags and source identities a session may get",
  description:
    "A trust policy that allows sts:TagSession or sts:SetSourceIdentity must say by a condition what may be set.",
  why: "Whoever assumes the role could take the tag that another policy grants by, or another one's name in the audit log.",
  severity: "medium",
  level: "advisory",
  requirements: ["NIST-800-53-r5:AC-6"],
  topics: ["iam", "sts"],
  remediationSteps:
    "Take the action out, or add a condition on aws:RequestTag/KEY or aws:TagKeys, or on sts:SourceIdentity.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_permissions-required",
  example: {
    compliant: [trust({ StringEquals: { "aws:RequestTag/team": "sales" } })],
    violating: [trust({ Bool: { "aws:MultiFactorAuthPresent": "true" } })],
  },
  judges: "documents",
  subjects: ["trust"],
  check: ({ document }) =>
    document.statements
      .filter(({ effect }) => effect === "Allow")
      .flatMap((statement) =>
        attributes
          .filter(([action, , keys]) => names(statement, action) && !limits(statement, keys))
          .map(([action, sets]) => ({
            where: statementName(statement),
            must: `must not let a session get ${sets} of any kind`,
            fix: `take ${action} out, or add a condition on what may be set`,
          })),
      ),
};

const names = ({ action: { negated, patterns } }: Statement, action: string): boolean =>
  !negated && patterns.some((pattern) => pattern.toLowerCase() === action.toLowerCase());

/** A negated condition lets in everything but what it names, and `Null` asks only whether there is something. */
const limits = ({ conditions }: Statement, keys: RegExp): boolean =>
  conditions.some(({ key, operator }) => keys.test(key) && !operator.includes("Not") && operator !== "Null");

function trust(Condition: object) {
  return role({
    Sid: "TrustUploader",
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${otherAccount}:role/uploader` },
    Action: ["sts:AssumeRole", "sts:TagSession"],
    Condition,
  });
}
