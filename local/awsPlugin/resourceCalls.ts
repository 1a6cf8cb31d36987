import { checkInputs, type Failure } from "./checkInputs";
import { describeAwsError, isAwsError } from "./awsError";
import { differences, type Difference } from "./differences";
import { reconcile, toldValues } from "./reconcile";
import type { ResourceType } from "./resourceType";
import type { Aws } from "./session";
import { unknown, type Values } from "./values";

/** A resource's state as the engine keeps it. */
export interface ResourceState {
  readonly id: string;
  readonly inputs: Values;
  /** The inputs with what only AWS knows. */
  readonly outputs: Values;
}

/** What a change of inputs means for the resource. */
export interface ResourceDiff {
  readonly differences: readonly Difference[];
  /** Whether the old resource must be deleted before the new one can have its name. */
  readonly deleteBeforeReplace: boolean;
}

/** The resource was made, but not wholly: the engine must keep it, and update it at the next chance. */
export class PartlyCreated extends Error {
  override readonly name = "PartlyCreated";

  constructor(
    message: string,
    readonly state: ResourceState,
    options: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The checked inputs with defaults, and every reason why they cannot be taken. */
export function checkResource(
  type: ResourceType,
  news: Values,
): { readonly inputs: Values; readonly failures: readonly Failure[] } {
  return checkInputs(type.token, type.inputs, news, type.exclusive);
}

/** What changes from old to new inputs. */
export function diffResource(type: ResourceType, olds: Values, news: Values): ResourceDiff {
  const found = differences(type.inputs, olds, news);
  const keepsName = type.identity.length > 0 && !found.some(({ input }) => type.identity.includes(input));
  return {
    differences: found,
    deleteBeforeReplace: keepsName && found.some(({ replaces }) => replaces),
  };
}

/** The outputs of a resource that a preview would create: what AWS alone knows, or chooses, is unknown. */
export function previewOfCreate(type: ResourceType, inputs: Values): Values {
  const chosen = Object.keys(type.inputs).filter((name) => type.inputs[name]?.computed);
  const unknowns = [...type.computed, ...chosen].map((name) => [name, unknown] as const);
  return withTagsAll(type, { ...Object.fromEntries(unknowns), ...inputs });
}

/** The outputs of a resource that a preview would update: what AWS alone knows, or has chosen, stays. */
export function previewOfUpdate(type: ResourceType, oldOutputs: Values, inputs: Values): Values {
  const kept = Object.entries(oldOutputs).filter(
    ([name]) => name !== "tagsAll" && (!(name in type.inputs) || type.inputs[name]?.computed),
  );
  return withTagsAll(type, { ...Object.fromEntries(kept), ...inputs });
}

/**
 * Makes a resource.
 *
 * @throws PartlyCreated when it is there but not complete; Error when nothing was made
 */
export async function createResource(type: ResourceType, aws: Aws, inputs: Values): Promise<ResourceState> {
  const id = await type.create(aws, inputs).catch(failWhile("creating", type, nameOf(type, inputs)));
  try {
    await type.settle?.(aws, inputs, id);
    return await stateNow(type, aws, id, inputs);
  } catch (error) {
    const state = { id, inputs, outputs: withTagsAll(type, inputs) };
    throw new PartlyCreated(message("creating", type, id, error), state, { cause: error });
  }
}

/**
 * A resource as AWS has it now, or undefined when it is gone.
 *
 * @param known its inputs as last given; undefined at import
 */
export async function readResource(
  type: ResourceType,
  aws: Aws,
  id: string,
  known: Values | undefined,
): Promise<ResourceState | undefined> {
  let live;
  try {
    live = await type.read(aws, id, known);
  } catch (error) {
    if (isAwsError(error, ...type.goneCodes)) return undefined;
    return failWhile("reading", type, id)(error);
  }
  if (live === undefined) return undefined;
  const inputs = reconcile(type.inputs, known, live.inputs);
  const outputs = { ...toldValues(live.inputs), ...inputs, ...live.outputs };
  return { id: live.id ?? id, inputs, outputs: withTagsAll(type, outputs) };
}

/**
 * Changes a resource to new inputs.
 *
 * Where old and new inputs are the same, an earlier create or update stopped half way: then what AWS has counts as old.
 */
export async function updateResource(
  type: ResourceType,
  aws: Aws,
  id: string,
  inputs: Values,
  olds: Values,
): Promise<ResourceState> {
  const changes = differences(type.inputs, olds, inputs).length > 0;
  const before = changes ? olds : (await stateNow(type, aws, id, inputs)).inputs;
  await type.update?.(aws, id, inputs, before).catch(failWhile("updating", type, id));
  return stateNow(type, aws, id, inputs);
}

/** Removes a resource; one that is gone already is no failure. */
export async function deleteResource(
  type: ResourceType,
  aws: Aws,
  id: string,
  inputs: Values,
): Promise<void> {
  try {
    await type.delete(aws, id, inputs);
  } catch (error) {
    if (!isAwsError(error, ...type.goneCodes)) failWhile("deleting", type, id)(error);
  }
}

async function stateNow(type: ResourceType, aws: Aws, id: string, inputs: Values): Promise<ResourceState> {
  const state = await readResource(type, aws, id, inputs);
  if (state === undefined) throw new Error(`reading ${type.title} (${id}): couldn't find resource`);
  return state;
}

function nameOf(type: ResourceType, inputs: Values): string {
  return type.identity.map((name) => JSON.stringify(inputs[name]).replaceAll('"', "")).join(":");
}

function failWhile(doing: string, type: ResourceType, name: string): (error: unknown) => never {
  return (error) => {
    throw new Error(message(doing, type, name, error), { cause: error });
  };
}

function message(doing: string, type: ResourceType, name: string, error: unknown): string {
  return `${doing} ${type.title}${name === "" ? "" : ` (${name})`}: ${describeAwsError(error)}`;
}

function withTagsAll(type: ResourceType, outputs: Values): Values {
  return "tags" in type.inputs ? { ...outputs, tagsAll: outputs["tags"] ?? {} } : outputs;
}
