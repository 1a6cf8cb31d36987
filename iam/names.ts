/**
 * The name of the role in the destination account that one source's uploaders assume.
 *
 * @returns at most 57 characters with the limits that settings put on both parts; IAM takes 64
 */
export function writerRoleName(namePrefix: string, sourceName: string): string {
  return `${namePrefix}-${sourceName}`;
}

/**
 * The name of the policy in the source account that lets uploaders assume the writer role.
 *
 * It holds the bucket's name, since one source account may upload to several destinations.
 *
 * @returns at most 121 characters with the limits that settings put on the parts; IAM takes 128
 */
export function sourcePolicyName(namePrefix: string, sourceName: string, bucket: string): string {
  return `${namePrefix}-${sourceName}-${bucket}`;
}
