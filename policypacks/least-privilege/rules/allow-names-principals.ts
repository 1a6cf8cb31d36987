import type { Statement } from "../../../access/model";
import { statementName } from "../document";
import type { Finding } from "../finding";
import { subjectsWithPrincipals } from "../principal";
import type { Rule } from "../rule";

/** A condition does not excuse `*`: it is one edit away from everyone, and a key that is absent can satisfy it. */
export const rule: Rule = {
  name: "allow-names-principals",
  displayName: "Allow names its principals",
  description: "A statement that allows must name its principals; neither * nor NotPrincipal names anybody.",
  severity: "critical",
  framework: {
    name: "CIS AWS Foundations Benchmark",
    version: "7.0",
    reference: "2.21",
    specification: "Ensure AWS resource policies do not allow unrestricted access using 'Principal': '*'",
  },
  tags: ["iam", "s3", "kms", "FSBP:S3.2", "FSBP:S3.3", "FSBP:KMS.5"],
  remediationSteps:
    "Replace * or NotPrincipal by the ARNs, or by the account root with a condition on aws:PrincipalArn.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
  judges: "documents",
  subjects: subjectsWithPrincipals,
  check: ({ document }) => document.statements.filter(({ effect }) => effect === "Allow").flatMap(judge),
};

function judge(statement: Statement): readonly Finding[] {
  const { principal } = statement;
  const where = statementName(statement);
  const fix = "name the ARNs that need access, or their account's root with aws:PrincipalArn";
  if (principal?.negated === true) {
    return [{ where, must: "must not allow by NotPrincipal, which allows everyone else", fix }];
  }
  return principal?.anyone === true ? [{ where, must: 'must not allow everyone (Principal "*")', fix }] : [];
}
