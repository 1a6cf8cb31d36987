import { AssumeRoleWithWebIdentityCommand, type STSClient } from "@aws-sdk/client-sts";
import { credentialsIn, type WriterCredentials } from "./writerCredentials";

export interface WriterByToken {
  readonly roleArn: string;
  /** A JSON Web Token of the identity provider that the role trusts. */
  readonly token: string;
  /** Stands in the destination's trail: 2 to 64 characters. Default `xput`. */
  readonly sessionName?: string | undefined;
  /** 900 to 43,200. Default an hour. */
  readonly durationSeconds?: number | undefined;
}

/**
 * Credentials to put with: the session of a writer role, for a token from outside AWS.
 *
 * @param sts a client; it needs no credentials, since the token is not signed for
 * @throws the error of STS, such as AccessDenied or InvalidIdentityToken, as the SDK gives it
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
export async function assumeWriterByToken(
  sts: STSClient,
  { roleArn, token, sessionName, durationSeconds }: WriterByToken,
): Promise<WriterCredentials> {
  const { Credentials: credentials } = await sts.send(
    new AssumeRoleWithWebIdentityCommand({
      RoleArn: roleArn,
      WebIdentityToken: token,
      RoleSessionName: sessionName ?? "xput",
      DurationSeconds: durationSeconds,
    }),
  );
  return credentialsIn(credentials, `AssumeRoleWithWebIdentity of ${roleArn}`);
}
