/**
 * Whether a pattern of `*` and `?` matches a text, letter by letter.
 *
 * Also decides that one pattern includes another, when `text` is that other pattern and `textIsPattern`: then
 * `?` and letters do not match its `*`. "true" is sure; "false" is not.
 */
export function globMatches(pattern: string, text: string, textIsPattern = false): boolean {
  let patternAt = 0;
  let textAt = 0;
  let starAt = -1;
  let resumeAt = 0;
  while (textAt < text.length) {
    const wanted = pattern[patternAt];
    const got = text[textAt];
    if (wanted === "*") {
      starAt = patternAt++;
      resumeAt = textAt;
    } else if (wanted === got || (wanted === "?" && !(textIsPattern && got === "*"))) {
      patternAt++;
      textAt++;
    } else if (starAt >= 0) {
      patternAt = starAt + 1;
      textAt = ++resumeAt;
    } else return false;
  }
  while (pattern[patternAt] === "*") patternAt++;
  return patternAt === pattern.length;
}

/** False only when no text matches both patterns, seen from their literal beginnings and ends. */
export function mayMeet(left: string, right: string): boolean {
  const bound = Math.min(literalLength(left), literalLength(right));
  return left.slice(0, bound) === right.slice(0, bound) && (bothOpen(left, right) || sameLength(left, right));
}

const literalLength = (pattern: string): number => {
  const wild = pattern.search(/[*?$]/);
  return wild < 0 ? pattern.length : wild;
};

const bothOpen = (left: string, right: string): boolean => /[*?$]/.test(left) || /[*?$]/.test(right);

const sameLength = (left: string, right: string): boolean => left.length === right.length;
