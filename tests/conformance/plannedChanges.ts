/** A value that a plan changes. */
export interface PlannedChange {
  /** `aws_kms_key.audit-key` */
  readonly address: string;
  /** `create`, `update`, `delete`, as Terraform says them. */
  readonly actions: readonly string[];
  /** Top-level arguments whose values differ. */
  readonly differing: readonly string[];
}

interface PrintedPlan {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly type: string;
    readonly change: {
      readonly actions: readonly string[];
      readonly before: Readonly<Record<string, unknown>> | null;
      readonly after: Readonly<Record<string, unknown>> | null;
    };
  }[];
}

/**
 * What a plan would change, besides taking over what is there.
 *
 * @param text of `terraform show -json PLAN`
 * @see https://developer.hashicorp.com/terraform/internals/json-format#change-representation
 */
export function plannedChanges(text: string): readonly PlannedChange[] {
  const { resource_changes: changes = [] } = JSON.parse(text) as PrintedPlan;
  return changes
    .filter(({ change }) => change.actions.some((action) => action !== "no-op"))
    .map(({ address, change: { actions, before, after } }) => {
      const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].sort();
      const differing = names.filter(
        (name) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]),
      );
      return { address, actions, differing };
    });
}

/**
 * Arguments that AWS does not keep, so that no read of it brings them back: the provider notes them in its own state at
 * the first apply after an import, and calls nothing.
 */
export const onlyInState: Readonly<Record<string, readonly string[]>> = {
  aws_kms_key: ["bypass_policy_lockout_safety_check", "deletion_window_in_days"],
  aws_sns_topic_subscription: ["confirmation_timeout_in_minutes", "endpoint_auto_confirms"],
};

/** Whether a change is only the provider's own note of what AWS does not keep. */
export function isOnlyInState({ address, actions, differing }: PlannedChange): boolean {
  const [type = ""] = address.split(".");
  const known = onlyInState[type] ?? [];
  return actions.join() === "update" && differing.every((name) => known.includes(name));
}
