import type { CredentialRegistry } from "../../authenticate/credentials";
import type { AwsError, Caller, RoleSession } from "../../model";
import type { Passing } from "../../service";
import type { StoredRole, StoreReader } from "../../store";
import type { Elements } from "../queryAnswer";
import { inheritedSourceIdentity, inheritedTags } from "./assumeRoleNeeds";
import { invalidParameter, type AssumeRoleRequest } from "./assumeRoleRequest";
import { packedPercent, packedSizeFault } from "./packedSize";
import { temporaryKeys, toldKeys, type TemporaryKeys } from "./temporaryKeys";
import { validationError } from "./validationError";

const defaultSeconds = 3_600;
const mostChainedSeconds = 3_600;

/** What a session keeps of how its caller was known. */
export type SessionOrigin = Pick<RoleSession, "mfaAuthenticatedAt" | "federation">;

type Assumed =
  | { readonly ok: true; readonly result: Elements; readonly response: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly error: AwsError };

/**
 * Makes a session of a role for a caller that may have one.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export async function assumeRole(
  { call, store }: Passing,
  caller: Exclude<Caller, { readonly kind: "anonymous" }>,
  request: AssumeRoleRequest,
  credentials: CredentialRegistry,
  origin: SessionOrigin = {},
): Promise<Assumed> {
  const role = await store.role(request.account, request.roleName);
  if (role === undefined) return { ok: false, error: validationError(`${request.roleArn} is invalid`) };
  const chained = caller.kind === "session";
  const fault =
    durationFault(request, role, chained) ?? inheritanceFault(request, caller) ?? packedSizeFault(request);
  if (fault !== undefined) return { ok: false, error: fault };
  const policies = await sessionPolicies(request, store);
  if (!policies.ok) return policies;

  const issuedAt = call.receivedAt;
  const keys = temporaryKeys();
  const inherited = inheritedTags(caller);
  const sourceIdentity = request.sourceIdentity ?? inheritedSourceIdentity(caller);
  const session: RoleSession = {
    kind: "session",
    account: role.account,
    accessKeyId: keys.accessKeyId,
    roleName: role.name,
    roleArn: role.arn,
    roleId: role.id,
    sessionName: request.sessionName,
    issuedAt,
    expiresAt: new Date(issuedAt.getTime() + (request.durationSeconds ?? defaultSeconds) * 1_000),
    sessionPolicies: policies.texts,
    tags: { ...inherited, ...request.tags },
    transitiveTagKeys: [...new Set([...Object.keys(inherited), ...request.transitiveTagKeys])],
    ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
    chained,
    ...origin,
  };
  credentials.add({ kind: "temporary", ...keys, expiresAt: session.expiresAt, caller: session });
  return { ok: true, ...answerOf(session, keys, packedPercent(request)) };
}

function durationFault(
  { durationSeconds }: AssumeRoleRequest,
  { maxSessionDurationSeconds }: StoredRole,
  chained: boolean,
): AwsError | undefined {
  if (durationSeconds === undefined) return undefined;
  if (chained && durationSeconds > mostChainedSeconds) {
    return validationError(
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
    );
  }
  return durationSeconds > maxSessionDurationSeconds
    ? validationError("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
    : undefined;
}

/** What a session hands on cannot be changed by the role that it assumes. */
function inheritanceFault(request: AssumeRoleRequest, caller: Caller): AwsError | undefined {
  const handedOn = new Set(Object.keys(inheritedTags(caller)).map((key) => key.toLowerCase()));
  if (Object.keys(request.tags).some((key) => handedOn.has(key.toLowerCase()))) {
    return invalidParameter(
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    );
  }
  const inherited = inheritedSourceIdentity(caller);
  const changed = inherited !== undefined && (request.sourceIdentity ?? inherited) !== inherited;
  return changed
    ? validationError("SourceIdentity cannot be changed: the calling session has another one already.")
    : undefined;
}

type SessionPolicies =
  { readonly ok: true; readonly texts: readonly string[] } | { readonly ok: false; readonly error: AwsError };

async function sessionPolicies(
  { policy, policyArns, account }: AssumeRoleRequest,
  store: StoreReader,
): Promise<SessionPolicies> {
  const texts = policy === undefined ? [] : [policy];
  for (const arn of policyArns) {
    const [, owner] = /^arn:aws:iam::(\d{12}|aws):policy\//.exec(arn) ?? [];
    const text = owner === account || owner === "aws" ? await store.managedPolicy(arn) : undefined;
    if (text === undefined) {
      const message = `the session policy ${arn} is no policy of AWS or of the role's account`;
      return { ok: false, error: validationError(message) };
    }
    texts.push(text);
  }
  return { ok: true, texts };
}

function answerOf(
  session: RoleSession,
  keys: TemporaryKeys,
  percent: number | undefined,
): { readonly result: Elements; readonly response: Readonly<Record<string, unknown>> } {
  const told = toldKeys(keys, session.expiresAt);
  const assumedRoleUser = {
    AssumedRoleId: `${session.roleId}:${session.sessionName}`,
    Arn: `arn:aws:sts::${session.account}:assumed-role/${session.roleName}/${session.sessionName}`,
  };
  return {
    result: {
      Credentials: told.caller,
      AssumedRoleUser: assumedRoleUser,
      PackedPolicySize: percent === undefined ? undefined : String(percent),
      SourceIdentity: session.sourceIdentity,
    },
    response: {
      credentials: told.record,
      assumedRoleUser: { assumedRoleId: assumedRoleUser.AssumedRoleId, arn: assumedRoleUser.Arn },
      ...(percent === undefined ? {} : { packedPolicySize: percent }),
      ...(session.sourceIdentity === undefined ? {} : { sourceIdentity: session.sourceIdentity }),
    },
  };
}
