/**
 * Something about this machine or the local AWS that the user can put right: no Python, a port in use.
 *
 * The message is one line for a person: what is wrong and what to do.
 */
export class LocalError extends Error {
  override readonly name = "LocalError";
}
