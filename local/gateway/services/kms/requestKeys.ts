import type { Need } from "../../model";
import { isMembers, objectsMember, textMember, textsMember } from "../askJson";
import { takesContext } from "./encryptionContext";
import type { StoredKey } from "./keys";

type Context = Record<string, string | readonly string[]>;
type Parameters = Readonly<Record<string, unknown>>;

/** Condition keys that stand in one member of some operation's request. */
const fromMembers: readonly (readonly [string, string])[] = [
  ["DataKeyPairSpec", "kms:DataKeyPairSpec"],
  ["ExpirationModel", "kms:ExpirationModel"],
  ["KeyAgreementAlgorithm", "kms:KeyAgreementAlgorithm"],
  ["KeyPairSpec", "kms:DataKeyPairSpec"],
  ["MacAlgorithm", "kms:MacAlgorithm"],
  ["MessageType", "kms:MessageType"],
  ["PrimaryRegion", "kms:PrimaryRegion"],
  ["ReplicaRegion", "kms:ReplicaRegion"],
  ["RotationPeriodInDays", "kms:RotationPeriodInDays"],
  ["SigningAlgorithm", "kms:SigningAlgorithm"],
  ["ValidTo", "kms:ValidTo"],
  ["WrappingAlgorithm", "kms:WrappingAlgorithm"],
  ["WrappingKeySpec", "kms:WrappingKeySpec"],
];

/**
 * The condition keys that follow from what a KMS request asks for.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
export function requestKeys(operation: string, parameters: Parameters): Need["context"] {
  const context: Context = {};
  for (const [member, key] of fromMembers) {
    const value = parameters[member];
    if (typeof value === "string" || typeof value === "number") context[key] = String(value);
  }
  if (takesContext.has(operation)) {
    context["kms:EncryptionAlgorithm"] = textMember(parameters, "EncryptionAlgorithm") ?? "SYMMETRIC_DEFAULT";
    Object.assign(context, encryptionContextKeys(parameters["EncryptionContext"]));
  }
  switch (operation) {
    case "CreateGrant":
      Object.assign(context, grantKeys(parameters));
      break;
    case "CreateKey":
      context["kms:KeySpec"] =
        textMember(parameters, "KeySpec") ??
        textMember(parameters, "CustomerMasterKeySpec") ??
        "SYMMETRIC_DEFAULT";
      context["kms:KeyUsage"] = textMember(parameters, "KeyUsage") ?? "ENCRYPT_DECRYPT";
      context["kms:KeyOrigin"] = textMember(parameters, "Origin") ?? "AWS_KMS";
      context["kms:MultiRegion"] = String(parameters["MultiRegion"] === true);
      break;
    case "ScheduleKeyDeletion": {
      const days = parameters["PendingWindowInDays"];
      context["kms:ScheduleKeyDeletionPendingWindowInDays"] = typeof days === "number" ? String(days) : "30";
      break;
    }
    default:
  }
  if (["CreateKey", "PutKeyPolicy", "ReplicateKey"].includes(operation)) {
    const bypassed = parameters["BypassPolicyLockoutSafetyCheck"] === true;
    context["kms:BypassPolicyLockoutSafetyCheck"] = String(bypassed);
  }
  return { ...context, ...tagKeys(parameters) };
}

/**
 * The condition keys of an encryption context, given as it stands in a request.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context
 */
export function encryptionContextKeys(given: unknown): Need["context"] {
  if (!isMembers(given)) return {};
  const pairs = Object.entries(given).filter((pair): pair is [string, string] => typeof pair[1] === "string");
  if (pairs.length === 0) return {};
  return {
    "kms:EncryptionContextKeys": pairs.map(([name]) => name),
    ...Object.fromEntries(pairs.map(([name, value]) => [`kms:EncryptionContext:${name}`, value])),
  };
}

/**
 * The condition keys that a key brings along.
 *
 * @param named as the request names the key
 */
export function keyKeys(key: StoredKey, named: string): Need["context"] {
  const context: Context = {
    "kms:KeySpec": key.spec,
    "kms:KeyUsage": key.usage,
    "kms:KeyOrigin": key.origin,
    "kms:MultiRegion": String(key.multiRegion),
  };
  if (key.multiRegionType !== undefined) context["kms:MultiRegionKeyType"] = key.multiRegionType;
  if (key.aliases.length > 0) context["kms:ResourceAliases"] = key.aliases;
  const alias = /(?:^|:)(alias\/.+)$/.exec(named)?.[1];
  if (alias !== undefined) context["kms:RequestAlias"] = alias;
  for (const [name, value] of Object.entries(key.tags)) context[`aws:ResourceTag/${name}`] = value;
  return context;
}

function grantKeys(parameters: Parameters): Context {
  const context: Context = {
    "kms:GrantOperations": textsMember(parameters, "Operations"),
    // True only for services that make grants on behalf of a user.
    "kms:GrantIsForAWSResource": "false",
  };
  const grantee = textMember(parameters, "GranteePrincipal");
  if (grantee !== undefined) context["kms:GranteePrincipal"] = grantee;
  const retiring = textMember(parameters, "RetiringPrincipal");
  if (retiring !== undefined) context["kms:RetiringPrincipal"] = retiring;
  const constraints = parameters["Constraints"];
  if (!isMembers(constraints)) return context;
  for (const type of ["EncryptionContextEquals", "EncryptionContextSubset"]) {
    if (!isMembers(constraints[type])) continue;
    context["kms:GrantConstraintType"] = type;
    Object.assign(context, encryptionContextKeys(constraints[type]));
  }
  return context;
}

/** KMS names the members of a tag differently from all other services. */
function tagKeys(parameters: Parameters): Context {
  const tags = objectsMember(parameters, "Tags");
  const removed = textsMember(parameters, "TagKeys");
  const names = [...tags.flatMap((tag) => textMember(tag, "TagKey") ?? []), ...removed];
  if (names.length === 0) return {};
  const context: Context = { "aws:TagKeys": names };
  for (const tag of tags) {
    const name = textMember(tag, "TagKey");
    if (name !== undefined) context[`aws:RequestTag/${name}`] = textMember(tag, "TagValue") ?? "";
  }
  return context;
}
