import type { CredentialRegistry } from "../../authenticate/credentials";
import { callerArn } from "../../decide/identity";
import type { Call, Caller, Reading } from "../../model";
import type { Forwarding, Passing, Service } from "../../service";
import { queryAnswer } from "../queryAnswer";
import { assumeRoleNeeds } from "./assumeRoleNeeds";
import { readAssumeRole } from "./assumeRoleRequest";
import { assumeRole } from "./assumeRole";
import { getSessionToken, sessionTokenFault } from "./getSessionToken";

const namespace = "https://sts.amazonaws.com/doc/2011-06-15/";

/**
 * AWS STS: answered by the gateway, which alone knows the credentials that it gives out.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html
 */
export function stsService(credentials: CredentialRegistry): Service {
  return {
    name: "sts",
    protocol: "query",
    read: (call, caller) => Promise.resolve(read(call, caller)),
    beforeForward: (passing) => answer(passing, credentials),
    changes: () => [],
  };
}

function read(call: Call, caller: Caller): Reading {
  if (caller.kind === "anonymous") return { kind: "unmodelled", what: `unsigned sts:${call.operation}` };
  const ownerAccount = caller.account;
  switch (call.operation) {
    case "GetCallerIdentity":
      return { kind: "needs", needs: [], ownerAccount };
    case "GetSessionToken": {
      const error = sessionTokenFault(call, caller);
      return error === undefined ? { kind: "needs", needs: [], ownerAccount } : { kind: "refused", error };
    }
    case "AssumeRole": {
      const asked = readAssumeRole(call.parameters);
      if (!asked.ok) return { kind: "refused", error: asked.error };
      return { kind: "needs", needs: assumeRoleNeeds(asked.request, caller), ownerAccount };
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
  if (caller.kind === "anonymous") return { kind: "forward" };
  switch (call.operation) {
    case "AssumeRole": {
      const assumed = await assumeRole(passing, caller, credentials);
      if (!assumed.ok) return { kind: "refused", error: assumed.error };
      const { result, response } = assumed;
      return {
        kind: "answer",
        answer: queryAnswer("AssumeRole", namespace, call.requestId, result),
        response,
      };
    }
    case "GetSessionToken": {
      const { result, response } = getSessionToken(call, caller, credentials);
      return {
        kind: "answer",
        answer: queryAnswer("GetSessionToken", namespace, call.requestId, result),
        response,
      };
    }
    default: {
      const identity = { Arn: callerArn(caller), UserId: userIdOf(caller), Account: caller.account };
      return {
        kind: "answer",
        answer: queryAnswer("GetCallerIdentity", namespace, call.requestId, identity),
      };
    }
  }
}

function userIdOf(caller: Exclude<Caller, { readonly kind: "anonymous" }>): string {
  switch (caller.kind) {
    case "root":
      return caller.account;
    case "user":
      return caller.userId;
    case "session":
      return `${caller.roleId}:${caller.sessionName}`;
  }
}
