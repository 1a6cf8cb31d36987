import { bucketArn } from "../iam/arn";
import { placeOf } from "../iam/place";
import type { Settings } from "../settings/settings";
import { accountProviders } from "./accountProviders";
import { DestinationBucket } from "./destinationBucket";
import { identityProviders } from "./identityProviders";
import { sourceSides, type WayIn } from "./sourceSides";

/** What a stack tells others: plain text that is known before anything is made. */
export interface DropPoint {
  readonly bucketArn: string;
  /** By the source's name; of the sources that assume a role. */
  readonly writerRoleArns: Readonly<Record<string, string>>;
  /** By the source's name; of the sources that put through an access point. */
  readonly accessPointArns: Readonly<Record<string, string>>;
}

/** One destination and every source of it: the whole of a stack, made as the settings say. */
export function dropPoint(settings: Settings): DropPoint {
  const place = placeOf(settings);
  const providers = accountProviders(settings);
  const inDestination = { provider: providers.destination };
  const bucket = new DestinationBucket("destination", { settings }, inDestination);
  const issuers = identityProviders(settings, providers.destination);

  const waysIn = Object.entries(settings.sources).map(([sourceName, source]) => {
    const issuer = source.kind === "webIdentity" ? issuers.get(source.webIdentity.provider) : undefined;
    // The bucket's guards stand before anyone may put into it.
    const before = issuer === undefined ? [bucket.guarded] : [bucket.guarded, issuer];
    return [sourceName, sourceSides(settings, sourceName, providers, before)] as const;
  });
  return {
    bucketArn: bucketArn(place.partition, place.bucket),
    writerRoleArns: arnsOf(waysIn, "writerRoleArn"),
    accessPointArns: arnsOf(waysIn, "accessPointArn"),
  };
}

function arnsOf(
  waysIn: readonly (readonly [string, WayIn])[],
  kind: keyof WayIn,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    waysIn.flatMap(([sourceName, wayIn]) => {
      const arn = wayIn[kind];
      return arn === undefined ? [] : [[sourceName, arn]];
    }),
  );
}
