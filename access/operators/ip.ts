/** A range of IP addresses: those that share the first `prefixBits` bits of `address`. */
export interface IpRange {
  readonly family: 4 | 6;
  /** All bits of the network's address, those behind the prefix zero. */
  readonly address: bigint;
  readonly prefixBits: number;
}

/**
 * A CIDR block, or a single address as /32 or /128.
 *
 * IPv6 addresses that carry an IPv4 address (`::ffff:203.0.113.7`) are read as that IPv4 address. Bits
 * behind the prefix are ignored. Undefined for any other text.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
 */
export function parseIpRange(text: string): IpRange | undefined {
  const slash = text.indexOf("/");
  const parsed = parseAddress(slash === -1 ? text : text.slice(0, slash));
  if (parsed === undefined) return undefined;
  const most = parsed.family === 4 ? 32 : 128;
  const prefixText = slash === -1 ? String(most) : text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(prefixText) || Number(prefixText) > most) return undefined;
  return asIpv4(masked(parsed.family, parsed.address, Number(prefixText)));
}

/** Whether every address of `inner` is in `outer`. */
export function ipRangeContains(outer: IpRange, inner: IpRange): boolean {
  if (outer.family !== inner.family || inner.prefixBits < outer.prefixBits) return false;
  return masked(inner.family, inner.address, outer.prefixBits).address === outer.address;
}

function masked(family: 4 | 6, address: bigint, prefixBits: number): IpRange {
  const hostBits = BigInt((family === 4 ? 32 : 128) - prefixBits);
  return { family, address: (address >> hostBits) << hostBits, prefixBits };
}

/** First 96 bits of the IPv6 addresses that carry an IPv4 address. */
const mappedIpv4 = 0xffffn;

function asIpv4(range: IpRange): IpRange {
  if (range.family === 4 || range.prefixBits < 96 || range.address >> 32n !== mappedIpv4) return range;
  return { family: 4, address: range.address & 0xffffffffn, prefixBits: range.prefixBits - 96 };
}

function parseAddress(text: string): { readonly family: 4 | 6; readonly address: bigint } | undefined {
  const family = text.includes(":") ? 6 : 4;
  const address = family === 4 ? parseIpv4(text) : parseIpv6(text);
  return address === undefined ? undefined : { family, address };
}

function parseIpv4(text: string): bigint | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  let address = 0n;
  for (const part of parts) {
    if (!/^(?:0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    address = (address << 8n) | BigInt(part);
  }
  return address;
}

function parseIpv6(text: string): bigint | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map(parseGroups);
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  // "::" stands for at least one group.
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array<number>(missing).fill(0), ...(tail ?? [])];
  return groups.reduce((address, group) => (address << 16n) | BigInt(group), 0n);
}

/** Groups of up to 4 hex digits; the last may be an IPv4 address in place of two groups. */
function parseGroups(text: string): readonly number[] | undefined {
  if (text === "") return [];
  const groups: number[] = [];
  const parts = text.split(":");
  for (const [index, part] of parts.entries()) {
    const ipv4 = index === parts.length - 1 && part.includes(".") ? parseIpv4(part) : undefined;
    if (ipv4 !== undefined) groups.push(Number(ipv4 >> 16n), Number(ipv4 & 0xffffn));
    else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(parseInt(part, 16));
    else return undefined;
  }
  return groups;
}
