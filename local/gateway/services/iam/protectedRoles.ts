import type { AwsError, Caller } from "../../model";

/** Paths under which only services of AWS make and change roles. */
const reserved = /^arn:aws:iam::\d{12}:role\/(?:aws-reserved|aws-service-role)\//;

const changes: ReadonlySet<string> = new Set([
  "CreateRole",
  "UpdateRole",
  "UpdateRoleDescription",
  "UpdateAssumeRolePolicy",
  "DeleteRole",
  "PutRolePolicy",
  "DeleteRolePolicy",
  "AttachRolePolicy",
  "DetachRolePolicy",
  "PutRolePermissionsBoundary",
  "DeleteRolePermissionsBoundary",
  "TagRole",
  "UntagRole",
]);

/**
 * Why a role of a service, like those that IAM Identity Center makes, may not be changed; undefined when it may.
 *
 * Administrator keys may: they play the service, which the local AWS does not have.
 *
 * @param roleArn of the role that the operation acts on
 * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
export function protectedRoleFault(
  operation: string,
  caller: Caller,
  roleArn: string | undefined,
): AwsError | undefined {
  if (roleArn === undefined || !changes.has(operation)) return undefined;
  if (caller.kind === "root" || !reserved.test(roleArn)) return undefined;
  const name = roleArn.slice(roleArn.lastIndexOf("/") + 1);
  const message = `Cannot perform the operation on the protected role '${name}' - this role is only modifiable by AWS`;
  return { httpStatus: 400, code: "UnmodifiableEntity", message };
}
