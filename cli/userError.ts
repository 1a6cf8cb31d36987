/**
 * A mistake of the user or a refusal that the user must see: printed as its message alone, without a stack.
 *
 * The message says where, what, what is allowed and what to do. Every other error is a defect of xput and
 * keeps its stack.
 */
export class UserError extends Error {
  override readonly name = "UserError";

  /**
   * @param message one or more lines for a person
   * @param exitCode 1 when something was refused, violated or failed; 2 for wrong usage or settings
   */
  constructor(
    message: string,
    readonly exitCode: 1 | 2,
  ) {
    super(message);
  }
}
