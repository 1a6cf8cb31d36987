import { createHash } from "node:crypto";
import { deserialize, serialize } from "node:v8";
import type { Change } from "./keeper";

/** The first bytes of a journal. */
export const journalHead = Buffer.from("xput gateway journal 1\n");

const lengthBytes = 4;
const hashBytes = 16;
const headBytes = lengthBytes + hashBytes;

/** What a journal holds. */
export type JournalReading =
  | {
      readonly ok: true;
      readonly changes: readonly Change[];
      /** How many bytes are whole; what comes after them is of a write that was cut off. */
      readonly wholeBytes: number;
    }
  /** A frame is damaged that others follow: what they say cannot be trusted to be all. */
  | { readonly ok: false; readonly atByte: number };

/** Changes as one frame: length, the first 16 bytes of the SHA-256, and the changes. A frame counts whole or not at all. */
export function frameOf(changes: readonly Change[]): Buffer {
  const body = serialize(changes);
  const head = Buffer.alloc(headBytes);
  head.writeUInt32BE(body.length);
  hashOf(body).copy(head, lengthBytes);
  return Buffer.concat([head, body]);
}

/** Reads all frames of a journal. One that was cut off at the end is left out. */
export function readJournal(bytes: Buffer): JournalReading {
  if (bytes.length < journalHead.length && journalHead.subarray(0, bytes.length).equals(bytes))
    return { ok: true, changes: [], wholeBytes: 0 };
  if (!bytes.subarray(0, journalHead.length).equals(journalHead)) return { ok: false, atByte: 0 };
  const changes: Change[] = [];
  let start = journalHead.length;
  while (start + headBytes <= bytes.length) {
    const end = start + headBytes + bytes.readUInt32BE(start);
    if (end > bytes.length) break;
    const body = bytes.subarray(start + headBytes, end);
    if (!hashOf(body).equals(bytes.subarray(start + lengthBytes, start + headBytes))) {
      if (end === bytes.length) break;
      return { ok: false, atByte: start };
    }
    for (const change of deserialize(body) as Change[]) changes.push(change);
    start = end;
  }
  return { ok: true, changes, wholeBytes: start };
}

function hashOf(body: Buffer): Buffer {
  return createHash("sha256").update(body).digest().subarray(0, hashBytes);
}
