import type { Call } from "../../model";
import { readableText, savePrincipals } from "../../principals/savedPrincipals";
import type { Amendment, Forwarding, Passing, Service, StoreHead } from "../../service";
import { isMembers, membersOf, textMember } from "../askJson";
import { jsonAnswer } from "../jsonAnswer";
import { keyPolicyFault } from "./keyPolicyWrite";
import type { StoredKey } from "./keys";
import { stateFault } from "./keyState";
import { hiddenKey } from "./kmsError";
import { rememberGrantToken, rememberKey } from "./knownKeys";
import { readKms } from "./read";
import { reEncrypt } from "./reEncrypt";
import { rotationFault, rotationStatus } from "./rotation";

/** The keys of a call, for as long as the call lives. */
const keysOfCalls = new WeakMap<Call, readonly StoredKey[]>();

/**
 * AWS Key Management Service.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/Welcome.html
 */
export const service: Service = {
  name: "kms",
  protocol: "json",
  read: async (call, caller, store) => {
    const { reading, keys } = await readKms(call, caller, store);
    keysOfCalls.set(call, keys);
    return reading;
  },
  refusal: ({ caller }, { action, resourceAccount, policyOf }, { decision, missing }) => {
    if (policyOf.kind !== "key" || caller.kind === "anonymous") return undefined;
    const hidden = caller.account !== resourceAccount && missing.includes("resource policy");
    return hidden && decision === "implicitlyDenied" ? hiddenKey(caller, action) : undefined;
  },
  beforeForward,
  afterResponse,
  changes: ({ operation }, ownerAccount) => (changing.has(operation) ? [`${ownerAccount}/kms`] : []),
};

/** What changes a key's policy, state, aliases, tags or grants; using a key changes nothing. */
const changing: ReadonlySet<string> = new Set([
  "CancelKeyDeletion",
  "CreateAlias",
  "CreateGrant",
  "CreateKey",
  "DeleteAlias",
  "DeleteImportedKeyMaterial",
  "DisableKey",
  "EnableKey",
  "ImportKeyMaterial",
  "PutKeyPolicy",
  "ReplicateKey",
  "RetireGrant",
  "RevokeGrant",
  "ScheduleKeyDeletion",
  "TagResource",
  "UntagResource",
  "UpdateAlias",
]);

async function beforeForward(passing: Passing): Promise<Forwarding> {
  const { call, caller, store, ownerAccount } = passing;
  const { operation, parameters, region } = call;
  const keys = keysOfCalls.get(call) ?? [];
  // An alias that moves leaves its old key whatever its state; only the new one must be usable.
  const used = operation === "UpdateAlias" ? keys.slice(1) : keys;
  const fault = used.map((key) => stateFault(key, operation)).find((error) => error !== undefined);
  if (fault !== undefined) return { kind: "refused", error: fault };
  const [first, second] = keys;
  if (operation === "ReEncrypt" && first !== undefined && second !== undefined) {
    return reEncrypt(call, store, first, second);
  }
  const rotation = operation === "EnableKeyRotation" ? rotationFault(parameters) : undefined;
  if (rotation !== undefined) return { kind: "refused", error: rotation };
  const policy = textMember(parameters, "Policy");
  if (policy !== undefined && ["CreateKey", "PutKeyPolicy", "ReplicateKey"].includes(operation)) {
    const error = await keyPolicyFault(store, caller, {
      policy,
      account: ownerAccount,
      keyArn: first?.arn ?? `arn:aws:kms:${region}:${ownerAccount}:key/new`,
      bypassLockoutCheck: parameters["BypassPolicyLockoutSafetyCheck"] === true,
    });
    if (error !== undefined) return { kind: "refused", error };
  }
  return { kind: "forward" };
}

async function afterResponse(
  { call, ownerAccount, store }: Passing,
  head: StoreHead,
): Promise<Amendment | undefined> {
  if (head.httpStatus !== 200) return undefined;
  const [key] = keysOfCalls.get(call) ?? [];
  if (call.operation === "CreateKey") {
    const metadata = membersOf(await head.body())["KeyMetadata"];
    if (!isMembers(metadata)) return undefined;
    const id = textMember(metadata, "KeyId");
    const policy = textMember(call.parameters, "Policy");
    if (id !== undefined) {
      rememberKey(id, ownerAccount, call.region);
      const arn = `arn:aws:kms:${call.region}:${ownerAccount}:key/${id}`;
      if (policy !== undefined) await savePrincipals(store, `key/${arn}`, policy);
    }
    return { response: { keyMetadata: metadata } };
  }
  if (call.operation === "PutKeyPolicy" && key !== undefined) {
    await savePrincipals(store, `key/${key.arn}`, textMember(call.parameters, "Policy") ?? "");
    return undefined;
  }
  if (call.operation === "GetKeyPolicy" && key !== undefined) {
    const members = membersOf(await head.body());
    const Policy = await readableText(store, `key/${key.arn}`, textMember(members, "Policy") ?? "");
    return { answer: jsonAnswer({ ...members, Policy }, call.requestId) };
  }
  if (call.operation === "GetKeyRotationStatus" && key !== undefined) {
    const status = rotationStatus(membersOf(await head.body()), key.id, call.receivedAt);
    return { answer: jsonAnswer(status, call.requestId) };
  }
  if (call.operation === "CreateGrant" && key !== undefined) {
    const { GrantId, GrantToken } = membersOf(await head.body());
    if (typeof GrantId !== "string" || typeof GrantToken !== "string") return undefined;
    rememberGrantToken(GrantToken, { keyArn: key.arn, grantId: GrantId });
    return { response: { grantId: GrantId, keyId: key.arn } };
  }
  return undefined;
}
