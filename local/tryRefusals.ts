import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { assumeWriter } from "../client/assumeWriter";
import { putObject } from "../client/putObject";
import { iamArn, partitionOf } from "../iam/arn";
import { writerRoleName } from "../iam/names";
import type { Settings } from "../settings/settings";
import { adminCredentials, clientsFor, type LocalAws } from "./admin";
import { asUploader } from "./uploader";

type Clients = ReturnType<typeof clientsFor>;

/** What came of one attempt that must be refused. */
export interface RefusalOutcome {
  readonly source: string;
  readonly attempt: string;
  /** True when it was refused, and the same was allowed to whoever may do it. */
  readonly ok: boolean;
  /** For a person: the refusal and its allowed twin, or what went otherwise. */
  readonly outcome: string;
}

/** Something that one caller must be refused and another is allowed. */
interface Attempt {
  readonly attempt: string;
  readonly refused: () => Promise<unknown>;
  /** The same, by whoever may do it: a refusal proves nothing where nothing is allowed. */
  readonly allowed: () => Promise<unknown>;
  readonly twin: string;
}

/** An account that has nothing to do with any stack. */
const strangerAccount = "999999999999";

/**
 * Tries what the first uploader of each source must not be able to do, each beside the same done by whoever may.
 *
 * Only AccessDenied counts as refused: every other error says that the attempt itself was wrong.
 */
export async function tryRefusals(aws: LocalAws, settings: Settings): Promise<readonly RefusalOutcome[]> {
  const outcomes: RefusalOutcome[] = [];
  const owner = clientsFor(aws, adminCredentials(settings.destination.accountId));
  const stranger = clientsFor(aws, adminCredentials(strangerAccount));
  try {
    for (const source of Object.keys(settings.sources)) {
      outcomes.push(...(await tryRefusalsOf(source, aws, settings, owner, stranger)));
    }
  } finally {
    owner.destroy();
    stranger.destroy();
  }
  return outcomes;
}

async function tryRefusalsOf(
  sourceName: string,
  aws: LocalAws,
  settings: Settings,
  owner: Clients,
  stranger: Clients,
): Promise<readonly RefusalOutcome[]> {
  const { destination, sources, namePrefix } = settings;
  const source = sources[sourceName];
  const [uploader] = source?.uploaders ?? [];
  if (source === undefined || uploader === undefined) return [];
  const partition = partitionOf(destination.region);
  const roleArn = iamArn(partition, destination.accountId, `role/${writerRoleName(namePrefix, sourceName)}`);
  const { externalId } = source;

  return asUploader(aws, partition, source.accountId, uploader, async (credentials) => {
    const caller = clientsFor(aws, credentials);
    const session = await assumeOrError(() => assumeWriter(caller.sts, { roleArn, externalId }));
    if (session instanceof Error) {
      caller.destroy();
      return [{ source: sourceName, attempt: "any", ok: false, outcome: `not tried: ${session.message}` }];
    }
    const writer = clientsFor(aws, session);
    const assume = (as: Clients, id: string | undefined) => assumeWriter(as.sts, { roleArn, externalId: id });
    try {
      const attempts = [
        ...objectAttempts(settings, sourceName, writer, owner),
        ...(externalId === undefined ? [] : externalIdAttempts(externalId, (id) => assume(caller, id))),
        {
          attempt: `assume the writer role from account ${strangerAccount}`,
          refused: () => assume(stranger, externalId),
          allowed: () => assume(caller, externalId),
          twin: `from ${source.accountId}`,
        },
      ];
      const outcomes: RefusalOutcome[] = [];
      for (const attempt of attempts) outcomes.push({ source: sourceName, ...(await tryOne(attempt)) });
      return outcomes;
    } finally {
      caller.destroy();
      writer.destroy();
    }
  });
}

/** Without a session of the writer role there is nothing that could be refused to it. */
async function assumeOrError<T>(assume: () => Promise<T>): Promise<T | Error> {
  try {
    return await assume();
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

/** A writer role that asks for an external id takes no other, and none at all. */
function externalIdAttempts(
  externalId: string,
  assume: (externalId: string | undefined) => Promise<unknown>,
): readonly Attempt[] {
  const allowed = () => assume(externalId);
  const twin = "with the right one";
  return [
    { attempt: "assume with a wrong external id", refused: () => assume(`${externalId}-x`), allowed, twin },
    { attempt: "assume without external id", refused: () => assume(undefined), allowed, twin },
  ];
}

/** What a writer must not do in the bucket. */
function objectAttempts(
  { destination: { bucket }, sources }: Settings,
  sourceName: string,
  writer: Clients,
  owner: Clients,
): readonly Attempt[] {
  const [prefix = ""] = sources[sourceName]?.prefixes ?? [];
  const [otherPrefix = "elsewhere/"] = Object.entries(sources)
    .filter(([name]) => name !== sourceName)
    .flatMap(([, { prefixes }]) => prefixes);
  const key = `${prefix}refusals.txt`;
  const put = (to: string) => putObject(writer.s3, { bucket, key: to, body: Buffer.from("x"), bytes: 1 });
  const get = (as: Clients) => as.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const list = (as: Clients) => as.s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }));
  const remove = (as: Clients) => as.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  return [
    {
      attempt: `put ${otherPrefix}refusals.txt`,
      refused: () => put(`${otherPrefix}refusals.txt`),
      allowed: () => put(key),
      twin: `put ${key}`,
    },
    { attempt: `get ${key}`, refused: () => get(writer), allowed: () => get(owner), twin: "by the owner" },
    {
      attempt: `list ${prefix}`,
      refused: () => list(writer),
      allowed: () => list(owner),
      twin: "by the owner",
    },
    {
      attempt: `delete ${key}`,
      refused: () => remove(writer),
      allowed: () => remove(owner),
      twin: "by the owner",
    },
  ];
}

async function tryOne({ attempt, refused, allowed, twin }: Attempt): Promise<Omit<RefusalOutcome, "source">> {
  const refusal = await nameOfError(refused);
  const twinRefusal = await nameOfError(allowed);
  if (refusal === undefined) return { attempt, ok: false, outcome: "ALLOWED, and must not be" };
  if (!/^(AccessDenied|Forbidden|403)/.test(refusal))
    return { attempt, ok: false, outcome: `failed: ${refusal}` };
  if (twinRefusal !== undefined) {
    return { attempt, ok: false, outcome: `refused, but ${twin} failed too: ${twinRefusal}` };
  }
  return { attempt, ok: true, outcome: `refused (${refusal}); allowed ${twin}` };
}

/** The code of AWS's error, undefined when there was none. */
async function nameOfError(work: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return (error as Error).name;
  }
}
