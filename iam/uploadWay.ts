import type { Settings } from "../settings/settings";
import { accountPlaceholder } from "../settings/givenSource";
import type { Source } from "../settings/source";
import { accessPointName, writerRoleName } from "./names";
import { destinationRoleArn, placeOf } from "./place";
import { accessPointArn } from "./put";
import { accountTag } from "./writer";

/** How the uploaders of one source get to the bucket, and what they name there. */
export interface UploadWay {
  /** The bucket's name, or the ARN of the source's access point. */
  readonly target: string;
  /** Puts must carry `If-None-Match`. */
  readonly onlyIfAbsent: boolean;
  readonly entrance:
    | { readonly kind: "direct" }
    | {
        readonly kind: "role";
        readonly roleArn: string;
        readonly externalId?: string | undefined;
        /** Absent: an hour. */
        readonly durationSeconds?: number;
        readonly accountTag?: string;
      }
    | { readonly kind: "webIdentity"; readonly roleArn: string; readonly durationSeconds?: number };
}

/** The way in of one source, told from the settings. */
export function uploadWay(settings: Settings, sourceName: string, source: Source): UploadWay {
  const place = placeOf(settings);
  const { namePrefix, destination } = settings;
  return {
    target:
      source.accessMode === "accessPoint"
        ? accessPointArn(place, accessPointName(namePrefix, sourceName))
        : place.bucket,
    onlyIfAbsent: destination.overwrite === "deny",
    entrance: entranceOf(source, destinationRoleArn(place, writerRoleName(namePrefix, sourceName))),
  };
}

function entranceOf(source: Source, roleArn: string): UploadWay["entrance"] {
  const { accessMode, externalId, sessionMinutes } = source;
  const duration = sessionMinutes === 60 ? {} : { durationSeconds: sessionMinutes * 60 };
  if (source.kind === "webIdentity") return { kind: "webIdentity", roleArn, ...duration };
  if (accessMode !== "role") return { kind: "direct" };
  return {
    kind: "role",
    roleArn,
    externalId,
    // The session of one role may assume another for an hour at most.
    ...(source.uploaders.every((name) => name.startsWith("user/")) ? duration : {}),
    ...(source.kind === "organization" ? { accountTag } : {}),
  };
}

/**
 * The source that may put an object; undefined where there is none. No two sources share a prefix.
 *
 * `accountId` is the account in the key where the source is an organization.
 */
export function sourceOfKey(
  { sources }: Pick<Settings, "sources">,
  key: string,
): { readonly sourceName: string; readonly source: Source; readonly accountId?: string } | undefined {
  for (const [sourceName, source] of Object.entries(sources)) {
    for (const prefix of source.prefixes) {
      const [before = "", after] = prefix.split(accountPlaceholder);
      if (!key.startsWith(before)) continue;
      if (after === undefined) return { sourceName, source };
      const accountId = /^\d{12}/.exec(key.slice(before.length))?.[0];
      if (accountId === undefined || !key.startsWith(after, before.length + accountId.length)) continue;
      return { sourceName, source, accountId };
    }
  }
  return undefined;
}
