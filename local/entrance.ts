import { enter, type Entrance } from "../client/enter";
import { partitionOf } from "../iam/arn";
import type { UploadWay } from "../iam/uploadWay";
import { clientsFor, type Clients, type LocalAws } from "./admin";
import type { Place } from "./place";
import { asPrincipal } from "./uploader";
import type { Uploader } from "./uploaders";
import { webIdentityToken } from "./webIdentity";

/** Where a token signs in, nobody's keys are asked for. */
const nobody = { accessKeyId: "nobody", secretAccessKey: "none" };

/** Does something with the clients that an uploader has before it gets in. */
export async function asUploader<T>(
  aws: LocalAws,
  uploader: Uploader,
  place: Place,
  work: (own: Clients) => Promise<T>,
): Promise<T> {
  const use = async (credentials: Parameters<typeof clientsFor>[1]) => {
    const own = clientsFor(aws, credentials, place);
    return work(own).finally(own.destroy);
  };
  return uploader.kind === "webIdentity"
    ? use(nobody)
    : asPrincipal(aws, partitionOf(aws.region), uploader, use);
}

/** The way in of a source, as one of its uploaders takes it. */
export function entranceFor({ entrance }: UploadWay, uploader: Uploader): Entrance {
  if (entrance.kind !== "webIdentity") return entrance;
  if (uploader.kind !== "webIdentity") throw new RangeError(`${uploader.label} has no token`);
  return { ...entrance, token: webIdentityToken(uploader) };
}

/**
 * Does something with the clients that put.
 *
 * @param own the uploader's own
 */
export async function within<T>(
  aws: LocalAws,
  own: Clients,
  entrance: Entrance,
  place: Place,
  work: (writer: Clients) => Promise<T>,
): Promise<T> {
  const session = await enter(own.sts, entrance);
  if (session === undefined) return work(own);
  const writer = clientsFor(aws, session, place);
  return work(writer).finally(writer.destroy);
}
