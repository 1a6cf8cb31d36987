import type { Need } from "../model";

/**
 * What whoever hands a role to a service needs, whatever else the request does.
 *
 * @param roleArn as the request names it; absent: no role is handed over
 * @param service to which it goes: `iam:PassedToService`
 * @param forResource `iam:AssociatedResourceArn`, where the service says it
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export function passRoleNeeds(
  roleArn: string | undefined,
  service: string,
  forResource?: string,
): readonly Need[] {
  const account = /^arn:aws:iam::(\d{12}):role\/./.exec(roleArn ?? "")?.[1];
  if (roleArn === undefined || account === undefined) return [];
  return [
    {
      action: "iam:PassRole",
      resource: roleArn,
      resourceAccount: account,
      context: {
        "iam:PassedToService": service,
        ...(forResource === undefined ? {} : { "iam:AssociatedResourceArn": forResource }),
      },
      policyOf: { kind: "none" },
    },
  ];
}
