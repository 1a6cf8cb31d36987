import { defineResource } from "../resourceType";

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/kms/alias/ */
export const alias = defineResource({
  token: "aws:kms/alias:Alias",
  title: "KMS Alias",
  inputs: {
    name: {
      type: "string",
      required: true,
      createOnly: true,
      pattern: "alias/(?!aws/)[a-zA-Z0-9/_-]{1,250}",
    },
    targetKeyId: { type: "nameOrArn", required: true },
  },
  identity: ["name"],
  computed: ["arn", "targetKeyArn"],
  goneCodes: ["NotFound"],

  async create(aws, { name, targetKeyId }) {
    const kms = await aws.kms();
    await kms.createAlias({ AliasName: name, TargetKeyId: targetKeyId });
    return name;
  },

  async read(aws, id) {
    const kms = await aws.kms();
    // KMS has no call for one alias.
    for (let Marker: string | undefined; ;) {
      const page = await kms.listAliases({ Marker });
      const live = page.Aliases?.find(({ AliasName }) => AliasName === id);
      if (live !== undefined) {
        const { AliasArn: arn = "", TargetKeyId: keyId = "" } = live;
        const targetKeyArn = arn.replace(`:${id}`, `:key/${keyId}`);
        return { inputs: { name: id, targetKeyId: keyId }, outputs: { arn, targetKeyArn } };
      }
      if (!page.Truncated) return undefined;
      Marker = page.NextMarker;
    }
  },

  async update(aws, id, { targetKeyId }) {
    const kms = await aws.kms();
    await kms.updateAlias({ AliasName: id, TargetKeyId: targetKeyId });
  },

  async delete(aws, id) {
    const kms = await aws.kms();
    await kms.deleteAlias({ AliasName: id });
  },
});
