import type { Given } from "../least-privilege/crossGuard";
import type { MutantKind } from "./mutant";

type Props = Given["props"];

/** One way to let resources of a type protect less. */
export interface Weakening {
  readonly type: string;
  readonly kind: MutantKind;
  readonly how: string;
  /** The properties with the change; the same where the resource has nothing to weaken. */
  readonly change: (props: Props) => Props;
}

/** The ways in which resources of one type can be weakened, of one kind. */
export function weakenings(
  type: string,
  kind: MutantKind,
  changes: Readonly<Record<string, Weakening["change"]>>,
): readonly Weakening[] {
  return Object.entries(changes).map(([how, change]) => ({ type, kind, how, change }));
}

/**
 * A change that sets one property.
 *
 * @param path names and numbers of members, like `rules[0].status`
 * @param value undefined: the property is taken out
 */
export function set(path: string, value: unknown): Weakening["change"] {
  return (props) => change(props, steps(path), () => value) as Props;
}

/** A change that replaces a property, where there is one. */
export function replace(path: string, by: (value: unknown) => unknown): Weakening["change"] {
  return (props) =>
    change(props, steps(path), (value) => (value === undefined ? undefined : by(value))) as Props;
}

/** A change for each item of a list. */
export function each(
  path: string,
  how: string,
  by: (item: unknown) => unknown,
  longest = 8,
): Readonly<Record<string, Weakening["change"]>> {
  return Object.fromEntries(
    Array.from({ length: longest }, (_, at) => [
      `${how} ${String(at)}`,
      replace(path, (list) =>
        (list as readonly unknown[]).flatMap((item, place) => (place === at ? (by(item) ?? []) : [item])),
      ),
    ]),
  );
}

const steps = (path: string): readonly string[] => path.split(/[.[\]]+/).filter((step) => step !== "");

function change(
  target: unknown,
  [step, ...rest]: readonly string[],
  by: (value: unknown) => unknown,
): unknown {
  if (step === undefined) return by(target);
  if (Array.isArray(target)) {
    return target.map((item: unknown, at) => (String(at) === step ? change(item, rest, by) : item));
  }
  if (typeof target !== "object" || target === null) return rest.length === 0 ? by(undefined) : target;
  // In place: a change that changes nothing must give the same text.
  const value = change((target as Props)[step], rest, by);
  if (value !== undefined) return { ...target, [step]: value };
  return Object.fromEntries(Object.entries(target).filter(([name]) => name !== step));
}
