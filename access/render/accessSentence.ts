import type { AccessEntry, Who } from "../effective/accessEntry";
import type { ConditionClause } from "../model";
import { accountOf } from "../prove/principalShapes";
import { spellOperator } from "../read/readCondition";

/**
 * One way into a bucket in words, like "role/app/uploader of 222222222222 may put marketing/* after assuming
 * xput-marketing, only over TLS, only from o-abc".
 */
export function accessSentence(entry: AccessEntry): string {
  const hops = entry.hops.map((arn) => arn.slice(arn.lastIndexOf("/") + 1));
  const limits = [
    ...entry.conditions.map(only),
    ...entry.exceptions.map(except),
    ...(entry.keyRefuses === undefined ? [] : [`but cannot put: ${entry.keyRefuses}`]),
    ...entry.assumptions.map((assumption) => `(${assumption})`),
  ];
  const path = hops.length === 0 ? "" : ` after assuming ${hops.join(", then ")}`;
  return `${whoText(entry.who)} may ${verbs(entry.actions)} ${objectText(entry)}${path}${[...new Set(limits)].map((limit) => `, ${limit}`).join("")}`;
}

/** A principal in words, like "role/app/uploader of 222222222222". */
export function whoText(who: Who): string {
  switch (who.kind) {
    case "identity":
      return `${who.arn.split(":").slice(5).join(":")} of ${accountOf(who.arn)}`;
    case "account":
      return `every principal of ${who.account}`;
    case "anyone":
      return "everyone";
    case "service":
      return `the service ${who.name}`;
    case "identityProvider":
      return `every identity of ${who.name}`;
  }
}

const verbOf: ReadonlyMap<string, string> = new Map([
  ["s3:putobject", "put"],
  ["s3:getobject", "get"],
  ["s3:deleteobject", "delete"],
  ["s3:listbucket", "list"],
  ["s3:*", "do anything with"],
  ["*", "do anything with"],
]);

/** Aborting one's own uploads goes with putting: it is not worth a word. */
function verbs(actions: readonly string[]): string {
  const lowers = actions.map((action) => action.toLowerCase());
  const told = actions.filter(
    (_, index) => lowers[index] !== "s3:abortmultipartupload" || !lowers.includes("s3:putobject"),
  );
  return told.map((action) => verbOf.get(action.toLowerCase()) ?? `call ${action} on`).join(" and ");
}

function objectText({ bucket, objects }: AccessEntry): string {
  return objects.map((pattern) => (pattern === "" ? `the bucket ${bucket}` : pattern)).join(", ");
}

const valueList = ({ values }: ConditionClause): string => values.join(" or ");

/** A condition that must hold. */
function only(clause: ConditionClause): string {
  const key = clause.key.toLowerCase();
  const plain = clause.qualifier === undefined && !clause.ifExists;
  if (plain && key === "aws:securetransport" && clause.values.join() === "true") return "only over TLS";
  if (plain && clause.operator === "StringEquals" && key === "aws:principalorgid")
    return `only from ${valueList(clause)}`;
  if (plain && clause.operator === "StringEquals" && key === "sts:externalid")
    return `only with external id ${valueList(clause)}`;
  if (plain && clause.operator === "IpAddress" && key === "aws:sourceip")
    return `only from ${valueList(clause)}`;
  return `only if ${plainClause(clause)}`;
}

/** A Deny that must not hold. */
function except(clauses: readonly ConditionClause[]): string {
  const [clause, ...more] = clauses;
  if (clause !== undefined && more.length === 0 && clause.qualifier === undefined && !clause.ifExists) {
    const key = clause.key.toLowerCase();
    if (clause.operator === "Bool" && key === "aws:securetransport" && clause.values.join() === "false")
      return "only over TLS";
    if (clause.operator === "NumericLessThan" && key === "s3:tlsversion")
      return `only with TLS ${valueList(clause)} or newer`;
  }
  return `not if ${clauses.map(plainClause).join(" and ")}`;
}

const plainClause = (clause: ConditionClause): string =>
  `${clause.key} ${spellOperator(clause)} ${valueList(clause)}`;
