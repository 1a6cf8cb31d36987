/** What is told of. */
export const alarmKinds = [
  "refused-puts",
  "undeclared-puts",
  "deletions",
  "trail-changes",
  "policy-changes",
] as const;

export type AlarmKind = (typeof alarmKinds)[number];
