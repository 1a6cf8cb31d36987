import { globalConditionKeys } from "../data/services";
import { arnFields } from "../operators/arn";
import { parseCaller } from "./caller";
import type { Caller } from "./caller";
import type { AccessRequest } from "./request";

/** A request with its caller, its accounts and every condition key that it has. */
export interface RequestContext {
  /** Undefined when the principal cannot be read: nothing is allowed then. */
  readonly caller: Caller | undefined;
  /** In lower case. */
  readonly action: string;
  /** Prefix of the action: `s3`. */
  readonly service: string;
  readonly resource: string;
  readonly resourceAccount: string | undefined;
  /** Values by condition key in lower case; never an empty list. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** The only value of a key, as policy variables need it. */
  readonly single: (key: string) => string | undefined;
}

/** Keys with several values cannot be policy variables, even when they have one. */
const severalValued: ReadonlySet<string> = new Set(
  Object.entries(globalConditionKeys)
    .filter(([, type]) => type.startsWith("ArrayOf"))
    .map(([key]) => key.toLowerCase()),
);

/**
 * Works out who asks, whose the resource is, and the condition keys that follow from both.
 *
 * Keys that AWS takes from elsewhere (`aws:SecureTransport`, `aws:CurrentTime`, `aws:PrincipalOrgID`, …) are
 * there only when the request gives them.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function requestContext(request: AccessRequest): RequestContext {
  const given = new Map<string, readonly string[]>();
  for (const key of Object.keys(request.context)) {
    const value = request.context[key];
    if (value !== undefined) given.set(key.toLowerCase(), typeof value === "string" ? [value] : value);
  }
  const action = request.action.toLowerCase();
  const service = action.slice(0, Math.max(0, action.indexOf(":")));
  const caller = parseCaller(request.principal, action, given.get("aws:principalarn")?.[0]);
  const callerAccount = caller !== undefined && "account" in caller ? caller.account : undefined;
  const fields = arnFields(request.resource);
  const arnAccount = fields?.[4] !== undefined && /^\d{12}$/.test(fields[4]) ? fields[4] : undefined;
  const resourceAccount = request.resourceAccount ?? arnAccount ?? callerAccount;

  const values = new Map<string, readonly string[]>();
  if (caller !== undefined) addPrincipalKeys(values, caller);
  if (resourceAccount !== undefined) {
    values.set("aws:resourceaccount", [resourceAccount]);
    if (service === "s3") values.set("s3:resourceaccount", [resourceAccount]);
  }
  if (service === "kms" && callerAccount !== undefined) values.set("kms:calleraccount", [callerAccount]);
  if (service === "s3" && arnAccount !== undefined) addAccessPointKeys(values, request.resource, arnAccount);
  for (const [key, list] of given) {
    if (list.length > 0) values.set(key, list);
    else values.delete(key);
  }
  return {
    caller,
    action,
    service,
    resource: request.resource,
    resourceAccount,
    values,
    single: (key) => {
      const list = values.get(key);
      return list?.length === 1 && !severalValued.has(key) ? list[0] : undefined;
    },
  };
}

/**
 * Keys that follow from the principal alone.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
 */
function addPrincipalKeys(values: Map<string, readonly string[]>, caller: Caller): void {
  const set = (key: string, value: string) => values.set(key, [value]);
  if ("account" in caller) {
    set("aws:principalaccount", caller.account);
    set("aws:principalisawsservice", "false");
  }
  switch (caller.kind) {
    case "user":
      set("aws:principalarn", caller.arn);
      set("aws:principaltype", "User");
      set("aws:username", caller.arn.slice(caller.arn.lastIndexOf("/") + 1));
      return;
    case "roleSession":
      set("aws:principalarn", caller.roleArn);
      set("aws:principaltype", "AssumedRole");
      return;
    case "federatedUser":
      set("aws:principalarn", caller.arn);
      set("aws:principaltype", "FederatedUser");
      set("aws:userid", `${caller.account}:${caller.arn.slice(caller.arn.indexOf("/") + 1)}`);
      return;
    case "root":
      set("aws:principalarn", caller.arn);
      set("aws:principaltype", "Account");
      set("aws:userid", caller.account);
      return;
    case "service":
      set("aws:principalisawsservice", "true");
      set("aws:principalservicename", caller.name);
      set("aws:principalservicenameslist", caller.name);
      return;
    case "anonymous":
      set("aws:principaltype", "Anonymous");
      return;
    case "identityProvider":
      return;
  }
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html */
function addAccessPointKeys(values: Map<string, readonly string[]>, resource: string, account: string): void {
  const accessPoint = /^arn:[^:]+:s3:[^:]*:\d{12}:accesspoint\/[^/]+/.exec(resource)?.[0];
  if (accessPoint === undefined) return;
  values.set("s3:dataaccesspointarn", [accessPoint]);
  values.set("s3:dataaccesspointaccount", [account]);
}
