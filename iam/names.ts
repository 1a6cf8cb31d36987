/**
 * The name of the role in the destination account that one source's uploaders assume.
 *
 * @returns at most 57 characters with the limits that settings put on both parts; IAM takes 64
 */
export function writerRoleName(namePrefix: string, sourceName: string): string {
  return `${namePrefix}-${sourceName}`;
}

/**
 * The name of the policy in the source account that lets uploaders assume the writer role, or put.
 *
 * It holds the bucket's name, since one source account may upload to several destinations.
 *
 * @returns at most 121 characters with the limits that settings put on the parts; IAM takes 128
 */
export function sourcePolicyName(namePrefix: string, sourceName: string, bucket: string): string {
  return `${namePrefix}-${sourceName}-${bucket}`;
}

/**
 * The name of a role in the destination account that an AWS service assumes. Settings keep sources from having
 * these names.
 */
export function serviceRoleName(
  namePrefix: string,
  service: "replication" | "malware-scan" | "audit-logs",
): string {
  return `${namePrefix}-${service}`;
}

/**
 * The alias of the key that encrypts a bucket. A bucket's name is unique, so its alias is.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html
 */
export function keyAlias(namePrefix: string, bucket: string): string {
  // An alias holds no dot, which a bucket's name may.
  return `alias/${namePrefix}-${bucket.replaceAll(".", "_")}`;
}

/** The name of one source's access point: S3 takes 50 characters at most. */
export function accessPointName(namePrefix: string, sourceName: string): string {
  return `${namePrefix}-${sourceName}`;
}
