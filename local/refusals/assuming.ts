import type { Attempt } from "./attempt";
import { enterAgain, type Trial } from "./trial";

/** The longest session that any role may have. */
const longestSeconds = 43_200;

/** Ways of assuming a writer role that its trust must refuse to its own uploader. */
export function assumingAttempts(trial: Trial): readonly Attempt[] {
  const { entrance } = trial;
  if (entrance.kind === "direct") return [];
  const allowed = () => enterAgain(trial, entrance);
  const attempts: Attempt[] = [];
  const { durationSeconds } = entrance;
  if (durationSeconds !== undefined && durationSeconds < longestSeconds) {
    attempts.push({
      attempt: `assume for ${durationSeconds + 1} seconds`,
      refused: () => enterAgain(trial, { ...entrance, durationSeconds: durationSeconds + 1 }),
      allowed,
      twin: `for ${durationSeconds}`,
      code: "ValidationError",
    });
  }
  if (entrance.kind === "role" && entrance.externalId !== undefined) {
    const { externalId } = entrance;
    const assume = (id: string | undefined) => enterAgain(trial, { ...entrance, externalId: id });
    attempts.push(
      {
        attempt: "assume with a wrong external id",
        refused: () => assume(`${externalId}-x`),
        allowed,
        twin: "with the right one",
      },
      {
        attempt: "assume without external id",
        refused: () => assume(undefined),
        allowed,
        twin: "with the right one",
      },
    );
  }
  return attempts;
}
