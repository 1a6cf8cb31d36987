import { differences } from "../differences";
import type { Properties } from "../schema";
import type { Values } from "../values";

/** Whether one input has another meaning in `news` than in `olds`. */
export function differs<P extends Properties>(
  inputs: P,
  name: keyof P & string,
  olds: object,
  news: object,
): boolean {
  return differences(inputs, olds as Values, news as Values).some(({ input }) => input === name);
}
