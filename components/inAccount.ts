import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { signInVariables } from "../iam/deployRole/signInVariables";

/**
 * Options of a component that lives in exactly one AWS account.
 *
 * The provider is required: without one, Pulumi would use the default provider, and the resources would go to
 * whichever account the shell happens to be signed in to.
 *
 * A component gives the engine no inputs of its own, or a change of one prefix would show as two changes.
 */
export type InAccount = pulumi.ComponentResourceOptions & { readonly provider: aws.Provider };

/** One account to deploy into. */
export interface Account {
  /** 12 digits. */
  readonly accountId: string;
  readonly region: string;
  /**
   * ARN of the role to deploy with. Absent: the ambient credentials must already be of this account. Not used where
   * the environment signs in to this account.
   */
  readonly deployRoleArn?: string | undefined;
  /** Addresses buckets in the path instead of the host name. */
  readonly s3UsePathStyle: boolean;
}

/**
 * The provider for one account: with the credentials of any other account it fails at its first call.
 *
 * Only a role ARN goes into it, never a key: Pulumi keeps a provider's inputs in the stack's state.
 */
export function accountProvider(name: string, account: Account): aws.Provider {
  const { accountId, region, deployRoleArn, s3UsePathStyle } = account;
  const envVarMappings = signInVariables(accountId);
  const assumesRole = deployRoleArn !== undefined && envVarMappings === undefined;
  return new aws.Provider(
    name,
    {
      region: region as aws.Region,
      allowedAccountIds: [accountId],
      ...(assumesRole ? { assumeRoles: [{ roleArn: deployRoleArn, sessionName: "xput" }] } : {}),
      ...(s3UsePathStyle ? { s3UsePathStyle } : {}),
    },
    envVarMappings === undefined ? {} : { envVarMappings },
  );
}
