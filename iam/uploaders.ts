import type { AccountSource, OrganizationSource } from "../settings/source";
import { accountRootArn, iamArn, type Partition } from "./arn";
import type { Condition, Principal } from "./document";
import { nonEmpty } from "./document";

/** Sources whose uploaders are principals of AWS. */
export type PrincipalSource = AccountSource | OrganizationSource;

/** Who uploads, as values of `aws:PrincipalArn`. */
export interface UploaderArns {
  readonly exact: readonly string[];
  /** With `*` and `?`. */
  readonly patterns: readonly string[];
}

/**
 * The uploaders of a source; both lists are empty where every principal of it may upload.
 *
 * `aws:PrincipalArn` of a role session is the role's ARN, with its path.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
 */
export function uploaderArns(partition: Partition, source: PrincipalSource): UploaderArns {
  // No account id is longer or shorter than this one wildcard can match: the field of an ARN ends at the colon.
  const account = source.kind === "account" ? source.accountId : "*";
  const names = [
    ...source.uploaders,
    ...(source.kind === "account" ? source.groups.flatMap(({ members }) => members) : []),
  ];
  const exact: string[] = [];
  const patterns: string[] = [];
  for (const name of names) {
    if (name.startsWith("permission-set/")) patterns.push(...permissionSetArns(partition, account, name));
    else (source.kind === "account" ? exact : patterns).push(iamArn(partition, account, name));
  }
  return { exact, patterns };
}

/**
 * The principal that stands for a source in a policy: its account, or everybody, whom the conditions then limit.
 *
 * It is the account and not the uploaders themselves: AWS refuses the ARN of a role as principal while that role does
 * not exist, and forgets it when the role is made anew. A condition does neither.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function principalOf(partition: Partition, source: PrincipalSource): Principal {
  // A trust policy takes everybody in this form only.
  return {
    AWS: [source.kind === "account" ? accountRootArn(partition, source.accountId) : "*"],
  };
}

/** The condition that only a source's uploaders meet. */
export function isUploader(partition: Partition, source: PrincipalSource): Condition {
  return arnCondition(uploaderArns(partition, source));
}

/** The condition that the principal is one of these; none where nobody is named. */
export function arnCondition({ exact, patterns }: UploaderArns): Condition {
  const all = [...exact, ...patterns];
  if (all.length === 0) return {};
  const values = { "aws:PrincipalArn": nonEmpty(all, "uploaders") };
  return patterns.length === 0 ? { ArnEquals: values } : { ArnLike: values };
}

/**
 * The roles that IAM Identity Center makes for a permission set: named `AWSReservedSSO_<name>_<16 digits>`, below a
 * path that nobody else can make roles in, with the region of Identity Center in it unless that is us-east-1.
 *
 * The digits are spelled as 16 characters: with a `*`, the permission set `Upload` would let in `Upload_Admin`.
 *
 * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
function permissionSetArns(partition: Partition, account: string, uploader: string): string[] {
  const role = `AWSReservedSSO_${uploader.slice("permission-set/".length)}_${"?".repeat(16)}`;
  return [
    iamArn(partition, account, `role/aws-reserved/sso.amazonaws.com/${role}`),
    iamArn(partition, account, `role/aws-reserved/sso.amazonaws.com/*/${role}`),
  ];
}
