import { namespaceOf } from "../bucketName";
import { settingPath, type SettingsProblem } from "../problem";
import type { ReadSettings } from "./crossChecks";

/** Every bucket has a name of its own, kept for the account and region that it is in. */
export function bucketChecks({ destination, audit }: ReadSettings): SettingsProblem[] {
  const { accountId, region, accessLogs, replication } = destination;
  const named = [
    { path: settingPath(["destination", "bucket"]), bucket: destination.bucket, accountId, region },
    ...(accessLogs?.bucket === undefined
      ? []
      : [
          {
            path: settingPath(["destination", "accessLogs", "bucket"]),
            bucket: accessLogs.bucket,
            accountId,
            region,
          },
        ]),
    ...(audit.kind === "trail" && audit.bucket !== undefined
      ? [{ path: settingPath(["audit", "bucket"]), bucket: audit.bucket, accountId, region }]
      : []),
    ...(replication === undefined
      ? []
      : [{ path: settingPath(["destination", "replication", "bucket"]), ...replication }]),
  ];
  const problems: SettingsProblem[] = [];
  named.forEach((entry, index) => {
    const same = named.slice(0, index).find(({ bucket }) => bucket === entry.bucket);
    if (same !== undefined)
      problems.push({
        path: entry.path,
        message: `must differ from ${same.path}: a bucket name is used once`,
      });
    const namespace = namespaceOf(entry.bucket);
    if (
      namespace !== undefined &&
      (namespace.accountId !== entry.accountId || namespace.region !== entry.region)
    )
      problems.push({
        path: entry.path,
        message: `must end with "-${entry.accountId}-${entry.region}-an", the account and region that it is in`,
      });
  });
  return problems;
}
