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
  /** Whether all four settings of S3 Block Public Access are on. */
  readonly blockPublicAccess: boolean;
  readonly encryption: BucketEncryption;
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
