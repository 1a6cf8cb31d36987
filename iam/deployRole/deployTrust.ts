import { accountRootArn, iamArn, type Partition } from "../arn";
import { policyJson, type Condition, type TrustStatement, type Values } from "../document";

/** Who may work as a deploy role. */
export type DeployTrust =
  /** A role or user, by its ARN; the ARN of an account's root stands for everybody whom that account lets. */
  | { readonly kind: "principal"; readonly arn: string; readonly externalId?: string | undefined }
  /** Tokens of an identity provider that the role's account has. */
  | {
      readonly kind: "webIdentity";
      /** Issuer without `https://`. */
      readonly issuer: string;
      readonly audience: string;
      /** The `sub` claim; a `*` stands for any text. */
      readonly subject: string;
    };

/**
 * A job of GitHub Actions.
 *
 * @param repository owner and name
 * @param where the rest of the token's subject: `environment:prod`, `ref:refs/heads/main`, `pull_request`
 * @see https://docs.github.com/en/actions/reference/security/oidc
 */
export function trustGitHub(repository: string, where: string): DeployTrust {
  return {
    kind: "webIdentity",
    issuer: "token.actions.githubusercontent.com",
    audience: "sts.amazonaws.com",
    subject: `repo:${repository}:${where}`,
  };
}

const pulumiIssuer = "api.pulumi.com/oidc";

/**
 * Pulumi Deployments, for one stack.
 *
 * @param operation `preview`, or `*` for every one
 * @see https://www.pulumi.com/docs/pulumi-cloud/oidc/
 */
export function trustPulumiDeployments(
  organization: string,
  project: string,
  stackName: string,
  operation: "preview" | "*",
): DeployTrust {
  return {
    kind: "webIdentity",
    issuer: pulumiIssuer,
    audience: organization,
    subject: `pulumi:deploy:org:${organization}:project:${project}:stack:${stackName}:operation:${operation}:scope:write`,
  };
}

/**
 * One environment of Pulumi ESC.
 *
 * @param environment project and name, like `aws/prod`
 * @see https://www.pulumi.com/docs/esc/environments/configuring-oidc/aws
 */
export function trustPulumiEsc(organization: string, environment: string): DeployTrust {
  // Environments of the project `default` have the audience that they had before there were projects.
  const audience = environment.startsWith("default/") ? organization : `aws:${organization}`;
  return {
    kind: "webIdentity",
    issuer: pulumiIssuer,
    audience,
    subject: `pulumi:environments:org:${organization}:env:${environment}`,
  };
}

/**
 * The trust policy of a deploy role. A principal is named by `aws:PrincipalArn` beside its account, since AWS refuses
 * the ARN of a role that does not exist yet and forgets one that is made anew.
 *
 * @throws RangeError where nobody is trusted, or an ARN names no account
 */
export function deployTrustPolicy(
  partition: Partition,
  accountId: string,
  trusted: readonly DeployTrust[],
): string {
  const [first, ...others] = trusted.map((who, index) =>
    trustStatement(partition, accountId, who, index + 1),
  );
  if (first === undefined) throw new RangeError("somebody must be trusted with the role");
  return policyJson<TrustStatement>(first, ...others);
}

function trustStatement(
  partition: Partition,
  accountId: string,
  trusted: DeployTrust,
  number: number,
): TrustStatement {
  if (trusted.kind === "principal") return trustPrincipal(partition, trusted, number);
  const { issuer, audience, subject } = trusted;
  const subjects: Values = [subject];
  const condition: Condition = subject.includes("*")
    ? { StringEquals: { [`${issuer}:aud`]: [audience] }, StringLike: { [`${issuer}:sub`]: subjects } }
    : { StringEquals: { [`${issuer}:aud`]: [audience], [`${issuer}:sub`]: subjects } };
  return {
    Sid: `TrustWebIdentity${number}`,
    Effect: "Allow",
    Principal: { Federated: [iamArn(partition, accountId, `oidc-provider/${issuer}`)] },
    Action: ["sts:AssumeRoleWithWebIdentity"],
    Condition: condition,
  };
}

function trustPrincipal(
  partition: Partition,
  { arn, externalId }: Extract<DeployTrust, { kind: "principal" }>,
  number: number,
): TrustStatement {
  const principalAccount = /^arn:[a-z-]+:iam::(\d{12}):(?:root|(?:role|user)\/[\w+=,.@/-]+)$/.exec(arn)?.[1];
  if (principalAccount === undefined)
    throw new RangeError(`"${arn}" must be the ARN of a role, a user or an account's root`);
  const root = accountRootArn(partition, principalAccount);
  const condition: Condition = {
    ...(arn === root ? {} : { ArnEquals: { "aws:PrincipalArn": [arn] } }),
    ...(externalId === undefined ? {} : { StringEquals: { "sts:ExternalId": [externalId] } }),
  };
  return {
    Sid: `TrustPrincipal${number}`,
    Effect: "Allow",
    Principal: { AWS: [root] },
    Action: ["sts:AssumeRole"],
    ...(Object.keys(condition).length === 0 ? {} : { Condition: condition }),
  };
}
