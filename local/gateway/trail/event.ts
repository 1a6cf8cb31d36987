/**
 * One event in CloudTrail's record format.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export interface TrailEvent {
  readonly eventVersion: string;
  readonly userIdentity: UserIdentity;
  /** ISO 8601 in UTC, whole seconds. */
  readonly eventTime: string;
  /** Like `s3.amazonaws.com`. */
  readonly eventSource: string;
  readonly eventName: string;
  readonly awsRegion: string;
  readonly sourceIPAddress: string;
  readonly userAgent: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly requestParameters: Members | null;
  readonly responseElements: Members | null;
  readonly additionalEventData?: Members;
  readonly requestID: string;
  readonly eventID: string;
  readonly readOnly: boolean;
  readonly resources?: readonly EventResource[];
  readonly eventType: "AwsApiCall";
  readonly managementEvent: boolean;
  readonly recipientAccountId: string;
  /** The same in the events that one request makes in two accounts. */
  readonly sharedEventID?: string;
  readonly vpcEndpointId?: string;
  readonly eventCategory: "Management" | "Data";
  readonly tlsDetails?: Readonly<Record<string, string>>;
}

export type Members = Readonly<Record<string, unknown>>;

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
export interface UserIdentity {
  readonly type: "Root" | "IAMUser" | "AssumedRole" | "WebIdentityUser" | "AWSAccount" | "Unknown";
  readonly principalId: string;
  readonly arn?: string;
  /** Absent for a web identity, which is of no account. */
  readonly accountId?: string;
  /** ARN of the provider of a web identity. */
  readonly identityProvider?: string;
  readonly accessKeyId?: string;
  readonly userName?: string;
  readonly sessionContext?: Members;
  /** Where a service asked on behalf of the identity. */
  readonly invokedBy?: string;
}

/** What an event is about; a listing is about all objects whose ARNs start so. */
export interface EventResource {
  /** Empty where a caller of another account was denied: it does not learn who the owner is. */
  readonly accountId?: string;
  readonly type: string;
  readonly ARN?: string;
  readonly ARNPrefix?: string;
}
