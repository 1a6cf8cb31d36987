import { any, isSymbol, literal } from "./items";
import type { Item, Sequence } from "./items";
import type { Language } from "./stringClasses";

/** Languages that all strings of a universe belong to, or none; undefined where it depends on the string. */
export interface Constants {
  readonly required: readonly (boolean | undefined)[];
  readonly languages: readonly (boolean | undefined)[];
}

/**
 * Finds the languages that need no walk: those with a lone `*`, and those whose literal beginnings are not the
 * universe's. The universe is the first of `required`.
 */
export function constantsOf(required: readonly Language[], languages: readonly Language[]): Constants {
  const [universe] = required;
  const symbols = [...required, ...languages].some(({ sequences }) =>
    sequences.some((sequence) => sequence.some(({ code }) => isSymbol(code))),
  );
  // A symbol may be read at any place of a lenient language, also within its literal beginning.
  const beginnings = symbols ? [] : (universe?.sequences ?? []).map(beginning);
  const constant = ({ sequences }: Language): boolean | undefined => {
    if (sequences.some(isEverything)) return true;
    if (symbols || universe === undefined) return undefined;
    const apart = sequences.every((sequence) => beginnings.every((start) => clash(start, sequence)));
    return apart ? false : undefined;
  };
  return {
    required: required.map((language, index) => (index === 0 ? undefined : constant(language))),
    languages: languages.map(constant),
  };
}

const isEverything = ([item, ...more]: Sequence): boolean =>
  more.length === 0 && item?.set === any && item.loop;

/** The literal characters that every string of a sequence begins with. */
function beginning(sequence: Sequence): readonly Item[] {
  const end = sequence.findIndex(({ set, loop }) => set !== literal || loop);
  return end < 0 ? sequence : sequence.slice(0, end);
}

/** Whether two sequences begin with different literal characters. */
function clash(start: readonly Item[], sequence: Sequence): boolean {
  for (const [index, item] of start.entries()) {
    const other = sequence[index];
    if (other === undefined || other.set !== literal || other.loop) return false;
    if (item.code !== other.code && item.code !== other.twin && item.twin !== other.code) return true;
  }
  return false;
}
