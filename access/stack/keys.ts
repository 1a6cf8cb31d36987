import type { KeyFacts } from "../effective/facts";
import type { PolicyDocument } from "../model";
import { grantStatement } from "./keyGrants";
import { References } from "./references";
import type { Referent } from "./references";
import { combined } from "./stackReading";
import type { StackReading } from "./stackReading";
import { answered, declared, property } from "./stackResource";
import type { StackResource } from "./stackResource";
import { unknown } from "./value";
import type { Value } from "./value";

const keyTypes = [
  "aws:kms/key:Key",
  "aws:kms/externalKey:ExternalKey",
  "aws:kms/replicaKey:ReplicaKey",
  "aws:kms/replicaExternalKey:ReplicaExternalKey",
] as const;
const policyType = "aws:kms/keyPolicy:KeyPolicy";
const aliasType = "aws:kms/alias:Alias";
const grantType = "aws:kms/grant:Grant";

/** A key with everything in the stack that is about it. */
export interface KeyReferent extends Referent {
  /** Absent where another stack has it. */
  readonly resource: StackResource | undefined;
  readonly policies: StackResource[];
  readonly aliases: string[];
  readonly grants: StackResource[];
}

/** The keys of a stack, and those whose policy or alias it sets without having them. */
export function keyReferents(
  reading: StackReading,
): References<KeyReferent> & { readonly all: readonly KeyReferent[] } {
  const all: KeyReferent[] = reading.of(...keyTypes).map((resource) => {
    const account = reading.account(resource);
    const arn =
      answered(resource, "arn") ??
      `arn:${reading.partition(resource)}:kms:${reading.region(resource)}:${account}:key/${resource.id ?? `<${resource.name}>`}`;
    const names = [resource.id, answered(resource, "keyId"), arn.slice(arn.lastIndexOf("/") + 1)];
    return {
      arn,
      account,
      names: [...new Set(names.filter((name) => name !== undefined))],
      urns: [resource.urn],
      resource,
      policies: [],
      aliases: [],
      grants: [],
    };
  });
  const references = new References(all);
  const keyOf = (part: StackResource, name: string): KeyReferent | undefined => {
    const value = property(part, name);
    const account = reading.account(part);
    const known = references.find(part, name, value, account);
    if (known !== undefined) return known;
    const arn = typeof value === "string" ? outsideArn(value, part, reading) : undefined;
    if (arn === undefined) {
      reading.report(
        part,
        name,
        "unknown",
        "it is not known which key this is for: it is left out",
        part.type !== aliasType,
      );
      return undefined;
    }
    const outside: KeyReferent = {
      arn,
      account,
      names: [arn.slice(arn.lastIndexOf("/") + 1)],
      urns: [],
      resource: undefined,
      policies: [],
      aliases: [],
      grants: [],
    };
    all.push(outside);
    references.add(outside);
    return outside;
  };
  for (const alias of reading.of(aliasType)) {
    const key = keyOf(alias, "targetKeyId");
    if (key === undefined) continue;
    const name = reading.awsName(alias, "name");
    key.aliases.push(name);
    const prefix = key.arn.slice(0, key.arn.lastIndexOf(":"));
    references.add({ ...key, names: [name, `${prefix}:${name}`], urns: [alias.urn] });
  }
  for (const policy of reading.of(policyType)) keyOf(policy, "keyId")?.policies.push(policy);
  for (const grant of reading.of(grantType)) keyOf(grant, "keyId")?.grants.push(grant);
  return Object.assign(references, { all });
}

function outsideArn(value: string, part: StackResource, reading: StackReading): string | undefined {
  if (/^arn:[^:]+:kms:[^:]+:\d{12}:/.test(value)) return value;
  if (value.startsWith("arn:") || value.startsWith("urn:")) return undefined;
  const resource = value.startsWith("alias/") ? value : `key/${value}`;
  return `arn:${reading.partition(part)}:kms:${reading.region(part)}:${reading.account(part)}:${resource}`;
}

