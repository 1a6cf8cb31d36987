import { accountRootArn, iamArn } from "./arn";
import type { ResourceStatement } from "./document";
import type { Place } from "./place";
import { arnCondition } from "./uploaders";

/**
 * Everything that administering a key takes, and no use of it: who administers a key neither encrypts nor decrypts
 * with it. (Whoever may change its policy could give itself more; the audit trail tells of that.)
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-administrators
 */
const administration = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:DeleteAlias",
  "kms:DescribeKey",
  "kms:DisableKey",
  "kms:DisableKeyRotation",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListGrants",
  "kms:ListKeyPolicies",
  "kms:ListKeyRotations",
  "kms:ListResourceTags",
  "kms:PutKeyPolicy",
  "kms:RevokeGrant",
  "kms:RotateKeyOnDemand",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
] as const;

/**
 * Key side: the account's IAM says who administers the key, limited to the named roles where any are named.
 *
 * @param administrators path and name after the type, like `role/security/key-admin`
 */
export function allowKeyAdministration(
  { partition, accountId }: Pick<Place, "partition" | "accountId">,
  administrators: readonly string[],
): ResourceStatement {
  const exact = administrators.map((role) => iamArn(partition, accountId, role));
  return {
    Sid: "AllowAdministration",
    Effect: "Allow",
    Principal: { AWS: [accountRootArn(partition, accountId)] },
    Action: administration,
    Resource: ["*"],
    ...(exact.length === 0 ? {} : { Condition: arnCondition({ exact, patterns: [] }) }),
  };
}
