import type { StoreReader } from "../../store";
import { askJson, isMembers, objectsMember, textMember } from "../askJson";

/** A KMS key as far as policies and states look at it. */
export interface StoredKey {
  /** `arn:aws:kms:REGION:N:key/ID` */
  readonly arn: string;
  /** The owner: 12 digits. */
  readonly account: string;
  readonly region: string;
  readonly id: string;
  /** `Enabled`, `Disabled`, `PendingDeletion`, `PendingImport`, … */
  readonly state: string;
  /** `SYMMETRIC_DEFAULT`, `RSA_2048`, … */
  readonly spec: string;
  readonly usage: string;
  readonly origin: string;
  readonly multiRegion: boolean;
  /** `PRIMARY` or `REPLICA`; absent for keys of one region. */
  readonly multiRegionType?: string;
  /** Like `alias/acme-drop`. */
  readonly aliases: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** Where a request says that its key is. */
export interface KeyReference {
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
  /** A key's id, or `alias/…`. */
  readonly idOrAlias: string;
  /** Whether it was named by ARN: a key of another account can only be named so. */
  readonly byArn: boolean;
}

/**
 * Reads a key's id, key ARN, alias name or alias ARN; undefined when it is an ARN of anything else.
 *
 * @param callerAccount ids and alias names are of the caller's account
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id
 */
export function readKeyReference(
  named: string,
  callerAccount: string,
  region: string,
): KeyReference | undefined {
  if (!named.startsWith("arn:")) return { account: callerAccount, region, idOrAlias: named, byArn: false };
  const [, arnRegion, account, idOrAlias] =
    /^arn:aws:kms:([a-z0-9-]+):(\d{12}):(?:key\/(?=[^/]+$)|(?=alias\/))(.+)$/.exec(named) ?? [];
  if (arnRegion === undefined || account === undefined || idOrAlias === undefined) return undefined;
  return { account, region: arnRegion, idOrAlias, byArn: true };
}

/** The key that is referred to, with aliases and tags; undefined when there is none. */
export async function findKey(
  store: StoreReader,
  { account, region, idOrAlias }: Omit<KeyReference, "byArn">,
): Promise<StoredKey | undefined> {
  return store.cached([`${account}/kms`], `kms/key/${account}/${region}/${idOrAlias}`, async () => {
    const ask = (operation: string, parameters: Readonly<Record<string, unknown>>) =>
      askJson(store, { service: "kms", account, region, operation, parameters });
    const described = await ask("DescribeKey", { KeyId: idOrAlias });
    const metadata = described.members["KeyMetadata"];
    if (!described.ok || !isMembers(metadata)) return undefined;
    const text = (name: string) => textMember(metadata, name) ?? "";
    const id = text("KeyId");
    const [aliases, tags] = await Promise.all([
      ask("ListAliases", { KeyId: id }),
      ask("ListResourceTags", { KeyId: id }),
    ]);
    const multiRegion = metadata["MultiRegionConfiguration"];
    const multiRegionType = isMembers(multiRegion)
      ? textMember(multiRegion, "MultiRegionKeyType")
      : undefined;
    return {
      arn: text("Arn"),
      account,
      region,
      id,
      state: text("KeyState"),
      spec: text("KeySpec"),
      usage: text("KeyUsage"),
      origin: text("Origin"),
      multiRegion: metadata["MultiRegion"] === true,
      ...(multiRegionType === undefined ? {} : { multiRegionType }),
      aliases: objectsMember(aliases.members, "Aliases").flatMap(
        (alias) => textMember(alias, "AliasName") ?? [],
      ),
      tags: Object.fromEntries(
        objectsMember(tags.members, "Tags").map((tag) => [
          textMember(tag, "TagKey") ?? "",
          textMember(tag, "TagValue") ?? "",
        ]),
      ),
    };
  });
}
