import type { IncomingHttpHeaders } from "node:http";
import type { Scope } from "./service";

/**
 * Reads what is stored, at this moment. Answers are cached until a call passes that may change them (`Service.changes`),
 * so asking again costs nothing.
 *
 * Undefined always means: there is no such thing. Every method throws StoreError when the store does not answer.
 */
export interface StoreReader {
  /** The bucket of this name, in whichever account. */
  readonly bucket: (name: string) => Promise<StoredBucket | undefined>;
  /** JSON text of a bucket's policy. */
  readonly bucketPolicy: (name: string) => Promise<string | undefined>;
  readonly publicAccessBlock: (bucket: string) => Promise<PublicAccessBlock | undefined>;
  readonly accountPublicAccessBlock: (account: string) => Promise<PublicAccessBlock | undefined>;
  readonly bucketEncryption: (bucket: string) => Promise<BucketEncryption | undefined>;
  /** JSON text of an access point's policy. */
  readonly accessPointPolicy: (account: string, region: string, name: string) => Promise<string | undefined>;
  readonly role: (account: string, name: string) => Promise<StoredRole | undefined>;
  readonly user: (account: string, name: string) => Promise<StoredUser | undefined>;
  readonly group: (account: string, name: string) => Promise<StoredGroup | undefined>;
  /** JSON text of the default version of a managed policy, AWS's own ones too. */
  readonly managedPolicy: (arn: string) => Promise<string | undefined>;
  /** JSON text of a key's policy. @param keyArn `arn:aws:kms:REGION:N:key/ID` */
  readonly keyPolicy: (keyArn: string) => Promise<string | undefined>;
  /** JSON text of a topic's policy. */
  readonly topicPolicy: (topicArn: string) => Promise<string | undefined>;
  /** The organization of an account, as Organizations stores it. */
  readonly organization: (account: string) => Promise<StoredOrganization | undefined>;
  /** Asks the store itself, in an account, past the cache. For what no method above gives. */
  readonly ask: (question: Question) => Promise<StoreAnswer>;
  /**
   * The result of `load`, kept until a call passes that changes one of the scopes.
   *
   * @param name unique among all names of all callers: start it with the service
   */
  readonly cached: <T>(scopes: readonly Scope[], name: string, load: () => Promise<T>) => Promise<T>;
}

/** The store did not answer, or not as it always does. */
export class StoreError extends Error {}

/** One request to the store itself. */
export interface Question {
  /** The account in which the store acts: 12 digits. */
  readonly account: string;
  /** Its name in a credential scope: `s3` for S3 Control too. */
  readonly signingName: string;
  /** Default: `us-east-1`. */
  readonly region?: string;
  /** Default: GET, or POST where there is a body. */
  readonly method?: string;
  /** Path and query, percent-encoded. Default: `/`. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** What the store answered, read whole. */
export interface StoreAnswer {
  readonly httpStatus: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface StoredBucket {
  readonly name: string;
  /** The owner: 12 digits. */
  readonly account: string;
  readonly region: string;
}

/** The four settings; all false counts as absent. */
export interface PublicAccessBlock {
  readonly blockPublicAcls: boolean;
  readonly ignorePublicAcls: boolean;
  readonly blockPublicPolicy: boolean;
  readonly restrictPublicBuckets: boolean;
}

/** The default encryption of a bucket. */
export interface BucketEncryption {
  readonly algorithm: "AES256" | "aws:kms" | "aws:kms:dsse";
  /** Id, ARN or alias as it was put; absent: the account's `aws/s3` key. */
  readonly kmsKeyId?: string;
  readonly bucketKeyEnabled: boolean;
  /** Whether `BlockedEncryptionTypes` says NONE, so that keys of clients (SSE-C) are taken. Absent: not said. */
  readonly takesCustomerKeys?: boolean;
}

/** A policy of an identity, with the name under which a person knows it. */
export interface NamedPolicy {
  /** Name of an inline policy, ARN of a managed one. */
  readonly name: string;
  /** JSON text. */
  readonly text: string;
}

interface StoredIdentity {
  readonly account: string;
  readonly name: string;
  /** With path. */
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly inlinePolicies: readonly NamedPolicy[];
  readonly attachedPolicies: readonly NamedPolicy[];
  readonly permissionsBoundary?: NamedPolicy;
}

export interface StoredRole extends StoredIdentity {
  /** `AROA…` */
  readonly id: string;
  /** JSON text of the trust policy. */
  readonly trustPolicy: string;
  readonly maxSessionDurationSeconds: number;
}

export interface StoredUser extends StoredIdentity {
  /** `AIDA…` */
  readonly id: string;
  /** Names of its groups. */
  readonly groups: readonly string[];
}

export interface StoredGroup {
  readonly account: string;
  readonly name: string;
  readonly arn: string;
  readonly inlinePolicies: readonly NamedPolicy[];
  readonly attachedPolicies: readonly NamedPolicy[];
}

/** Where an account stands in its organization, with the policies that bear on it. */
export interface StoredOrganization {
  /** `o-…` */
  readonly id: string;
  readonly managementAccount: string;
  /** `aws:PrincipalOrgPaths`, like `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/`. */
  readonly path: string;
  /**
   * From the root to the account, JSON texts of each level. Empty for the management account, on which they do not
   * bear, and where the policy type is not enabled.
   */
  readonly serviceControlPolicies: readonly (readonly NamedPolicy[])[];
  readonly resourceControlPolicies: readonly (readonly NamedPolicy[])[];
}
