import type { AccessEntry, Exception, Who } from "../effective/accessEntry";
import type { ConditionClause, PatternElement } from "../model";
import { accountOf } from "../prove/principalShapes";
import { spellOperator } from "../read/readCondition";

/**
 * One way in, in words, like "role/app/uploader of 222222222222 may put marketing/* after assuming xput-marketing,
 * only over TLS, only from o-abc".
 */
export function accessSentence(entry: AccessEntry): string {
  const { target, actions, hops } = entry;
  const assumed = hops.map((arn) => arn.slice(arn.lastIndexOf("/") + 1));
  const through =
    target.kind === "bucket" && target.accessPoint !== undefined
      ? ` through access point ${target.accessPoint}`
      : "";
  const path = assumed.length === 0 ? "" : ` after assuming ${assumed.join(", then ")}`;
  const told = limitsOf(entry).map((limit) => `, ${limit}`);
  return `${whoText(entry.who)} may ${verbs(actions)} ${objectText(entry)}${through}${path}${told.join("")}`;
}

/** What a sentence is made of, but for who and the path. */
export interface SentenceParts {
  readonly verbs: readonly string[];
  readonly objects: readonly string[];
  readonly limits: readonly string[];
}

/** The parts of an entry's sentence, so that two can be compared. */
export function sentenceParts(entry: AccessEntry): SentenceParts {
  const { actions, objects, target } = entry;
  return {
    verbs: actions.negated ? [verbs(actions)] : actions.patterns.map(verb),
    objects:
      target.kind === "key"
        ? []
        : objects
            .filter((pattern) => pattern !== "" || !objects.includes("*"))
            .map((pattern) => objectList([pattern], target.name)),
    limits: limitsOf(entry),
  };
}

function limitsOf(entry: AccessEntry): readonly string[] {
  return [
    ...new Set([
      ...entry.conditions.map(only),
      ...entry.exceptions.map((exception) => except(exception, entry)),
      ...(entry.keyRefuses === undefined ? [] : [`but ${entry.keyRefuses}`]),
      ...entry.assumptions.map((assumption) => `(${assumption})`),
    ]),
  ];
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
      return who.name === "*" ? "every AWS service" : `the service ${who.name}`;
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
  ["kms:decrypt", "decrypt with"],
  ["kms:encrypt", "encrypt with"],
  ["kms:generatedatakey", "make data keys with"],
  ["kms:*", "do anything with"],
  ["*", "do anything with"],
]);

/** Actions in words. Aborting one's own uploads goes with putting: it is not worth a word. */
export function verbs({ negated, patterns }: PatternElement): string {
  if (negated) return `do all but ${patterns.join(", ")} on`;
  const lowers = patterns.map((action) => action.toLowerCase());
  const told = patterns.filter(
    (_, index) => lowers[index] !== "s3:abortmultipartupload" || !lowers.includes("s3:putobject"),
  );
  return told.map(verb).join(" and ");
}

const verb = (action: string): string => verbOf.get(action.toLowerCase()) ?? `call ${action} on`;

function objectText({ target, objects }: AccessEntry): string {
  if (target.kind === "key") return `the key ${target.alias ?? target.arn}`;
  return objectList(objects, target.name);
}

/** `*` is everything there: the bucket itself is not worth a word beside it. */
function objectList(objects: readonly string[], bucket: string): string {
  return objects
    .filter((pattern) => pattern !== "" || !objects.includes("*"))
    .map((pattern) => (pattern === "" ? `the bucket ${bucket}` : pattern))
    .join(", ");
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
  return `only if ${clauseText(clause)}`;
}

/** What a Deny takes away. */
function except({ actions, objects, conditions }: Exception, entry: AccessEntry): string {
  const all = JSON.stringify(actions) === JSON.stringify(entry.actions) || entry.hops.length > 0;
  const { target } = entry;
  if (all && objects.length === 0) return exceptIf(conditions);
  const part =
    objects.length === 0 ? "" : ` ${objectList(objects, target.kind === "bucket" ? target.name : "")}`;
  const when = conditions.length === 0 ? "" : ` if ${conditions.map(clauseText).join(" and ")}`;
  return all ? `not${part}${when}` : `not to ${verbs(actions)}${part === "" ? " it" : part}${when}`;
}

function exceptIf(clauses: readonly ConditionClause[]): string {
  const [clause, ...more] = clauses;
  if (clause !== undefined && more.length === 0 && clause.qualifier === undefined && !clause.ifExists) {
    const key = clause.key.toLowerCase();
    if (clause.operator === "Bool" && key === "aws:securetransport" && clause.values.join() === "false")
      return "only over TLS";
    if (clause.operator === "NumericLessThan" && key === "s3:tlsversion")
      return `only with TLS ${valueList(clause)} or newer`;
  }
  return `not if ${clauses.map(clauseText).join(" and ")}`;
}

/** A condition as a document writes it, in one line. */
export const clauseText = (clause: ConditionClause): string =>
  `${clause.key} ${spellOperator(clause)} ${valueList(clause)}`;
