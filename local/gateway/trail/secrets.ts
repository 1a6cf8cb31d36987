/**
 * Members that never enter an event: keys, passwords, and what KMS encrypts and decrypts.
 *
 * A session token is left out too, although CloudTrail keeps it: here events are read by whoever reads the log bucket.
 */
const secret =
  /^(?:secretAccessKey|sessionToken|password|oldPassword|newPassword|plaintext|ciphertextBlob|ciphertextForRecipient|privateKeyPlaintext|privateKeyCiphertextBlob|encryptedKeyMaterial|importToken|grantToken|message|mac|privateKey|webIdentityToken|tokenCode|authenticationCode[12]|base32StringSeed|qrCodePNG)$/i;

/**
 * A value with the member names that CloudTrail uses, first letter in lower case, and without secrets.
 *
 * @param deep how many levels are kept; what is deeper is left out
 */
export function withoutSecrets(value: unknown, deep = 12): unknown {
  if (Array.isArray(value)) return deep === 0 ? [] : value.map((item) => withoutSecrets(item, deep - 1));
  if (typeof value !== "object" || value === null) return value;
  if (deep === 0) return {};
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !secret.test(name))
      .map(([name, item]) => [lowerFirst(name), withoutSecrets(item, deep - 1)]),
  );
}

/** `roleArn` for `RoleArn`. */
export function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
