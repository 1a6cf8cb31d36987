import type { StoreReader } from "../../store";

/** What S3 must know of a KMS key before it uses it. */
export interface KmsKey {
  /** `arn:aws:kms:REGION:N:key/ID` */
  readonly arn: string;
  /** The owner: 12 digits. */
  readonly account: string;
  readonly id: string;
  readonly state: string;
  /** Like `alias/acme-drop`. */
  readonly aliases: readonly string[];
}

/** Where a key is, as whoever names it says. */
export interface KeyPlace {
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
  /** A key's id, or `alias/…`. */
  readonly idOrAlias: string;
}

/**
 * Where a key is that a header or a bucket's default encryption names.
 *
 * Without an ARN, ids and aliases are looked for in the account of whoever puts.
 *
 * @param named ARN of a key or an alias, id, or alias with or without `alias/`
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export function keyPlace(named: string, requesterAccount: string, region: string): KeyPlace {
  const [, arnRegion, account, idOrAlias] =
    /^arn:aws:kms:([a-z0-9-]+):(\d{12}):(?:key\/(?=[^/]+$)|(?=alias\/))(.+)$/.exec(named) ?? [];
  if (arnRegion === undefined || account === undefined || idOrAlias === undefined) {
    return { account: requesterAccount, region, idOrAlias: named };
  }
  return { account, region: arnRegion, idOrAlias };
}

/** The key at a place, with its aliases; undefined when there is none. */
export async function findKey(
  store: StoreReader,
  { account, region, idOrAlias }: KeyPlace,
): Promise<KmsKey | undefined> {
  return store.cached([`${account}/kms`], `s3/kms/${account}/${region}/${idOrAlias}`, async () => {
    const ask = async (operation: string, parameters: object): Promise<unknown> => {
      const answer = await store.ask({
        account,
        signingName: "kms",
        region,
        headers: {
          "content-type": "application/x-amz-json-1.1",
          "x-amz-target": `TrentService.${operation}`,
        },
        body: JSON.stringify(parameters),
      });
      return answer.httpStatus === 200 ? JSON.parse(answer.body.toString()) : undefined;
    };
    const described = (await ask("DescribeKey", { KeyId: idOrAlias })) as DescribedKey | undefined;
    if (described === undefined) return undefined;
    const { Arn: arn, KeyId: id, KeyState: state } = described.KeyMetadata;
    const listed = (await ask("ListAliases", { KeyId: id })) as ListedAliases | undefined;
    return { arn, account, id, state, aliases: listed?.Aliases.map(({ AliasName }) => AliasName) ?? [] };
  });
}

interface DescribedKey {
  readonly KeyMetadata: { readonly Arn: string; readonly KeyId: string; readonly KeyState: string };
}

interface ListedAliases {
  readonly Aliases: readonly { readonly AliasName: string }[];
}
