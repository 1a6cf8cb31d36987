import type { Attempt } from "./attempt";
import { put, putAs, type Trial } from "./trial";

/** The same by a user who signed in with the access key alone, where the settings ask for a second factor. */
export function secondFactorAttempts(trial: Trial): readonly Attempt[] {
  const { source, uploader, entrance } = trial;
  if (!source.requireMfa || uploader.kind !== "principal") return [];
  return [
    {
      attempt: `${uploader.label} without a second factor`,
      refused: () => putAs(trial, { ...uploader, withSecondFactor: false }, entrance),
      allowed: () => put(trial),
      twin: "with one",
    },
  ];
}
