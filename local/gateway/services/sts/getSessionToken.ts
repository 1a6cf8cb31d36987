import type { CredentialRegistry } from "../../authenticate/credentials";
import type { AwsError, Call, Caller, KeyHolder } from "../../model";
import type { Elements } from "../queryAnswer";
import { readDuration } from "./durationSeconds";
import { temporaryKeys, toldKeys } from "./temporaryKeys";

const mostSeconds = 129_600;
const mostRootSeconds = 3_600;
const defaultSeconds = 43_200;

/**
 * Why a caller gets no session token; undefined when it gets one.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
 */
export function sessionTokenFault(call: Call, caller: Caller): AwsError | undefined {
  const longTerm = (caller.kind === "root" || caller.kind === "user") && !isTemporary(caller.accessKeyId);
  if (!longTerm) {
    const message = "Cannot call GetSessionToken with session credentials";
    return { httpStatus: 403, code: "AccessDenied", message };
  }
  const duration = readDuration(call.parameters.DurationSeconds, mostSeconds);
  return duration.ok ? undefined : duration.error;
}

/**
 * Temporary credentials of a user, or of an account's root for at most an hour.
 *
 * @param mfaAuthenticatedAt when the MFA code was given; undefined where there was none
 */
export function getSessionToken(
  call: Call,
  caller: KeyHolder,
  credentials: CredentialRegistry,
  mfaAuthenticatedAt: Date | undefined,
): { readonly result: Elements; readonly response: Readonly<Record<string, unknown>> } {
  const asked = readDuration(call.parameters.DurationSeconds, mostSeconds);
  const seconds = (asked.ok ? asked.seconds : undefined) ?? defaultSeconds;
  const most = caller.kind === "root" ? mostRootSeconds : mostSeconds;
  const expiresAt = new Date(call.receivedAt.getTime() + Math.min(seconds, most) * 1_000);
  const keys = temporaryKeys();
  const mfa = mfaAuthenticatedAt === undefined ? {} : { mfaAuthenticatedAt };
  const holder =
    caller.kind === "user" ? { ...caller, ...mfa } : { ...caller, accessKeyId: keys.accessKeyId };
  credentials.add({ kind: "temporary", ...keys, expiresAt, caller: holder });
  const told = toldKeys(keys, expiresAt);
  return { result: { Credentials: told.caller }, response: { credentials: told.record } };
}

/** Whether a key was given out by STS. */
export function isTemporary(accessKeyId: string): boolean {
  return accessKeyId.startsWith("ASIA");
}
