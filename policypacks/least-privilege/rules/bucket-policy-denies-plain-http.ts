import type { ConditionClause, Statement } from "../../../access/model";
import { documentsOf, type PolicyInResource } from "../document";
import { bucketPolicy } from "../example";
import { arnFields, matchesArn } from "../pattern";
import type { Rule } from "../rule";
import type { Value } from "../value";

/** The statement must refuse everyone, every action, the bucket and all of its objects, on no further condition. */
export const rule: Rule = {
  name: "bucket-policy-denies-plain-http",
  displayName: "A bucket policy denies plain HTTP",
  description: "A bucket policy must deny everyone every request that does not come over TLS.",
  why: "Names and contents of objects, and presigned URLs, can be read on the way.",
  severity: "high",
  level: "mandatory",
  requirements: ["FSBP:S3.5", "CIS-AWS-5.0:2.1.1", "CIS-AWS-7.0:3.1.1"],
  topics: ["s3"],
  remediationSteps:
    'Add a statement: Deny, Principal "*", s3:*, the bucket and bucket/*, Condition {"Bool": {"aws:SecureTransport": "false"}}.',
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
  example: {
    compliant: [
      bucketPolicy({
        Sid: "DenyPlainHttp",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: ["arn:aws:s3:::acme-drop", "arn:aws:s3:::acme-drop/*"],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      }),
    ],
    violating: [
      bucketPolicy({
        Sid: "DenyPlainHttpForObjects",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: "arn:aws:s3:::acme-drop/*",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      }),
    ],
  },
  judges: "documents",
  subjects: ["bucket"],
  check: (policy) => {
    const patterns = deniedPatterns(policy);
    if (coversBucket(patterns, policy)) return [];
    return [
      {
        where: "",
        must: "must deny everyone s3:* on the bucket and on all of its objects where aws:SecureTransport is false",
        fix:
          patterns.length === 0
            ? "add that statement, without a further condition"
            : "name both the bucket and bucket/* in the Resource of that statement",
      },
    ];
  },
  remedy: (resource) => {
    const { bucket, policy } = resource.properties;
    const [found] = documentsOf(resource, ["bucket"]);
    if (found?.state !== "read" || typeof bucket !== "string" || typeof policy !== "string") return undefined;
    if (coversBucket(deniedPatterns(found.policy), found.policy)) return undefined;
    const document = JSON.parse(policy) as { readonly Statement: object | readonly object[] };
    const patterns = found.policy.document.statements.flatMap(({ resource: own }) => own?.patterns ?? []);
    const partition = patterns
      .map((pattern) => arnFields(pattern)?.partition)
      .find((one) => one !== undefined);
    const statement = denial(`arn:${partition ?? "aws"}:s3:::${bucket}`);
    return { policy: JSON.stringify({ ...document, Statement: [document.Statement, statement].flat() }) };
  },
};

/** The statement that is added where the configuration asks for it. */
function denial(bucketArn: string): object {
  return {
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [bucketArn, `${bucketArn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

/** The resources for which plain HTTP is denied to everyone. */
function deniedPatterns({ document }: PolicyInResource): readonly string[] {
  return document.statements
    .filter(deniesEveryonePlainHttp)
    .flatMap(({ resource }) => resource?.patterns ?? []);
}

function deniesEveryonePlainHttp({ effect, principal, action, resource, conditions }: Statement): boolean {
  const [clause, ...others] = conditions;
  return (
    effect === "Deny" &&
    principal?.anyone === true &&
    !principal.negated &&
    !action.negated &&
    action.patterns.some((pattern) => ["s3:*", "*"].includes(pattern.toLowerCase())) &&
    resource?.negated === false &&
    clause !== undefined &&
    others.length === 0 &&
    isPlainHttp(clause)
  );
}

/** `IfExists` changes nothing: the key is in every request. */
function isPlainHttp({ operator, qualifier, key, values }: ConditionClause): boolean {
  return (
    operator === "Bool" &&
    qualifier === undefined &&
    key.toLowerCase() === "aws:securetransport" &&
    values.some((value) => value.toLowerCase() === "false")
  );
}

function coversBucket(patterns: readonly string[], { resource }: PolicyInResource): boolean {
  return bucketArns(patterns, resource.properties["bucket"]).some(
    (arn) =>
      patterns.some((pattern) => matchesArn(pattern, arn)) &&
      // A pattern that ends with `*` and matches `arn/` matches everything behind it.
      patterns.some((pattern) => pattern.endsWith("*") && matchesArn(pattern, `${arn}/`)),
  );
}

/**
 * The bucket's ARN in the partitions that the document speaks of. Where the bucket's name is not known yet,
 * it is the one that the document names: S3 takes no policy that names another bucket.
 */
function bucketArns(patterns: readonly string[], name: Value | undefined): readonly string[] {
  const named = patterns.flatMap((pattern) => arnFields(pattern) ?? []);
  const partitions = ["aws", ...named.map(({ partition }) => partition)];
  const written = named.map(({ resource }) => resource.replace(/\*+$/, "")).filter(isBucketName);
  const names = typeof name === "string" ? [name] : ["any", ...written];
  return partitions.flatMap((partition) => names.map((bucket) => `arn:${partition}:s3:::${bucket}`));
}

function isBucketName(resource: string): boolean {
  return /^[\w.-]+$/.test(resource);
}
