/**
 * Whether some text matches both patterns; `*` is any run of characters, `?` is one.
 *
 * Takes time proportional to the product of both lengths.
 */
export function overlaps(one: string, other: string): boolean {
  // reach[j]: the part of `one` read so far and the first j characters of `other` can match one text.
  let reach = startOf(other);
  for (const character of one) {
    const next = new Array<boolean>(other.length + 1).fill(false);
    next[0] = character === "*" && reach[0] === true;
    for (let at = 0; at < other.length; at++) {
      const opposite = other[at];
      const stays = character === "*" && (reach[at + 1] === true || next[at] === true);
      const passes = opposite === "*" && (next[at] === true || reach[at + 1] === true);
      const step = reach[at] === true && (isWild(character) || isWild(opposite) || character === opposite);
      next[at + 1] = stays || passes || step;
    }
    reach = next;
  }
  return reach[other.length] === true;
}

function startOf(other: string): boolean[] {
  const stars = /^\**/.exec(other)?.[0].length ?? 0;
  return Array.from({ length: other.length + 1 }, (_, at) => at <= stars);
}

function isWild(character: string | undefined): boolean {
  return character === "*" || character === "?";
}
