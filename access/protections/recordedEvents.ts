import type { ConditionClause, Statement } from "../model";
import { property } from "../stack/stackResource";
import type { StackResource } from "../stack/stackResource";
import { items, member, unknownPath } from "../stack/value";
import type { Value } from "../stack/value";
import type { Protection } from "./protection";

/**
 * The events that a trail records, as a document that allows them: what one records and another does not can then be
 * decided exactly.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html
 */
export function recordedEvents(trail: StackResource, subject: string): Protection {
  const advanced = property(trail, "advancedEventSelectors");
  const basic = property(trail, "eventSelectors");
  const told = { topic: "audit", subject, aspect: "recorded events" };
  if (unknownPath({ advanced: advanced ?? null, basic: basic ?? null }) !== undefined)
    return { ...told, words: "not known yet", measure: { kind: "unknown" } };
  const selectors = items(advanced).map(ofAdvanced);
  const old = items(basic).flatMap(ofBasic);
  const all =
    selectors.length > 0 ? selectors : old.length > 0 || items(basic).length > 0 ? old : [[management]];
  return {
    ...told,
    words: all.map((clauses) => clauses.map(clauseText).join(" and ")).join("; or "),
    measure: {
      kind: "covers",
      as: "identity",
      document: { version: "2012-10-17", statements: all.map(recorded) },
    },
  };
}

const recorded = (conditions: readonly ConditionClause[], index: number): Statement => ({
  index,
  effect: "Allow",
  action: { negated: false, patterns: ["cloudtrail:Record"] },
  resource: { negated: false, patterns: ["*"] },
  conditions,
});

const clauseText = ({ key, operator, values }: ConditionClause): string =>
  `${key.slice(key.indexOf(":") + 1)} ${operator.includes("Not") ? "not " : ""}${values.join(" or ")}`;

const clause = (
  field: string,
  operator: ConditionClause["operator"],
  values: readonly string[],
): ConditionClause => ({ key: `event:${field}`, operator, ifExists: false, values });

const management = clause("eventCategory", "StringEquals", ["Management"]);

function ofAdvanced(selector: Value): readonly ConditionClause[] {
  return items(member(selector, "fieldSelectors")).flatMap((field) => {
    const name = member(field, "field");
    const texts = (path: string): readonly string[] =>
      items(member(field, path)).filter((one) => typeof one === "string");
    const kept = [
      ...texts("equals"),
      ...texts("startsWiths").map((text) => `${text}*`),
      ...texts("endsWiths").map((text) => `*${text}`),
    ];
    const left = [
      ...texts("notEquals"),
      ...texts("notStartsWiths").map((text) => `${text}*`),
      ...texts("notEndsWiths").map((text) => `*${text}`),
    ];
    const of = typeof name === "string" ? name : "";
    return [
      ...(kept.length === 0 ? [] : [clause(of, kept.some(isPattern) ? "StringLike" : "StringEquals", kept)]),
      ...(left.length === 0
        ? []
        : [clause(of, left.some(isPattern) ? "StringNotLike" : "StringNotEquals", left)]),
    ];
  });
}

const isPattern = (text: string): boolean => text.includes("*");

function ofBasic(selector: Value): readonly (readonly ConditionClause[])[] {
  const type = member(selector, "readWriteType");
  const readOnly =
    type === "ReadOnly" || type === "WriteOnly"
      ? [clause("readOnly", "StringEquals", [String(type === "ReadOnly")])]
      : [];
  const managed = member(selector, "includeManagementEvents");
  return [
    ...(managed === false || managed === "false" ? [] : [[management, ...readOnly]]),
    ...items(member(selector, "dataResources")).map((resource) => {
      const kind = member(resource, "type");
      const values = items(member(resource, "values")).filter((one) => typeof one === "string");
      return [
        clause("eventCategory", "StringEquals", ["Data"]),
        clause("resources.type", "StringEquals", [typeof kind === "string" ? kind : ""]),
        clause(
          "resources.ARN",
          "StringLike",
          values.map((text) => (/^arn:[^:]+:s3$/.test(text) ? `${text}:*` : `${text}*`)),
        ),
        ...readOnly,
      ];
    }),
  ];
}
