import { bucket, document, ofBucket } from "../example";
import { refersTo } from "../reference";
import type { FoundResource } from "../resource";
import type { Rule, StackFinding } from "../rule";
import { saysItself } from "../said";
import { type SingleSetting, singleSettings } from "../singleSettings";

/** A resource that sets something, or a part of it, for another resource or for a name. */
interface Setter {
  readonly resource: FoundResource;
  /** The property that sets it, or that names what it is set for. */
  readonly where: string;
  readonly isWhole: boolean;
  readonly target: string;
}

/**
 * What is set for a resource that is not known at preview, and that the property is not made from alone, is left alone.
 * Roles that only list what is attached to them, such as RolePolicyAttachmentsExclusive, set nothing.
 */
export const rule: Rule = {
  name: "setting-is-set-once",
  displayName: "What AWS keeps once is set by one resource",
  description: "A policy or another setting that AWS keeps once must be set in one place of the stack.",
  why: "Each update takes back what the other one set, so that nobody knows which policy is in force.",
  severity: "high",
  level: "mandatory",
  requirements: ["NIST-800-53-r5:CM-6"],
  topics: ["s3", "iam", "kms"],
  remediationSteps: "Keep one of the resources, with everything that both say.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html",
  example: {
    compliant: [bucket(), ofBucket("aws:s3/bucketPolicy:BucketPolicy", { policy: document() })],
    violating: [
      bucket({ policy: document() }),
      ofBucket("aws:s3/bucketPolicy:BucketPolicy", { policy: document() }),
    ],
  },
  judges: "stack",
  check: (resources) => singleSettings.flatMap((setting) => conflicts(setting, resources)),
};

function conflicts(setting: SingleSetting, resources: readonly FoundResource[]): readonly StackFinding[] {
  const byTarget = new Map<string, Setter[]>();
  for (const setter of settersOf(setting, resources)) {
    const others = byTarget.get(setter.target);
    if (others === undefined) byTarget.set(setter.target, [setter]);
    else others.push(setter);
  }
  return [...byTarget.values()]
    .filter((setters) => setters.length > 1 && setters.some(({ isWhole }) => isWhole))
    .flatMap((setters) => {
      const sorted = setters.toSorted((a, b) => (a.resource.urn < b.resource.urn ? -1 : 1));
      return sorted.slice(1).map(({ resource, where }) => {
        const others = sorted.filter((one) => one.resource !== resource).map((one) => one.resource.name);
        return {
          resource,
          where,
          must: `must not set ${setting.called} that ${others.slice(0, 5).join(", ")} sets, too`,
          fix: "keep one of them, with everything that all say",
        };
      });
    });
}

function settersOf(
  { whole, parts = [], inline, names }: SingleSetting,
  resources: readonly FoundResource[],
): readonly Setter[] {
  const owners = resources.filter(({ type }) => inline?.types.includes(type) === true);
  return resources.flatMap((resource): readonly Setter[] => {
    const isOf = ([type]: readonly [string, string]): boolean => type === resource.type;
    const beside = [...whole, ...parts].find(isOf);
    if (beside !== undefined) {
      const [, where] = beside;
      const target = targetOf(resource, where, owners, names);
      return target === undefined ? [] : [{ resource, where, isWhole: whole.some(isOf), target }];
    }
    if (!owners.includes(resource)) return [];
    // A program that sets nothing of a bucket at all leaves nothing to tell its settings from what AWS has.
    const where = inline?.properties.find(
      (property) => Object.hasOwn(resource.madeFrom, property) && saysItself(resource, property),
    );
    return where === undefined ? [] : [{ resource, where, isWhole: true, target: resource.urn }];
  });
}

/** The URN of what a setting is for, or its name in its account where the stack does not make it. */
function targetOf(
  resource: FoundResource,
  property: string,
  owners: readonly FoundResource[],
  names: readonly string[],
): string | undefined {
  const named = owners.filter(
    (owner) => owner.accountId === resource.accountId && refersTo(resource, property, owner, names),
  );
  if (named.length === 1) return named[0]?.urn;
  const value = resource.properties[property];
  if (typeof value === "string") return `${resource.accountId ?? ""} ${value}`;
  const [madeFrom, ...others] = resource.madeFrom[property] ?? [];
  return others.length === 0 ? madeFrom : undefined;
}
