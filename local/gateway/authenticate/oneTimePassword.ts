import { createHmac } from "node:crypto";

const stepSeconds = 30;
const digits = 6;
const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Which step of 30 seconds a time is in. */
export function timeStep(time: Date): number {
  return Math.floor(time.getTime() / 1_000 / stepSeconds);
}

/**
 * The one-time password of a step: six digits.
 *
 * @param seed the secret that device and server share, in Base32
 * @see https://www.rfc-editor.org/rfc/rfc6238
 */
export function oneTimePassword(seed: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const hash = createHmac("sha1", fromBase32(seed)).update(counter).digest();
  const offset = (hash.at(-1) ?? 0) & 0xf;
  const code = (hash.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits;
  return String(code).padStart(digits, "0");
}

/**
 * The step whose password a code is; undefined when it is none of them.
 *
 * @param from first step that counts
 * @param to last one
 */
export function stepOf(seed: string, code: string, from: number, to: number): number | undefined {
  for (let step = Math.max(0, from); step <= to; step += 1) {
    if (oneTimePassword(seed, step) === code) return step;
  }
  return undefined;
}

/** Bytes in Base32 without padding. */
export function toBase32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{1,5}/g) ?? [])
    .map((group) => base32.charAt(parseInt(group.padEnd(5, "0"), 2)))
    .join("");
}

function fromBase32(text: string): Buffer {
  const bits = Array.from(text.toUpperCase())
    .map((letter) => base32.indexOf(letter))
    .filter((value) => value >= 0)
    .map((value) => value.toString(2).padStart(5, "0"))
    .join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
}
