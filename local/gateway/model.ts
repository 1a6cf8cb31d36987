import type { IncomingHttpHeaders } from "node:http";
import type { FormUpload } from "./forms/formUpload";

/** The AWS services that the gateway understands. */
export const serviceNames = [
  "s3",
  "s3-control",
  "sts",
  "iam",
  "kms",
  "cloudtrail",
  "logs",
  "sns",
  "monitoring",
  "events",
  "guardduty",
  "organizations",
  // Whatever else the store may have: `Call.operation` then starts with the service's name in credential scopes.
  "other",
] as const;

export type ServiceName = (typeof serviceNames)[number];

/** One HTTP request as the gateway reads it, before it is known whether it may pass. */
export interface Call {
  readonly service: ServiceName;
  /** AWS's name of the operation, like `PutObject` or `AssumeRole`. */
  readonly operation: string;
  readonly region: string;
  readonly method: string;
  /** Path and query as received, with a placeholder for the host. */
  readonly url: URL;
  /** Path and query exactly as received: `url` has lost `.` and `..` segments, which belong to the keys of S3. */
  readonly target?: string;
  /** Names in lower case, as Node gives them. */
  readonly headers: IncomingHttpHeaders;
  /** The whole body, for all but object bodies, which are streamed. At most 2 MiB. */
  readonly body: Buffer | undefined;
  /** What the operation was given: members of the JSON body, fields of the form, or what the path and query of S3 say. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly requestId: string;
  readonly receivedAt: Date;
  readonly sourceIp: string;
  /** Where an object comes in a browser's form: the put that it stands for. */
  readonly form?: FormUpload;
}

/** Who asks. */
export type Caller =
  | { readonly kind: "anonymous" }
  | {
      /** An account's root: administrator keys of account N are its 12 digits. */
      readonly kind: "root";
      readonly account: string;
      readonly accessKeyId: string;
    }
  | {
      readonly kind: "user";
      readonly account: string;
      readonly accessKeyId: string;
      readonly userName: string;
      /** `arn:aws:iam::N:user/path/name` */
      readonly arn: string;
      /** `AIDA…` */
      readonly userId: string;
      /** When GetSessionToken took an MFA code, of which these are the credentials. */
      readonly mfaAuthenticatedAt?: Date;
    }
  | WebIdentity
  | RoleSession;

/** Someone of whom a web identity provider says who they are: AssumeRoleWithWebIdentity is asked so, and nothing else. */
export interface WebIdentity {
  readonly kind: "webIdentity";
  /** Of the provider and of the role that is asked for: 12 digits. */
  readonly account: string;
  /** `arn:aws:iam::N:oidc-provider/token.actions.githubusercontent.com`; empty where the token does not say it. */
  readonly providerArn: string;
  /** Client id for which the token was issued. */
  readonly audience: string;
  readonly subject: string;
}

/** A caller that has keys of its own, and so may ask for anything. */
export type KeyHolder = Exclude<Caller, { readonly kind: "anonymous" | "webIdentity" }>;

/** A session of a role, with everything about it that policies can ask for. */
export interface RoleSession {
  readonly kind: "session";
  readonly account: string;
  readonly accessKeyId: string;
  readonly roleName: string;
  /** `arn:aws:iam::N:role/path/name` */
  readonly roleArn: string;
  /** `AROA…` */
  readonly roleId: string;
  readonly sessionName: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  /** JSON texts of session policies passed with AssumeRole, managed ones resolved. Empty: no limit. */
  readonly sessionPolicies: readonly string[];
  /** Session tags and transitive tags of earlier sessions: `aws:PrincipalTag/…`. */
  readonly tags: Readonly<Record<string, string>>;
  readonly transitiveTagKeys: readonly string[];
  readonly sourceIdentity?: string;
  /** True when the session was made by another session: role chaining, an hour at most. */
  readonly chained: boolean;
  /** When the MFA code was given with which the role was assumed. */
  readonly mfaAuthenticatedAt?: Date;
  /** Where the session was made for a web identity. */
  readonly federation?: Federation;
}

/** What a session of a web identity keeps of it. */
export interface Federation {
  /** `aws:FederatedProvider` */
  readonly providerArn: string;
  /** Condition keys of the provider that every request of the session has, like `accounts.example.com:sub`. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/** Which resource-based policy bears on a need. */
export type ResourcePolicyOf =
  | { readonly kind: "none" }
  | { readonly kind: "bucket"; readonly bucket: string }
  | { readonly kind: "accessPoint"; readonly account: string; readonly name: string; readonly bucket: string }
  | { readonly kind: "role"; readonly account: string; readonly roleName: string }
  | { readonly kind: "key"; readonly account: string; readonly keyId: string }
  | { readonly kind: "topic"; readonly account: string; readonly arn: string };

/** One thing that must be allowed for a call to pass: a call can need several. */
export interface Need {
  /** Like `s3:PutObject`. */
  readonly action: string;
  /** ARN, or `*` for an action without resource. */
  readonly resource: string;
  /** The account that owns the resource: 12 digits. */
  readonly resourceAccount: string;
  /** Condition keys of this action beside the global ones, which the gateway adds from call and caller. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  readonly policyOf: ResourcePolicyOf;
  /**
   * A further resource by which identity policies may allow: what they allow for it, they allow for `resource`.
   * The bucket behind an access point: its policy is asked about the bucket, identities about either.
   */
  readonly identityResource?: string;
}

/** What a call needs before it may pass, and where it goes then. */
export type Reading =
  | {
      readonly kind: "needs";
      readonly needs: readonly Need[];
      /** The account in which the store must act: the owner of what is asked for. */
      readonly ownerAccount: string;
      /** Who asks, where it is the service that finds it out and not the request's signature. */
      readonly caller?: Caller;
    }
  /** Refused whoever asks: a missing bucket, an illegal policy document, a wrong parameter. */
  | {
      readonly kind: "refused";
      readonly error: AwsError;
      /** Who asked, where it is the service that finds it out and not the request's signature. */
      readonly caller?: Caller;
    }
  /** Not modelled: only an account's root may do it, in its own account. */
  | { readonly kind: "unmodelled"; readonly what: string };

/** An error as AWS gives it; each protocol renders it in its own shape. */
export interface AwsError {
  readonly httpStatus: number;
  /** Like `AccessDenied`, `NoSuchBucket`, `MalformedPolicy`. */
  readonly code: string;
  readonly message: string;
  /** Further elements of S3's error document, like `BucketName`. */
  readonly details?: Readonly<Record<string, string>>;
}

/** What came of one call, for the decision list, the request log and CloudTrail. */
export interface Outcome {
  readonly call: Call;
  readonly caller: Caller;
  readonly needs: readonly Need[];
  readonly httpStatus: number;
  readonly error?: AwsError;
  /** Of the answer, where it was read: the assumed session, the version id of a put. */
  readonly response?: Readonly<Record<string, unknown>>;
}
