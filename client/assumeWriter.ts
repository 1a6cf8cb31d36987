import { AssumeRoleCommand, type STSClient } from "@aws-sdk/client-sts";
import { credentialsIn, type WriterCredentials } from "./writerCredentials";

export interface WriterToAssume {
  readonly roleArn: string;
  /** Sent where the role's trust asks for one. */
  readonly externalId?: string | undefined;
  /** Stands in the destination's trail: 2 to 64 characters. Default `xput`. */
  readonly sessionName?: string | undefined;
  /** 900 to 43,200, and 3,600 at most where the uploader is itself the session of a role. Default an hour. */
  readonly durationSeconds?: number | undefined;
  /** Session tags, where the role's trust asks for some. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/**
 * Credentials to put with: the session of a writer role.
 *
 * @param sts a client with the uploader's own credentials
 * @throws the error of STS, such as AccessDenied, as the SDK gives it
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export async function assumeWriter(sts: STSClient, writer: WriterToAssume): Promise<WriterCredentials> {
  const { roleArn, externalId, sessionName, durationSeconds, tags = {} } = writer;
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const { Credentials: credentials } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: roleArn,
      ExternalId: externalId,
      RoleSessionName: sessionName ?? "xput",
      DurationSeconds: durationSeconds,
      ...(Tags.length > 0 ? { Tags } : {}),
    }),
  );
  return credentialsIn(credentials, `AssumeRole of ${roleArn}`);
}
