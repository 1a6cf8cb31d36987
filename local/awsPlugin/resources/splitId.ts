/**
 * The two parts of an id, split at the first separator.
 *
 * @throws Error in the words of the official plugin when the id has another form
 */
export function splitId(id: string, separator: string, form: string): readonly [string, string] {
  const at = id.indexOf(separator);
  if (at <= 0 || at === id.length - separator.length) {
    throw new Error(`unexpected format of ID (${id}), expected ${form}`);
  }
  return [id.slice(0, at), id.slice(at + separator.length)];
}
