import { unknownFinding } from "../finding";
import type { Rule } from "../rule";
import { unknown } from "../value";

const type = "aws:iam/role:Role";

export const rule: Rule = {
  name: "role-session-is-short",
  displayName: "A session of a role ends soon",
  description:
    "A role's maximum session duration must not be longer than the configured one, for all roles or for this one.",
  why: "Credentials of a session cannot be called back, so that stolen ones work until the session ends.",
  severity: "low",
  level: "advisory",
  requirements: ["NIST-800-53-r5:AC-12"],
  topics: ["iam", "sts"],
  remediationSteps: "Set maxSessionDuration to maximumSeconds or less, or leave it out for one hour.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-settings.html#id_roles_update-session-duration",
  options: { maximumSeconds: 14_400, sessions: [] },
  example: {
    compliant: [{ type, props: { name: "writer", maxSessionDuration: 3_600 } }],
    violating: [{ type, props: { name: "writer", maxSessionDuration: 43_200 } }],
  },
  judges: "resource",
  types: [type],
  check: ({ properties }, { maximumSeconds: forAll, sessions }) => {
    const own = sessions.find(({ role }) => role === properties["name"]);
    const maximumSeconds = own === undefined ? forAll : Number(own["maximumSeconds"]);
    const where = "maxSessionDuration";
    const seconds = properties[where];
    if (seconds === unknown) return [unknownFinding(where, "duration")];
    return seconds === undefined || seconds === null || Number(seconds) <= maximumSeconds
      ? []
      : [
          {
            where,
            must: `must be at most ${maximumSeconds} seconds`,
            fix: `set it to ${maximumSeconds} or less`,
          },
        ];
  },
};
