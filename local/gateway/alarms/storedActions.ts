/**
 * The store would send an alarm's messages itself, whatever policies say: it gets the ARNs of topics in a spelling
 * that it takes for no topic. Both have the same length, so that answers can be put right in any protocol.
 */
const real = "arn:aws:sns:";
const stored = "arn:aws:sn5:";

/** An action as the store gets it. */
export function toStored(action: string): string {
  return action.startsWith(real) ? stored + action.slice(real.length) : action;
}

/** An action, or an answer with actions in it, as clients get it. */
export function fromStored(text: string): string {
  return text.replaceAll(stored, real);
}
