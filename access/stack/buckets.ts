import type { AccountFacts, BlockPublicAccess, BucketEncryption, BucketFacts } from "../effective/facts";
import type { PolicyDocument, Statement } from "../model";
import { aclStatements } from "./acl";
import { encryptionOf } from "./bucketEncryption";
import type { KeyReferent } from "./keys";
import { References } from "./references";
import type { Referent } from "./references";
import { combined } from "./stackReading";
import type { StackReading } from "./stackReading";
import { answered, declared, property } from "./stackResource";
import type { StackResource } from "./stackResource";
import { member, unknown } from "./value";
import type { Value } from "./value";

const bucketTypes = ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"] as const;
const policyTypes = ["aws:s3/bucketPolicy:BucketPolicy"] as const;
const blockTypes = ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"] as const;
const accountBlockTypes = ["aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"] as const;
const encryptionTypes = [
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
] as const;
const ownershipTypes = ["aws:s3/bucketOwnershipControls:BucketOwnershipControls"] as const;
const aclTypes = ["aws:s3/bucketAcl:BucketAcl", "aws:s3/bucketAclV2:BucketAclV2"] as const;

/** A bucket with everything in the stack that is about it. */
export interface BucketReferent extends Referent {
  readonly name: string;
  /** Absent where another stack has it. */
  readonly resource: StackResource | undefined;
  readonly parts: StackResource[];
}

/**
 * The buckets of a stack, and those that its resources name without having them.
 *
 * Of a bucket that the stack does not have, what the stack does not say is taken as absent, and reported.
 */
export function bucketReferents(
  reading: StackReading,
): References<BucketReferent> & { readonly all: readonly BucketReferent[] } {
  const all: BucketReferent[] = reading.of(...bucketTypes).map((resource) => {
    const name = reading.awsName(resource, "bucket");
    const arn = answered(resource, "arn") ?? `arn:${reading.partition(resource)}:s3:::${name}`;
    return {
      arn,
      account: reading.account(resource),
      name,
      names: [name, ...(resource.id === undefined ? [] : [resource.id])],
      urns: [resource.urn],
      resource,
      parts: [],
    };
  });
  const references = new References(all);
  const parts = reading.of(
    ...policyTypes,
    ...blockTypes,
    ...encryptionTypes,
    ...ownershipTypes,
    ...aclTypes,
    "aws:s3/accessPoint:AccessPoint",
  );
  for (const part of parts) {
    const value = property(part, "bucket");
    const known = references.find(part, "bucket", value, undefined);
    if (known !== undefined) {
      known.parts.push(part);
      continue;
    }
    if (typeof value !== "string") {
      reading.report(
        part,
        "bucket",
        "unknown",
        "it is not known which bucket this is for: it is left out",
        true,
      );
      continue;
    }
    const name = value.replace(/^arn:[^:]+:s3:::/, "");
    const outside: BucketReferent = {
      arn: `arn:${reading.partition(part)}:s3:::${name}`,
      account: reading.account(part),
      name,
      names: [name],
      urns: [],
      resource: undefined,
      parts: [part],
    };
    all.push(outside);
    references.add(outside);
  }
  return Object.assign(references, { all });
}

/** What the stack says of a bucket. */
export function bucketFacts(
  bucket: BucketReferent,
  reading: StackReading,
  accounts: readonly AccountFacts[],
  keys: References<KeyReferent>,
): BucketFacts {
  const of = (types: readonly string[]) => bucket.parts.filter(({ type }) => types.includes(type));
  const { arn, account, name, resource } = bucket;
  const policies = of(policyTypes);
  if (resource === undefined) {
    const [part] = bucket.parts;
    const message = `bucket ${name} is not in the stack: what the stack does not say of it is taken as absent`;
    if (part !== undefined) reading.report(part, "bucket", "notInStack", message, policies.length === 0);
  }
  const blockPublicAccess = allBlocks(of(blockTypes), reading);
  const levels = [
    blockPublicAccess,
    ...accounts.filter((one) => one.account === account).map((one) => one.blockPublicAccess),
  ];
  const enforced = of(ownershipTypes).some(
    (one) => member(property(one, "rule"), "objectOwnership") === "BucketOwnerEnforced",
  );
  const byAcl = enforced
    ? []
    : [...(resource === undefined ? [] : [resource]), ...of(aclTypes)].flatMap((one) =>
        aclStatements(one, arn, levels, reading),
      );
  const documents = policyDocuments(policies, resource, reading);
  const policy = combined(`bucket policy of ${name}`, documents);
  return {
    arn,
    account,
    policy: byAcl.length === 0 ? policy : withStatements(policy, byAcl, name),
    blockPublicAccess,
    encryption: encryption(of(encryptionTypes), bucket, reading, keys),
  };
}

