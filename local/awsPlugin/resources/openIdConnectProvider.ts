import { defineResource } from "../resourceType";
import { differs } from "./differs";
import { changeTags, tagsToAws, toldTags } from "./tags";

const inputs = {
  url: { type: "string", required: true, createOnly: true, pattern: "https://.+" },
  clientIdLists: { type: "stringSet", required: true },
  thumbprintLists: { type: "list", computed: true, of: { type: "string", pattern: "[0-9a-fA-F]{40}" } },
  tags: { type: "stringMap" },
} as const;

/** @see https://www.pulumi.com/registry/packages/aws/api-docs/iam/openidconnectprovider/ */
export const openIdConnectProvider = defineResource({
  token: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
  title: "IAM OIDC Provider",
  inputs,
  identity: ["url"],
  computed: ["arn"],
  goneCodes: ["NoSuchEntity"],

  async create(aws, args) {
    const iam = await aws.iam();
    const { OpenIDConnectProviderArn: arn } = await iam.createOpenIDConnectProvider({
      Url: args.url,
      ClientIDList: [...args.clientIdLists],
      ...(args.thumbprintLists && { ThumbprintList: [...args.thumbprintLists] }),
      Tags: tagsToAws(args.tags),
    });
    if (arn === undefined) throw new Error("AWS answered without the provider's ARN");
    return arn;
  },

  async read(aws, id) {
    const iam = await aws.iam();
    const live = await iam.getOpenIDConnectProvider({ OpenIDConnectProviderArn: id });
    return {
      inputs: {
        // IAM keeps and tells the URL without its scheme.
        url: `https://${live.Url ?? ""}`,
        clientIdLists: live.ClientIDList ?? null,
        thumbprintLists: live.ThumbprintList ?? null,
        tags: toldTags(live.Tags),
      },
      outputs: { arn: id, url: live.Url ?? "" },
    };
  },

  async update(aws, id, args, olds) {
    const iam = await aws.iam();
    const provider = { OpenIDConnectProviderArn: id };
    if (differs(inputs, "thumbprintLists", olds, args) && args.thumbprintLists !== undefined) {
      const ThumbprintList = [...args.thumbprintLists];
      await iam.updateOpenIDConnectProviderThumbprint({ ...provider, ThumbprintList });
    }
    const { clientIdLists: before = [] } = olds;
    for (const ClientID of args.clientIdLists.filter((one) => !before.includes(one))) {
      await iam.addClientIDToOpenIDConnectProvider({ ...provider, ClientID });
    }
    for (const ClientID of before.filter((one) => !args.clientIdLists.includes(one))) {
      await iam.removeClientIDFromOpenIDConnectProvider({ ...provider, ClientID });
    }
    if (differs(inputs, "tags", olds, args)) {
      await changeTags(olds.tags, args.tags, {
        remove: (TagKeys) => iam.untagOpenIDConnectProvider({ ...provider, TagKeys }),
        set: (tags) => iam.tagOpenIDConnectProvider({ ...provider, Tags: tagsToAws(tags) }),
      });
    }
  },

  async delete(aws, id) {
    const iam = await aws.iam();
    await iam.deleteOpenIDConnectProvider({ OpenIDConnectProviderArn: id });
  },
});
