import type { Condition, IdentityStatement, Values } from "../document";
import { nonEmpty } from "../document";

/** One action that deploying takes, and for which call. */
export interface DeployAction {
  /** Like `s3:CreateBucket`. */
  readonly action: string;
  /** `read`: a preview with a refresh takes it, too. */
  readonly access: "read" | "write";
  /** The call of the AWS provider: resource type, what is done to it, and the operation where its name differs. */
  readonly neededFor: string;
  /** Whether the stand-in plugin makes this call, so that taking the action away shows on the local AWS. */
  readonly standIn: boolean;
}

/** The group that a statement's managed policy is named by. */
export type DeployGroup = "storage" | "keys" | "identities" | "audit" | "scan";

/** Actions on the same resources, under the same condition. */
export interface DeployGrant {
  /** Unique among all grants of a role: letters and digits. */
  readonly sid: string;
  readonly group: DeployGroup;
  readonly actions: readonly DeployAction[];
  readonly resources: Values;
  readonly condition?: Condition;
}

/** Action without its service, access, needed for; `providerOnly`: the stand-in plugin does not make the call. */
export type DeployRow = readonly [
  action: string,
  access: DeployAction["access"],
  neededFor: string,
  mark?: "providerOnly",
];

/** Actions of one service, from a table of them. */
export function deployActions(service: string, rows: readonly DeployRow[]): DeployAction[] {
  return rows.map(([action, access, neededFor, mark]) => ({
    action: `${service}:${action}`,
    access,
    neededFor,
    standIn: mark === undefined,
  }));
}

/** What of the grants reading takes; grants of which nothing is left are left out. */
export function readingOnly(grants: readonly DeployGrant[]): DeployGrant[] {
  return grants
    .map((grant) => ({ ...grant, actions: grant.actions.filter(({ access }) => access === "read") }))
    .filter(({ actions }) => actions.length > 0);
}

/** The statement that allows what a grant says. */
export function deployStatement({ sid, actions, resources, condition }: DeployGrant): IdentityStatement {
  return {
    Sid: sid,
    Effect: "Allow",
    Action: nonEmpty(
      actions.map(({ action }) => action),
      sid,
    ),
    Resource: resources,
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}
