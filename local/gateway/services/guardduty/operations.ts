import type { NamedOperation, RequestHead } from "../../service";

/** The path of every operation that is modelled; `{id}` and `{arn}` stand for the rest of it. */
const rows: readonly (readonly [name: string, method: string, path: RegExp])[] = [
  ["CreateMalwareProtectionPlan", "POST", /^\/malware-protection-plan$/],
  ["ListMalwareProtectionPlans", "GET", /^\/malware-protection-plan$/],
  ["GetMalwareProtectionPlan", "GET", /^\/malware-protection-plan\/(?<id>[^/]+)$/],
  ["UpdateMalwareProtectionPlan", "PATCH", /^\/malware-protection-plan\/(?<id>[^/]+)$/],
  ["DeleteMalwareProtectionPlan", "DELETE", /^\/malware-protection-plan\/(?<id>[^/]+)$/],
  ["ListTagsForResource", "GET", /^\/tags\/(?<arn>.+)$/],
  ["TagResource", "POST", /^\/tags\/(?<arn>.+)$/],
  ["UntagResource", "DELETE", /^\/tags\/(?<arn>.+)$/],
];

/**
 * The operation of a request to GuardDuty, with what its path names; undefined when it is none of these.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Operations.html
 */
export function guardDutyOperation({ method, url }: RequestHead): NamedOperation | undefined {
  for (const [operation, wanted, path] of rows) {
    const found = method === wanted ? path.exec(url.pathname) : null;
    if (found === null) continue;
    const named = Object.entries(found.groups ?? {}).map(([name, text]) => [name, decode(text)] as const);
    if (named.some(([, text]) => text === undefined)) return undefined;
    return { operation, parameters: Object.fromEntries(named), body: "whole" };
  }
  return undefined;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    // Malformed percent-encoding: no path of any operation.
    return undefined;
  }
}
