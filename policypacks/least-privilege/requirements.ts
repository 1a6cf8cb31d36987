/** A published list of requirements. */
export interface Framework {
  readonly name: string;
  readonly version: string;
}

const frameworks: Readonly<Record<string, Framework>> = {
  FSBP: { name: "AWS Foundational Security Best Practices", version: "1.0.0" },
  "CIS-AWS-5.0": { name: "CIS AWS Foundations Benchmark", version: "5.0" },
  "CIS-AWS-7.0": { name: "CIS AWS Foundations Benchmark", version: "7.0" },
  "NIST-800-53-r5": { name: "NIST SP 800-53", version: "Revision 5" },
};

/**
 * The requirements that rules refer to, with the words in which each framework states them.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-controls-reference.html
 * @see https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final
 */
export const requirements = {
  "CIS-AWS-5.0:1.14": "Ensure IAM users receive permissions only through groups",
  "CIS-AWS-5.0:1.15": "Ensure IAM policies that allow full *:* administrative privileges are not attached",
  "CIS-AWS-5.0:1.19": "Ensure that IAM External Access Analyzer is enabled for all regions",
  "CIS-AWS-5.0:2.1.1": "Ensure S3 Bucket Policy is set to deny HTTP requests",
  "CIS-AWS-5.0:2.1.2": "Ensure MFA Delete is enabled on S3 buckets",
  "CIS-AWS-5.0:2.1.4": "Ensure that S3 is configured with 'Block Public Access' enabled",
  "CIS-AWS-5.0:3.1": "Ensure CloudTrail is enabled in all regions",
  "CIS-AWS-5.0:3.2": "Ensure CloudTrail log file validation is enabled",
  "CIS-AWS-5.0:3.4": "Ensure that server access logging is enabled on the CloudTrail S3 bucket",
  "CIS-AWS-5.0:3.5": "Ensure CloudTrail logs are encrypted at rest using KMS CMKs",
  "CIS-AWS-5.0:3.6": "Ensure rotation for customer-created symmetric CMKs is enabled",
  "CIS-AWS-5.0:3.8": "Ensure that object-level logging for write events is enabled for S3 buckets",
  "CIS-AWS-5.0:3.9": "Ensure that object-level logging for read events is enabled for S3 buckets",
  "CIS-AWS-5.0:4.4": "Ensure IAM policy changes are monitored",
  "CIS-AWS-5.0:4.5": "Ensure CloudTrail configuration changes are monitored",
  "CIS-AWS-5.0:4.7": "Ensure disabling or scheduled deletion of customer created CMKs is monitored",
  "CIS-AWS-5.0:4.8": "Ensure S3 bucket policy changes are monitored",
  "CIS-AWS-7.0:2.13": "Ensure IAM users receive permissions only through groups",
  "CIS-AWS-7.0:2.14": 'Ensure IAM policies that allow full "*:*" administrative privileges are not attached',
  "CIS-AWS-7.0:2.18": "Ensure that IAM External Access Analyzer is enabled for all regions",
  "CIS-AWS-7.0:2.21": "Ensure AWS resource policies do not allow unrestricted access using 'Principal': '*'",
  "CIS-AWS-7.0:3.1.1": "Ensure S3 Bucket Policy is set to deny HTTP requests",
  "CIS-AWS-7.0:3.1.2": "Ensure MFA Delete is enabled on S3 buckets",
  "CIS-AWS-7.0:3.1.4": "Ensure that S3 is configured with 'Block Public Access' enabled",
  "CIS-AWS-7.0:4.1": "Ensure CloudTrail is enabled in all regions",
  "CIS-AWS-7.0:4.2": "Ensure CloudTrail log file validation is enabled",
  "CIS-AWS-7.0:4.4": "Ensure that server access logging is enabled on the CloudTrail S3 bucket",
  "CIS-AWS-7.0:4.5": "Ensure CloudTrail logs are encrypted at rest using KMS CMKs",
  "CIS-AWS-7.0:4.6": "Ensure rotation for customer-created symmetric CMKs is enabled",
  "CIS-AWS-7.0:4.8": "Ensure that object-level logging for write events is enabled for S3 buckets",
  "CIS-AWS-7.0:4.9": "Ensure that object-level logging for read events is enabled for S3 buckets",
  "CIS-AWS-7.0:5.4": "Ensure IAM policy changes are monitored",
  "CIS-AWS-7.0:5.5": "Ensure CloudTrail configuration changes are monitored",
  "CIS-AWS-7.0:5.7": "Ensure disabling or scheduled deletion of customer created CMKs is monitored",
  "CIS-AWS-7.0:5.8": "Ensure S3 bucket policy changes are monitored",
  "FSBP:CloudTrail.1": "CloudTrail should be enabled and configured with at least one multi-Region trail",
  "FSBP:CloudTrail.2": "CloudTrail should have encryption at rest enabled",
  "FSBP:CloudTrail.3": "At least one CloudTrail trail should be enabled",
  "FSBP:CloudTrail.4": "Ensure CloudTrail log file validation is enabled",
  "FSBP:CloudTrail.5": "Ensure CloudTrail trails are integrated with Amazon CloudWatch Logs",
  "FSBP:CloudTrail.6": "Ensure the S3 bucket used to store CloudTrail logs is not publicly accessible",
  "FSBP:CloudTrail.7": "Ensure S3 bucket access logging is enabled on the CloudTrail S3 bucket",
  "FSBP:IAM.1": "IAM policies should not allow full '*' administrative privileges",
  "FSBP:IAM.2": "IAM users should not have IAM policies attached",
  "FSBP:IAM.3": "IAM users' access keys should be rotated every 90 days or less",
  "FSBP:IAM.5": "MFA should be enabled for all IAM users that have a console password",
  "FSBP:IAM.8": "Unused IAM user credentials should be removed",
  "FSBP:IAM.19": "MFA should be enabled for all IAM users",
  "FSBP:IAM.21":
    "IAM customer managed policies that you create should not allow wildcard actions for services",
  "FSBP:IAM.22": "IAM user credentials unused for 45 days should be removed",
  "FSBP:KMS.1": "IAM customer managed policies should not allow decryption actions on all KMS keys",
  "FSBP:KMS.2":
    "IAM principals should not have IAM inline policies that allow decryption actions on all KMS keys",
  "FSBP:KMS.3": "AWS KMS keys should not be unintentionally deleted",
  "FSBP:KMS.4": "AWS KMS key rotation should be enabled",
  "FSBP:KMS.5": "KMS keys should not be publicly accessible",
  "FSBP:S3.1": "S3 Block Public Access setting should be enabled",
  "FSBP:S3.2": "S3 buckets should prohibit public read access",
  "FSBP:S3.3": "S3 buckets should prohibit public write access",
  "FSBP:S3.5": "S3 buckets should require requests to use Secure Socket Layer",
  "FSBP:S3.6": "Amazon S3 permissions granted to other AWS accounts in bucket policies should be restricted",
  "FSBP:S3.7": "S3 general purpose buckets should use cross-Region replication",
  "FSBP:S3.8": "S3 Block Public Access setting should be enabled at the bucket level",
  "FSBP:S3.9": "S3 bucket server access logging should be enabled",
  "FSBP:S3.10": "S3 buckets with versioning enabled should have lifecycle policies configured",
  "FSBP:S3.11": "S3 buckets should have event notifications enabled",
  "FSBP:S3.12": "S3 access control lists (ACLs) should not be used to manage user access to buckets",
  "FSBP:S3.13": "S3 buckets should have lifecycle policies configured",
  "FSBP:S3.14": "S3 general purpose buckets should have versioning enabled",
  "FSBP:S3.15": "S3 general purpose buckets should have Object Lock enabled",
  "FSBP:S3.17": "S3 general purpose buckets should be encrypted at rest with AWS KMS keys",
  "FSBP:S3.19": "S3 access points should have block public access settings enabled",
  "FSBP:S3.20": "S3 general purpose buckets should have MFA delete enabled",
  "NIST-800-53-r5:AC-4": "Information flow enforcement",
  "NIST-800-53-r5:AC-6": "Least privilege",
  "NIST-800-53-r5:AC-12": "Session termination",
  "NIST-800-53-r5:AU-6": "Audit record review, analysis, and reporting",
  "NIST-800-53-r5:AU-9": "Protection of audit information",
  "NIST-800-53-r5:AU-11": "Audit record retention",
  "NIST-800-53-r5:CM-6": "Configuration settings",
  "NIST-800-53-r5:SC-7": "Boundary protection",
  "NIST-800-53-r5:SC-12": "Cryptographic key establishment and management",
  "NIST-800-53-r5:SC-28": "Protection of information at rest",
  "NIST-800-53-r5:SI-4": "System monitoring",
} as const;

