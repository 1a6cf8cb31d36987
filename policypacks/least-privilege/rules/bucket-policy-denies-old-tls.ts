import type { Statement } from "../../../access/model";
import { coversAction } from "../action";
import { bucketPolicy } from "../example";
import type { Rule } from "../rule";

/** The lowest version that is accepted. */
const lowestVersion = 1.2;

export const rule: Rule = {
  name: "bucket-policy-denies-old-tls",
  displayName: "A bucket policy denies TLS before 1.2",
  description: "A bucket policy must deny everyone requests over TLS before version 1.2.",
  why: "A request over a broken version of TLS counts as encrypted for aws:SecureTransport.",
  severity: "low",
  level: "advisory",
  requirements: ["FSBP:S3.5"],
  topics: ["s3"],
  remediationSteps:
    'Add a statement: Deny, Principal "*", s3:*, the bucket and bucket/*, Condition {"NumericLessThan": {"s3:TlsVersion": "1.2"}}.',
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html#example-object-tls-version",
  example: {
    compliant: [bucketPolicy(denial("1.2"))],
    violating: [bucketPolicy(denial("1.1"))],
  },
  judges: "documents",
  subjects: ["bucket"],
  check: ({ document }) =>
    document.statements.some(deniesOldTls)
      ? []
      : [
          {
            where: "",
            must: "must deny everyone s3:* over TLS before 1.2",
            fix: "add NumericLessThan s3:TlsVersion 1.2 in a statement of its own that denies",
          },
        ],
};

function deniesOldTls({ effect, principal, action, resource, conditions }: Statement): boolean {
  const [clause, ...others] = conditions;
  if (effect !== "Deny" || clause === undefined || others.length > 0) return false;
  const { operator, key, values, qualifier } = clause;
  return (
    principal?.anyone === true &&
    !principal.negated &&
    coversAction(action, "s3:PutObject") &&
    coversAction(action, "s3:GetObject") &&
    resource?.negated === false &&
    resource.patterns.some((pattern) => pattern.endsWith("*")) &&
    qualifier === undefined &&
    key.toLowerCase() === "s3:tlsversion" &&
    (operator === "NumericLessThan" || operator === "NumericLessThanEquals") &&
    // Any of the values suffices: the highest counts. At "less or equal", 1.1 is the last version that is denied.
    values.some((value) => Number(value) >= (operator === "NumericLessThan" ? lowestVersion : 1.1))
  );
}

function denial(version: string): object {
  return {
    Sid: "DenyOldTls",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: ["arn:aws:s3:::acme-drop", "arn:aws:s3:::acme-drop/*"],
    Condition: { NumericLessThan: { "s3:TlsVersion": version } },
  };
}
