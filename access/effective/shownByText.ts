import type { ConditionClause, PatternElement, PolicyDocument, Statement } from "../model";
import { isBooleanKey, presence } from "../prove/conditionKeys";
import { covers } from "../prove/covers";
import type { PlacedStatement } from "./facts";
import type { Grant } from "./grants";
import { actionIntersection, elementIntersection, takesInSomething } from "./patterns";
import { reachOf } from "./reach";

/**
 * Whether the texts alone show that a grant to one principal allows only what a document does.
 *
 * "true" is sure. What most programs write is shown so, in a small part of the time that the prover takes: a Deny of
 * `aws:SecureTransport` being "false" is read as the condition that it is "true".
 */
export function shownByText(grant: Grant, reference: PolicyDocument): boolean {
  const reach = reachOf(grant);
  if (reach === undefined) return true;
  const { allows, denies } = grant;
  if (allows.some(({ version }) => version !== "2012-10-17")) return false;
  const whole: Statement = {
    index: 0,
    effect: "Allow",
    action: reach.actions,
    resource: reach.resource,
    conditions: [],
  };
  const implied = denies.flatMap((deny) => impliedBy(deny, whole));
  const stronger = { ...whole, conditions: [...reach.conditions, ...implied] };
  const asked = { statement: stronger, variables: true };
  return (
    reference.statements.some(
      (one) => one.effect === "Allow" && covers({ statement: one, variables: true }, asked),
    ) &&
    reference.statements.every(
      (one) =>
        one.effect === "Allow" ||
        isDeniedToo(one, denies, reach.resource) ||
        !namesAny(one.action, reach.actions),
    )
  );
}

/**
 * Whether a Deny of the grant takes away all that one of the reference does, of the resources that the grant is about: a
 * Deny of objects says as much about them as one that names the bucket too.
 */
function isDeniedToo(
  refused: Statement,
  denies: readonly PlacedStatement[],
  within: PatternElement,
): boolean {
  const bare = withoutPrincipal(refused);
  const resource = bare.resource === undefined ? within : elementIntersection(bare.resource, within);
  if (!takesInSomething(resource)) return true;
  return [bare, { ...bare, resource }].some((one) =>
    denies.some(({ statement, version }) =>
      covers(
        { statement: withoutPrincipal(statement), variables: version === "2012-10-17" },
        { statement: one, variables: true },
      ),
    ),
  );
}

/** False only where no action is in both. */
function namesAny(left: PatternElement, right: PatternElement): boolean {
  return takesInSomething(actionIntersection(left, right));
}

function withoutPrincipal({ index, effect, action, resource, conditions }: Statement): Statement {
  return { index, effect, action, ...(resource === undefined ? {} : { resource }), conditions };
}

/** What holds of every request that the statement allows and the Deny does not take away. */
function impliedBy({ statement, version }: PlacedStatement, allow: Statement): readonly ConditionClause[] {
  const [clause, ...more] = statement.conditions;
  if (clause === undefined || more.length > 0) return [];
  const { operator, qualifier, ifExists, key, values } = clause;
  const lower = key.toLowerCase();
  const twoValued = isBooleanKey(lower) && presence(lower, "iam") === "always";
  if (operator !== "Bool" || qualifier !== undefined || ifExists || values.join() !== "false" || !twoValued)
    return [];
  const everywhere = { ...withoutPrincipal(statement), conditions: [] };
  const denies = { statement: everywhere, variables: version === "2012-10-17" };
  return covers(denies, { statement: allow, variables: true }) ? [{ ...clause, values: ["true"] }] : [];
}
