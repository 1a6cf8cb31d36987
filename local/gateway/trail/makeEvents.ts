import { randomUUID } from "node:crypto";
import type { Outcome } from "../model";
import { classify, eventResources } from "./classify";
import type { EventClass } from "./classify";
import type { EventResource, Members, TrailEvent } from "./event";
import { requestParameters } from "./requestParameters";
import { withoutSecrets } from "./secrets";
import { eventTime, foreignIdentity, ownIdentity } from "./userIdentity";

/** Services whose events are all of one region. */
const globalServices: ReadonlySet<string> = new Set(["iam", "organizations"]);

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
export const eventVersion = "1.11";

/**
 * The events of one request: one in the account of the caller, and one in the account of what it asked for where
 * that is another.
 *
 * The owner sees callers of other accounts by account and principal id only. Of a denied request the owner learns
 * from S3 alone; a denied caller does not learn who the owner is.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-receive-logs-s3-owner-id-redaction.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
 */
export function makeEvents(outcome: Outcome): readonly TrailEvent[] {
  const kind = classify(outcome.call);
  if (kind === undefined) return [];
  const { call, caller, needs } = outcome;
  // S3 asks KMS on its own: what it needs there is no part of its event.
  const own = needs.filter(({ action }) => call.service === "kms" || !action.startsWith("kms:"));
  const owner = own.at(0)?.resourceAccount;
  const callerAccount = caller.kind === "anonymous" ? undefined : caller.account;
  const failed = outcome.error !== undefined || outcome.httpStatus >= 400;
  const denied = failed && /^AccessDenied/.test(outcome.error?.code ?? "");
  const ownerToo = owner !== undefined && owner !== callerAccount && (!denied || call.service === "s3");
  const shared = ownerToo && callerAccount !== undefined ? { sharedEventID: randomUUID() } : {};
  const arns = own.map(({ resource }) => resource);

  const events: TrailEvent[] = [];
  if (callerAccount !== undefined) {
    const hidden = denied && call.service === "s3" && ownerToo;
    const resources = eventResources(call, arns, hidden ? "" : owner);
    events.push(makeEvent(outcome, kind, { account: callerAccount, resources, own: true, shared }));
  }
  if (ownerToo) {
    const resources = eventResources(call, arns, owner);
    events.push(makeEvent(outcome, kind, { account: owner, resources, own: false, shared }));
  }
  return events;
}

interface Recipient {
  readonly account: string;
  readonly resources: readonly EventResource[];
  /** Whether it is the caller's own account. */
  readonly own: boolean;
  readonly shared: { readonly sharedEventID?: string };
}

function makeEvent(outcome: Outcome, kind: EventClass, recipient: Recipient): TrailEvent {
  const { call, caller, httpStatus } = outcome;
  const { eventSource, eventName, category, readOnly } = kind;
  const { account, resources, own, shared } = recipient;
  const failed = outcome.error !== undefined || httpStatus >= 400;
  const endpoint = header(outcome, "x-xput-source-vpce");
  return {
    eventVersion,
    userIdentity: own ? ownIdentity(caller) : foreignIdentity(caller),
    eventTime: eventTime(call.receivedAt),
    eventSource,
    eventName,
    awsRegion: globalServices.has(call.service) ? "us-east-1" : call.region,
    sourceIPAddress: call.sourceIp,
    userAgent: userAgent(outcome),
    ...(failed ? errorMembers(outcome) : {}),
    requestParameters: requestParameters(call),
    responseElements: responseElements(outcome, failed, readOnly),
    ...additionalEventData(outcome),
    requestID: call.requestId,
    eventID: randomUUID(),
    readOnly,
    ...(resources.length === 0 ? {} : { resources }),
    eventType: "AwsApiCall",
    managementEvent: category === "Management",
    recipientAccountId: account,
    ...shared,
    ...(endpoint === undefined ? {} : { vpcEndpointId: endpoint }),
    eventCategory: category,
    ...tlsDetails(outcome),
  };
}

function header({ call }: Outcome, name: string): string | undefined {
  const value = call.headers[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

function userAgent(outcome: Outcome): string {
  const agent = header(outcome, "user-agent") ?? "";
  return outcome.call.service === "s3" ? `[${agent}]` : agent;
}

function errorMembers({ call, error, httpStatus }: Outcome): Partial<TrailEvent> {
  if (error === undefined) return { errorCode: codeOfStatus(call, httpStatus) };
  // AWS records what every service calls it in its own way under one name.
  const code = error.code === "AccessDeniedException" ? "AccessDenied" : error.code;
  return { errorCode: code, ...(error.message === "" ? {} : { errorMessage: error.message }) };
}

/** The store's own error, of which only the status is known where its answer was streamed. */
function codeOfStatus({ service, parameters }: Outcome["call"], httpStatus: number): string {
  if (service === "s3" && httpStatus === 404 && parameters["key"] !== undefined) {
    return parameters["uploadId"] === undefined ? "NoSuchKey" : "NoSuchUpload";
  }
  if (httpStatus === 412) return "PreconditionFailed";
  return httpStatus >= 500 ? "InternalError" : `HTTP${httpStatus}`;
}

function responseElements({ call, response }: Outcome, failed: boolean, readOnly: boolean): Members | null {
  if (failed || response === undefined) return null;
  // Of reads CloudTrail keeps what they were asked, not what they were told: only sessions are written down.
  if (readOnly && call.service !== "sts") return null;
  return withoutSecrets(response) as Members;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-understanding-s3-entries.html */
function additionalEventData(outcome: Outcome): { readonly additionalEventData?: Members } {
  const { call, caller } = outcome;
  if (call.service !== "s3") return {};
  const sent = header(outcome, "x-amz-decoded-content-length") ?? header(outcome, "content-length") ?? "0";
  const tls = tlsVersion(outcome);
  const presigned = call.headers.authorization === undefined;
  return {
    additionalEventData: {
      ...(caller.kind === "anonymous" ? {} : { SignatureVersion: "SigV4" }),
      ...(tls === undefined ? {} : { CipherSuite: cipherSuite }),
      bytesTransferredIn: Number(sent) || 0,
      ...(caller.kind === "anonymous"
        ? {}
        : { AuthenticationMethod: presigned ? "QueryString" : "AuthHeader" }),
      "x-amz-id-2": call.requestId,
    },
  };
}

const cipherSuite = "TLS_AES_128_GCM_SHA256";

/** Undefined where a test plays a request without TLS. */
function tlsVersion(outcome: Outcome): string | undefined {
  const played = header(outcome, "x-xput-tls") ?? "1.3";
  return played === "none" ? undefined : `TLSv${played}`;
}

function tlsDetails(outcome: Outcome): Pick<TrailEvent, "tlsDetails"> {
  const version = tlsVersion(outcome);
  if (version === undefined) return {};
  const host = outcome.call.headers.host;
  return {
    tlsDetails: {
      tlsVersion: version,
      cipherSuite,
      ...(host === undefined ? {} : { clientProvidedHostHeader: host }),
    },
  };
}
