import { textMember } from "../askJson";

/** The name of the group that a request names, by name or by ARN; empty where it names none. */
export function groupNameOf(parameters: Readonly<Record<string, unknown>>): string {
  const named = textMember(parameters, "logGroupIdentifier") ?? textMember(parameters, "logGroupName") ?? "";
  return /^arn:[^:]*:logs:[^:]*:\d{12}:log-group:([^:]+)/.exec(named)?.[1] ?? named;
}
