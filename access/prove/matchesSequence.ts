import { contains } from "./items";
import type { Sequence } from "./items";

/** Whether a concrete text belongs to a sequence. */
export function matchesSequence(sequence: Sequence, text: string): boolean {
  let positions = new Set<number>();
  reach(sequence, 0, positions);
  for (let index = 0; index < text.length && positions.size > 0; index++) {
    const code = text.charCodeAt(index);
    const next = new Set<number>();
    for (const position of positions) {
      const item = sequence[position];
      if (item !== undefined && contains(item.set, item.code, item.twin, code)) {
        reach(sequence, item.loop ? position : position + 1, next);
      }
    }
    positions = next;
  }
  return positions.has(sequence.length);
}

function reach(sequence: Sequence, from: number, into: Set<number>): void {
  let at = from;
  into.add(at);
  while (sequence[at]?.loop === true) into.add(++at);
}
