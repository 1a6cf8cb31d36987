/** Who asks, as the principal of a request says it. */
export type Caller =
  | { readonly kind: "user"; readonly account: string; readonly arn: string }
  | {
      readonly kind: "roleSession";
      readonly account: string;
      readonly roleArn: string;
      /** Absent when only the role is known. */
      readonly sessionArn?: string;
    }
  | { readonly kind: "federatedUser"; readonly account: string; readonly arn: string }
  | { readonly kind: "root"; readonly account: string; readonly arn: string }
  | { readonly kind: "service"; readonly name: string }
  | { readonly kind: "identityProvider"; readonly name: string }
  | { readonly kind: "anonymous" };

const iamArn = /^arn:([a-z-]+):(iam|sts)::(\d{12}):(.+)$/s;
const domain = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i;
const awsDomain = /\.(?:amazonaws\.com(?:\.cn)?|aws\.internal)$/i;

/**
 * Reads the principal of a request; undefined when it is none.
 *
 * The ARN of a session does not have the path of its role: `aws:PrincipalArn` gives the role's ARN where it
 * is known, else a role without path is assumed.
 *
 * @param action decides about `cognito-identity.amazonaws.com`, which is both a service and a provider
 * @param principalArn value of `aws:PrincipalArn` in the request's context
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function parseCaller(principal: string, action: string, principalArn?: string): Caller | undefined {
  if (principal === "*") return { kind: "anonymous" };
  if (/^\d{12}$/.test(principal)) {
    return { kind: "root", account: principal, arn: `arn:aws:iam::${principal}:root` };
  }
  if (domain.test(principal)) {
    const provider = !awsDomain.test(principal) || /^sts:assumerolewithwebidentity$/i.test(action);
    return { kind: provider ? "identityProvider" : "service", name: principal };
  }
  const [, partition = "", service = "", account = "", rest = ""] = iamArn.exec(principal) ?? [];
  const [type = "", ...names] = rest.split("/");
  const named = names.length > 0 && names.every((name) => name !== "");
  switch (`${service}:${type}`) {
    case "iam:root":
      return names.length === 0 ? { kind: "root", account, arn: principal } : undefined;
    case "iam:user":
      return named ? { kind: "user", account, arn: principal } : undefined;
    case "iam:role":
      return named ? { kind: "roleSession", account, roleArn: principal } : undefined;
    case "iam:saml-provider":
    case "iam:oidc-provider":
      return named ? { kind: "identityProvider", name: principal } : undefined;
    case "sts:federated-user":
      return named ? { kind: "federatedUser", account, arn: principal } : undefined;
    case "sts:assumed-role": {
      const [roleName = ""] = names;
      const roleArn = principalArn ?? `arn:${partition}:iam::${account}:role/${roleName}`;
      return names.length === 2 && named
        ? { kind: "roleSession", account, roleArn, sessionArn: principal }
        : undefined;
    }
    default:
      return undefined;
  }
}

/**
 * Whether the caller is a session of a service-linked role.
 *
 * Where the path of the role is not known, the name decides that AWS gives to all of these roles.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
 */
export function isServiceLinkedRole(caller: Caller): boolean {
  if (caller.kind !== "roleSession") return false;
  const named = caller.sessionArn !== undefined && /:role\/AWSServiceRoleFor[^/]*$/.test(caller.roleArn);
  return named || /:role\/aws-service-role\//.test(caller.roleArn);
}
