import { takesNoResource } from "../../access/data/services";
import type { ConditionClause, Statement } from "../../access/model";
import type { PolicyInResource } from "./document";
import { type ArnFields, arnFields, hasVariable, hasWildcard, withoutVariables } from "./pattern";
import { delegatesToAccessPoints, holdsToFixedValues } from "./principal";

/** Why a resource pattern names no resource, and what to write in its place. */
export interface ResourceFault {
  /** Whether the resource itself is not named, or all objects are meant of a bucket that is. */
  readonly kind: "resource" | "wholeBucket";
  readonly reason: string;
  readonly fix: string;
}

/**
 * Why a resource pattern of an Allow names no resource; undefined when it names one.
 *
 * A wildcard may stand
 * - alone, where no action of the statement takes anything else, like `sts:GetCallerIdentity`;
 * - in an object's key, behind a prefix that ends with `/`: `arn:aws:s3:::bucket/prefix/*`. All objects of
 *   the bucket are too many, except for an AWS service in the bucket's own policy (log delivery, a web site), and for
 *   replication;
 * - in place of the key id in `arn:aws:kms:region:account:key/*`, where `kms:ResourceAliases` names the alias, or the
 *   key may be used by S3 for objects of one bucket only;
 * - behind a bucket's name, in the statement that leaves requests to the owner's access points;
 * - in a log stream, behind a complete log group;
 * - behind a complete type and name in other services, like `table/orders/index/*`; not in IAM, STS and KMS,
 *   where that would be other roles or keys.
 *
 * A policy variable stands for one text at a time, so it counts as a name, but not as the name of a bucket.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function wildcardResourceFault(
  pattern: string,
  statement: Statement,
  policy: PolicyInResource,
): ResourceFault | undefined {
  if (pattern === "*" && takesAnyResourceOnly(statement)) return undefined;
  const { version } = policy.document;
  const arn = arnFields(withoutVariables(pattern, version));
  if (arn === undefined) return hasWildcard(pattern) ? anyResource : undefined;
  if ([arn.partition, arn.service, arn.region, arn.accountId].some(hasWildcard)) return anyResource;
  switch (arn.service) {
    case "s3":
      return s3Fault(arn, arnFields(pattern)?.resource ?? "", statement, policy);
    case "kms":
      return hasWildcard(arn.resource) && !isKeyByCondition(arn, statement) ? anyKey : undefined;
    case "iam":
    case "sts":
      return hasWildcard(arn.resource)
        ? { kind: "resource", reason: "it covers several", fix: "name the ARN of each" }
        : undefined;
    case "events":
      return arn.resource === guardDutyRules ? undefined : otherFault(arn.resource);
    case "logs":
      // The group's name, in which a slash is like any other character, must be complete; streams are parts of it.
      return hasWildcard(arn.resource) && !/^log-group:[^*?:]+:/.test(arn.resource) ? anyResource : undefined;
    default:
      return otherFault(arn.resource);
  }
}

function takesAnyResourceOnly({ action }: Statement): boolean {
  return !action.negated && action.patterns.every((name) => !hasWildcard(name) && takesNoResource(name));
}

/**
 * The rules that GuardDuty keeps for itself, with a part of the name that it chooses.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/malware-protection-s3-iam-policy-prerequisite.html
 */
const guardDutyRules = "rule/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3*";

/**
 * What replication takes: it is for every object of a bucket. None of these reads an object's data for its caller,
 * puts an object of the caller's own, or deletes a version.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
 */
const replicationActions: ReadonlySet<string> = new Set([
  "s3:getobjectversionforreplication",
  "s3:getobjectversionacl",
  "s3:getobjectversiontagging",
  "s3:getobjectretention",
  "s3:getobjectlegalhold",
  "s3:replicateobject",
  "s3:replicatetags",
]);

const anyResource: ResourceFault = {
  kind: "resource",
  reason: "it covers resources that nobody named",
  fix: "name the ARN of each resource",
};

