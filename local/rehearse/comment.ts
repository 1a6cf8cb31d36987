/** Characters of a comment that GitHub takes. */
export const mostCommentCharacters = 65_536;

/**
 * The comment as the job that may write it posts it: found again by its first line.
 *
 * @param compared what `xput diff` printed; empty where it failed before that
 */
export function commentOf(stackName: string, compared: string): string {
  const said =
    compared === ""
      ? `The preview of **${stackName}** failed before there was anything to compare.`
      : compared.trimEnd();
  return `<!-- xput preview ${stackName} -->\n${said}\n`;
}
