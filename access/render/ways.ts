import { entryKey } from "../effective/accessEntry";
import type { AccessEntry } from "../effective/accessEntry";
import type { AccessFacts, NamedDocument, StatementReference } from "../effective/facts";
import { globMatches } from "../prove/glob";
import { place } from "./place";
import type { Way } from "./accessReport";
import { accessSentence } from "./accessSentence";
import type { ShownStatement } from "./picture";
import { shortHash } from "./shortHash";
import { statementJson, withoutHiddenValues } from "./statementJson";

/** Makes entries of the access of these facts ready to be shown. */
export function wayMaker(facts: AccessFacts): (entry: AccessEntry) => Way {
  const documents = new Map(documentsOf(facts).map((one) => [one.name, one]));
  const known = new Map<string, ShownStatement>();
  const shown = (reference: StatementReference): ShownStatement => {
    const key = `${reference.document} ${reference.index}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const statement = documents.get(reference.document)?.document.statements[reference.index];
    const made = {
      place: place(reference),
      json: statement === undefined ? "" : statementJson(statement),
    };
    known.set(key, made);
    return made;
  };
  return (said) => {
    const entry = discreet(said);
    return {
      id: shortHash(entryKey(said), 8),
      sentence: accessSentence({ ...entry, assumptions: [] }),
      entry,
      statements: [...new Set(entry.statements.map(shown))],
      reads: reads(entry),
      public: entry.who.kind === "anyone",
    };
  };
}

/** By what is reached, then by who. */
export const byTargetAndWho = (left: Way, right: Way): number => {
  const key = ({ entry: { target, who, hops }, sentence }: Way): string =>
    JSON.stringify([target.kind, target.kind === "bucket" ? target.name : target.arn, hops, who, sentence]);
  return key(left) < key(right) ? -1 : 1;
};

/** All documents of the facts. */
export function documentsOf(facts: AccessFacts): readonly NamedDocument[] {
  const { buckets, accessPoints, keys, roles, users, groups, managedPolicies } = facts;
  return [
    ...[...buckets, ...accessPoints, ...keys].flatMap(({ policy }) => policy ?? []),
    ...roles.map(({ trust }) => trust),
    ...[...roles, ...users, ...groups].flatMap(({ inline }) => inline),
    ...managedPolicies,
  ];
}

function discreet(entry: AccessEntry): AccessEntry {
  return {
    ...entry,
    conditions: entry.conditions.map(withoutHiddenValues),
    exceptions: entry.exceptions.map((one) => ({
      ...one,
      conditions: one.conditions.map(withoutHiddenValues),
    })),
  };
}

const readingActions = ["s3:getobject", "s3:getobjectversion", "kms:decrypt"];

/** Whether objects can be got, or what the key encrypted be decrypted. */
function reads({ actions: { negated, patterns }, objects, target }: AccessEntry): boolean {
  if (target.kind === "bucket" && objects.every((pattern) => pattern === "")) return false;
  return readingActions
    .filter((action) => action.startsWith(target.kind === "key" ? "kms:" : "s3:"))
    .some((action) => patterns.some((pattern) => globMatches(pattern.toLowerCase(), action)) !== negated);
}
