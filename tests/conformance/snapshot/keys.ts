import { KMS } from "@aws-sdk/client-kms";
import type { Entries, Viewer } from "./entry";

/** Keys of an account and region by their aliases, and the entries that tell them. */
export interface KeyView {
  readonly entries: Entries;
  /** Aliases by key id. */
  readonly aliases: ReadonlyMap<string, string>;
}

/** Every key that is not AWS's own, under its alias. */
export async function keyEntries({ config }: Viewer): Promise<KeyView> {
  const kms = new KMS(config);
  try {
    const { Aliases = [] } = await kms.listAliases({});
    const aliases = new Map(Aliases.map(({ TargetKeyId = "", AliasName = "" }) => [TargetKeyId, AliasName]));
    const { Keys = [] } = await kms.listKeys({});
    const entries = Keys.map(async ({ KeyId = "" }): Promise<Entries> => {
      const { KeyMetadata } = await kms.describeKey({ KeyId });
      if (KeyMetadata?.KeyManager === "AWS") return [];
      const name = `kms key ${aliases.get(KeyId) ?? "without alias"}`;
      return [
        [name, KeyMetadata],
        [`${name} policy`, (await kms.getKeyPolicy({ KeyId, PolicyName: "default" })).Policy],
        [`${name} rotation`, await kms.getKeyRotationStatus({ KeyId })],
        [`${name} tags`, await kms.listResourceTags({ KeyId })],
        [`${name} grants`, await kms.listGrants({ KeyId })],
      ];
    });
    return { entries: (await Promise.all(entries)).flat(), aliases };
  } finally {
    kms.destroy();
  }
}
