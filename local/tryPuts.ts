import { putObject } from "../client/putObject";
import { uploadWay } from "../iam/uploadWay";
import type { Settings } from "../settings/settings";
import type { Clients, LocalAws } from "./admin";
import { asUploader, entranceFor, within } from "./entrance";
import { placesOf, placeText, type Place } from "./place";
import { readBack } from "./readBack";
import { keyBelow, prefixesFor, uploadersOf } from "./uploaders";

/** What came of one put. */
export interface PutOutcome {
  readonly source: string;
  /** With the place and the moment that it played to put from, where the settings ask for it. */
  readonly uploader: string;
  readonly key: string;
  readonly ok: boolean;
  /** For a person: the version that was put and read back, or AWS's error. */
  readonly outcome: string;
}

/**
 * Puts one object from every uploader below every prefix of its source, from every place that the source may put from
 * and at a moment when it may, the way a real uploader does: with its own credentials or token it gets in as the access mode asks, and puts. Then
 * whoever may read it reads it back and compares.
 */
export async function tryPuts(aws: LocalAws, settings: Settings): Promise<readonly PutOutcome[]> {
  const outcomes: PutOutcome[] = [];
  for (const [sourceName, source] of Object.entries(settings.sources)) {
    const way = uploadWay(settings, sourceName, source);
    for (const uploader of uploadersOf(source)) {
      for (const place of placesOf(settings, source)) {
        const keys = prefixesFor(source, uploader).map((prefix) => keyBelow(settings, prefix, "hello.txt"));
        const outcome = await attempt(() =>
          asUploader(aws, uploader, place, (own) =>
            within(aws, own, entranceFor(way, uploader), place, async (writer) => {
              const written: string[] = [];
              for (const key of keys) {
                written.push(await putAndReadBack(aws, settings, writer, way.target, key, place));
              }
              return written;
            }),
          ),
        );
        const label = `${uploader.label}${placeText(place)}`;
        keys.forEach((key, index) => {
          outcomes.push({ source: sourceName, uploader: label, key, ...outcome(index) });
        });
      }
    }
  }
  return outcomes;
}

/** One outcome for each key, or the same error for all. */
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
  settings: Settings,
  { s3 }: Clients,
  target: string,
  key: string,
  place: Place,
): Promise<string> {
  const body = Buffer.from(`put as ${key}\n`);
  const onlyIfAbsent = settings.destination.overwrite === "deny";
  const { versionId } = await putObject(s3, { bucket: target, key, body, bytes: body.length, onlyIfAbsent });
  return readBack(aws, settings, place, { key, versionId, body });
}
