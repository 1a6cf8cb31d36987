import type { FoundResource } from "../resource";

/** Types of the resources that stand for what an ARN names, the best first, with the property that holds its name. */
const holders: readonly (readonly [pattern: RegExp, types: readonly string[], property: string])[] = [
  [/^arn:[^:]+:s3:[^:]*:\d{12}:accesspoint\/([^/]+)/, ["aws:s3/accessPoint:AccessPoint"], "name"],
  [
    /^arn:[^:]+:s3:::([^/]+)/,
    ["aws:s3/bucketPolicy:BucketPolicy", "aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"],
    "bucket",
  ],
  [/^arn:[^:]+:iam::\d{12}:role\/(?:.*\/)?([^/]+)$/, ["aws:iam/role:Role"], "name"],
  [/^arn:[^:]+:iam::\d{12}:user\/(?:.*\/)?([^/]+)$/, ["aws:iam/user:User"], "name"],
];

const keyTypes: readonly string[] = ["aws:kms/key:Key", "aws:kms/keyPolicy:KeyPolicy"];

/**
 * The resource at which a finding about these ARNs is reported: that of the first that the stack has.
 *
 * @param arns the most telling first
 * @returns undefined where the stack has no resource at all
 */
export function resourceAbout(
  arns: readonly string[],
  resources: readonly FoundResource[],
): FoundResource | undefined {
  for (const arn of arns) {
    const found = holderOf(arn, resources);
    if (found !== undefined) return found;
  }
  return resources.find(({ type }) => type.startsWith("aws:")) ?? resources[0];
}

function holderOf(arn: string, resources: readonly FoundResource[]): FoundResource | undefined {
  for (const [pattern, types, property] of holders) {
    const name = pattern.exec(arn)?.[1];
    if (name === undefined) continue;
    const named = (type: string) =>
      resources.find(
        (one) => one.type === type && [one.properties[property], one.properties["id"]].includes(name),
      );
    const found = types.map(named).find((one) => one !== undefined);
    if (found !== undefined) return found;
  }
  if (!/^arn:[^:]+:kms:/.test(arn)) return undefined;
  const id = arn.slice(arn.lastIndexOf("/") + 1);
  return resources.find(
    ({ type, name, properties }) =>
      keyTypes.includes(type) && (properties["arn"] === arn || properties["id"] === id || id === `<${name}>`),
  );
}
