import { alarms } from "./alarms";
import { buckets } from "./buckets";
import type { Case } from "./case";
import { identities } from "./identities";
import { keys } from "./keys";
import { scans } from "./scans";
import { trails } from "./trails";

/** Every type that the whole destination uses, in an order in which they can be made. */
export const destinationTypes: readonly Case[] = [
  ...keys,
  ...identities,
  ...buckets,
  ...alarms,
  ...trails,
  ...scans,
];
