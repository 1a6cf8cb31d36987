import type { ConditionClause, PatternElement, Statement } from "../model";
import { covers } from "../prove/covers";
import type { Exception } from "./accessEntry";
import type { PlacedStatement } from "./facts";
import type { Grant } from "./grants";
import { actionIntersection, elementIntersection, takesInSomething } from "./patterns";
import type { Target } from "./target";

/** Which requests a grant takes in. */
export interface Reach {
  readonly actions: PatternElement;
  /** ARNs. */
  readonly resource: PatternElement;
  /** Patterns of object keys; the empty text is the target itself. */
  readonly objects: readonly string[];
  readonly conditions: readonly ConditionClause[];
  readonly exceptions: readonly Exception[];
}

/**
 * What a grant takes in, perhaps more: its statements' actions and resources meet in it.
 *
 * Undefined when nothing is left: the statements do not meet, or a Deny takes all of it away.
 */
export function reachOf({ target, allows, denies }: Grant): Reach | undefined {
  const everything = { negated: false, patterns: target.patterns };
  const actions = allows.reduce(
    (sum, { statement }) => actionIntersection(sum, statement.action),
    onlyActions(target),
  );
  const resource = allows.reduce<PatternElement>(
    (sum, { statement }) => elementIntersection(sum, statement.resource ?? everything),
    everything,
  );
  if (!takesInSomething(actions) || !takesInSomething(resource)) return undefined;
  const conditions = allows.flatMap(({ statement }) => statement.conditions);
  const whole: Statement = { index: 0, effect: "Allow", action: actions, resource, conditions };
  const variables = allows.every(({ version }) => version === "2012-10-17");
  if (denies.some((deny) => covers(asSet(deny), { statement: whole, variables }))) return undefined;
  return {
    actions,
    resource,
    objects: resource.patterns.map((pattern) => objectPattern(pattern, target)),
    conditions,
    exceptions: denies.flatMap((deny) => exception(deny, actions, resource, target)),
  };
}

const onlyActions = ({ actions }: Target): PatternElement => ({ negated: false, patterns: actions });

function asSet({ statement, version }: PlacedStatement) {
  const { index, effect, action, resource, conditions } = statement;
  return {
    statement: { index, effect, action, ...(resource === undefined ? {} : { resource }), conditions },
    variables: version === "2012-10-17",
  };
}

function exception(
  { statement }: PlacedStatement,
  actions: PatternElement,
  resource: PatternElement,
  target: Target,
): readonly Exception[] {
  const lost = actionIntersection(actions, statement.action);
  const taken = elementIntersection(resource, statement.resource ?? resource);
  if (!takesInSomething(lost) || !takesInSomething(taken)) return [];
  const all =
    taken.patterns.length === resource.patterns.length &&
    taken.patterns.every((one) => resource.patterns.includes(one));
  return [
    {
      actions: lost,
      objects: all ? [] : taken.patterns.map((pattern) => objectPattern(pattern, target)),
      conditions: statement.conditions,
    },
  ];
}

/** What a pattern of the target's ARNs leaves of its object keys: the empty text for the target itself. */
function objectPattern(pattern: string, { kind, arn }: Target): string {
  if (pattern === arn) return "";
  return pattern.slice(arn.length + (kind === "accessPoint" ? "/object/".length : 1));
}
