import { accountRootArn, iamArn } from "./arn";
import { nonEmpty, type ResourceStatement, type Values } from "./document";
import type { Place } from "./place";

/**
 * What administering a key takes. None of it encrypts or decrypts, and without `kms:CreateGrant` nobody gives that
 * away beside the key's policy: whoever wants the use of the key must change its policy, which CloudTrail records.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-administrators
 */
export const keyAdministrationActions: Values = [
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
];

/**
 * Key side: whoever the account's IAM lets may administer the key, or of them only the administrators, where some are
 * named.
 *
 * KMS refuses a key whose maker could not change its policy again, so named administrators include the role that
 * deploys. They are known by name: one that was deleted and made anew administers the key again.
 *
 * @param place of the key
 * @param administrators roles of that account, like `role/admin`; empty: whoever its IAM lets
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html, BypassPolicyLockoutSafetyCheck
 */
export function allowKeyAdministration(
  { partition, accountId }: Pick<Place, "partition" | "accountId">,
  administrators: readonly string[],
): ResourceStatement {
  const arns = administrators.map((role) => iamArn(partition, accountId, role));
  return {
    Sid: "AllowKeyAdministration",
    Effect: "Allow",
    Principal: { AWS: [accountRootArn(partition, accountId)] },
    Action: keyAdministrationActions,
    Resource: ["*"],
    ...(arns.length === 0
      ? {}
      : { Condition: { ArnEquals: { "aws:PrincipalArn": nonEmpty(arns, "administrators") } } }),
  };
}