function policyDocuments(
  policies: readonly StackResource[],
  resource: StackResource | undefined,
  reading: StackReading,
): readonly PolicyDocument[] {
  // With outputs alone, the bucket's own `policy` is what AWS answered before: the resource of its own says more.
  const inline =
    resource !== undefined && (resource.inputs !== undefined || policies.length === 0) ? [resource] : [];
  const found = [...policies, ...inline].flatMap((one) => {
    const value = declared(one, "policy");
    return value === undefined || value === "" ? [] : [[one, value] as const];
  });
  const [, second] = found;
  if (second !== undefined) {
    const message =
      "several resources set the policy of this bucket: it is taken to allow what any of them allows";
    reading.report(second[0], "policy", "conflict", message, false);
  }
  return found.flatMap(([one, value]) => {
    const document = reading.document(one, "policy", value, "resource", "what it allows is left out", true);
    return document === unknown ? [] : [document];
  });
}

/** ACLs allow beside the policy, and its Denies hold for them too. */
function withStatements(
  policy: BucketFacts["policy"],
  statements: readonly Statement[],
  name: string,
): BucketFacts["policy"] {
  const own = policy?.document.statements ?? [];
  return {
    name: policy?.name ?? `ACL of ${name}`,
    document: {
      version: policy?.document.version ?? "2012-10-17",
      statements: [...own, ...statements.map((one, index) => ({ ...one, index: own.length + index }))],
    },
  };
}

type Flag = keyof BlockPublicAccess;

/** The flags that all of these resources set; a flag that is not known is taken to be off. */
function allBlocks(resources: readonly StackResource[], reading: StackReading): BlockPublicAccess {
  const on = (flag: Flag): boolean =>
    resources.length > 0 && resources.every((one) => isOn(property(one, flag), false, one, flag, reading));
  return {
    blockPublicAcls: on("blockPublicAcls"),
    ignorePublicAcls: on("ignorePublicAcls"),
    blockPublicPolicy: on("blockPublicPolicy"),
    restrictPublicBuckets: on("restrictPublicBuckets"),
  };
}

function isOn(
  value: Value | undefined,
  otherwise: boolean,
  resource: StackResource,
  path: string,
  reading: StackReading,
): boolean {
  if (value === unknown)
    reading.report(resource, path, "unknown", "the setting is not known: it is taken to be off", false);
  return value === undefined ? otherwise : value === true || value === "true";
}

/** Block Public Access of the accounts that the stack sets it for. */
export function accountFacts(reading: StackReading): readonly AccountFacts[] {
  const byAccount = new Map<string, StackResource[]>();
  for (const one of reading.of(...accountBlockTypes)) {
    const said = property(one, "accountId");
    const account = typeof said === "string" ? said : reading.account(one);
    byAccount.set(account, [...(byAccount.get(account) ?? []), one]);
  }
  return [...byAccount].map(([account, own]) => ({ account, blockPublicAccess: allBlocks(own, reading) }));
}

/** Block Public Access of an access point: all on where nothing is said. */
export function accessPointBlock(accessPoint: StackResource, reading: StackReading): BlockPublicAccess {
  const name = "publicAccessBlockConfiguration";
  const value = property(accessPoint, name);
  const on = (flag: Flag): boolean =>
    isOn(member(value, flag), true, accessPoint, `${name}.${flag}`, reading);
  return {
    blockPublicAcls: on("blockPublicAcls"),
    ignorePublicAcls: on("ignorePublicAcls"),
    blockPublicPolicy: on("blockPublicPolicy"),
    restrictPublicBuckets: on("restrictPublicBuckets"),
  };
}

function encryption(
  parts: readonly StackResource[],
  { resource, name }: BucketReferent,
  reading: StackReading,
  keys: References<KeyReferent>,
): BucketEncryption {
  const found = [
    ...parts.map((one) => encryptionOf(one, "rules", name, reading, keys)),
    ...(resource === undefined
      ? []
      : ["serverSideEncryptionConfiguration", "serverSideEncryptionConfigurations"].map((path) =>
          parts.length > 0 && resource.inputs === undefined
            ? undefined
            : encryptionOf(resource, path, name, reading, keys),
        )),
  ].filter((one) => one !== undefined);
  const [first, ...more] = found;
  if (first === undefined) return { kind: "s3" };
  if (more.every((one) => JSON.stringify(one) === JSON.stringify(first))) return first;
  const [at] = [...parts, ...(resource === undefined ? [] : [resource])];
  const message = "several resources set the encryption of this bucket: no key is taken to be asked";
  if (at !== undefined) reading.report(at, "rules", "conflict", message, false);
  return { kind: "s3" };
}
