import type { CloudTrail } from "@aws-sdk/client-cloudtrail";
import type { CloudWatch } from "@aws-sdk/client-cloudwatch";
import type { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import type { GuardDuty } from "@aws-sdk/client-guardduty";
import type { IAM } from "@aws-sdk/client-iam";
import type { KMS } from "@aws-sdk/client-kms";
import type { S3 } from "@aws-sdk/client-s3";
import type { S3Control } from "@aws-sdk/client-s3-control";
import type { SNS } from "@aws-sdk/client-sns";
import type { STSClientConfig } from "@aws-sdk/client-sts";
import { describeAwsError } from "./awsError";
import { assumedCredentials, stsClient } from "./credentials";
import { madePatient } from "./patiently";
import type { ProviderConfig } from "./providerConfig";

/** What a resource type needs of AWS: the provider's region and clients with the provider's credentials. */
export interface Aws {
  readonly region: string;
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  /** The account of the credentials, 12 digits. AWS is asked once. */
  accountId(): Promise<string>;
  /** A client is loaded at its first use: most providers need one or two of them. */
  s3(): Promise<S3>;
  s3Control(): Promise<S3Control>;
  iam(): Promise<IAM>;
  kms(): Promise<KMS>;
  cloudTrail(): Promise<CloudTrail>;
  cloudWatch(): Promise<CloudWatch>;
  logs(): Promise<CloudWatchLogs>;
  sns(): Promise<SNS>;
  guardDuty(): Promise<GuardDuty>;
}

/**
 * The session of one configured provider.
 *
 * Asks AWS for its account first, unless the configuration skips that and allows every account.
 *
 * @throws Error `AWS account ID not allowed: N` when the credentials belong to an account that is not allowed
 */
export async function openSession(config: ProviderConfig): Promise<Aws> {
  const endpoint = process.env["AWS_ENDPOINT_URL"] ?? "";
  if (endpoint === "") {
    throw new Error(
      "AWS_ENDPOINT_URL is not set: this stand-in of the AWS plugin serves a local AWS only; use the official plugin for AWS itself",
    );
  }
  if (config.skipMetadataApiCheck) process.env["AWS_EC2_METADATA_DISABLED"] = "true";
  const { region, allowedAccountIds, assumeRoles = [] } = config;
  const credentials = assumedCredentials(region, assumeRoles);
  const shared = { region, ...(credentials === undefined ? {} : { credentials }) };
  const accountId = once(() => accountOf(shared));

  const skips = config.skipCredentialsValidation || config.skipRequestingAccountId;
  if (allowedAccountIds !== undefined || !skips) {
    const found = await accountId();
    if (allowedAccountIds !== undefined && !allowedAccountIds.includes(found)) {
      throw new Error(`AWS account ID not allowed: ${found}`);
    }
  }

  return {
    region,
    partition: partitionOf(region),
    accountId,
    s3: once(async () => {
      const { S3 } = await import("@aws-sdk/client-s3");
      return madePatient("S3", new S3({ ...shared, forcePathStyle: config.s3UsePathStyle }));
    }),
    s3Control: once(async () => {
      const { S3Control } = await import("@aws-sdk/client-s3-control");
      // Its own rules put the account before the host, which an address in numbers cannot have.
      const endpointProvider = () => ({ url: new URL(endpoint) });
      return madePatient("S3 Control", new S3Control({ ...shared, endpointProvider }));
    }),
    iam: once(async () => {
      const { IAM } = await import("@aws-sdk/client-iam");
      return madePatient("IAM", new IAM(shared));
    }),
    kms: once(async () => {
      const { KMS } = await import("@aws-sdk/client-kms");
      return madePatient("KMS", new KMS(shared));
    }),
    cloudTrail: once(async () => {
      const { CloudTrail } = await import("@aws-sdk/client-cloudtrail");
      return madePatient("CloudTrail", new CloudTrail(shared));
    }),
    cloudWatch: once(async () => {
      const { CloudWatch } = await import("@aws-sdk/client-cloudwatch");
      return madePatient("CloudWatch", new CloudWatch(shared));
    }),
    logs: once(async () => {
      const { CloudWatchLogs } = await import("@aws-sdk/client-cloudwatch-logs");
      return madePatient("CloudWatch Logs", new CloudWatchLogs(shared));
    }),
    sns: once(async () => {
      const { SNS } = await import("@aws-sdk/client-sns");
      return madePatient("SNS", new SNS(shared));
    }),
    guardDuty: once(async () => {
      const { GuardDuty } = await import("@aws-sdk/client-guardduty");
      return madePatient("GuardDuty", new GuardDuty(shared));
    }),
  };
}

async function accountOf(shared: STSClientConfig): Promise<string> {
  const sts = await stsClient(shared);
  try {
    return (await sts.getCallerIdentity({})).Account ?? "";
  } catch (error) {
    throw new Error(
      `retrieving AWS account details: validating provider credentials: ${describeAwsError(error)}`,
      {
        cause: error,
      },
    );
  }
}

function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

function once<Made>(make: () => Promise<Made>): () => Promise<Made> {
  let made: Promise<Made> | undefined;
  return () => (made ??= make());
}
