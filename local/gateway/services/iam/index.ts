import type { CredentialRegistry } from "../../authenticate/credentials";
import type { AwsError, Call, Caller, Need, Reading } from "../../model";
import type { Forwarding, Passing, Service } from "../../service";
import type { StoreReader } from "../../store";
import { isTemporary } from "../sts/getSessionToken";
import { followAccessKeys } from "./accessKeys";
import { deleteConflict, validationError } from "./iamError";
import { devicesOf } from "./mfaDevice";
import { ownAnswer } from "./ownAnswers";
import { iamOperations, ownUserOperations } from "./operations";
import { policyWriteFault } from "./policyWrites";
import { protectedRoleFault } from "./protectedRoles";
import { followTrust } from "./trustPrincipals";
import { iamContext, targetOf } from "./target";

/**
 * AWS IAM.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/welcome.html
 */
export function iamService(credentials: CredentialRegistry): Service {
  return {
    name: "iam",
    protocol: "query",
    read,
    beforeForward,
    afterResponse: async (passing, head) => {
      const response = await followAccessKeys(passing, head, credentials);
      return response === undefined ? followTrust(passing, head) : { response };
    },
  };
}

async function read(call: Call, caller: Caller, store: StoreReader): Promise<Reading> {
  const resource = iamOperations.get(call.operation);
  if (resource === undefined || caller.kind === "anonymous") {
    return { kind: "unmodelled", what: `iam:${call.operation}` };
  }
  const { account } = caller;
  if (caller.kind === "user" && isTemporary(caller.accessKeyId) && caller.mfaAuthenticatedAt === undefined) {
    // What GetSessionToken gives without MFA is no credential for IAM.
    const message = "The security token included in the request is invalid";
    return { kind: "refused", error: { httpStatus: 403, code: "InvalidClientTokenId", message } };
  }
  const action = `iam:${call.operation}`;
  const owner = { resourceAccount: account, policyOf: { kind: "none" } } as const;
  if (resource === "none") {
    return {
      kind: "needs",
      needs: [{ action, resource: "*", context: {}, ...owner }],
      ownerAccount: account,
    };
  }
  const named = withOwnName(call, caller);
  if (named === undefined) {
    // Root's own keys and user are not modelled apart from what the store says.
    if (caller.kind === "root") return { kind: "unmodelled", what: `${action} without UserName` };
    const message = "Must specify userName when calling with non-User credentials";
    return { kind: "refused", error: validationError(message) };
  }
  const target = await targetOf(named, resource, account, store);
  if (target === undefined) {
    const message = `The request must name one ${resource} in the form that ${action} takes`;
    return { kind: "refused", error: validationError(message) };
  }
  const [, , , , arnAccount = ""] = target.arn.split(":");
  const need: Need = {
    action,
    resource: target.arn,
    context: iamContext(named, target),
    ...owner,
    resourceAccount: /^\d{12}$/.test(arnAccount) ? arnAccount : account,
  };
  const needs = [need, ...(await passRole(named, account, store))];
  return { kind: "needs", needs, ownerAccount: account };
}

/** The call with the caller's own user name where it may be left out; undefined when it may not. */
function withOwnName(call: Call, caller: Caller): Call | undefined {
  if (!ownUserOperations.has(call.operation) || typeof call.parameters.UserName === "string") return call;
  if (caller.kind !== "user") return undefined;
  return { ...call, parameters: { ...call.parameters, UserName: caller.userName } };
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html */
async function passRole(
  { operation, parameters }: Call,
  account: string,
  store: StoreReader,
): Promise<readonly Need[]> {
  if (operation !== "AddRoleToInstanceProfile" || typeof parameters.RoleName !== "string") return [];
  const role = await store.role(account, parameters.RoleName);
  return [
    {
      action: "iam:PassRole",
      resource: role?.arn ?? `arn:aws:iam::${account}:role/${parameters.RoleName}`,
      resourceAccount: account,
      context: { "iam:PassedToService": "ec2.amazonaws.com" },
      policyOf: { kind: "none" },
    },
  ];
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html */
async function userInUse(
  { operation, parameters }: Call,
  account: string,
  store: StoreReader,
): Promise<AwsError | undefined> {
  if (operation !== "DeleteUser" || typeof parameters.UserName !== "string") return undefined;
  const devices = await devicesOf(store, account, parameters.UserName);
  return devices.length === 0
    ? undefined
    : deleteConflict("Cannot delete entity, must delete MFA device first.");
}

async function beforeForward({ call, caller, needs, ownerAccount, store }: Passing): Promise<Forwarding> {
  const arn = needs[0]?.resource ?? "*";
  const error =
    protectedRoleFault(call.operation, caller, arn) ??
    (await policyWriteFault(call, ownerAccount, store)) ??
    (await userInUse(call, ownerAccount, store));
  if (error !== undefined) return { kind: "refused", error };
  const named = withOwnName(call, caller);
  const answered = await ownAnswer(named ?? call, ownerAccount, arn, store);
  if (answered !== undefined) return answered;
  if (named === undefined || named === call) return { kind: "forward" };
  const fields = Object.entries(named.parameters).map(
    ([name, value]) => [name, String(value)] as [string, string],
  );
  return { kind: "forward", body: Buffer.from(new URLSearchParams(fields).toString()) };
}
