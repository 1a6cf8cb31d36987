import { GuardDuty } from "@aws-sdk/client-guardduty";
import type { Entries, Viewer } from "./entry";

/** Every malware protection plan, by the bucket that it scans: its id is AWS's. */
export async function scanEntries({ config }: Viewer): Promise<Entries> {
  const guard = new GuardDuty(config);
  try {
    const { MalwareProtectionPlans = [] } = await guard.listMalwareProtectionPlans({});
    return await Promise.all(
      MalwareProtectionPlans.map(async ({ MalwareProtectionPlanId }) => {
        const { Arn: _, ...plan } = await guard.getMalwareProtectionPlan({ MalwareProtectionPlanId });
        return [`malware protection of ${plan.ProtectedResource?.S3Bucket?.BucketName}`, plan] as const;
      }),
    );
  } finally {
    guard.destroy();
  }
}
