import type { PolicyDocument, Statement } from "../model";

/** A policy document with the name that a finding gives it, like `role xput-marketing, inline AllowPut`. */
export interface NamedDocument {
  readonly name: string;
  readonly document: PolicyDocument;
}

/** One bucket. */
export interface BucketFacts {
  /** Like `arn:aws:s3:::acme-drop`. */
  readonly arn: string;
  /** The account that owns it: 12 digits. */
  readonly account: string;
  readonly policy?: NamedDocument | undefined;
  readonly blockPublicAccess: BlockPublicAccess;
  readonly encryption: BucketEncryption;
}

/**
 * The settings of S3 Block Public Access, on a bucket, an access point or an account.
 *
 * Only `restrictPublicBuckets` takes away access that a policy gives; `blockPublicPolicy` refuses new policies and
 * the other two are about ACLs, which this analysis does not read. The strictest of the levels counts.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export interface BlockPublicAccess {
  readonly blockPublicAcls: boolean;
  readonly ignorePublicAcls: boolean;
  readonly blockPublicPolicy: boolean;
  readonly restrictPublicBuckets: boolean;
}

/** Settings of one account. */
export interface AccountFacts {
  /** 12 digits. */
  readonly account: string;
  readonly blockPublicAccess: BlockPublicAccess;
}

/** Default encryption. Without `keyArn` the key is AWS's own `aws/s3`, which serves no other account. */
export type BucketEncryption =
  | { readonly kind: "s3" }
  | { readonly kind: "kms" | "dsse"; readonly keyArn?: string | undefined; readonly bucketKey: boolean };

/** One access point of a bucket. */
export interface AccessPointFacts {
  /** Like `arn:aws:s3:eu-west-1:111111111111:accesspoint/marketing`. */
  readonly arn: string;
  readonly bucketArn: string;
  readonly policy?: NamedDocument | undefined;
  /** Fixed when the access point is made. */
  readonly blockPublicAccess: BlockPublicAccess;
}

/** One KMS key. */
export interface KeyFacts {
  readonly arn: string;
  readonly policy: NamedDocument;
  /** Like `alias/acme-drop`. */
  readonly aliases: readonly string[];
}

/** What IAM roles and users have in common. */
interface IdentityFacts {
  readonly arn: string;
  readonly inline: readonly NamedDocument[];
  /** ARNs of managed policies. */
  readonly attached: readonly string[];
  /** ARN of the managed policy that bounds it. */
  readonly boundary?: string | undefined;
}

/** One IAM role. */
export interface RoleFacts extends IdentityFacts {
  readonly trust: NamedDocument;
}

/** One IAM user. */
export interface UserFacts extends IdentityFacts {
  /** Names of groups of its account. */
  readonly groups: readonly string[];
}

/** One IAM group. */
export interface GroupFacts {
  readonly arn: string;
  readonly inline: readonly NamedDocument[];
  readonly attached: readonly string[];
}

/** A managed policy; those of AWS too, where they matter. */
export interface ManagedPolicyFacts extends NamedDocument {
  readonly arn: string;
}

/** Everything that is known about who may reach the buckets. */
export interface AccessFacts {
  /** Those whose settings are known; the others are taken to have none. */
  readonly accounts: readonly AccountFacts[];
  readonly buckets: readonly BucketFacts[];
  readonly accessPoints: readonly AccessPointFacts[];
  readonly keys: readonly KeyFacts[];
  readonly roles: readonly RoleFacts[];
  readonly users: readonly UserFacts[];
  readonly groups: readonly GroupFacts[];
  readonly managedPolicies: readonly ManagedPolicyFacts[];
}

/** Where a statement stands: what a finding points at. */
export interface StatementReference {
  /** Name of the document. */
  readonly document: string;
  readonly sid?: string;
  /** From 0. */
  readonly index: number;
}

/** A statement with its place. */
export interface PlacedStatement {
  readonly statement: Statement;
  readonly version: PolicyDocument["version"];
  readonly reference: StatementReference;
}

/** The statements of a document, each with its place. */
export function placedStatements({ name, document }: NamedDocument): readonly PlacedStatement[] {
  return document.statements.map((statement) => ({
    statement,
    version: document.version,
    reference: {
      document: name,
      ...(statement.sid === undefined ? {} : { sid: statement.sid }),
      index: statement.index,
    },
  }));
}
