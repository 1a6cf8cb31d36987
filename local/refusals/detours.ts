import type { Attempt } from "./attempt";
import { put, type Trial } from "./trial";

/** Puts by the uploader beside the way that its access mode gives it. */
export function detourAttempts(trial: Trial): readonly Attempt[] {
  const { entrance, uploader, own, settings, way } = trial;
  const { bucket } = settings.destination;
  const allowed = () => put(trial);
  if (entrance.kind === "role" && uploader.kind === "principal") {
    return [
      {
        attempt: "put with the uploader's own credentials",
        refused: () => put(trial, {}, own),
        allowed,
        twin: "with the writer role's",
      },
    ];
  }
  if (way.target === bucket) return [];
  return [
    {
      attempt: "put to the bucket itself",
      refused: () => put(trial, { Bucket: bucket }),
      allowed,
      twin: "through the access point",
    },
  ];
}
