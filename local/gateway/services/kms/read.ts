import type { AwsError, Call, Caller, Need, Reading } from "../../model";
import type { StoreReader } from "../../store";
import { textMember } from "../askJson";
import { grantsOn, mayRetire } from "./grants";
import { findKey, readKeyReference, type KeyReference, type StoredKey } from "./keys";
import { hiddenKey, kmsError, notFound } from "./kmsError";
import { grantOfToken, keyOfId, rememberKey } from "./knownKeys";
import { operations } from "./operations";
import { encryptionContextKeys, keyKeys, requestKeys } from "./requestKeys";

type KnownCaller = Exclude<Caller, { readonly kind: "anonymous" }>;

/** A reading with the keys that were found on the way. */
export interface KmsReading {
  readonly reading: Reading;
  readonly keys: readonly StoredKey[];
}

/**
 * What a call to KMS needs.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html
 */
export async function readKms(call: Call, caller: Caller, store: StoreReader): Promise<KmsReading> {
  const target = operations[call.operation];
  if (target === undefined) {
    return { reading: { kind: "unmodelled", what: `kms ${call.operation}` }, keys: [] };
  }
  if (caller.kind === "anonymous") {
    return refused(kmsError("MissingAuthenticationTokenException", "Missing Authentication Token"));
  }
  if (call.operation === "ReEncrypt") return readReEncrypt(call, caller, store);
  if (call.operation === "RetireGrant") return readRetireGrant(call, caller, store);
  switch (target.kind) {
    case "account":
      return { reading: accountReading(call, caller), keys: [] };
    case "alias":
      return readAlias(call, caller, store);
    case "key": {
      const named = textMember(call.parameters, "KeyId");
      const reference =
        named === undefined && call.operation === "Decrypt"
          ? keyOfCiphertext(call.parameters["CiphertextBlob"], caller.account, call.region)
          : readKeyReference(named ?? "", caller.account, call.region);
      if (reference === undefined) {
        return refused(
          named === undefined
            ? kmsError("InvalidCiphertextException", "")
            : kmsError("InvalidArnException", `Invalid arn ${named}`),
        );
      }
      const found = await keyAt(call, caller, store, reference, target.crossAccount);
      if (!found.ok) return refused(found.error);
      const context = {
        ...requestKeys(call.operation, call.parameters),
        ...keyKeys(found.key, named ?? found.key.arn),
      };
      return needing([keyNeed(`kms:${call.operation}`, found.key, context)], found.key.account, [found.key]);
    }
  }
}

function refused(error: AwsError): KmsReading {
  return { reading: { kind: "refused", error }, keys: [] };
}

function needing(needs: readonly Need[], ownerAccount: string, keys: readonly StoredKey[]): KmsReading {
  return { reading: { kind: "needs", needs, ownerAccount }, keys };
}

function keyNeed(action: string, key: StoredKey, context: Need["context"]): Need {
  const { arn, account, id } = key;
  return {
    action,
    resource: arn,
    resourceAccount: account,
    context,
    policyOf: { kind: "key", account, keyId: id },
  };
}

function accountReading({ operation, parameters }: Call, { account }: KnownCaller): Reading {
  const need = (action: string): Need => ({
    action,
    resource: "*",
    resourceAccount: account,
    context: requestKeys(operation, parameters),
    policyOf: { kind: "none" },
  });
  const tagged =
    operation === "CreateKey" && Array.isArray(parameters["Tags"]) && parameters["Tags"].length > 0;
  const needs = [need(`kms:${operation}`), ...(tagged ? [need("kms:TagResource")] : [])];
  return { kind: "needs", needs, ownerAccount: account };
}

type Found =
  { readonly ok: true; readonly key: StoredKey } | { readonly ok: false; readonly error: AwsError };

async function keyAt(
  { operation, region }: Call,
  caller: KnownCaller,
  store: StoreReader,
  reference: KeyReference,
  crossAccount: boolean,
): Promise<Found> {
  if (reference.region !== region) {
    return { ok: false, error: kmsError("NotFoundException", `Invalid arn ${reference.region}`) };
  }
  const foreign = reference.account !== caller.account;
  const action = `kms:${operation}`;
  if (foreign && !crossAccount) return { ok: false, error: hiddenKey(caller, action) };
  const key = await findKey(store, reference);
  if (key === undefined) {
    return { ok: false, error: foreign ? hiddenKey(caller, action) : notFound(reference) };
  }
  rememberKey(key.id, key.account, key.region);
  return { ok: true, key };
}

