import type { Statement } from "../../../access/model";
import { isFixed, limits } from "../condition";
import { statementName } from "../document";
import { ownAccount, role } from "../example";
import type { Finding } from "../finding";
import type { Options } from "../options";
import type { Rule } from "../rule";

const gitHub = "token.actions.githubusercontent.com";

export const rule: Rule = {
  name: "trust-of-web-identity-names-subject",
  displayName: "A role that trusts an identity provider names who and for what",
  description:
    "A trust policy that allows an identity provider must name the audience and the subject of its tokens.",
  why: "Everybody who can sign in at the provider, such as every repository of GitHub, can assume the role.",
  severity: "critical",
  level: "mandatory",
  requirements: ["NIST-800-53-r5:AC-6"],
  topics: ["iam", "sts"],
  remediationSteps:
    "Add StringEquals on the provider's aud and sub; for GitHub a sub that names repository and branch, tag or environment.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html#idp_oidc_Create_GitHub",
  options: { wholeRepository: false },
  example: {
    compliant: [trust("repo:acme/app:ref:refs/heads/main")],
    violating: [trust("repo:acme/*")],
  },
  judges: "documents",
  subjects: ["trust"],
  check: ({ document }, options) =>
    document.statements
      .filter(({ effect }) => effect === "Allow")
      .flatMap((statement) =>
        (statement.principal?.federated ?? []).flatMap((provider) => judge(statement, provider, options)),
      ),
};

function judge(statement: Statement, provider: string, options: Options): readonly Finding[] {
  const where = statementName(statement);
  if (provider.includes(":saml-provider/")) {
    return limits(statement, "SAML:aud", isFixed)
      ? []
      : [{ where, must: "must name the audience of the SAML provider", fix: "add StringEquals SAML:aud" }];
  }
  const issuer = provider.replace(/^arn:[^:]+:iam::\d{12}:oidc-provider\//, "");
  const findings: Finding[] = [];
  if (!limits(statement, `${issuer}:aud`, isFixed)) {
    const must = `must name the audience of tokens of ${issuer}`;
    findings.push({ where, must, fix: `add StringEquals ${issuer}:aud, like sts.amazonaws.com` });
  }
  const names = (value: string) =>
    issuer === gitHub ? namesRepository(value, options) : subjectIsNamed(value);
  if (!limits(statement, `${issuer}:sub`, (value, { operator }) => names(literally(value, operator)))) {
    const must = `must name the subject of tokens of ${issuer}`;
    const what = issuer === gitHub ? "repository and branch, tag or environment" : "one subject";
    findings.push({ where, must, fix: `add StringEquals ${issuer}:sub with ${what}` });
  }
  return findings;
}

/** Under StringEquals a `*` is a character like any other: nobody has such a subject, so that it names nobody else. */
function literally(value: string, operator: string): string {
  return operator.startsWith("StringEquals") ? value.replace(/[*?]/g, "_") : value;
}

/**
 * Whether a subject of GitHub Actions names one repository, and within it a branch, tag or environment.
 *
 * @see https://docs.github.com/en/actions/security-for-github-actions/security-hardening-your-deployments/about-security-hardening-with-openid-connect#example-subject-claims
 */
function namesRepository(subject: string, { wholeRepository }: Options): boolean {
  const [, rest] = /^repo:[\w.-]+\/[\w.-]+:(.+)$/.exec(subject) ?? [];
  if (rest === undefined || rest.includes("${")) return false;
  if (wholeRepository) return true;
  return (
    /^(ref:refs\/(heads|tags)\/|environment:|job_workflow_ref:)[^*?]/.test(rest) || rest === "pull_request"
  );
}

function subjectIsNamed(subject: string): boolean {
  return /^[^*?]+/.test(subject) && !/\$\{/.test(subject) && !/^[*?]/.test(subject);
}

function trust(sub: string) {
  return role({
    Sid: "TrustBuilds",
    Effect: "Allow",
    Principal: { Federated: `arn:aws:iam::${ownAccount}:oidc-provider/${gitHub}` },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: { [`${gitHub}:aud`]: "sts.amazonaws.com" },
      StringLike: { [`${gitHub}:sub`]: sub },
    },
  });
}
