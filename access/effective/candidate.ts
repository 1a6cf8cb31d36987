import type { ConditionClause, PolicyDocument, PrincipalElement, Statement } from "../model";
import type { ComparableKind } from "../prove/problem";
import { isIdentity } from "./accessEntry";
import type { Who } from "./accessEntry";
import { deniesOutside } from "./complement";
import type { PlacedStatement } from "./facts";
import type { Grant } from "./grants";
import { patternCovers } from "./patterns";
import type { Target } from "./target";

/** As what the documents of a grant are compared: one role's or user's own, or such as name principals. */
export function kindOf({ who, target }: Grant): ComparableKind {
  if (isIdentity(who)) return "identity";
  return target.kind === "role" ? "trust" : "resource";
}

/** The documents that allow what the grant does, perhaps more. */
export function candidateOf(grant: Grant): readonly PolicyDocument[] {
  const { target, who, allows, denies } = grant;
  const [first, ...within] = allows;
  const trust = kindOf(grant) === "trust";
  const principal = elementOf(who, first);
  const written = (placed: PlacedStatement, statement: Statement, element: PrincipalElement | undefined) => {
    const { index, sid, effect, action, resource, conditions } = statement;
    return {
      version: placed.version,
      statements: [
        {
          index,
          ...(sid === undefined ? {} : { sid }),
          effect,
          ...(element === undefined ? {} : { principal: element }),
          action,
          ...(trust || resource === undefined ? {} : { resource }),
          conditions,
        },
      ],
    };
  };
  const everyone = principal === undefined ? undefined : anyone;
  return [
    written(first, who.kind === "service" ? byServices(first.statement) : first.statement, principal),
    ...within.flatMap((allow) =>
      deniesOutside(trust ? withoutResource(allow.statement) : allow.statement).map((deny) =>
        written(allow, deny, everyone),
      ),
    ),
    ...denies
      // A Deny that names resources says nothing sure where the resource is left out.
      .filter(({ statement }) => !trust || coversTarget(statement, target))
      .map((deny) => written(deny, deny.statement, everyone)),
    ...outsideTarget(target, first, trust).map((deny) => written(first, deny, everyone)),
  ];
}

const anyone: PrincipalElement = {
  negated: false,
  anyone: true,
  aws: [],
  service: [],
  federated: [],
  canonicalUser: [],
};

/** Who the first statement means, of those that the grant is for; undefined where that is one identity. */
function elementOf(who: Who, { statement }: PlacedStatement): PrincipalElement | undefined {
  const none = { ...anyone, anyone: false };
  switch (who.kind) {
    case "identity": {
      const { arn } = who;
      return isIdentity(who) ? undefined : { ...none, aws: [arn] };
    }
    case "account":
      return { ...none, aws: [`arn:aws:iam::${who.account}:root`] };
    case "service":
      return who.name === "*" ? anyone : { ...none, service: [who.name] };
    case "identityProvider":
      return { ...none, federated: [who.name] };
    case "anyone":
      return statement.principal ?? anyone;
  }
}

/** Of everyone, only AWS services. */
function byServices(statement: Statement): Statement {
  const key = "aws:PrincipalIsAWSService";
  const clause: ConditionClause = { operator: "Bool", ifExists: false, key, values: ["true"] };
  return { ...statement, conditions: [...statement.conditions, clause] };
}

/** Requests elsewhere do not count, and on a role only those to assume it. */
function outsideTarget(target: Target, { statement }: PlacedStatement, trust: boolean): readonly Statement[] {
  const { resource } = statement;
  const inside =
    resource?.negated === false &&
    resource.patterns.every((one) => target.patterns.some((own) => patternCovers(own, one)));
  const scope: Statement = {
    index: 0,
    effect: "Allow",
    action: { negated: false, patterns: target.kind === "role" ? target.actions : ["*"] },
    ...(trust || inside ? {} : { resource: { negated: false, patterns: target.patterns } }),
    conditions: [],
  };
  return deniesOutside(scope).map((deny) => (trust ? withoutResource(deny) : deny));
}

function withoutResource(statement: Statement): Statement {
  const { index, effect, action, conditions } = statement;
  return { index, effect, action, conditions };
}

function coversTarget({ resource }: Statement, { patterns }: Target): boolean {
  if (resource === undefined) return true;
  return (
    !resource.negated && patterns.every((own) => resource.patterns.some((one) => patternCovers(one, own)))
  );
}
