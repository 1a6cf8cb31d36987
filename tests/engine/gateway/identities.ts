import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, type AssumeRoleCommandInput, STSClient } from "@aws-sdk/client-sts";
import { iamClientOf, region } from "./actors";
import type { Credentials } from "./signing";

/** JSON text of a trust policy with one statement. */
export function trust(
  Principal: unknown,
  Condition: unknown = {},
  Action: string | readonly string[] = "sts:AssumeRole",
): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Sid: "Trust", Effect: "Allow", Principal, Action, Condition }],
  });
}

/** What a role is made of, beside its name. */
export interface RoleParts {
  readonly trust: string;
  /** JSON text of its only inline policy. */
  readonly policy?: string;
  readonly path?: string;
  readonly maxSessionDurationSeconds?: number;
  readonly boundary?: string;
}

/** Makes a role. */
export async function makeRole(account: string, RoleName: string, parts: RoleParts): Promise<void> {
  const iam = iamClientOf(account);
  try {
    await iam.send(
      new CreateRoleCommand({
        RoleName,
        Path: parts.path,
        AssumeRolePolicyDocument: parts.trust,
        MaxSessionDuration: parts.maxSessionDurationSeconds,
        PermissionsBoundary: parts.boundary,
      }),
    );
    if (parts.policy === undefined) return;
    const PolicyDocument = parts.policy;
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "test", PolicyDocument }));
  } finally {
    iam.destroy();
  }
}

/** Makes a user with a path, one inline policy and an access key. */
export async function makeUserAt(
  account: string,
  Path: string,
  UserName: string,
  PolicyDocument: string,
): Promise<Credentials> {
  const iam = iamClientOf(account);
  try {
    await iam.send(new CreateUserCommand({ UserName, Path }));
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "test", PolicyDocument }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    return { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
  } finally {
    iam.destroy();
  }
}

/** A client of STS; its requests are never retried. */
export function stsClientOf(credentials: Credentials): STSClient {
  return new STSClient({ region, endpoint: process.env.AWS_ENDPOINT_URL ?? "", maxAttempts: 1, credentials });
}

/** Assumes a role. @returns the credentials of the session */
export async function assume(
  credentials: Credentials,
  RoleArn: string,
  more: Partial<AssumeRoleCommandInput> = {},
): Promise<Credentials> {
  const sts = stsClientOf(credentials);
  try {
    const { Credentials: session } = await sts.send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName: "test", ...more }),
    );
    return {
      accessKeyId: session?.AccessKeyId ?? "",
      secretAccessKey: session?.SecretAccessKey ?? "",
      sessionToken: session?.SessionToken ?? "",
    };
  } finally {
    sts.destroy();
  }
}
