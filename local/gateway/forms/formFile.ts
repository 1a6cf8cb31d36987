import { Transform, type TransformCallback } from "node:stream";
import { PayloadMismatch } from "../authenticate/payload";
import type { AwsError } from "../model";
import { malformedPost } from "./formError";

/** The file of a form is not what S3 takes. */
export class FormFault extends PayloadMismatch {
  constructor(readonly error: AwsError) {
    super("form");
  }
}

/** How long a file may be, as the form's policy says. */
export interface SizeRange {
  readonly leastBytes: number;
  readonly mostBytes: number;
}

/**
 * Passes on the bytes of a form's file and leaves out all that follows. The end is held back until the file is known
 * to be whole and of a length that may be.
 *
 * Fails with FormFault.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
 */
export class FormFile extends Transform {
  private pending: Buffer = Buffer.alloc(0);
  private bytes = 0;
  private ended = false;

  /** @param delimiter what ends the file: `\r\n--…` */
  constructor(
    private readonly delimiter: Buffer,
    private readonly range: SizeRange,
  ) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    if (this.ended) {
      done();
      return;
    }
    this.pending = this.pending.length === 0 ? chunk : Buffer.concat([this.pending, chunk]);
    const end = this.pending.indexOf(this.delimiter);
    this.ended = end >= 0;
    // A delimiter may have begun at the end.
    const passed = this.ended ? end : Math.max(0, this.pending.length - this.delimiter.length + 1);
    this.bytes += passed;
    if (this.bytes > this.range.mostBytes) {
      const details = { ProposedSize: String(this.bytes), MaxSizeAllowed: String(this.range.mostBytes) };
      const message = "Your proposed upload exceeds the maximum allowed size";
      done(new FormFault({ httpStatus: 400, code: "EntityTooLarge", message, details }));
      return;
    }
    if (this.ended && this.bytes < this.range.leastBytes) {
      const details = { ProposedSize: String(this.bytes), MinSizeAllowed: String(this.range.leastBytes) };
      const message = "Your proposed upload is smaller than the minimum allowed size";
      done(new FormFault({ httpStatus: 400, code: "EntityTooSmall", message, details }));
      return;
    }
    if (passed > 0) this.push(this.pending.subarray(0, passed));
    this.pending = this.ended ? Buffer.alloc(0) : this.pending.subarray(passed);
    done();
  }

  override _flush(done: TransformCallback): void {
    done(this.ended ? null : new FormFault(malformedPost));
  }
}
