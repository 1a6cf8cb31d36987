import type { IAM } from "@aws-sdk/client-iam";
import type { S3 } from "@aws-sdk/client-s3";
import type { STSClientConfig } from "@aws-sdk/client-sts";
import { describeAwsError } from "./awsError";
import { assumedCredentials, stsClient } from "./credentials";
import { patiently } from "./patiently";
import type { ProviderConfig } from "./providerConfig";

/** What a resource type needs of AWS: the provider's region and clients with the provider's credentials. */
export interface Aws {
  readonly region: string;
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  /** A client is loaded at its first use: most providers need one of them. */
  s3(): Promise<S3>;
  iam(): Promise<IAM>;
}

/**
 * The session of one configured provider.
 *
 * Asks AWS for its account first, unless the configuration skips that and allows every account.
 *
 * @throws Error `AWS account ID not allowed: N` when the credentials belong to an account that is not allowed
 */
export async function openSession(config: ProviderConfig): Promise<Aws> {
  if ((process.env["AWS_ENDPOINT_URL"] ?? "") === "") {
    throw new Error(
      "AWS_ENDPOINT_URL is not set: this stand-in of the AWS plugin serves a local AWS only; use the official plugin for AWS itself",
    );
  }
  if (config.skipMetadataApiCheck) process.env["AWS_EC2_METADATA_DISABLED"] = "true";
  const { region, allowedAccountIds, assumeRoles = [] } = config;
  const credentials = assumedCredentials(region, assumeRoles);
  const shared = { region, ...(credentials === undefined ? {} : { credentials }) };

  const skips = config.skipCredentialsValidation || config.skipRequestingAccountId;
  if (allowedAccountIds !== undefined || !skips) {
    const accountId = await accountOf(shared);
    if (allowedAccountIds !== undefined && !allowedAccountIds.includes(accountId)) {
      throw new Error(`AWS account ID not allowed: ${accountId}`);
    }
  }

  return {
    region,
    partition: partitionOf(region),
    s3: once(async () => {
      const { S3 } = await import("@aws-sdk/client-s3");
      const s3 = new S3({ ...shared, forcePathStyle: config.s3UsePathStyle });
      s3.middlewareStack.add((next, context) => (args) => patiently("S3", context, () => next(args)), {
        step: "initialize",
        name: "patiently",
      });
      return s3;
    }),
    iam: once(async () => {
      const { IAM } = await import("@aws-sdk/client-iam");
      const iam = new IAM(shared);
      iam.middlewareStack.add((next, context) => (args) => patiently("IAM", context, () => next(args)), {
        step: "initialize",
        name: "patiently",
      });
      return iam;
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

function once<Client>(make: () => Promise<Client>): () => Promise<Client> {
  let made: Promise<Client> | undefined;
  return () => (made ??= make());
}
