import type { Place } from "../place";
import { deployActions, type DeployGrant } from "./deployGrant";

/**
 * What deploying a malware protection plan takes. Plans have ids that nobody knows before they are made.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonguardduty.html
 */
export function scanGrants({ partition, region, accountId }: Place): DeployGrant[] {
  return [
    {
      sid: "NewScanPlan",
      group: "scan",
      actions: deployActions("guardduty", [
        ["CreateMalwareProtectionPlan", "write", "aws_guardduty_malware_protection_plan, create"],
      ]),
      resources: ["*"],
    },
    {
      sid: "ScanPlan",
      group: "scan",
      actions: deployActions("guardduty", [
        ["GetMalwareProtectionPlan", "read", "aws_guardduty_malware_protection_plan, read"],
        ["ListTagsForResource", "read", "aws_guardduty_malware_protection_plan, read", "providerOnly"],
        ["UpdateMalwareProtectionPlan", "write", "aws_guardduty_malware_protection_plan, update"],
        ["DeleteMalwareProtectionPlan", "write", "aws_guardduty_malware_protection_plan, delete"],
      ]),
      resources: [`arn:${partition}:guardduty:${region}:${accountId}:malware-protection-plan/*`],
    },
  ];
}
