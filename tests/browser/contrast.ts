import type { DrawnText } from "./snapshot";

/** Red, green and blue from 0 to 255, opacity from 0 to 1. */
type Colour = readonly [red: number, green: number, blue: number, opacity: number];

/**
 * The texts that are too pale to be read: below 4.5 : 1 beside their background, below 3 : 1 where they are large (24 px,
 * or 18.66 px in bold). A text whose colours are not told counts as too pale.
 *
 * @see https://www.w3.org/TR/WCAG22/#contrast-minimum
 */
export function paleTexts(texts: readonly DrawnText[]): readonly string[] {
  return texts.flatMap(({ text, element, colour, backgrounds, opacity, sizePx, weight }) => {
    const least = sizePx >= 24 || (sizePx >= 18.66 && weight >= 700) ? 3 : 4.5;
    const ratio = contrast(colour, backgrounds, opacity);
    return ratio >= least
      ? []
      : [`too pale (${ratio.toFixed(2)}, at least ${least}): ${element.name} "${text.slice(0, 40)}"`];
  });
}

/**
 * How much a colour stands out from another one, from 1 to 21.
 *
 * @param colour `rgb(…)` or `rgba(…)`; NaN where it is neither
 * @param backgrounds likewise, topmost first, on white
 * @param opacity of the colour and what it is in, from 0 to 1
 * @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
 */
export function contrast(colour: string, backgrounds: readonly string[], opacity = 1): number {
  const behind = backgrounds.map(read).reduceRight((below, top) => over(top, below), white);
  const [red, green, blue, own] = read(colour);
  const [one, other] = [over([red, green, blue, own * opacity], behind), behind].map(luminance);
  const [dark, light] = [one ?? Number.NaN, other ?? Number.NaN].sort((left, right) => left - right);
  return ((light ?? Number.NaN) + 0.05) / ((dark ?? Number.NaN) + 0.05);
}

const white: Colour = [255, 255, 255, 1];

function read(text: string): Colour {
  const numbers =
    /^rgba?\(([^)]*)\)$/
      .exec(text)?.[1]
      ?.split(/[\s,/]+/)
      .map(Number) ?? [];
  const [red = Number.NaN, green = Number.NaN, blue = Number.NaN, opacity = 1] = numbers;
  return [red, green, blue, opacity];
}

function over([red, green, blue, opacity]: Colour, [r, g, b]: Colour): Colour {
  const mixed = (top: number, below: number) => top * opacity + below * (1 - opacity);
  return [mixed(red, r), mixed(green, g), mixed(blue, b), 1];
}

function luminance([red, green, blue]: Colour): number {
  const linear = (part: number) =>
    part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4;
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
