import { GuardDuty } from "@aws-sdk/client-guardduty";
import type { Entries, Viewer } from "./entry";

/** Every malware protection plan, by the bucket that it scans: its id is AWS's. */
export async function scanEntries({ config }: Viewer): Promise<Entries> {
  const guard = new GuardDuty(config);
  try {
    const { MalwareProtectionPlans = [] } = await guard.listMalwareProtectionPlans({});
    return await Promise.all(
      MalwareProtectionPlans.map(async ({ MalwareProtectionPlanId }) => {
        const plan = await guard.getMalwareProtectionPlan({ MalwareProtectionPlanId });
        const { Role, ProtectedResource, Actions, Status, StatusReasons, Tags } = plan;
        return [
          `malware protection of ${ProtectedResource?.S3Bucket?.BucketName}`,
          { Role, ProtectedResource, Actions, Status, StatusReasons, Tags },
        ] as const;
      }),
    );
  } finally {
    guard.destroy();
  }
}
