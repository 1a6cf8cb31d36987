import type { Settings } from "../../settings/settings";
import type { AccountSource } from "../../settings/source";

/** What of a stack is in an account. */
export type DeployPart = "destination" | "source" | "replica";

export const deployParts = ["destination", "source", "replica"] as const;

/** The parts of a stack that are deployed to an account; empty where none is. */
export function partsIn(settings: Settings, accountId: string): DeployPart[] {
  const { accountId: owner, replication } = settings.destination;
  const places: Readonly<Record<DeployPart, boolean>> = {
    destination: owner === accountId,
    source: managedSources(settings, accountId).length > 0,
    replica: replication?.accountId === accountId,
  };
  return deployParts.filter((part) => places[part]);
}

/** The accounts that a stack is deployed to, each once. */
export function deployedAccounts({ destination, sources }: Settings): string[] {
  const managed = Object.values(sources).flatMap((source) =>
    source.kind === "account" && source.manage !== undefined ? [source.accountId] : [],
  );
  const replica = destination.replication === undefined ? [] : [destination.replication.accountId];
  return [...new Set([destination.accountId, ...replica, ...managed])];
}

/**
 * The role that the settings deploy with into an account, like `role/xput-deploy`; undefined where they name none or
 * different ones for the parts of the account.
 */
export function deployRoleIn(settings: Settings, accountId: string): string | undefined {
  const { destination } = settings;
  const named = [
    ...(destination.accountId === accountId ? [destination.deployRole] : []),
    ...(destination.replication?.accountId === accountId ? [destination.replication.deployRole] : []),
    ...managedSources(settings, accountId).map(([, { manage }]) => manage?.deployRole),
  ];
  const [first, ...others] = new Set(named);
  return others.length === 0 ? first : undefined;
}

/** The sources of an account that are deployed to, by name. */
export function managedSources(
  { sources }: Settings,
  accountId: string,
): (readonly [sourceName: string, AccountSource])[] {
  return Object.entries(sources).flatMap(([name, source]) =>
    source.kind === "account" && source.manage !== undefined && source.accountId === accountId
      ? [[name, source] as const]
      : [],
  );
}