/**
 * The ARN of the key that a bucket's encryption names; undefined for AWS's own key.
 *
 * @param otherwise what stands for a key that is not known
 */
export function keyArnOf(
  resource: StackResource,
  path: string,
  value: Value,
  otherwise: string,
  reading: StackReading,
  keys: References<KeyReferent>,
): string | undefined {
  const known = keys.find(resource, path, value, reading.account(resource));
  if (known !== undefined) return known.arn;
  if (typeof value === "string") {
    if (value.endsWith("alias/aws/s3")) return undefined;
    const arn = outsideArn(value, resource, reading);
    if (arn !== undefined) return arn;
  }
  reading.report(
    resource,
    path,
    "unknown",
    "the key is not known: its policy is taken to allow what it is asked",
    false,
  );
  return otherwise;
}

/** What the stack says of a key; undefined where its policy is not known: then it is taken to allow. */
export function keyFacts(
  { arn, account, resource, policies, aliases, grants }: KeyReferent,
  reading: StackReading,
): KeyFacts | undefined {
  const partition = arn.split(":")[1] ?? "aws";
  const said = [...policies, ...(resource === undefined ? [] : [resource])].flatMap((one) => {
    const value = declared(one, "policy");
    // With outputs alone, the key's own `policy` is what AWS answered before: the resource of its own says more.
    const old = one === resource && one.inputs === undefined && policies.length > 0;
    return value === undefined || value === "" || old ? [] : [[one, value] as const];
  });
  if (said.length === 0 && resource === undefined) {
    const [part] = grants;
    if (part !== undefined)
      reading.report(part, "keyId", "notInStack", `the policy of ${arn} is not in the stack`, true);
    return undefined;
  }
  const [, second] = said;
  if (second !== undefined) {
    const message =
      "several resources set the policy of this key: it is taken to allow what any of them allows";
    reading.report(second[0], "policy", "conflict", message, false);
  }
  const documents = said.map(([one, value]) =>
    reading.document(
      one,
      "policy",
      value,
      "resource",
      "the key is taken to allow what buckets ask of it",
      true,
    ),
  );
  const readable = documents.filter((one) => one !== unknown);
  if (readable.length < documents.length) return undefined;
  const label = [...aliases].sort()[0] ?? resource?.name ?? arn;
  const policy = combined(
    `key policy of ${label}`,
    readable.length > 0 ? readable : [made(resource, partition, account, reading)],
  );
  if (policy === undefined) return undefined;
  const granted = grants.flatMap((grant) => grantStatement(grant, reading) ?? []);
  const { statements } = policy.document;
  return {
    arn,
    aliases: [...aliases].sort(),
    policy: {
      ...policy,
      document: {
        ...policy.document,
        statements: [
          ...statements,
          ...granted.map((one, index) => ({ ...one, index: statements.length + index })),
        ],
      },
    },
  };
}

/** What AWS answered, or the policy that it gives to a key that is made without one: its account decides. */
function made(
  resource: StackResource | undefined,
  partition: string,
  account: string,
  reading: StackReading,
): PolicyDocument {
  const answer = resource === undefined ? undefined : answered(resource, "policy");
  if (resource !== undefined && answer !== undefined) {
    const document = reading.document(
      resource,
      "policy",
      answer,
      "resource",
      "the default policy is taken",
      true,
    );
    if (document !== unknown) return document;
  }
  return {
    version: "2012-10-17",
    statements: [
      {
        index: 0,
        sid: "Enable IAM User Permissions",
        effect: "Allow",
        principal: { ...nobody, aws: [`arn:${partition}:iam::${account}:root`] },
        action: { negated: false, patterns: ["kms:*"] },
        resource: { negated: false, patterns: ["*"] },
        conditions: [],
      },
    ],
  };
}

const nobody = { negated: false, anyone: false, aws: [], service: [], federated: [], canonicalUser: [] };
