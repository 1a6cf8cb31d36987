import assert from "node:assert/strict";
import { resourceOf } from "../../access/stack/readState";
import type { StackResource } from "../../access/stack/stackResource";
import { readProperties } from "../../access/stack/value";
import type { Properties } from "../../access/stack/value";
import type { Operation } from "./changeSequence";

interface EngineEvent {
  readonly resOutputsEvent?: {
    readonly metadata: {
      readonly op: string;
      readonly urn: string;
      readonly new?: Readonly<Record<string, unknown>> | null;
    };
  };
}

/** The engine's words for steps that change something, and those that change nothing. */
const operationOf: Readonly<Record<string, Operation["op"] | "nothing">> = {
  same: "nothing",
  replace: "nothing",
  read: "nothing",
  refresh: "update",
  create: "create",
  import: "create",
  update: "update",
  delete: "delete",
  "create-replacement": "createReplacement",
  "import-replacement": "createReplacement",
  "delete-replaced": "deleteReplaced",
};

/**
 * What an `up` or `destroy` did, in the order in which it was done.
 *
 * @param eventLog what `PULUMI_DEBUG_COMMANDS=1 pulumi up --event-log FILE` wrote: one JSON object a line. Without
 * `--parallel 1`, operations that ran side by side are in the order in which they ended
 * @param start the resources before, whose providers say in which account the others are
 * @throws AssertionError on a step that it does not know
 */
export function engineOperations(eventLog: string, start: readonly StackResource[]): readonly Operation[] {
  const providers = new Map<string, Properties>(
    start.flatMap(({ type, urn, inputs = {} }) =>
      type.startsWith("pulumi:providers:") ? [[urn, inputs] as const] : [],
    ),
  );
  return eventLog.split("\n").flatMap((line): readonly Operation[] => {
    if (line.trim() === "") return [];
    const metadata = (JSON.parse(line) as EngineEvent).resOutputsEvent?.metadata;
    if (metadata === undefined) return [];
    const { op, urn, new: state } = metadata;
    const operation = operationOf[op];
    assert.ok(operation !== undefined, `the step ${op} of ${urn} is not known`);
    if (operation === "nothing") return [];
    if (operation === "delete" || operation === "deleteReplaced") return [{ op: operation, urn }];
    assert.ok(state !== undefined && state !== null, `the step ${op} of ${urn} has no new state`);
    const resource = resourceOf(state, providers);
    if (resource.type.startsWith("pulumi:providers:")) providers.set(urn, readProperties(state["inputs"]));
    return [{ op: operation, resource }];
  });
}
