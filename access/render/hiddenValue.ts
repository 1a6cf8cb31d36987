import { shortHash } from "./shortHash";

/** Keys whose value a party is known by: it is no secret to AWS, but whoever learns it may pass for that party. */
const hiddenKeys: ReadonlySet<string> = new Set(["aws:referer", "sts:externalid"]);

/**
 * The value of a condition key as reports tell it: of an external id and a referer only enough to tell two apart.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
 */
export function hiddenValue(key: string, value: string): string {
  return hiddenKeys.has(key.toLowerCase()) ? `#${shortHash(value, 6)}` : value;
}
