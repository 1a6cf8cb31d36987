/** Which values lie at, between and around the values that the conditions name. */

/**
 * One number in each interval that the cut points make, and each cut point itself, in rising order.
 *
 * @param cuts finite numbers
 */
export function numbersAround(cuts: readonly number[]): readonly number[] {
  const sorted = [...new Set(cuts)].sort((left, right) => left - right);
  const first = sorted[0];
  const last = sorted[sorted.length - 1];
  if (first === undefined || last === undefined) return [0];
  const result = [first - 1];
  for (const [index, cut] of sorted.entries()) {
    result.push(cut);
    const next = sorted[index + 1];
    if (next !== undefined) result.push(cut + (next - cut) / 2);
  }
  return [...result, last + 1];
}

/** The number that a condition value or a request value spells; undefined where it spells none. */
export function readNumber(text: string): number | undefined {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) return undefined;
  return Number(text);
}

/**
 * The instant, in milliseconds since 1970, that a value spells: W3C ISO 8601 or seconds since 1970.
 *
 * @see https://www.w3.org/TR/NOTE-datetime
 */
export function readInstant(text: string): number | undefined {
  // Four digits are a year.
  if (/^-?\d+(\.\d+)?$/.test(text) && !/^\d{4}$/.test(text)) return Number(text) * 1000;
  return readIso(text.toUpperCase());
}

function readIso(text: string): number | undefined {
  const form = /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/;
  if (!form.test(text)) return undefined;
  const zoned = /T.*(Z|[+-]\d{2}:?\d{2})$/.test(text) || !text.includes("T") ? text : `${text}Z`;
  const instant = Date.parse(zoned.replace(/([+-]\d{2})(\d{2})$/, "$1:$2"));
  return Number.isNaN(instant) ? undefined : instant;
}

/** A number as a request carries it. */
export function spellNumber(value: number): string {
  const plain = String(value);
  return plain.includes("e") ? value.toFixed(20).replace(/\.?0+$/, "") : plain;
}

/** An instant as a request carries it. */
export const spellInstant = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace(".000Z", "Z");
