import { trail } from "../example";
import { unknownFinding } from "../finding";
import type { Rule } from "../rule";
import { isList, isProperties, unknown, type Properties, type Value } from "../value";

/** Advisory: another trail of the account or of its organization may record them. */
export const rule: Rule = {
  name: "trail-records-changes",
  displayName: "A trail records what changes the account",
  description: "A trail must record all management events that write.",
  why: "Whoever changes a policy, a key or the trail itself leaves no record in it.",
  severity: "medium",
  level: "advisory",
  requirements: ["CIS-AWS-5.0:3.1", "CIS-AWS-7.0:4.1", "FSBP:CloudTrail.1"],
  topics: ["cloudtrail"],
  remediationSteps:
    "Add an advanced event selector of eventCategory Management, with readOnly false or without it, and no other field.",
  url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html",
  example: {
    compliant: [trail({ advancedEventSelectors: [selector("Management")] })],
    violating: [trail({ advancedEventSelectors: [selector("Data")] })],
  },
  judges: "resource",
  types: ["aws:cloudtrail/trail:Trail"],
  check: ({ properties }) => {
    const advanced = listIn(properties["advancedEventSelectors"]);
    const basic = listIn(properties["eventSelectors"]);
    if (advanced === unknown || basic === unknown) return [unknownFinding("event selectors", "selection")];
    const records =
      advanced.length > 0 ? advanced.some(advancedRecords) : basic.length === 0 || basic.some(basicRecords);
    return records
      ? []
      : [
          {
            where: advanced.length > 0 ? "advancedEventSelectors" : "eventSelectors",
            must: "must record all management events that write",
            fix: "add a selector for them that leaves none out",
          },
        ];
  },
};

/** Every field but these leaves events out. */
function advancedRecords(selector: Value): boolean {
  const fields = isProperties(selector) ? listIn(selector["fieldSelectors"]) : [];
  if (fields === unknown || !fields.every(isProperties)) return false;
  const equals = ({ equals: values }: Properties, value: string): boolean =>
    isList(values) && values.length === 1 && values[0] === value;
  return (
    fields.some((field) => field["field"] === "eventCategory" && equals(field, "Management")) &&
    fields.every(
      (field) =>
        field["field"] === "eventCategory" || (field["field"] === "readOnly" && equals(field, "false")),
    )
  );
}

function basicRecords(selector: Value): boolean {
  if (!isProperties(selector)) return false;
  const { includeManagementEvents = null, readWriteType, excludeManagementEventSources = null } = selector;
  const excluded = listIn(excludeManagementEventSources);
  return (
    includeManagementEvents !== false &&
    readWriteType !== "ReadOnly" &&
    excluded !== unknown &&
    excluded.length === 0
  );
}

function listIn(value: Value | undefined): readonly Value[] | typeof unknown {
  if (value === unknown || (isList(value) && value.includes(unknown))) return unknown;
  return isList(value) ? value : [];
}

function selector(category: string): object {
  return {
    fieldSelectors: [
      { field: "eventCategory", equals: [category] },
      { field: "readOnly", equals: ["false"] },
    ],
  };
}
