import type { Statement } from "../../../access/model";
import { coversAction } from "../action";
import { bucketTypes } from "../bucket";
import { isFixed, limits } from "../condition";
import { bucketName } from "../dataEvents";
import { documentsOf, quoted, statementName } from "../document";
import { rolePolicy } from "../example";
import { arnFields } from "../pattern";
import type { FoundResource } from "../resource";
import type { Rule, StackFinding } from "../rule";

const ownerKeys = [
  "aws:ResourceAccount",
  "s3:ResourceAccount",
  "aws:ResourceOrgID",
  "aws:ResourceOrgPaths",
] as const;

/**
 * The ARN of a bucket tells no account. A bucket of the stack is left alone: it stands and falls with the statement. What
 * is not known at preview is told by the rules on the document itself.
 */
export const rule: Rule = {
  name: "put-names-bucket-owner",
  displayName: "Allow of a put names whose bucket it is",
  description:
    "An identity policy that allows to put into a bucket of somebody else must name the bucket's account.",
  why: "Once the bucket is gone, or where it never was, whoever makes one of that name gets the objects.",
  severity: "medium",
  level: "advisory",
  requirements: ["NIST-800-53-r5:SC-7", "NIST-800-53-r5:AC-4"],
  topics: ["iam", "s3"],
  remediationSteps: "Add StringEquals aws:ResourceAccount with the account that owns the bucket.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html",
  example: {
    compliant: [put({ Condition: { StringEquals: { "aws:ResourceAccount": "222222222222" } } })],
    violating: [put({})],
  },
  judges: "stack",
  check: (resources) => {
    const own = resources
      .filter(({ type }) => bucketTypes.includes(type))
      .flatMap((one) => bucketName(one) ?? []);
    return resources.flatMap((resource) =>
      documentsOf(resource, ["identity"]).flatMap((found) =>
        found.state === "read"
          ? found.policy.document.statements.flatMap((statement) =>
              judge(statement, found.policy.path, resource, own),
            )
          : [],
      ),
    );
  },
};

function judge(
  statement: Statement,
  path: string,
  resource: FoundResource,
  own: readonly string[],
): readonly StackFinding[] {
  const { effect, action, resource: element } = statement;
  if (effect !== "Allow" || !coversAction(action, "s3:PutObject") || element?.negated !== false) return [];
  if (ownerKeys.some((key) => limits(statement, key, isFixed))) return [];
  return element.patterns
    .filter((pattern) => {
      const bucket = namedBucket(pattern);
      return bucket !== undefined && !own.includes(bucket);
    })
    .slice(0, 1)
    .map((pattern) => ({
      resource,
      where: `${path}, ${statementName(statement)}`,
      must: `must name the account that owns the bucket of ${quoted(pattern)}`,
      fix: "add StringEquals aws:ResourceAccount, or ask for the access point's ARN, which tells it",
    }));
}

/** The bucket of an object pattern; undefined for access points, and where a wildcard stands in its name. */
function namedBucket(pattern: string): string | undefined {
  const { service, accountId, resource } = arnFields(pattern) ?? {};
  if (service !== "s3" || accountId !== "" || resource === undefined) return undefined;
  const [name, key] = resource.split("/", 2);
  return key === undefined || name === undefined || !isFixed(name) ? undefined : name;
}

function put(more: object) {
  return rolePolicy({
    Sid: "Put",
    Effect: "Allow",
    Action: "s3:PutObject",
    Resource: "arn:aws:s3:::acme-drop/in/*",
    ...more,
  });
}
