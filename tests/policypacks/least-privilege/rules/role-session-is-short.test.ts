/** Proves: how long a session may be. Not what a caller asks for. */
import { rule } from "../../../../policypacks/least-privilege/rules/role-session-is-short";
import { unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const of = (props: Record<string, unknown>, type = "aws:iam/role:Role") => ({ type, props });

ruleTests(rule, {
  message: /must be at most \d+ seconds|must be known/,
  passes: [
    ["left out", of({})],
    ["short", of({ maxSessionDuration: 14400 })],
    ["as the configuration has it", of({ maxSessionDuration: 43200 }), { maximumSeconds: 43200 }],
    [
      "as it has it for this role",
      of({ name: "backup", maxSessionDuration: 43200 }),
      { maximumSeconds: 3600, sessions: [{ role: "backup", maximumSeconds: 43200 }] },
    ],
  ],
  fails: [
    [
      "as it has it for another role",
      of({ name: "other", maxSessionDuration: 43200 }),
      { maximumSeconds: 3600, sessions: [{ role: "backup", maximumSeconds: 43200 }] },
    ],
    ["long", of({ maxSessionDuration: 14401 })],
    ["a text", of({ maxSessionDuration: "43200" })],
    ["longer than the configuration has it", of({ maxSessionDuration: 7200 }), { maximumSeconds: 3600 }],
    ["no number", of({ maxSessionDuration: "long" })],
    ["not known", of({ maxSessionDuration: unknownText })],
  ],
  leavesAlone: [
    [
      "a permission set, which has a duration of its own",
      of({ sessionDuration: "PT12H" }, "aws:ssoadmin/permissionSet:PermissionSet"),
    ],
  ],
});
