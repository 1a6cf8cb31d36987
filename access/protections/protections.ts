import type { AccessFacts } from "../effective/facts";
import { StackReading } from "../stack/stackReading";
import type { StackResource } from "../stack/stackResource";
import { auditProtections } from "./auditProtections";
import { bucketProtections } from "./bucketProtections";
import type { Protection } from "./protection";
import { refusalProtections } from "./refusalProtections";

/**
 * Everything in a stack that guards or records access: encryption, versioning, object lock, Block Public Access, TLS and
 * other refusals, retention, trails and what they record, alarms, key rotation, and resources that Pulumi protects.
 *
 * @param facts of the same resources
 */
export function protectionsOf(
  resources: readonly StackResource[],
  facts: AccessFacts,
  defaultAccount?: string,
): readonly Protection[] {
  const reading = new StackReading(resources, defaultAccount);
  return [
    ...bucketProtections(reading),
    ...auditProtections(reading),
    ...refusalProtections(facts),
    ...reading.resources.map(({ type, name, isProtected }): Protection => ({
      topic: "protect",
      subject: `${type.slice(type.lastIndexOf(":") + 1)} ${name}`,
      aspect: "protected from deletion by Pulumi",
      words: isProtected === true ? "on" : "off",
      measure: { kind: "level", level: isProtected === true ? 1 : 0 },
    })),
  ];
}
