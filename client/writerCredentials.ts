/** Temporary credentials to put with: kept in memory only. */
export interface WriterCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration?: Date;
}

/** What STS answers; every part can be missing as far as its SDK knows. */
interface Answered {
  readonly AccessKeyId?: string | undefined;
  readonly SecretAccessKey?: string | undefined;
  readonly SessionToken?: string | undefined;
  readonly Expiration?: Date | undefined;
}

/**
 * The credentials in an answer of STS.
 *
 * @param asked for the error, like `AssumeRole of <ARN>`
 * @throws Error where a part is missing
 */
export function credentialsIn(answered: Answered | undefined, asked: string): WriterCredentials {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answered ?? {};
  if (AccessKeyId === undefined || SecretAccessKey === undefined || SessionToken === undefined) {
    throw new Error(`STS answered ${asked} without credentials`);
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    ...(Expiration === undefined ? {} : { expiration: Expiration }),
  };
}
