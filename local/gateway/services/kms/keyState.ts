import type { AwsError } from "../../model";
import type { StoredKey } from "./keys";
import { kmsError } from "./kmsError";

/** What goes on working while a key waits to be deleted. */
const whilePendingDeletion: ReadonlySet<string> = new Set([
  "CancelKeyDeletion",
  "DeleteAlias",
  "DescribeKey",
  "GetKeyPolicy",
  "GetKeyRotationStatus",
  "ListAliases",
  "ListGrants",
  "ListKeyPolicies",
  "ListKeyRotations",
  "ListResourceTags",
  "PutKeyPolicy",
  "RetireGrant",
  "RevokeGrant",
]);

/** What a disabled key refuses. */
const notWhileDisabled: ReadonlySet<string> = new Set([
  "CreateGrant",
  "Decrypt",
  "DeriveSharedSecret",
  "DisableKeyRotation",
  "EnableKeyRotation",
  "Encrypt",
  "GenerateDataKey",
  "GenerateDataKeyPair",
  "GenerateDataKeyPairWithoutPlaintext",
  "GenerateDataKeyWithoutPlaintext",
  "GenerateMac",
  "ReEncrypt",
  "RotateKeyOnDemand",
  "Sign",
  "Verify",
  "VerifyMac",
]);

/**
 * Why a key cannot serve an operation in its state; undefined when it can.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
 */
export function stateFault({ arn, state }: StoredKey, operation: string): AwsError | undefined {
  if (state === "PendingDeletion" && !whilePendingDeletion.has(operation)) {
    return kmsError("KMSInvalidStateException", `${arn} is pending deletion.`);
  }
  if (state === "Disabled" && notWhileDisabled.has(operation)) {
    return kmsError("DisabledException", `${arn} is disabled.`);
  }
  return undefined;
}
