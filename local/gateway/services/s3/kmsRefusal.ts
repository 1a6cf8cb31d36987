import type { Decision } from "../../../../access/evaluate/decision";
import type { AwsError, Caller, Need } from "../../model";
import { s3Error } from "./s3Error";

/**
 * S3's error where KMS refuses, in KMS's words; undefined for needs of S3 itself.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function kmsRefusal(
  caller: Caller,
  { action, resource }: Need,
  decision: Decision,
): AwsError | undefined {
  if (!action.startsWith("kms:")) return undefined;
  const message = `User: ${arnOf(caller)} is not authorized to perform: ${action} on resource: ${resource} ${because(action, decision)}`;
  return s3Error(403, "AccessDenied", message);
}

function because(action: string, { decision, because: statements, missing }: Decision): string {
  if (decision === "explicitlyDenied") {
    const kind = statements.some(({ policy }) => policy === "resourcePolicy")
      ? "a resource-based"
      : "an identity-based";
    return `with an explicit deny in ${kind} policy`;
  }
  const kind = missing.includes("resource policy") ? "resource-based" : "identity-based";
  return `because no ${kind} policy allows the ${action} action`;
}

function arnOf(caller: Caller): string {
  switch (caller.kind) {
    case "anonymous":
      return "anonymous";
    case "root":
      return `arn:aws:iam::${caller.account}:root`;
    case "user":
      return caller.arn;
    case "session":
      return `arn:aws:sts::${caller.account}:assumed-role/${caller.roleName}/${caller.sessionName}`;
  }
}
