/**
 * A statement's Sid that names a source: letters and digits only, as IAM wants it, and different for every source.
 *
 * @param start what the statement does, like `AllowPut`
 * @param sourceName lower-case letters, digits and hyphens
 */
export function sourceSid(start: string, sourceName: string): string {
  // A digit has no capital that would tell "a-1" from "a1".
  const name = sourceName
    .replace(/-+(?=\d)/g, "Dash")
    .replace(/(?:^|-+)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return `${start}${name.replaceAll("-", "Dash")}`;
}
