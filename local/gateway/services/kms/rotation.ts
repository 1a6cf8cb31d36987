import type { AwsError } from "../../model";
import { kmsError } from "./kmsError";

const fewestDays = 90;
const mostDays = 2_560;
const millisecondsPerDay = 86_400_000;

type Members = Readonly<Record<string, unknown>>;

/**
 * Why KMS does not rotate a key in such a period; undefined when it does.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html
 */
export function rotationFault({ RotationPeriodInDays: days }: Members): AwsError | undefined {
  if (days === undefined || (typeof days === "number" && days >= fewestDays && days <= mostDays))
    return undefined;
  const wanted =
    Number(days) < fewestDays
      ? `greater than or equal to ${fewestDays}`
      : `less than or equal to ${mostDays}`;
  return kmsError(
    "ValidationException",
    `1 validation error detected: Value '${JSON.stringify(days)}' at 'rotationPeriodInDays' failed to satisfy constraint: Member must have value ${wanted}`,
  );
}

/**
 * The store's answer to GetKeyRotationStatus, with what KMS tells beside it: a key that is not rotated has no period.
 *
 * @param keyId the key's id
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyRotationStatus.html
 */
export function rotationStatus(members: Members, keyId: string, now: Date): Members {
  const { KeyRotationEnabled, RotationPeriodInDays: days } = members;
  if (KeyRotationEnabled !== true) return { KeyId: keyId, KeyRotationEnabled: false };
  const next = typeof days === "number" ? now.getTime() + days * millisecondsPerDay : undefined;
  return {
    KeyId: keyId,
    KeyRotationEnabled,
    RotationPeriodInDays: days,
    ...(next === undefined ? {} : { NextRotationDate: Math.floor(next / 1_000) }),
  };
}
