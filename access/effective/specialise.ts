import { prepareClause } from "../evaluate/condition";
import { requestContext } from "../evaluate/requestContext";
import type { RequestContext } from "../evaluate/requestContext";
import type { PatternElement } from "../model";
import { isIdentity } from "./accessEntry";
import type { Who } from "./accessEntry";
import type { PlacedStatement } from "./facts";
import type { Target } from "./target";

/** Condition keys whose values, or absence, are known for every request in question. */
export interface KnownKeys {
  readonly known: ReadonlySet<string>;
  readonly context: RequestContext;
}

const ofTarget = [
  "aws:resourceaccount",
  "s3:resourceaccount",
  "s3:dataaccesspointarn",
  "s3:dataaccesspointaccount",
];
const ofAccount = ["aws:principalaccount", "aws:principalisawsservice", "kms:calleraccount"];
const ofIdentity = [...ofAccount, "aws:principalarn", "aws:principaltype", "aws:username"];

/**
 * The keys that follow from what is requested and by whom.
 *
 * @param accessPoint the access point that the request came through, when the target is its bucket
 */
export function knownKeys(target: Target, who: Who, accessPoint?: Target): KnownKeys {
  const own =
    who.kind === "account"
      ? { known: ofAccount, principal: `arn:aws:iam::${who.account}:role/any` }
      : isIdentity(who)
        ? { known: ofIdentity, principal: who.arn }
        : { known: who.kind === "service" ? ["aws:principalisawsservice"] : [], principal: "*" };
  const context = requestContext({
    principal: who.kind === "service" ? who.name.replace(/^\*$/, "any.amazonaws.com") : own.principal,
    action: target.actions[0] ?? "",
    resource: target.arn,
    resourceAccount: target.account,
    context:
      accessPoint === undefined
        ? {}
        : {
            "s3:DataAccessPointArn": accessPoint.arn,
            "s3:DataAccessPointAccount": accessPoint.account,
          },
  });
  const keys = own.known.filter((key) => key !== "kms:calleraccount" || target.kind === "key");
  const s3 = target.kind === "bucket" || target.kind === "accessPoint";
  return { known: new Set([...(s3 ? ofTarget : ["aws:resourceaccount"]), ...keys]), context };
}

/**
 * The statement for requests with these keys: clauses that hold are left out and known variables are replaced;
 * undefined when the statement applies to none of them.
 *
 * Its resource is there in any case: a trust policy's is the role.
 */
export function specialise(
  placed: PlacedStatement,
  target: Target,
  { known, context }: KnownKeys,
): PlacedStatement | undefined {
  const variables = placed.version === "2012-10-17";
  const replaced = (text: string): string | undefined => (variables ? replace(text, known, context) : text);
  const conditions = [];
  for (const clause of placed.statement.conditions) {
    const values = clause.values.map((value) => replaced(value) ?? value);
    const decided =
      known.has(clause.key.toLowerCase()) && !(variables && values.some((value) => value.includes("${")));
    if (!decided) conditions.push({ ...clause, values });
    else if (!prepareClause({ ...clause, values }, variables).holds(context)) return undefined;
  }
  const resource = resourceOf(placed.statement.resource, target, replaced);
  return resource === undefined
    ? undefined
    : { ...placed, statement: { ...placed.statement, conditions, resource } };
}

function resourceOf(
  element: PatternElement | undefined,
  target: Target,
  replaced: (text: string) => string | undefined,
): PatternElement | undefined {
  if (element === undefined) return { negated: false, patterns: target.patterns };
  const patterns = element.patterns.map(replaced);
  const present = patterns.filter((pattern) => pattern !== undefined);
  // A variable without value matches nothing, and under NotResource makes the statement not apply.
  if (element.negated && present.length < patterns.length) return undefined;
  return element.negated || present.length > 0 ? { negated: element.negated, patterns: present } : undefined;
}

/** Undefined when a variable is known to have no value; variables that are not known stay. */
function replace(text: string, known: ReadonlySet<string>, context: RequestContext): string | undefined {
  if (!text.includes("${")) return text;
  const pieces = text.split(/(\$\{[^},]+\})/).map((piece) => {
    const key = /^\$\{([^},]+)\}$/.exec(piece)?.[1]?.trim().toLowerCase();
    if (key === undefined || !known.has(key)) return piece;
    const value = context.single(key);
    return value !== undefined && /[*?$]/.test(value) ? piece : value;
  });
  return pieces.includes(undefined) ? undefined : pieces.join("");
}
