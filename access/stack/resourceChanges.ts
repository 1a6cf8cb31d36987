import type { StackResource } from "./stackResource";
import { unknown } from "./value";
import type { Value } from "./value";

/** What a change does to one resource. */
export interface ResourceChange {
  readonly operation: "create" | "update" | "replace" | "delete";
  readonly type: string;
  readonly name: string;
  /** Names of the inputs that differ; of what is updated or replaced. */
  readonly inputs: readonly string[];
}

/**
 * The resources that differ, providers too, components not: they have nothing of their own. Only names are told: a
 * value may be a secret.
 *
 * @param replaced URNs of resources that are made anew, as a preview says; of states, another id says it
 */
export function resourceChanges(
  before: readonly StackResource[],
  after: readonly StackResource[],
  replaced: ReadonlySet<string> = new Set(),
): readonly ResourceChange[] {
  const old = new Map(before.filter(isReal).map((one) => [one.urn, one]));
  const now = new Map(after.filter(isReal).map((one) => [one.urn, one]));
  const urns = [...new Set([...old.keys(), ...now.keys()])].sort();
  return urns.flatMap((urn): readonly ResourceChange[] => {
    const [was, is] = [old.get(urn), now.get(urn)];
    const one = is ?? was;
    if (one === undefined) return [];
    const { type, name } = one;
    if (was === undefined) return [{ operation: "create", type, name, inputs: [] }];
    if (is === undefined) return [{ operation: "delete", type, name, inputs: [] }];
    const inputs = differing(was, is);
    const anew = replaced.has(urn) || (was.id !== undefined && is.id !== undefined && was.id !== is.id);
    if (anew) return [{ operation: "replace", type, name, inputs }];
    return inputs.length === 0 ? [] : [{ operation: "update", type, name, inputs }];
  });
}

/** URNs of the resources that a preview makes anew. */
export function replacedUrns(json: unknown): ReadonlySet<string> {
  const steps = typeof json === "object" && json !== null && "steps" in json ? json.steps : [];
  return new Set(
    (Array.isArray(steps) ? (steps as readonly unknown[]) : []).flatMap((step) => {
      if (typeof step !== "object" || step === null || !("op" in step) || !("urn" in step)) return [];
      const anew = step.op === "replace" || step.op === "create-replacement";
      return anew && typeof step.urn === "string" ? [step.urn] : [];
    }),
  );
}

const isReal = ({ type, provider }: StackResource): boolean =>
  provider !== undefined || type.startsWith("pulumi:providers:");

function differing(was: StackResource, is: StackResource): readonly string[] {
  const [old, now] = [was.inputs ?? {}, is.inputs ?? {}];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
  const changed = names.filter((name) => !name.startsWith("__") && textOf(old[name]) !== textOf(now[name]));
  return (was.isProtected ?? false) === (is.isProtected ?? false) ? changed : [...changed, "protect"];
}

const textOf = (value: Value | undefined): string =>
  JSON.stringify([value], (_, part: unknown) => (part === unknown ? "(not known)" : part));
