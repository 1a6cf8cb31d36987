import assert from "node:assert/strict";

/** Something that must be refused, beside the same with the one difference that makes it allowed. */
export interface Refusal {
  /** What is tried: a sentence's start, like `a put outside the prefix`. */
  readonly what: string;
  readonly refused: () => Promise<unknown>;
  /** AWS's error code, or of an answer without a body its HTTP status. */
  readonly code: string | number;
  /** What of the message must be there. */
  readonly says?: RegExp;
  readonly twin: () => Promise<unknown>;
}

/**
 * Declares one test for each row: it is refused with this code, and its twin passes.
 *
 * The twin is tried first: a refusal proves nothing where nothing is allowed.
 */
export function refuses(rows: readonly Refusal[]): void {
  for (const { what, refused, code, says, twin } of rows) {
    it(`${what} is refused with ${code}`, async () => {
      await twin();
      const error = await refused().then(
        () => undefined,
        (thrown: unknown) => thrown as AnsweredError,
      );
      assert.ok(error !== undefined, "it was allowed");
      const found = typeof code === "number" ? error.$metadata?.httpStatusCode : error.name;
      assert.equal(found, code, `${error.name}: ${error.message}`);
      if (says !== undefined) assert.match(error.message, says);
    });
  }
}

interface AnsweredError {
  readonly name: string;
  readonly message: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}
