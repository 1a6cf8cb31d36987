import { randomUUID } from "node:crypto";
import type { Caller, Outcome } from "../model";
import type { TrailEvent } from "./event";
import { eventVersion } from "./makeEvents";
import { eventTime, foreignIdentity, ownIdentity } from "./userIdentity";

/**
 * The events of what S3 asked KMS for one request, on behalf of whoever sent it: one for each key that was looked at,
 * in the key's account and in the caller's.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/ct-generatedatakey.html
 */
export function makeKeyEvents(outcome: Outcome): readonly TrailEvent[] {
  const { call, caller, needs } = outcome;
  if (call.service === "kms" || caller.kind === "anonymous") return [];
  return needs
    .filter(({ action }) => action.startsWith("kms:"))
    .flatMap((need) => {
      const accounts = [...new Set([caller.account, need.resourceAccount])];
      const shared = accounts.length > 1 ? { sharedEventID: randomUUID() } : {};
      const denied = outcome.error !== undefined && need === needs.at(-1);
      const told = denied ? [caller.account] : accounts;
      return told.map((account) => keyEvent(outcome, caller, need, { account, shared, denied }));
    });
}

function keyEvent(
  { call, error }: Outcome,
  caller: Exclude<Caller, { readonly kind: "anonymous" }>,
  need: Outcome["needs"][number],
  recipient: {
    readonly account: string;
    readonly shared: { readonly sharedEventID?: string };
    readonly denied: boolean;
  },
): TrailEvent {
  const { account, shared, denied } = recipient;
  const internal = "AWS Internal";
  const pairs = Object.entries(need.context)
    .filter(([name]) => name.startsWith("kms:EncryptionContext:"))
    .map(([name, value]) => [name.slice("kms:EncryptionContext:".length), value] as const);
  const identity = account === caller.account ? ownIdentity(caller) : foreignIdentity(caller);
  return {
    eventVersion,
    userIdentity: { ...identity, invokedBy: internal },
    eventTime: eventTime(call.receivedAt),
    eventSource: "kms.amazonaws.com",
    eventName: need.action.slice("kms:".length),
    awsRegion: call.region,
    sourceIPAddress: internal,
    userAgent: internal,
    ...(denied && error !== undefined ? { errorCode: "AccessDenied", errorMessage: error.message } : {}),
    requestParameters: { keyId: need.resource, encryptionContext: Object.fromEntries(pairs) },
    responseElements: null,
    requestID: randomUUID(),
    eventID: randomUUID(),
    readOnly: true,
    resources: [{ accountId: need.resourceAccount, type: "AWS::KMS::Key", ARN: need.resource }],
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: account,
    ...shared,
    eventCategory: "Management",
  };
}
