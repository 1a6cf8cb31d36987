import type { Audit } from "../audit";
import type { Destination } from "../destination";
import type { SettingsProblem } from "../problem";
import type { Source } from "../source";
import { bucketChecks } from "./buckets";
import { limitChecks } from "./limits";
import { overlappingPrefixes, uncoveredScans } from "./prefixes";
import { differingDeployRoles, differingIdentityProviders, repeatedUploaders } from "./sources";

/** The settings of one stack, each of which is right alone. */
export interface ReadSettings {
  readonly destination: Destination;
  readonly audit: Audit;
  readonly sources: Readonly<Record<string, Source>>;
}

/** What no single setting shows: problems that lie between two settings. */
export function crossChecks(settings: ReadSettings): SettingsProblem[] {
  return [
    repeatedUploaders,
    overlappingPrefixes,
    uncoveredScans,
    differingDeployRoles,
    differingIdentityProviders,
    bucketChecks,
    limitChecks,
  ].flatMap((check) => check(settings));
}
