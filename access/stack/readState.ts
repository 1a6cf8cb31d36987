import type { StackResource } from "./stackResource";
import { readProperties, readValue, unknown } from "./value";
import type { Properties } from "./value";

/** The resources of a stack, or in one line why they cannot be read. */
export type StateResult =
  | { readonly ok: true; readonly resources: readonly StackResource[] }
  | { readonly ok: false; readonly problem: string };

/**
 * Reads what `pulumi stack export` prints.
 *
 * Resources that are still to be deleted are there: AWS has them. Secrets are not known, whether encrypted or shown.
 *
 * @param json the parsed text
 * @see https://www.pulumi.com/docs/iac/cli/commands/pulumi_stack_export/
 */
export function readExport(json: unknown): StateResult {
  if (!isObject(json)) return refused("not the export of a stack: it is no JSON object");
  if (Array.isArray(json["steps"]))
    return refused("not the export of a stack: it is the output of a preview");
  const { version, deployment } = json;
  if (version === undefined || !isObject(deployment))
    return refused("not the export of a stack: it has no version and deployment");
  if (version !== 3) return refused(`the export has version ${told(version)}: only version 3 can be read`);
  const { resources = [] } = deployment;
  return Array.isArray(resources) ? withProviders(resources) : refused("the export's resources are no list");
}

/**
 * Reads what `pulumi preview --json` prints: the stack as it is meant to be.
 *
 * A preview leaves out what stays the same, so the state before it is needed beside it. Of what is updated in place,
 * AWS's answers are those before.
 *
 * @param json the parsed text
 * @param base the parsed export of the stack before; absent: the stack has no resources yet
 * @see https://www.pulumi.com/docs/iac/cli/commands/pulumi_preview/
 */
export function readPreview(json: unknown, base?: unknown): StateResult {
  if (!isObject(json)) return refused("not the output of pulumi preview --json: it is no JSON object");
  const { steps } = json;
  if (!Array.isArray(steps)) return refused("not the output of pulumi preview --json: it has no steps");
  const before = base === undefined ? [] : readExport(base);
  if ("ok" in before && !before.ok) return before;
  const old = isObject(base) && isObject(base["deployment"]) ? base["deployment"]["resources"] : [];
  const states = new Map<string, unknown>();
  for (const one of Array.isArray(old) ? (old as readonly unknown[]) : []) {
    // What is still to be deleted is gone after the update.
    if (isObject(one) && typeof one["urn"] === "string" && one["delete"] !== true)
      states.set(one["urn"], one);
  }
  for (const [index, step] of (steps as readonly unknown[]).entries()) {
    if (!isObject(step) || typeof step["op"] !== "string" || typeof step["urn"] !== "string")
      return refused(`step ${index + 1} of the preview has no op and urn`);
    const { op, urn, newState } = step;
    if (op === "delete" || op === "read-discard") states.delete(urn);
    else if (isObject(newState)) states.set(urn, planned(op, newState, states.get(urn)));
  }
  return withProviders([...states.values()]);
}

/** A preview tells the inputs alone: what is updated in place keeps its id and what AWS answered. */
function planned(op: string, state: JsonObject, before: unknown): JsonObject {
  const inPlace = op === "update" || op === "same" || op === "refresh";
  if (!inPlace || !isObject(before)) return state;
  return { ...state, id: state["id"] ?? before["id"], outputs: state["outputs"] ?? before["outputs"] };
}

function withProviders(states: readonly unknown[]): StateResult {
  const providers = new Map<string, Properties>();
  for (const state of states) {
    if (!isObject(state) || typeof state["urn"] !== "string" || typeof state["type"] !== "string")
      return refused("a resource has no urn and type");
    const { urn, type, inputs } = state;
    if (type.startsWith("pulumi:providers:")) providers.set(urn, readProperties(inputs));
  }
  return {
    ok: true,
    resources: states.flatMap((state) => (isObject(state) ? [resourceOf(state, providers)] : [])),
  };
}

/**
 * A resource of a state's JSON.
 *
 * @param providers inputs of the providers, by URN
 */
export function resourceOf(state: JsonObject, providers: ReadonlyMap<string, Properties>): StackResource {
  const { urn, type, inputs, outputs, id, provider, propertyDependencies } = state;
  const ownUrn = typeof urn === "string" ? urn : "";
  const ownId = readValue(id);
  const providerUrn = typeof provider === "string" ? provider.slice(0, provider.lastIndexOf("::")) : "";
  return {
    urn: ownUrn,
    type: typeof type === "string" ? type : "",
    name: ownUrn.split("::").slice(3).join("::"),
    id: typeof ownId === "string" && ownId !== "" ? ownId : undefined,
    inputs: readProperties(inputs),
    outputs: outputs === undefined ? undefined : readProperties(outputs),
    provider: providers.get(providerUrn),
    madeFrom: isObject(propertyDependencies) ? urnLists(propertyDependencies) : {},
    ...(state["protect"] === true ? { isProtected: true } : {}),
  };
}

function urnLists(json: JsonObject): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    Object.entries(json).map(([name, urns]) => [
      name,
      Array.isArray(urns) ? (urns as readonly unknown[]).filter((urn) => typeof urn === "string") : [],
    ]),
  );
}

type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (json: unknown): json is JsonObject =>
  typeof json === "object" && json !== null && !Array.isArray(json);

const refused = (problem: string): StateResult => ({ ok: false, problem });

/** A version as a message shows it. */
const told = (version: unknown): string => {
  const value = readValue(version);
  return typeof value === "number" || typeof value === "string"
    ? String(value).slice(0, 20)
    : value === unknown
      ? "unknown"
      : "that is no number";
};