const anyKey: ResourceFault = {
  kind: "resource",
  reason: "it covers keys that nobody named",
  fix: "name the key's ARN, or key/* of its account with StringEquals kms:ResourceAliases, or with kms:ViaService of S3 and the bucket in kms:EncryptionContext:aws:s3:arn",
};

const anyBucket: ResourceFault = {
  kind: "resource",
  reason: "it covers buckets that nobody named",
  fix: "write the bucket's name in full",
};

function s3Fault(
  { region, accountId, resource }: ArnFields,
  written: string,
  statement: Statement,
  policy: PolicyInResource,
): ResourceFault | undefined {
  const { principal, action } = statement;
  const split =
    region === "" && accountId === ""
      ? /^([^/]*)(?:\/(.*))?$/s
      : /^(accesspoint\/[^/]*)(?:\/object\/(.*))?$/s;
  const [, name, key] = split.exec(resource) ?? [];
  if (name === undefined) return otherFault(resource);
  const [, writtenName] = split.exec(written) ?? [];
  if (hasWildcard(name) || hasVariable(writtenName ?? "${", policy.document.version)) return anyBucket;
  if (key === undefined || !hasWildcard(key) || beforeWildcard(key).includes("/")) return undefined;
  if (policy.subject === "bucket" && principal !== undefined && onlyServices(principal)) return undefined;
  if (delegatesToAccessPoints(policy, statement)) return undefined;
  if (!action.negated && action.patterns.every((pattern) => replicationActions.has(pattern.toLowerCase())))
    return undefined;
  return {
    kind: "wholeBucket",
    reason: "it covers objects outside any prefix",
    fix: "name a prefix that ends with / before the wildcard",
  };
}

function onlyServices(principal: NonNullable<Statement["principal"]>): boolean {
  const { anyone, negated, aws, federated, canonicalUser } = principal;
  return !anyone && !negated && aws.length + federated.length + canonicalUser.length === 0;
}

/** Whether the ARN stands for the keys of one account and a condition says which of them, or what for. */
function isKeyByCondition(
  { region, accountId, resource }: ArnFields,
  { action, conditions }: Statement,
): boolean {
  if (resource !== "key/*" || region === "" || !/^\d{12}$/.test(accountId)) return false;
  return (
    conditions.some(namesAlias) ||
    (!action.negated &&
      action.patterns.every((pattern) => usedThroughS3.has(pattern.toLowerCase())) &&
      conditions.some((clause) => holdsToFixedValues(clause, "kms:viaservice") && isS3(clause, region)) &&
      conditions.some(namesBucketOfContext))
  );
}

function namesAlias({ key, operator, qualifier, ifExists, values }: ConditionClause): boolean {
  return (
    key.toLowerCase() === "kms:resourcealiases" &&
    (operator === "StringEquals" || operator === "StringLike") &&
    qualifier !== "ForAllValues" &&
    !ifExists &&
    values.every((value) => /^alias\/[\w/-]+$/.test(value))
  );
}

/** The actions that carry an encryption context and that S3 takes for a put or a read. */
const usedThroughS3: ReadonlySet<string> = new Set(["kms:generatedatakey", "kms:decrypt", "kms:encrypt"]);

function isS3({ values }: ConditionClause, region: string): boolean {
  return values.every((value) => value === `s3.${region}.amazonaws.com`);
}

/** Whether the key is used for one bucket: S3 gives the ARN of the bucket or of the object as context. */
function namesBucketOfContext({ key, operator, qualifier, ifExists, values }: ConditionClause): boolean {
  return (
    key.toLowerCase() === "kms:encryptioncontext:aws:s3:arn" &&
    (operator === "StringEquals" || operator === "StringLike") &&
    qualifier === undefined &&
    !ifExists &&
    values.every((value) => /^arn:[a-z-]+:s3:::[a-z0-9][a-z0-9.-]+(?:\/|$)/.test(value))
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
