import type { CredentialRegistry } from "../../authenticate/credentials";
import type { WebIdentityKeys } from "../../authenticate/webIdentityKeys";
import { multiFactorContext } from "../../decide/globalContext";
import { callerArn } from "../../decide/identity";
import type { AwsError, Call, Caller, KeyHolder, Need, Reading } from "../../model";
import type { Forwarding, Passing, Service } from "../../service";
import type { StoreReader } from "../../store";
import { queryAnswer, type Elements } from "../queryAnswer";
import { assumeRoleNeeds } from "./assumeRoleNeeds";
import { readAssumeRole, type AssumeRoleRequest } from "./assumeRoleRequest";
import { assumeRole } from "./assumeRole";
import { getSessionToken, sessionTokenFault } from "./getSessionToken";
import { checkMultiFactor } from "./multiFactor";
import { readWebIdentityRequest, type WebIdentityRequest } from "./webIdentity";

const namespace = "https://sts.amazonaws.com/doc/2011-06-15/";
const webIdentityAction = "sts:AssumeRoleWithWebIdentity";

/** What reading a call found out that making its answer needs: a token or a code is looked at once. */
type Asked =
  | {
      readonly operation: "AssumeRole";
      readonly request: AssumeRoleRequest;
      readonly mfaAuthenticatedAt: Date | undefined;
    }
  | { readonly operation: "AssumeRoleWithWebIdentity"; readonly asked: WebIdentityRequest }
  | { readonly operation: "GetSessionToken"; readonly mfaAuthenticatedAt: Date | undefined };

/** What was found out of a call, for as long as the call lives. */
const askedOf = new WeakMap<Call, Asked>();

/**
 * AWS STS: answered by the gateway, which alone knows the credentials that it gives out.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html
 */
export function stsService(credentials: CredentialRegistry): Service {
  return {
    name: "sts",
    protocol: "query",
    unsigned: new Set(["AssumeRoleWithWebIdentity"]),
    read: (call, caller, store) => read(call, caller, store, credentials.webIdentities),
    refusal: (_passing, refused) => (refused.action === webIdentityAction ? notAuthorized : undefined),
    beforeForward: (passing) => answer(passing, credentials),
    changes: () => [],
  };
}

/** STS does not tell a web identity what it would have needed. */
const notAuthorized: AwsError = {
  httpStatus: 403,
  code: "AccessDenied",
  message: `Not authorized to perform ${webIdentityAction}`,
};

async function read(
  call: Call,
  caller: Caller,
  store: StoreReader,
  webIdentities: WebIdentityKeys,
): Promise<Reading> {
  if (call.operation === "AssumeRoleWithWebIdentity") {
    const reading = await readWebIdentityRequest(call, store, webIdentities);
    if (!reading.ok) {
      const claimed = reading.caller === undefined ? {} : { caller: reading.caller };
      return { kind: "refused", error: reading.error, ...claimed };
    }
    const { asked } = reading;
    askedOf.set(call, { operation: "AssumeRoleWithWebIdentity", asked });
    const needs = assumeRoleNeeds(asked.request, asked.caller, webIdentityAction, asked.context);
    return { kind: "needs", needs, ownerAccount: asked.caller.account, caller: asked.caller };
  }
  if (caller.kind === "anonymous" || caller.kind === "webIdentity") {
    return { kind: "unmodelled", what: `unsigned sts:${call.operation}` };
  }
  const ownerAccount = caller.account;
  switch (call.operation) {
    case "GetCallerIdentity":
      return { kind: "needs", needs: [], ownerAccount };
    case "GetSessionToken": {
      const error = sessionTokenFault(call, caller);
      if (error !== undefined) return { kind: "refused", error };
      const mfa = await checkMultiFactor(call, caller, store);
      if (!mfa.ok) return { kind: "refused", error: mfa.error };
      askedOf.set(call, { operation: "GetSessionToken", mfaAuthenticatedAt: mfa.authenticatedAt });
      return { kind: "needs", needs: [], ownerAccount };
    }
    case "AssumeRole": {
      const asked = readAssumeRole(call.parameters);
      if (!asked.ok) return { kind: "refused", error: asked.error };
      const mfa = await checkMultiFactor(call, caller, store);
      if (!mfa.ok) return { kind: "refused", error: mfa.error };
      const { request } = asked;
      const { authenticatedAt } = mfa;
      const inherited = caller.kind === "user" ? caller.mfaAuthenticatedAt : undefined;
      askedOf.set(call, {
        operation: "AssumeRole",
        request,
        mfaAuthenticatedAt: authenticatedAt ?? inherited,
      });
      const context: Need["context"] =
        authenticatedAt === undefined ? {} : multiFactorContext(authenticatedAt, call.receivedAt);
      return {
        kind: "needs",
        needs: assumeRoleNeeds(request, caller, "sts:AssumeRole", context),
        ownerAccount,
      };
    }
    default: {
      // What the store would give out, the gateway does not know.
      const message = `the local AWS does not model sts:${call.operation}`;
      return { kind: "refused", error: { httpStatus: 400, code: "InvalidAction", message } };
    }
  }
}

async function answer(passing: Passing, credentials: CredentialRegistry): Promise<Forwarding> {
  const { call, caller } = passing;
  const answered = (result: Elements, response?: Readonly<Record<string, unknown>>): Forwarding => ({
    kind: "answer",
    answer: queryAnswer(call.operation, namespace, call.requestId, result),
    ...(response === undefined ? {} : { response }),
  });
  const known = askedOf.get(call);
  if (caller.kind === "anonymous") return { kind: "forward" };
  if (known?.operation === "AssumeRoleWithWebIdentity") {
    const { asked } = known;
    const { providerArn, audience, subject } = asked.caller;
    const federation = { providerArn, context: asked.sessionContext };
    const assumed = await assumeRole(passing, caller, asked.request, credentials, { federation });
    if (!assumed.ok) return { kind: "refused", error: assumed.error };
    const subjectFromWebIdentityToken = subject;
    return answered(
      {
        ...assumed.result,
        SubjectFromWebIdentityToken: subject,
        Provider: providerArn,
        Audience: audience,
      },
      { ...assumed.response, subjectFromWebIdentityToken, provider: providerArn, audience },
    );
  }
  if (known?.operation === "AssumeRole") {
    const { request, mfaAuthenticatedAt } = known;
    const origin = mfaAuthenticatedAt === undefined ? {} : { mfaAuthenticatedAt };
    const assumed = await assumeRole(passing, caller, request, credentials, origin);
    if (!assumed.ok) return { kind: "refused", error: assumed.error };
    return answered(assumed.result, assumed.response);
  }
  if (caller.kind === "webIdentity") return { kind: "refused", error: notAuthorized };
  if (known?.operation === "GetSessionToken") {
    const { result, response } = getSessionToken(call, caller, credentials, known.mfaAuthenticatedAt);
    return answered(result, response);
  }
  return answered({ Arn: callerArn(caller), UserId: userIdOf(caller), Account: caller.account });
}

function userIdOf(caller: KeyHolder): string {
  switch (caller.kind) {
    case "root":
      return caller.account;
    case "user":
      return caller.userId;
    case "session":
      return `${caller.roleId}:${caller.sessionName}`;
  }
}
