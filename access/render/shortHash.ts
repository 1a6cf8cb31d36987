import { createHash } from "node:crypto";

/** Hexadecimal digits that follow from a text: the same text has the same. */
export const shortHash = (text: string, digits: number): string =>
  createHash("sha256").update(text).digest("hex").slice(0, digits);
