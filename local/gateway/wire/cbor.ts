/** Below this an argument stands in the first byte, which else says how many bytes follow: 24 for one, up to 27 for eight. */
const longArgument = 24;
const deepest = 64;
const epochSecondsTag = 1;

/**
 * Reads one CBOR item, as Smithy's clients write them: maps with texts as keys, tagged times as seconds since 1970.
 *
 * @returns undefined where it is none, or not one alone
 * @see https://www.rfc-editor.org/rfc/rfc8949
 */
export function readCbor(bytes: Buffer): { readonly value: unknown } | undefined {
  try {
    const reader = new Reader(bytes);
    const value = reader.item(0);
    return reader.atEnd ? { value } : undefined;
  } catch (error) {
    // Bytes that end too early, and what no client writes.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

class Reader {
  #at = 0;

  constructor(private readonly bytes: Buffer) {}

  get atEnd(): boolean {
    return this.#at === this.bytes.length;
  }

  item(depth: number): unknown {
    if (depth > deepest) throw new RangeError("nested too deep");
    const first = this.#take(1).readUInt8();
    const [major, short] = [first >> 5, first & 31];
    switch (major) {
      case 0:
        return this.#argument(short);
      case 1:
        return -1 - this.#argument(short);
      case 2:
        return this.#string(short, depth);
      case 3:
        return this.#string(short, depth).toString("utf8");
      case 4:
        return this.#each(short, () => this.item(depth + 1));
      case 5:
        return Object.fromEntries(
          this.#each(short, () => [String(this.item(depth + 1)), this.item(depth + 1)] as const),
        );
      case 6:
        this.#argument(short);
        return this.item(depth + 1);
      default:
        return this.#simple(short);
    }
  }

  #take(length: number): Buffer {
    if (this.#at + length > this.bytes.length) throw new RangeError("ends too early");
    this.#at += length;
    return this.bytes.subarray(this.#at - length, this.#at);
  }

  #argument(short: number): number {
    if (short < longArgument) return short;
    if (short === 27) return Number(this.#take(8).readBigUInt64BE());
    if (short > 27) throw new RangeError("no argument");
    const length = 1 << (short - longArgument);
    return this.#take(length).readUIntBE(0, length);
  }

  #string(short: number, depth: number): Buffer {
    if (short !== 31) return this.#take(this.#argument(short));
    return Buffer.concat(this.#each(short, () => this.#chunk(depth)));
  }

  #chunk(depth: number): Buffer {
    const chunk = this.item(depth + 1);
    if (typeof chunk === "string") return Buffer.from(chunk, "utf8");
    if (Buffer.isBuffer(chunk)) return chunk;
    throw new RangeError("a string of something else");
  }

  #each<Item>(short: number, read: () => Item): Item[] {
    const items: Item[] = [];
    if (short === 31) {
      while (this.bytes[this.#at] !== 0xff) items.push(read());
      this.#take(1);
      return items;
    }
    const count = this.#argument(short);
    if (count > this.bytes.length) throw new RangeError("more items than bytes");
    while (items.length < count) items.push(read());
    return items;
  }

  #simple(short: number): unknown {
    switch (short) {
      case 20:
      case 21:
        return short === 21;
      case 22:
      case 23:
        return null;
      case 26:
        return this.#take(4).readFloatBE();
      case 27:
        return this.#take(8).readDoubleBE();
      default:
        throw new RangeError("no such value");
    }
  }
}

/**
 * Writes a JSON value in CBOR. Numbers with a fraction are doubles, whole ones integers.
 *
 * @param times names of members whose numbers are seconds since 1970, and are tagged so
 */
export function writeCbor(value: unknown, times: ReadonlySet<string>, name = ""): Buffer {
  if (value === null || value === undefined) return Buffer.from([0xf6]);
  if (typeof value === "boolean") return Buffer.from([value ? 0xf5 : 0xf4]);
  if (typeof value === "number") {
    return times.has(name) ? Buffer.concat([head(6, epochSecondsTag), double(value)]) : number(value);
  }
  if (Array.isArray(value)) {
    return Buffer.concat([head(4, value.length), ...value.map((item) => writeCbor(item, times, name))]);
  }
  if (typeof value === "object") {
    const members = Object.entries(value).filter(([, member]) => member !== undefined && member !== null);
    const written = members.flatMap(([key, member]) => [text(key), writeCbor(member, times, key)]);
    return Buffer.concat([head(5, members.length), ...written]);
  }
  return text(typeof value === "string" ? value : JSON.stringify(value));
}

function number(value: number): Buffer {
  if (!Number.isSafeInteger(value)) return double(value);
  return value < 0 ? head(1, -1 - value) : head(0, value);
}

function double(value: number): Buffer {
  const bytes = Buffer.alloc(9, 0xfb);
  bytes.writeDoubleBE(value, 1);
  return bytes;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, "utf8");
  return Buffer.concat([head(3, bytes.length), bytes]);
}

function head(major: number, argument: number): Buffer {
  if (argument < longArgument) return Buffer.from([(major << 5) | argument]);
  const size = [1, 2, 4].findIndex((length) => argument < 2 ** (8 * length));
  const bytes = Buffer.alloc(1 + (size === -1 ? 8 : 1 << size));
  bytes.writeUInt8((major << 5) | (longArgument + (size === -1 ? 3 : size)));
  if (size === -1) bytes.writeBigUInt64BE(BigInt(argument), 1);
  else bytes.writeUIntBE(argument, 1, 1 << size);
  return bytes;
}