/** A ciphertext of a symmetric key starts with the key's id. */
function keyOfCiphertext(blob: unknown, account: string, region: string): KeyReference | undefined {
  if (typeof blob !== "string") return undefined;
  const id = Buffer.from(blob.slice(0, 48), "base64").toString("latin1");
  if (!/^(?:mrk-[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.test(id)) return undefined;
  return keyOfId(id) ?? { account, region, idOrAlias: id, byArn: false };
}

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/alias-access.html */
async function readAlias(call: Call, caller: KnownCaller, store: StoreReader): Promise<KmsReading> {
  const { operation, parameters, region } = call;
  const { account } = caller;
  const name = textMember(parameters, "AliasName") ?? "";
  const action = `kms:${operation}`;
  if (operation === "CreateAlias" && /^alias\/aws\//.test(name)) {
    return refused(kmsError("NotAuthorizedException", ""));
  }
  const keys: StoredKey[] = [];
  if (operation !== "CreateAlias") {
    const present = { account, region, idOrAlias: name, byArn: false };
    const key = await findKey(store, present);
    if (key === undefined) return refused(notFound(present));
    keys.push(key);
  }
  if (operation !== "DeleteAlias") {
    const named = textMember(parameters, "TargetKeyId") ?? "";
    const reference = readKeyReference(named, account, region);
    if (reference === undefined) return refused(kmsError("InvalidArnException", `Invalid arn ${named}`));
    const found = await keyAt(call, caller, store, reference, false);
    if (!found.ok) return refused(found.error);
    keys.push(found.key);
  }
  const aliasNeed: Need = {
    action,
    resource: `arn:aws:kms:${region}:${account}:${name}`,
    resourceAccount: account,
    context: {},
    policyOf: { kind: "none" },
  };
  const needs = keys.map((key) => keyNeed(action, key, keyKeys(key, key.arn)));
  return needing([aliasNeed, ...needs], account, keys);
}

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ReEncrypt.html */
async function readReEncrypt(call: Call, caller: KnownCaller, store: StoreReader): Promise<KmsReading> {
  const { parameters, region } = call;
  const sourceName = textMember(parameters, "SourceKeyId");
  const source =
    sourceName === undefined
      ? keyOfCiphertext(parameters["CiphertextBlob"], caller.account, region)
      : readKeyReference(sourceName, caller.account, region);
  if (source === undefined) return refused(kmsError("InvalidCiphertextException", ""));
  const destinationName = textMember(parameters, "DestinationKeyId") ?? "";
  const destination = readKeyReference(destinationName, caller.account, region);
  if (destination === undefined) {
    return refused(kmsError("InvalidArnException", `Invalid arn ${destinationName}`));
  }
  const from = await keyAt({ ...call, operation: "ReEncryptFrom" }, caller, store, source, true);
  if (!from.ok) return refused(from.error);
  const to = await keyAt({ ...call, operation: "ReEncryptTo" }, caller, store, destination, true);
  if (!to.ok) return refused(to.error);
  const same = { "kms:ReEncryptOnSameKey": String(from.key.arn === to.key.arn) };
  const needs = [
    keyNeed("kms:ReEncryptFrom", from.key, {
      ...encryptionContextKeys(parameters["SourceEncryptionContext"]),
      ...keyKeys(from.key, sourceName ?? from.key.arn),
      ...same,
    }),
    keyNeed("kms:ReEncryptTo", to.key, {
      ...encryptionContextKeys(parameters["DestinationEncryptionContext"]),
      ...keyKeys(to.key, destinationName),
      ...same,
    }),
  ];
  return needing(needs, from.key.account, [from.key, to.key]);
}

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/grant-delete.html */
async function readRetireGrant(call: Call, caller: KnownCaller, store: StoreReader): Promise<KmsReading> {
  const { parameters, region } = call;
  const token = textMember(parameters, "GrantToken");
  const ofToken = token === undefined ? undefined : grantOfToken(token);
  if (token !== undefined && ofToken === undefined) {
    return refused(kmsError("InvalidGrantTokenException", "The grant token is invalid."));
  }
  const named = ofToken?.keyArn ?? textMember(parameters, "KeyId") ?? "";
  const grantId = ofToken?.grantId ?? textMember(parameters, "GrantId") ?? "";
  const reference = readKeyReference(named, caller.account, region);
  if (reference === undefined) return refused(kmsError("InvalidArnException", `Invalid arn ${named}`));
  const found = await keyAt(call, caller, store, reference, true);
  if (!found.ok) return refused(found.error);
  const { key } = found;
  const grant = (await grantsOn(store, key.arn)).find(({ id }) => id === grantId);
  if (grant === undefined) {
    return refused(kmsError("NotFoundException", `Grant ID ${grantId} not found`));
  }
  const needs = mayRetire(grant, caller) ? [] : [keyNeed("kms:RetireGrant", key, keyKeys(key, named))];
  return needing(needs, key.account, [key]);
}
