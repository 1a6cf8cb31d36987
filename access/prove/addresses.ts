/** An IP address as a number; the versions are kept apart. */
export interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/** The addresses from `low` to `high`, both included. */
export interface AddressRange {
  readonly bits: 32 | 128;
  readonly low: bigint;
  readonly high: bigint;
}

/**
 * The range that a CIDR block or a single address names; undefined where the text is neither.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
 */
export function readRange(text: string): AddressRange | undefined {
  const [addressText = "", prefixText, ...rest] = text.split("/");
  const address = readAddress(addressText);
  if (address === undefined || rest.length > 0) return undefined;
  if (prefixText !== undefined && !/^\d{1,3}$/.test(prefixText)) return undefined;
  const prefix = prefixText === undefined ? address.bits : Number(prefixText);
  if (prefix > address.bits) return undefined;
  const size = 1n << BigInt(address.bits - prefix);
  const low = (address.value / size) * size;
  return asV4({ bits: address.bits, low, high: low + size - 1n });
}

// ::ffff:0:0/96 carries the IPv4 addresses: they are compared as such.
function asV4(range: AddressRange): AddressRange {
  if (range.bits === 32 || range.low >> 32n !== 0xffffn || range.high >> 32n !== 0xffffn) return range;
  return { bits: 32, low: range.low & 0xffffffffn, high: range.high & 0xffffffffn };
}

/** The address that a text spells; undefined where it spells none. */
export function readAddress(text: string): Address | undefined {
  const v4 = readV4(text);
  if (v4 !== undefined) return { bits: 32, value: v4 };
  const v6 = readV6(text);
  return v6 === undefined ? undefined : { bits: 128, value: v6 };
}

function readV4(text: string): bigint | undefined {
  if (!/^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}$/.test(text)) return undefined;
  const bytes = text.split(".").map(Number);
  if (bytes.some((byte) => byte > 255)) return undefined;
  return bytes.reduce((value, byte) => value * 256n + BigInt(byte), 0n);
}

function readV6(text: string): bigint | undefined {
  if (!/^[0-9a-fA-F:.]+$/.test(text) || !text.includes(":")) return undefined;
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const tail = dotted?.[2] === undefined ? undefined : readV4(dotted[2]);
  if (dotted !== null && tail === undefined) return undefined;
  const plain =
    dotted === null || tail === undefined
      ? text
      : `${dotted[1] ?? ""}${(tail >> 16n).toString(16)}:${(tail & 0xffffn).toString(16)}`;
  const halves = plain.split("::");
  if (halves.length > 2) return undefined;
  const [left = [], right = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - left.length - right.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...left, ...Array.from({ length: missing }, () => "0"), ...right];
  if (groups.some((group) => !/^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return groups.reduce((value, group) => value * 65536n + BigInt(parseInt(group, 16)), 0n);
}

/** One address in each interval that the ranges' borders make, of each version. */
export function addressesAround(ranges: readonly AddressRange[]): readonly string[] {
  return ([32, 128] as const).flatMap((bits) => {
    const limit = 1n << BigInt(bits);
    const own = ranges.filter((range) => range.bits === bits);
    const starts = [
      bits === 32 ? 0x01000000n : 0x20010db8n << 96n,
      0n,
      ...own.flatMap(({ low, high }) => [low, high + 1n]),
    ];
    return [...new Set(starts)].filter((start) => start < limit).map((start) => spell(start, bits));
  });
}

function spell(value: bigint, bits: 32 | 128): string {
  const size = bits === 32 ? 8n : 16n;
  const groups: string[] = [];
  for (let shift = BigInt(bits) - size; shift >= 0n; shift -= size) {
    const group = (value >> shift) & ((1n << size) - 1n);
    groups.push(group.toString(bits === 32 ? 10 : 16));
  }
  return groups.join(bits === 32 ? "." : ":");
}
