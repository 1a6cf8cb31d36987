import { GetObjectCommand } from "@aws-sdk/client-s3";
import { assumeWriter } from "../client/assumeWriter";
import { putObject } from "../client/putObject";
import { iamArn, partitionOf } from "../iam/arn";
import { writerRoleName } from "../iam/names";
import type { Settings } from "../settings/settings";
import { adminCredentials, clientsFor, type LocalAws } from "./admin";
import { asUploader } from "./uploader";

/** What came of one put. */
export interface PutOutcome {
  readonly source: string;
  readonly uploader: string;
  readonly key: string;
  readonly ok: boolean;
  /** For a person: the version that was put and read back, or AWS's error. */
  readonly outcome: string;
}

/**
 * Puts one object from every uploader below every prefix of its source, the way a real uploader does: with its own
 * credentials it assumes the writer role, and with that role's it puts. Then the destination's owner reads it back
 * and compares.
 */
export async function tryPuts(aws: LocalAws, settings: Settings): Promise<readonly PutOutcome[]> {
  const outcomes: PutOutcome[] = [];
  for (const [source, { accountId, uploaders, prefixes, externalId }] of Object.entries(settings.sources)) {
    const { destination, namePrefix } = settings;
    const partition = partitionOf(destination.region);
    const roleArn = iamArn(partition, destination.accountId, `role/${writerRoleName(namePrefix, source)}`);
    for (const uploader of uploaders) {
      const outcome = await asUploader(aws, partition, accountId, uploader, (credentials) =>
        attempt(async () => {
          const caller = clientsFor(aws, credentials);
          const writer = await assumeWriter(caller.sts, { roleArn, externalId }).finally(caller.destroy);
          const written: string[] = [];
          for (const prefix of prefixes) written.push(await putAndReadBack(aws, settings, writer, prefix));
          return written;
        }),
      );
      prefixes.forEach((prefix, index) => {
        outcomes.push({ source, uploader, key: `${prefix}hello.txt`, ...outcome(index) });
      });
    }
  }
  return outcomes;
}

/** One outcome for each prefix, or the same error for all. */
async function attempt(
  work: () => Promise<readonly string[]>,
): Promise<(index: number) => Pick<PutOutcome, "ok" | "outcome">> {
  try {
    const written = await work();
    return (index) => ({ ok: true, outcome: written[index] ?? "" });
  } catch (error) {
    const { name, message } = error as Error;
    return () => ({ ok: false, outcome: `${name}: ${message}` });
  }
}

async function putAndReadBack(
  aws: LocalAws,
  { destination }: Settings,
  writer: Parameters<typeof clientsFor>[1],
  prefix: string,
): Promise<string> {
  const { bucket, accountId } = destination;
  const key = `${prefix}hello.txt`;
  const body = Buffer.from(`put below ${prefix}\n`);
  const writing = clientsFor(aws, writer);
  const put = await putObject(writing.s3, { bucket, key, body, bytes: body.length }).finally(writing.destroy);

  const owner = clientsFor(aws, adminCredentials(accountId));
  try {
    const read = await owner.s3.send(
      new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: put.versionId }),
    );
    const bytes = Buffer.from((await read.Body?.transformToByteArray()) ?? []);
    if (!bytes.equals(body)) throw new Error(`read back ${bytes.length} other bytes than were put`);
    return `put and read back, version ${put.versionId ?? "none"}`;
  } finally {
    owner.destroy();
  }
}
