import type { Case } from "./case";
import { data, document, iamArn, replica } from "./names";

const scanned = (bucketName: string, prefix: string) => ({
  s3Bucket: { bucketName, objectPrefixes: [prefix] },
});

/** A malware scan of what is put under a prefix. */
export const scans: readonly Case[] = [
  {
    token: "aws:iam/role:Role",
    name: "scanRole",
    id: "types-scan",
    inputs: {
      name: "types-scan",
      assumeRolePolicy: document({
        Effect: "Allow",
        Principal: { Service: "malware-protection-plan.guardduty.amazonaws.com" },
        Action: "sts:AssumeRole",
      }),
    },
  },
  {
    token: "aws:iam/rolePolicy:RolePolicy",
    name: "scanRolePolicy",
    id: "types-scan:scan",
    after: ["scanRole"],
    inputs: {
      role: "types-scan",
      name: "scan",
      policy: document({
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:PutObject", "s3:PutObjectTagging"],
        Resource: "*",
      }),
    },
  },
  {
    token: "aws:guardduty/malwareProtectionPlan:MalwareProtectionPlan",
    name: "scan",
    id: "[0-9a-f]{20}",
    after: ["scanRolePolicy", "data", "replica"],
    inputs: {
      role: iamArn("role/types-scan"),
      protectedResource: scanned(data, "in/"),
      actions: [{ taggings: [{ status: "ENABLED" }] }],
      tags: { team: "a" },
    },
    edits: [
      { inputs: { actions: [{ taggings: [{ status: "DISABLED" }] }] }, diff: "~actions" },
      { inputs: { protectedResource: scanned(data, "out/") }, diff: "~protectedResource" },
      { inputs: { tags: { team: "b" } }, diff: "~tags" },
    ],
    replacing: { inputs: { protectedResource: scanned(replica, "in/") }, diff: "~protectedResource" },
  },
];
