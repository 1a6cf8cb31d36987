import type { Settings } from "../settings/settings";
import type { LocalAws } from "./admin";
import { assumingAttempts } from "./refusals/assuming";
import { tryOne, type Attempt, type AttemptOutcome } from "./refusals/attempt";
import { detourAttempts } from "./refusals/detours";
import { encryptionAttempts } from "./refusals/encryption";
import { networkAttempts } from "./refusals/network";
import { objectAttempts } from "./refusals/objects";
import { organizationAttempts } from "./refusals/organization";
import { overwritingAttempts } from "./refusals/overwriting";
import { secondFactorAttempts } from "./refusals/secondFactor";
import { strangerAttempts } from "./refusals/strangers";
import { timeAttempts } from "./refusals/time";
import { tokenAttempts } from "./refusals/tokens";
import { withTrial, type Trial } from "./refusals/trial";
import { uploadersOf } from "./uploaders";

/** What came of one attempt that must be refused. */
export interface RefusalOutcome extends AttemptOutcome {
  readonly source: string;
}

/** Every kind of attempt; each says for itself whether it fits the source and the settings. */
const kinds: readonly ((trial: Trial) => readonly Attempt[])[] = [
  objectAttempts,
  encryptionAttempts,
  overwritingAttempts,
  networkAttempts,
  timeAttempts,
  assumingAttempts,
  tokenAttempts,
  detourAttempts,
  strangerAttempts,
  organizationAttempts,
  secondFactorAttempts,
];

/**
 * Tries what the first uploader of each source must not be able to do, and what others must not do in its place, each
 * beside the same done by whoever may.
 */
export async function tryRefusals(aws: LocalAws, settings: Settings): Promise<readonly RefusalOutcome[]> {
  const outcomes: RefusalOutcome[] = [];
  for (const [sourceName, source] of Object.entries(settings.sources)) {
    const [uploader] = uploadersOf(source);
    if (uploader === undefined) continue;
    try {
      await withTrial(aws, settings, sourceName, source, uploader, async (trial) => {
        for (const attempt of kinds.flatMap((kind) => kind(trial))) {
          outcomes.push({ source: sourceName, ...(await tryOne(attempt)) });
        }
      });
    } catch (error) {
      // Without having got in there is nothing that could be refused.
      const { name, message } = error as Error;
      outcomes.push({
        source: sourceName,
        attempt: "any",
        ok: false,
        outcome: `not tried: ${name}: ${message}`,
      });
    }
  }
  return outcomes;
}
