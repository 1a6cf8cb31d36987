import { GetObjectCommand, ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import { partitionOf } from "../iam/arn";
import type { Settings } from "../settings/settings";
import { adminCredentials, clientsFor, type Clients, type LocalAws } from "./admin";
import type { Place } from "./place";
import { asPrincipal } from "./uploader";

/**
 * Does something as whoever may read what was put: a reader where the settings name one, the account's administrator
 * where S3 owns the key. Undefined where nobody may.
 */
export async function asReader<T>(
  aws: LocalAws,
  { destination }: Settings,
  place: Place,
  work: (clients: Clients, who: string) => Promise<T>,
): Promise<T | undefined> {
  const { accountId, encryption } = destination;
  const [reader] = destination.readers;
  const use = async (credentials: Parameters<typeof clientsFor>[1], who: string) => {
    const clients = clientsFor(aws, credentials, place);
    return work(clients, who).finally(clients.destroy);
  };
  if (reader !== undefined) {
    return asPrincipal(aws, partitionOf(destination.region), { accountId, name: reader }, (credentials) =>
      use(credentials, reader),
    );
  }
  return encryption.kind === "s3" ? use(adminCredentials(accountId), "the owner") : undefined;
}

/**
 * Reads back what was put, and compares. Where the settings name nobody who may read it, the owner looks whether it is
 * there.
 *
 * @returns for a person, what was found
 * @throws Error where it is not what was put
 */
export async function readBack(
  aws: LocalAws,
  settings: Settings,
  place: Place,
  put: { readonly key: string; readonly versionId: string | undefined; readonly body: Buffer },
): Promise<string> {
  const { bucket, accountId } = settings.destination;
  const { key, versionId, body } = put;
  const read = await asReader(aws, settings, place, async ({ s3 }, who) => {
    const got = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
    const bytes = Buffer.from((await got.Body?.transformToByteArray()) ?? []);
    if (!bytes.equals(body)) throw new Error(`${who} read back ${bytes.length} other bytes than were put`);
    return `put and read back, version ${versionId ?? "none"}`;
  });
  if (read !== undefined) return read;
  const owner = clientsFor(aws, adminCredentials(accountId), place);
  const { Versions = [] } = await owner.s3
    .send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key }))
    .finally(owner.destroy);
  const found = Versions.find((version) => version.Key === key && version.VersionId === versionId);
  if (found?.Size !== body.length) throw new Error(`the owner does not find ${key} as it was put`);
  return `put, version ${versionId ?? "none"}; nobody may read it`;
}
