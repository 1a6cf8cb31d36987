import { allOf, nonEmpty, type Condition } from "../document";
import { everyKeyArn } from "../keyUse";
import { keyTagName } from "../keyTag";
import type { Place } from "../place";
import { deployActions, type DeployGrant } from "./deployGrant";

/**
 * What deploying customer managed keys takes, for exactly the keys that are made for these aliases.
 *
 * A key's ARN is not known before it is made, and its alias comes after it. So a key is made with a tag that names its
 * alias, and everything else asks for that tag. A key that has an alias already cannot be given the tag.
 *
 * Deleting keys is not among it: the program leaves its keys where they are.
 *
 * @param aliases with `alias/`
 * @param sidPart tells the grants of several parts of a stack apart
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/tag-authorization.html
 */
export function keyGrants(
  place: Pick<Place, "partition" | "region" | "accountId">,
  aliases: readonly string[],
  sidPart: string,
): DeployGrant[] {
  if (aliases.length === 0) return [];
  const { partition, region, accountId } = place;
  const names = nonEmpty(aliases, "aliases");
  const tagged: Condition = {
    StringEquals: { [`aws:RequestTag/${keyTagName}`]: names, "aws:RequestedRegion": [region] },
    "ForAllValues:StringEquals": { "aws:TagKeys": [keyTagName] },
  };
  const aliasActions = deployActions("kms", [
    ["CreateAlias", "write", "aws_kms_alias, create"],
    ["UpdateAlias", "write", "aws_kms_alias, update: its key was made anew"],
    ["DeleteAlias", "write", "aws_kms_alias, delete"],
  ]);
  return [
    {
      sid: `NewKeys${sidPart}`,
      group: "keys",
      actions: deployActions("kms", [["CreateKey", "write", "aws_kms_key, create"]]),
      resources: ["*"],
      condition: tagged,
    },
    {
      sid: `NewKeyTags${sidPart}`,
      group: "keys",
      actions: deployActions("kms", [["TagResource", "write", "aws_kms_key, create: CreateKey with tags"]]),
      resources: ["*"],
      condition: allOf(tagged, { Null: { "kms:ResourceAliases": ["true"] } }),
    },
    {
      sid: `OwnKeys${sidPart}`,
      group: "keys",
      actions: [
        ...deployActions("kms", [
          ["DescribeKey", "read", "aws_kms_key, read"],
          ["GetKeyPolicy", "read", "aws_kms_key, read"],
          ["GetKeyRotationStatus", "read", "aws_kms_key, read"],
          ["ListResourceTags", "read", "aws_kms_key, read"],
          ["EnableKeyRotation", "write", "aws_kms_key, create, update"],
          ["PutKeyPolicy", "write", "aws_kms_key, update"],
        ]),
        ...aliasActions,
      ],
      resources: [everyKeyArn(place)],
      condition: { StringEquals: { [`aws:ResourceTag/${keyTagName}`]: names } },
    },
    {
      sid: `Aliases${sidPart}`,
      group: "keys",
      actions: aliasActions,
      resources: nonEmpty(
        aliases.map((alias) => `arn:${partition}:kms:${region}:${accountId}:${alias}`),
        "aliases",
      ),
    },
    {
      sid: `AnyAlias${sidPart}`,
      group: "keys",
      actions: deployActions("kms", [["ListAliases", "read", "aws_kms_alias, read"]]),
      resources: ["*"],
    },
  ];
}
