import type { Attempt } from "./attempt";
import { put, type Trial } from "./trial";

/** Puts that could replace an object, where the settings deny that. */
export function overwritingAttempts(trial: Trial): readonly Attempt[] {
  if (!trial.way.onlyIfAbsent) return [];
  const Key = `${trial.prefix}once-${Date.now()}.txt`;
  return [
    {
      attempt: "put without If-None-Match",
      refused: () => put(trial, { IfNoneMatch: undefined }),
      allowed: () => put(trial, { Key }),
      twin: "with it",
    },
    {
      attempt: "put a key that is taken",
      refused: () => put(trial, { Key }),
      allowed: () => put(trial),
      twin: "another key",
      code: "PreconditionFailed",
    },
  ];
}
