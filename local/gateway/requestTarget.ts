/**
 * The path and query of a request's first line; undefined when they are none that a server of AWS takes: not starting
 * with a slash, with characters that must be encoded, or with a broken percent-encoding.
 */
export function readTarget(target: string): URL | undefined {
  if (!/^\/[!"$-[\]-~]*$/.test(target)) return undefined;
  try {
    decodeURIComponent(target);
    return new URL(`http://aws.localhost${target}`);
  } catch {
    // A broken percent-encoding, or bytes that are no UTF-8.
    return undefined;
  }
}
