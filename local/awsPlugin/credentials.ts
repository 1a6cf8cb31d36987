import type { STS, STSClientConfig } from "@aws-sdk/client-sts";
import { describeAwsError } from "./awsError";
import { madePatient } from "./patiently";
import { durationSeconds, type ProviderConfig } from "./providerConfig";

type ProviderOfCredentials = Extract<
  NonNullable<STSClientConfig["credentials"]>,
  (...args: never) => unknown
>;
type Credentials = Awaited<ReturnType<ProviderOfCredentials>>;
type AssumeRole = NonNullable<ProviderConfig["assumeRoles"]>[number];

/** New credentials are fetched this long before the old ones end. */
const renewBeforeMilliseconds = 5 * 60_000;

/**
 * The credentials of the last role of a chain, or undefined for those of the environment.
 *
 * Each role is assumed with the credentials of the one before it, the first with those of the environment.
 * They are fetched at the first use and again shortly before they end; they live in memory only.
 */
export function assumedCredentials(
  region: string,
  roles: readonly AssumeRole[],
): ProviderOfCredentials | undefined {
  return roles.reduce<ProviderOfCredentials | undefined>(
    (base, role) => kept(() => assume(region, base, role)),
    undefined,
  );
}

async function assume(
  region: string,
  base: ProviderOfCredentials | undefined,
  role: AssumeRole,
): Promise<Credentials> {
  const sts = await stsClient({ region, ...(base === undefined ? {} : { credentials: base }) });
  const { roleArn, externalId, duration, sessionName = `pulumi-${Date.now()}` } = role;
  const answer = await sts
    .assumeRole({
      RoleArn: roleArn,
      RoleSessionName: sessionName,
      ...(externalId === undefined ? {} : { ExternalId: externalId }),
      ...(duration === undefined ? {} : { DurationSeconds: durationSeconds(duration) }),
    })
    .catch((error: unknown) => {
      throw new Error(`cannot assume IAM Role (${roleArn}): ${describeAwsError(error)}`, { cause: error });
    });
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer.Credentials ?? {};
  if (AccessKeyId === undefined || SecretAccessKey === undefined || SessionToken === undefined) {
    throw new Error(`cannot assume IAM Role (${roleArn}): AWS answered without credentials`);
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    ...(Expiration === undefined ? {} : { expiration: Expiration }),
  };
}

function kept(fetch: () => Promise<Credentials>): ProviderOfCredentials {
  let current: Promise<Credentials> | undefined;
  return async () => {
    const credentials = await current?.catch(() => undefined);
    const ends = credentials?.expiration?.getTime() ?? Infinity;
    if (credentials === undefined || ends - Date.now() < renewBeforeMilliseconds) current = fetch();
    return current ?? fetch();
  };
}

/** A client of STS whose errors name their operation. */
export async function stsClient(config: STSClientConfig): Promise<STS> {
  const { STS } = await import("@aws-sdk/client-sts");
  return madePatient("STS", new STS(config));
}
