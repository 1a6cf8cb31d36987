import type { KMS, Tag } from "@aws-sdk/client-kms";
import { isAwsError } from "../awsError";
import { defineResource } from "../resourceType";
import { differs } from "./differs";
import { changeTags, type Tags, toldTags } from "./tags";

const inputs = {
  description: { type: "string", computed: true },
  policy: { type: "policyDocument", computed: true },
  isEnabled: { type: "boolean", default: true },
  enableKeyRotation: { type: "boolean", default: false },
  rotationPeriodInDays: { type: "integer", least: 90, most: 2_560, computed: true },
  deletionWindowInDays: { type: "integer", least: 7, most: 30 },
  tags: { type: "stringMap" },
} as const;

/**
 * A symmetric key for encryption.
 *
 * @see https://www.pulumi.com/registry/packages/aws/api-docs/kms/key/
 */
export const key = defineResource({
  token: "aws:kms/key:Key",
  title: "KMS Key",
  inputs,
  identity: [],
  computed: ["arn", "keyId"],
  goneCodes: ["NotFound"],

  async create(aws, args) {
    const kms = await aws.kms();
    const { KeyMetadata: made } = await kms.createKey({
      Description: args.description,
      Policy: args.policy,
      KeySpec: "SYMMETRIC_DEFAULT",
      KeyUsage: "ENCRYPT_DECRYPT",
      Tags: tagsToKms(args.tags),
    });
    if (made?.KeyId === undefined) throw new Error("AWS answered without the key's ID");
    return made.KeyId;
  },

  async settle(aws, args, id) {
    const kms = await aws.kms();
    if (args.enableKeyRotation) await rotate(kms, id, args.rotationPeriodInDays);
    if (!args.isEnabled) await kms.disableKey({ KeyId: id });
  },

  async read(aws, id) {
    const kms = await aws.kms();
    const { KeyMetadata: live } = await kms.describeKey({ KeyId: id });
    if (live === undefined || live.KeyState === "PendingDeletion") return undefined;
    const { Policy: policy } = await kms.getKeyPolicy({ KeyId: id, PolicyName: "default" });
    const rotation = await kms.getKeyRotationStatus({ KeyId: id });
    const { Tags: tags = [] } = await kms.listResourceTags({ KeyId: id });
    return {
      inputs: {
        description: live.Description ?? null,
        policy,
        isEnabled: live.Enabled,
        enableKeyRotation: rotation.KeyRotationEnabled,
        rotationPeriodInDays: rotation.RotationPeriodInDays,
        tags: toldTags(tags.map(({ TagKey, TagValue }) => ({ Key: TagKey, Value: TagValue }))),
      },
      outputs: { arn: live.Arn ?? "", keyId: live.KeyId ?? id },
    };
  },

  async update(aws, id, args, olds) {
    const kms = await aws.kms();
    const changed = (name: keyof typeof inputs) => differs(inputs, name, olds, args);
    // A disabled key takes no changes.
    if (changed("isEnabled") && args.isEnabled) await kms.enableKey({ KeyId: id });
    if (changed("enableKeyRotation") || changed("rotationPeriodInDays")) {
      if (args.enableKeyRotation) await rotate(kms, id, args.rotationPeriodInDays);
      else await kms.disableKeyRotation({ KeyId: id });
    }
    if (changed("description")) {
      await kms.updateKeyDescription({ KeyId: id, Description: args.description ?? "" });
    }
    if (changed("policy")) {
      await kms.putKeyPolicy({ KeyId: id, PolicyName: "default", Policy: args.policy });
    }
    if (changed("isEnabled") && !args.isEnabled) await kms.disableKey({ KeyId: id });
    if (changed("tags")) {
      await changeTags(olds.tags, args.tags, {
        remove: (TagKeys) => kms.untagResource({ KeyId: id, TagKeys }),
        set: (tags) => kms.tagResource({ KeyId: id, Tags: tagsToKms(tags) }),
      });
    }
  },

  // A key can only be scheduled for deletion: what it has encrypted is lost with it.
  async delete(aws, id, args) {
    const kms = await aws.kms();
    try {
      await kms.scheduleKeyDeletion({ KeyId: id, PendingWindowInDays: args.deletionWindowInDays });
    } catch (error) {
      const isPending = isAwsError(error, "KMSInvalidState") && /pending deletion/.test(String(error));
      if (!isPending) throw error;
    }
  },
});

async function rotate(kms: KMS, KeyId: string, RotationPeriodInDays: number | undefined): Promise<void> {
  await kms.enableKeyRotation({ KeyId, RotationPeriodInDays });
}

function tagsToKms(tags: Tags = {}): Tag[] {
  return Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
}
