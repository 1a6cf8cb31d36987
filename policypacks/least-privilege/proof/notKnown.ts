import type { NotKnown } from "../../../access/stack/notKnown";
import type { FoundResource } from "../resource";
import type { StackFinding } from "../rule";

/**
 * The findings for what a proof must know and does not: whatever may hide access.
 *
 * What is only unknown before the update counts as not known; what cannot be read, or is not read, stays a finding.
 */
export function unknownFindings(
  notKnown: readonly NotKnown[],
  resources: readonly FoundResource[],
): readonly StackFinding[] {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  return notKnown
    .filter(({ mayHideAccess }) => mayHideAccess)
    .flatMap(({ resource: { urn }, path, kind, message }): readonly StackFinding[] => {
      const resource = byUrn.get(urn);
      if (resource === undefined) return [];
      return [
        {
          resource,
          where: path,
          must: "must be known, so that access can be proven, and is not",
          fix:
            kind === "unknown"
              ? `fix names in settings so that it is known at preview, or set unknown to allow (${message})`
              : message,
          ...(kind === "unknown" ? { notKnown: true as const } : {}),
        },
      ];
    });
}

/**
 * Tells whether something that is not known bears on these ARNs: then a policy that would deny or allow may be missing,
 * and what was found about them is not certain.
 */
export function doubts(
  notKnown: readonly NotKnown[],
  resources: readonly FoundResource[],
): (arns: readonly string[]) => boolean {
  const unclear = new Set(
    notKnown
      .filter(({ mayHideAccess, kind }) => mayHideAccess && kind === "unknown")
      .map(({ resource }) => resource.urn),
  );
  const names = resources
    .filter(({ urn }) => unclear.has(urn))
    .map(({ properties }) => [properties["bucket"], properties["name"], properties["role"]])
    .map((some) => some.filter((name) => typeof name === "string"));
  // What has no known name may be about anything.
  const anything = names.some((some) => some.length === 0);
  const all = new Set(names.flat());
  return (arns) => anything || arns.some((arn) => arn.split(/[:/]/).some((part) => all.has(part)));
}
