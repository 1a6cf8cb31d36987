/** Proves: which trails record all management events that write. */
import { rule } from "../../../../policypacks/least-privilege/rules/trail-records-changes";
import { unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const of = (props: Record<string, unknown>, type = "aws:cloudtrail/trail:Trail") => ({ type, props });
const field = (name: string, ...equals: readonly string[]) => ({ field: name, equals });
const management = field("eventCategory", "Management");
const advanced = (...fieldSelectors: readonly object[]) =>
  of({ advancedEventSelectors: [{ fieldSelectors }] });

ruleTests(rule, {
  message: /must record all management events that write|must be known/,
  passes: [
    ["no selector: all management events", of({})],
    ["all of them", advanced(management)],
    ["writes", advanced(management, field("readOnly", "false"))],
    [
      "beside data events",
      of({
        advancedEventSelectors: [
          { fieldSelectors: [field("eventCategory", "Data")] },
          { fieldSelectors: [management] },
        ],
      }),
    ],
    ["a basic selector", of({ eventSelectors: [{ readWriteType: "WriteOnly" }] })],
  ],
  fails: [
    ["data events only", advanced(field("eventCategory", "Data"))],
    ["reads only", advanced(management, field("readOnly", "true"))],
    ["without KMS", advanced(management, { field: "eventSource", notEquals: ["kms.amazonaws.com"] })],
    ["basic, reads only", of({ eventSelectors: [{ readWriteType: "ReadOnly" }] })],
    ["basic, without them", of({ eventSelectors: [{ includeManagementEvents: false }] })],
    [
      "basic, without KMS",
      of({ eventSelectors: [{ excludeManagementEventSources: ["kms.amazonaws.com"] }] }),
    ],
    ["not known", of({ eventSelectors: unknownText })],
  ],
  leavesAlone: [
    [
      "an event data store",
      of({ advancedEventSelectors: [] }, "aws:cloudtrail/eventDataStore:EventDataStore"),
    ],
  ],
});
