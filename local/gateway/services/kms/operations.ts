/** What an operation of KMS is done to. */
export type OperationTarget =
  /** The account as a whole. */
  | { readonly kind: "account" }
  | { readonly kind: "key"; readonly crossAccount: boolean }
  | { readonly kind: "alias" };

const account = { kind: "account" } as const;
const key = { kind: "key", crossAccount: false } as const;
const keyAnywhere = { kind: "key", crossAccount: true } as const;
const alias = { kind: "alias" } as const;

/**
 * Every operation that is modelled.
 *
 * ReEncrypt, RetireGrant and Decrypt say in ways of their own which key is meant: see `read`.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html
 */
export const operations: Readonly<Record<string, OperationTarget>> = {
  CancelKeyDeletion: key,
  CreateAlias: alias,
  CreateGrant: keyAnywhere,
  CreateKey: account,
  Decrypt: keyAnywhere,
  DeleteAlias: alias,
  DeleteImportedKeyMaterial: key,
  DescribeKey: keyAnywhere,
  DisableKey: key,
  DisableKeyRotation: key,
  EnableKey: key,
  EnableKeyRotation: key,
  Encrypt: keyAnywhere,
  GenerateDataKey: keyAnywhere,
  GenerateDataKeyPair: keyAnywhere,
  GenerateDataKeyPairWithoutPlaintext: keyAnywhere,
  GenerateDataKeyWithoutPlaintext: keyAnywhere,
  GenerateMac: keyAnywhere,
  GenerateRandom: account,
  GetKeyPolicy: key,
  GetKeyRotationStatus: keyAnywhere,
  GetParametersForImport: key,
  GetPublicKey: keyAnywhere,
  ImportKeyMaterial: key,
  ListAliases: account,
  ListGrants: keyAnywhere,
  ListKeyPolicies: key,
  ListKeys: account,
  ListResourceTags: key,
  PutKeyPolicy: key,
  ReEncrypt: keyAnywhere,
  ReplicateKey: key,
  RetireGrant: keyAnywhere,
  RevokeGrant: keyAnywhere,
  ScheduleKeyDeletion: key,
  Sign: keyAnywhere,
  TagResource: key,
  UntagResource: key,
  UpdateAlias: alias,
  UpdateKeyDescription: key,
  Verify: keyAnywhere,
  VerifyMac: keyAnywhere,
};
