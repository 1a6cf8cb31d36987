import { PutObjectCommand, type PutObjectCommandInput } from "@aws-sdk/client-s3";
import { enter, type Entrance } from "../../client/enter";
import { putObject } from "../../client/putObject";
import { partitionOf } from "../../iam/arn";
import { uploadWay, type UploadWay } from "../../iam/uploadWay";
import type { Settings } from "../../settings/settings";
import type { Source } from "../../settings/source";
import { adminCredentials, clientsFor, type Clients, type LocalAws } from "../admin";
import { asUploader, entranceFor, within } from "../entrance";
import { placesOf, type Place } from "../place";
import { asPrincipal, type PrincipalName } from "../uploader";
import { keyBelow, prefixesFor, type Uploader } from "../uploaders";

/** One uploader of a source that has got in, and what attempts are made with. */
export interface Trial {
  readonly aws: LocalAws;
  readonly settings: Settings;
  readonly sourceName: string;
  readonly source: Source;
  readonly way: UploadWay;
  readonly uploader: Uploader;
  /** As the uploader takes it. */
  readonly entrance: Entrance;
  /** From which the source may put. */
  readonly place: Place;
  /** The source's first prefix, as the uploader may write it. */
  readonly prefix: string;
  /** With the uploader's own credentials. */
  readonly own: Clients;
  /** With those that put. */
  readonly writer: Clients;
  /** The administrator of the destination's account. */
  readonly owner: Clients;
}

/** Does something as one uploader of a source that has got in, from a place from which it may. */
export async function withTrial<T>(
  aws: LocalAws,
  settings: Settings,
  sourceName: string,
  source: Source,
  uploader: Uploader,
  work: (trial: Trial) => Promise<T>,
): Promise<T> {
  const way = uploadWay(settings, sourceName, source);
  const [place] = placesOf(settings, source);
  const [prefix = ""] = prefixesFor(source, uploader);
  const entrance = entranceFor(way, uploader);
  const owner = clientsFor(aws, adminCredentials(settings.destination.accountId), place);
  const known = { aws, settings, sourceName, source, way, uploader, entrance, place, prefix, owner };
  try {
    return await asUploader(aws, uploader, place, (own) =>
      within(aws, own, entrance, place, (writer) => work({ ...known, own, writer })),
    );
  } finally {
    owner.destroy();
  }
}

/**
 * Puts one byte as the writer, below its prefix and as the settings ask, with what an attempt changes.
 *
 * @param clients whose S3; default: the writer's
 */
export async function put(
  { writer, way, settings, prefix }: Trial,
  changes: Partial<PutObjectCommandInput> = {},
  { s3 }: Pick<Clients, "s3"> = writer,
): Promise<void> {
  await s3.send(
    new PutObjectCommand({
      Bucket: way.target,
      Key: keyBelow(settings, prefix, "refusals.txt"),
      Body: "x",
      ...(way.onlyIfAbsent ? { IfNoneMatch: "*" } : {}),
      ...changes,
    }),
  );
}

/** Gets in anew as a principal of any account and puts where the uploader may. */
export async function putAs(
  { aws, way, settings, place, prefix }: Trial,
  principal: PrincipalName,
  entrance: Entrance,
): Promise<void> {
  const { region } = settings.destination;
  await asPrincipal(aws, partitionOf(region), principal, async (credentials) => {
    const own = clientsFor(aws, credentials, place);
    const key = keyBelow(settings, prefix, "refusals.txt");
    const object = { bucket: way.target, key, body: Buffer.from("x"), bytes: 1 };
    await within(aws, own, entrance, place, ({ s3 }) =>
      putObject(s3, { ...object, onlyIfAbsent: way.onlyIfAbsent }),
    ).finally(own.destroy);
  });
}

/** Gets in as the uploader, with what an attempt changes. */
export async function enterAgain({ own }: Trial, entrance: Entrance): Promise<void> {
  await enter(own.sts, entrance);
}

/** The clients of the same credentials in another place. */
export async function elsewhere<T>(
  { aws }: Trial,
  { s3 }: Clients,
  place: Place,
  work: (clients: Clients) => Promise<T>,
): Promise<T> {
  const { accessKeyId, secretAccessKey, sessionToken } = await s3.config.credentials();
  const clients = clientsFor(aws, { accessKeyId, secretAccessKey, sessionToken }, place);
  return work(clients).finally(clients.destroy);
}
