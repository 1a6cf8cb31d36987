/** Something that one caller must be refused and another is allowed. */
export interface Attempt {
  readonly attempt: string;
  readonly refused: () => Promise<unknown>;
  /** The same, by whoever may do it: a refusal proves nothing where nothing is allowed. */
  readonly allowed: () => Promise<unknown>;
  readonly twin: string;
  /** The code of the refusal, where it is not that somebody may not. */
  readonly code?: string;
}

/** What came of one attempt. */
export interface AttemptOutcome {
  readonly attempt: string;
  /** True when it was refused, and the same was allowed to whoever may do it. */
  readonly ok: boolean;
  /** For a person: the refusal and its allowed twin, or what went otherwise. */
  readonly outcome: string;
}

/**
 * Tries one.
 *
 * Only the refusal that is meant counts: every other error says that the attempt itself was wrong.
 */
export async function tryOne(tried: Attempt): Promise<AttemptOutcome> {
  const { attempt, refused, allowed, twin, code } = tried;
  const refusal = await errorOf(refused);
  const twinRefusal = await errorOf(allowed);
  if (refusal === undefined) return { attempt, ok: false, outcome: "ALLOWED, and must not be" };
  const meant =
    code === undefined ? /^(AccessDenied|Forbidden|403)/.test(refusal.name) : refusal.name === code;
  if (!meant) return { attempt, ok: false, outcome: `failed: ${refusal.name}: ${refusal.message}` };
  if (twinRefusal !== undefined) {
    const failed = `${twinRefusal.name}: ${twinRefusal.message}`;
    return { attempt, ok: false, outcome: `refused, but ${twin} failed too: ${failed}` };
  }
  return { attempt, ok: true, outcome: `refused (${refusal.name}); allowed ${twin}` };
}

/** AWS's error, undefined when there was none. */
async function errorOf(work: () => Promise<unknown>): Promise<Error | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
