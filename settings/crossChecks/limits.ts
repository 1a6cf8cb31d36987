import { settingPath, type SettingsProblem } from "../problem";
import type { ReadSettings } from "./crossChecks";

/** Limits of the destination that would shut out what a source is given, or a key that cannot serve the bucket. */
export function limitChecks({ destination, sources }: ReadSettings): SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  const { encryption, organizationId, region } = destination;
  if (
    encryption.kind !== "s3" &&
    encryption.keyArn !== undefined &&
    encryption.keyArn.split(":")[3] !== region
  )
    problems.push({
      path: settingPath(["destination", "encryption", "keyArn"]),
      message: `must be of a key in ${region}: S3 takes keys of the bucket's own region only`,
    });
  const { deployRole } = destination;
  if (encryption.kind !== "s3" && deployRole !== undefined) {
    const { administrators } = encryption;
    if (administrators.length > 0 && !administrators.includes(deployRole))
      problems.push({
        path: settingPath(["destination", "encryption", "administrators"]),
        message: `must hold ${deployRole}, the deploy role: KMS takes no key whose maker could not change its policy any more`,
      });
  }
  if (organizationId === undefined) return problems;
  for (const [sourceName, source] of Object.entries(sources)) {
    // Whoever assumes a writer role puts as a principal of the destination account.
    if (source.accessMode === "role" || source.kind === "webIdentity") continue;
    if (source.organizationId !== organizationId)
      problems.push({
        path: settingPath(["sources", sourceName, "organizationId"]),
        message: `must be ${organizationId}, as xput:destination.organizationId: the bucket refuses everybody else who puts directly`,
      });
  }
  return problems;
}
