import type { PolicyDocument } from "../model";

/** One request to AWS, as far as policies look at it. */
export interface AccessRequest {
  /**
   * ARN of a user, role session, role (a session of it), account root or federated user; a 12-digit account
   * id (its root user); an identity provider; a service like `cloudtrail.amazonaws.com`; `*` (anonymous).
   */
  readonly principal: string;
  /** Like `s3:PutObject`; case does not matter. */
  readonly action: string;
  /** ARN, or `*` for an action without resource. */
  readonly resource: string;
  /** 12 digits. Default: the account in the ARN, else the principal's. */
  readonly resourceAccount?: string;
  /** Condition keys in any case. Given values win over those that follow from principal and resource. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/** Every policy that can bear on a request. A list that is absent or empty sets no limit. */
export interface PolicySet {
  readonly identityPolicies: readonly PolicyDocument[];
  /** Policy of the resource: bucket policy, key policy, or the trust policy of the role to assume. */
  readonly resourcePolicy?: PolicyDocument | undefined;
  readonly permissionsBoundary?: readonly PolicyDocument[] | undefined;
  readonly sessionPolicies?: readonly PolicyDocument[] | undefined;
  /** From the organization's root to the account: the policies of each level. */
  readonly serviceControlPolicies?: readonly (readonly PolicyDocument[])[] | undefined;
  readonly resourceControlPolicies?: readonly (readonly PolicyDocument[])[] | undefined;
  readonly vpcEndpointPolicies?: readonly PolicyDocument[] | undefined;
  /** Whether S3 Block Public Access is on for the bucket, all four settings. */
  readonly blockPublicAccess?: boolean | undefined;
}