/** Like `FSBP:S3.5`. */
export type RequirementId = keyof typeof requirements;

const publicAccess = [
  "AC-21",
  "AC-3",
  "AC-3(7)",
  "AC-4",
  "AC-4(21)",
  "AC-6",
  "SC-7",
  "SC-7(11)",
  "SC-7(16)",
  "SC-7(20)",
  "SC-7(21)",
  "SC-7(3)",
  "SC-7(4)",
  "SC-7(9)",
] as const;
const lifecycle = ["CP-10", "CP-6(2)", "CP-9", "SC-5(2)", "SI-13(5)"] as const;

/**
 * The controls of NIST SP 800-53 Revision 5 to which Security Hub maps its own; those of other requirements are left out.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html
 */
export const nistControls: Readonly<Partial<Record<RequirementId, readonly string[]>>> = {
  "FSBP:S3.1": publicAccess,
  "FSBP:S3.2": publicAccess,
  "FSBP:S3.3": publicAccess,
  "FSBP:S3.5": [
    "AC-17(2)",
    "AC-4",
    "IA-5(1)",
    "SC-12(3)",
    "SC-13",
    "SC-23",
    "SC-23(3)",
    "SC-7(4)",
    "SC-8",
    "SC-8(1)",
    "SC-8(2)",
    "SI-7(6)",
  ],
  "FSBP:S3.6": ["CA-9(1)", "CM-2"],
  "FSBP:S3.8": publicAccess,
  "FSBP:S3.9": [
    "AC-2(4)",
    "AC-4(26)",
    "AC-6(9)",
    "AU-10",
    "AU-12",
    "AU-2",
    "AU-3",
    "AU-6(3)",
    "AU-6(4)",
    "CA-7",
    "SC-7(9)",
    "SI-3(8)",
    "SI-4(20)",
    "SI-7(8)",
  ],
  "FSBP:S3.10": lifecycle,
  "FSBP:S3.12": ["AC-2(1)", "AC-3", "AC-3(15)", "AC-3(7)", "AC-6"],
  "FSBP:S3.13": lifecycle,
  "FSBP:S3.14": ["AU-9(2)", "CP-10", "CP-6", "CP-6(1)", "CP-6(2)", "CP-9", "SC-5(2)", "SI-12", "SI-13(5)"],
  "FSBP:S3.15": ["CP-6(2)"],
  "FSBP:KMS.4": ["SC-12", "SC-12(2)", "SC-28(3)"],
};

/** The framework of a requirement. */
export function frameworkOf(id: RequirementId): Framework {
  return frameworks[listOf(id)] ?? { name: listOf(id), version: "" };
}

/** The id of a requirement inside its framework, like `S3.5`. */
export function referenceOf(id: RequirementId): string {
  return id.slice(listOf(id).length + 1);
}

/** The controls of NIST SP 800-53 that requirements stand for, as tags: without brackets, which tags cannot have. */
export function nistTags(ids: readonly RequirementId[]): readonly string[] {
  const controls = ids.flatMap((id) => nistControls[id] ?? []);
  return [...new Set(controls)].map((control) => `NIST-800-53-r5:${control.replace(/\((\d+)\)/, ".$1")}`);
}

function listOf(id: RequirementId): string {
  return id.slice(0, id.indexOf(":"));
}
