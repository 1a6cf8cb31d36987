import { AssumeRoleCommand, type STSClient } from "@aws-sdk/client-sts";

/** Temporary credentials of a writer role: kept in memory only. */
export interface WriterCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration?: Date;
}

export interface WriterToAssume {
  readonly roleArn: string;
  /** Sent where the role's trust asks for one. */
  readonly externalId?: string | undefined;
  /** Stands in the destination's trail: 2 to 64 characters. Default `xput`. */
  readonly sessionName?: string | undefined;
}

/**
 * Credentials to put with: the session of a writer role, for an hour.
 *
 * @param sts a client with the uploader's own credentials
 * @throws the error of STS, such as AccessDenied, as the SDK gives it
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export async function assumeWriter(sts: STSClient, writer: WriterToAssume): Promise<WriterCredentials> {
  const { roleArn, externalId, sessionName } = writer;
  const { Credentials: credentials } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: roleArn,
      ExternalId: externalId,
      RoleSessionName: sessionName ?? "xput",
    }),
  );
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = credentials ?? {};
  if (AccessKeyId === undefined || SecretAccessKey === undefined || SessionToken === undefined) {
    throw new Error(`STS answered AssumeRole of ${roleArn} without credentials`);
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    ...(Expiration === undefined ? {} : { expiration: Expiration }),
  };
}
