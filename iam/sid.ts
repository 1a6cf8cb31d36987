/**
 * A statement's Sid that names a source: letters and digits only, as IAM wants it, and different for every source.
 *
 * @param start what the statement does, like `AllowPut`
 * @param sourceName lower-case letters, digits and hyphens
 */
export function sourceSid(start: string, sourceName: string): string {
  const capitals = sourceName.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  // What is left has no capital to mark it: "a-1" and "a--b" must not become "a1" and "a-b".
  return `${start}${capitals.replaceAll("-", "Dash")}`;
}
