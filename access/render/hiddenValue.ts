import { shortHash } from "./shortHash";

/** Keys whose value a caller is known by: no secret to AWS, but whoever learns it may pass for that caller. */
const hiddenKeys: ReadonlySet<string> = new Set(["aws:referer", "aws:useragent", "sts:externalid"]);

/**
 * The value of a condition key as reports tell it: of an external id, a referer and a user agent only enough to tell two
 * apart.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
 */
export function hiddenValue(key: string, value: string): string {
  return hiddenKeys.has(key.toLowerCase()) ? `#${shortHash(value, 6)}` : value;
}
