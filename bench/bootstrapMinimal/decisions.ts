import { setTimeout as delay } from "node:timers/promises";
import type { ListedDecision } from "../../local/gateway/record/decisionList";
import type { LocalAws } from "../../local/admin";

/** What a deploy role asked of the local AWS for one thing, and what came of it. */
export interface AskedAction {
  readonly action: string;
  readonly resource: string;
  readonly allowed: boolean;
  /** Whether only statements of deploy roles' own policies, or a key policy that leaves it to them, allowed it. */
  readonly byOwnPolicies: boolean;
}

const pollMilliseconds = 250;

/**
 * Does some work, and tells what the sessions of deploy roles asked for meanwhile, in order.
 *
 * The local AWS lists its last 200 decisions only, so the list is read again and again.
 */
export async function askedDuring<T>(
  aws: LocalAws,
  roleName: string,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly asked: readonly AskedAction[] }> {
  const seen = new Map<string, ListedDecision>();
  const look = async () => {
    const answer = await fetch(`${aws.endpoint}/_xput/decisions`);
    for (const decision of (await answer.json()) as readonly ListedDecision[])
      seen.set(decision.requestId, decision);
  };
  await look();
  const before = new Set(seen.keys());
  const done = new AbortController();
  const watching = (async () => {
    while (!done.signal.aborted) {
      await look();
      await delay(pollMilliseconds);
    }
  })();
  try {
    const result = await work();
    await look();
    const decisions = [...seen.values()].filter(({ requestId }) => !before.has(requestId));
    return { result, asked: decisions.flatMap((decision) => askedBy(decision, roleName)) };
  } finally {
    done.abort();
    await watching;
  }
}

function askedBy({ caller, needs }: ListedDecision, roleName: string): AskedAction[] {
  if (!caller.includes(`:assumed-role/${roleName}/`)) return [];
  return needs.map(({ action, resource, decision, because }) => ({
    action,
    resource,
    allowed: decision === "allowed",
    byOwnPolicies: because.every(
      (reason) =>
        reason.includes(`:policy/${roleName}-`) ||
        reason.startsWith('Allow "AllowKeyAdministration" of policy of key'),
    ),
  }));
}
