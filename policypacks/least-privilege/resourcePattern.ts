import type { PolicyDocument, Statement } from "../../access/model";
import type { DocumentSubject } from "./document";
import { type ArnFields, arnFields, hasVariable, hasWildcard, withoutVariables } from "./pattern";

/** Why a resource pattern names no resource, and what to write in its place. */
export interface ResourceFault {
  readonly reason: string;
  readonly fix: string;
}

/**
 * Why a resource pattern of an Allow names no resource; undefined when it names one.
 *
 * A wildcard may stand
 * - in an object's key, behind a prefix that ends with `/`: `arn:aws:s3:::bucket/prefix/*`. All objects of
 *   the bucket are too many, except for an AWS service in the bucket's own policy (log delivery, a web site);
 * - in place of the key id in `arn:aws:kms:region:account:key/*`, where `kms:ResourceAliases` names the alias;
 * - behind a complete type and name in other services, like `table/orders/index/*`; not in IAM, STS and KMS,
 *   where that would be other roles or keys.
 *
 * A policy variable stands for one text at a time, so it counts as a name, but not as the name of a bucket.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function wildcardResourceFault(
  pattern: string,
  version: PolicyDocument["version"],
  statement: Statement,
  subject: DocumentSubject,
): ResourceFault | undefined {
  const arn = arnFields(withoutVariables(pattern, version));
  if (arn === undefined) return hasWildcard(pattern) ? anyResource : undefined;
  if ([arn.partition, arn.service, arn.region, arn.accountId].some(hasWildcard)) return anyResource;
  switch (arn.service) {
    case "s3":
      return s3Fault(arn, arnFields(pattern)?.resource ?? "", version, statement, subject);
    case "kms":
      return hasWildcard(arn.resource) && !isKeyByAlias(arn, statement) ? anyKey : undefined;
    case "iam":
    case "sts":
      return hasWildcard(arn.resource)
        ? { reason: "it covers several", fix: "name the ARN of each" }
        : undefined;
    default:
      return otherFault(arn.resource);
  }
}

const anyResource: ResourceFault = {
  reason: "it covers resources that nobody named",
  fix: "name the ARN of each resource",
};

const anyKey: ResourceFault = {
  reason: "it covers keys that nobody named",
  fix: "name the key's ARN, or key/* of its account with StringEquals kms:ResourceAliases",
};

const anyBucket: ResourceFault = {
  reason: "it covers buckets that nobody named",
  fix: "write the bucket's name in full",
};

function s3Fault(
  { region, accountId, resource }: ArnFields,
  written: string,
  version: PolicyDocument["version"],
  { principal }: Statement,
  subject: DocumentSubject,
): ResourceFault | undefined {
  const split =
    region === "" && accountId === ""
      ? /^([^/]*)(?:\/(.*))?$/s
      : /^(accesspoint\/[^/]*)(?:\/object\/(.*))?$/s;
  const [, name, key] = split.exec(resource) ?? [];
  if (name === undefined) return otherFault(resource);
  const [, writtenName] = split.exec(written) ?? [];
  if (hasWildcard(name) || hasVariable(writtenName ?? "${", version)) return anyBucket;
  if (key === undefined || !hasWildcard(key) || beforeWildcard(key).includes("/")) return undefined;
  if (subject === "bucket" && principal !== undefined && onlyServices(principal)) return undefined;
  return {
    reason: "it covers objects outside any prefix",
    fix: "name a prefix that ends with / before the wildcard",
  };
}

function onlyServices(principal: NonNullable<Statement["principal"]>): boolean {
  const { anyone, negated, aws, federated, canonicalUser } = principal;
  return !anyone && !negated && aws.length + federated.length + canonicalUser.length === 0;
}

/** Whether the ARN stands for the keys of one account and a condition names their alias. */
function isKeyByAlias({ region, accountId, resource }: ArnFields, { conditions }: Statement): boolean {
  return (
    resource === "key/*" &&
    region !== "" &&
    /^\d{12}$/.test(accountId) &&
    conditions.some(
      ({ key, operator, qualifier, ifExists, values }) =>
        key.toLowerCase() === "kms:resourcealiases" &&
        (operator === "StringEquals" || operator === "StringLike") &&
        qualifier !== "ForAllValues" &&
        !ifExists &&
        values.every((value) => /^alias\/[\w/-]+$/.test(value)),
    )
  );
}

function otherFault(resource: string): ResourceFault | undefined {
  if (!hasWildcard(resource)) return undefined;
  const named = beforeWildcard(resource);
  const complete = named.split(/[:/]/).filter((part) => part !== "").length >= 2 && /[:/]$/.test(named);
  return complete ? undefined : anyResource;
}

function beforeWildcard(text: string): string {
  return /^[^*?]*/.exec(text)?.[0] ?? "";
}
