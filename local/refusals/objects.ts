import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import type { Clients } from "../admin";
import { asReader } from "../readBack";
import { prefixesFor } from "../uploaders";
import type { Attempt } from "./attempt";
import { put, type Trial } from "./trial";

/** What a writer must not do with objects: put elsewhere, read, list, delete. */
export function objectAttempts(trial: Trial): readonly Attempt[] {
  const { settings, writer, owner, prefix, way } = trial;
  const { bucket } = settings.destination;
  const key = `${prefix}refusals.txt`;
  const otherPrefix = prefixOfAnother(trial);
  // An object of its own, so that it is there however often this is run.
  const seen = { Key: `${prefix}seen-${Date.now()}.txt` };
  const get = (as: Clients, Bucket: string) => as.s3.send(new GetObjectCommand({ Bucket, ...seen }));
  const list = (as: Clients, Bucket: string) =>
    as.s3.send(new ListObjectsV2Command({ Bucket, Prefix: prefix }));
  const remove = (as: Clients, Bucket: string) => as.s3.send(new DeleteObjectCommand({ Bucket, ...seen }));
  return [
    {
      attempt: `put ${otherPrefix}refusals.txt`,
      refused: () => put(trial, { Key: `${otherPrefix}refusals.txt` }),
      allowed: () => put(trial),
      twin: `put ${key}`,
    },
    {
      attempt: `get ${key}`,
      refused: async () => {
        await put(trial, seen);
        await get(writer, way.target);
      },
      allowed: async () => {
        const read = await asReader(trial.aws, settings, trial.place, (reader) => get(reader, bucket));
        // With a key that nobody may decrypt with, only the owner's list shows that it is there.
        if (read === undefined) await list(owner, bucket);
      },
      twin: "by the reader",
    },
    {
      attempt: `list ${prefix}`,
      refused: () => list(writer, way.target),
      allowed: () => list(owner, bucket),
      twin: "by the owner",
    },
    {
      attempt: `delete ${key}`,
      refused: () => remove(writer, way.target),
      allowed: () => remove(owner, bucket),
      twin: "by the owner",
    },
  ];
}

function prefixOfAnother({ settings, sourceName, uploader }: Trial): string {
  const [other = "elsewhere/"] = Object.entries(settings.sources)
    .filter(([name]) => name !== sourceName)
    .flatMap(([, source]) => prefixesFor(source, uploader));
  return other;
}
