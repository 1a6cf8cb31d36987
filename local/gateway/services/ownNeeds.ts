import type { AwsError, Call, Caller, Need, Reading } from "../model";
import { jsonError } from "./jsonAnswer";

/** What a call is about, to a service that has resources of the caller's own account only. */
export interface OwnCall {
  /** ARNs, or `*` where the operation has no resource. */
  readonly resources: readonly string[];
  /** Keys that hold for every action. */
  readonly context: Need["context"];
  /** The action that a resource made with tags needs too; undefined where this call makes none. */
  readonly taggedBy: string | undefined;
  /** What else it needs, like passing a role. */
  readonly others?: readonly Need[];
  /** How the service says that it does not know a resource, which is all it says of another account's. */
  readonly unknown: (resource: string) => AwsError;
}

/**
 * What a call needs to a service that has resources of the caller's own account only, and no policies on them.
 *
 * @param prefix of the service's actions in policies, like `logs`
 * @param own read only where there is a caller
 */
export function ownNeeds(
  prefix: string,
  { operation }: Call,
  caller: Caller,
  own: (account: string) => OwnCall,
): Reading {
  if (caller.kind === "anonymous") return { kind: "refused", error: unsigned };
  const { account } = caller;
  const { resources, context, taggedBy, others = [], unknown } = own(account);
  const foreign = resources.find((resource) => resource !== "*" && resource.split(":")[4] !== account);
  if (foreign !== undefined) return { kind: "refused", error: unknown(foreign) };
  const need = (action: string, resource: string): Need => ({
    action: `${prefix}:${action}`,
    resource,
    resourceAccount: account,
    context,
    policyOf: { kind: "none" },
  });
  const [first] = resources;
  return {
    kind: "needs",
    needs: [
      ...resources.map((resource) => need(operation, resource)),
      ...(taggedBy === undefined || first === undefined ? [] : [need(taggedBy, first)]),
      ...others,
    ],
    ownerAccount: account,
  };
}

/** How JSON services refuse a call without credentials. */
export const unsigned = jsonError("MissingAuthenticationTokenException", "Missing Authentication Token");
