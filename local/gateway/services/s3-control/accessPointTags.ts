import { moduleMap } from "../../state/keptMap";
import { childOf, escapeXml, type XmlElement } from "../../xml";

/** Tags by name. The store has none for access points: they are here, by ARN. */
type Tags = Readonly<Record<string, string>>;

const kept = moduleMap<Tags>("accessPointTags");

/** The tags of an access point. @param arn its ARN */
export function accessPointTags(arn: string): Tags {
  return kept.get(arn) ?? {};
}

/** Adds tags, in place of those of the same names. */
export function tagAccessPoint(arn: string, tags: Tags): void {
  kept.set(arn, { ...accessPointTags(arn), ...tags });
}

/** Takes tags away. */
export function untagAccessPoint(arn: string, names: readonly string[]): void {
  kept.set(
    arn,
    Object.fromEntries(Object.entries(accessPointTags(arn)).filter(([name]) => !names.includes(name))),
  );
}

/** Forgets the tags of an access point that is gone. */
export function forgetAccessPointTags(arn: string): void {
  kept.delete(arn);
}

/** The tags of a request of S3 Control: `<Tags><Tag><Key/><Value/></Tag></Tags>`. */
export function tagsIn(root: XmlElement | undefined): Tags {
  const elements = childOf(root, "Tags")?.children ?? [];
  return Object.fromEntries(
    elements.map((element) => [childOf(element, "Key")?.text ?? "", childOf(element, "Value")?.text ?? ""]),
  );
}

/** The answer to ListTagsForResource. */
export function tagsResult(tags: Tags): string {
  const elements = Object.entries(tags).map(
    ([name, value]) => `<Tag><Key>${escapeXml(name)}</Key><Value>${escapeXml(value)}</Value></Tag>`,
  );
  return `<ListTagsForResourceResult xmlns="http://awss3control.amazonaws.com/doc/2018-08-20/"><Tags>${elements.join("")}</Tags></ListTagsForResourceResult>`;
}
