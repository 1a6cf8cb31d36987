import { BlockList } from "node:net";
import type { Network } from "../settings/network";
import type { Settings } from "../settings/settings";
import type { Source } from "../settings/source";

/**
 * Where a request comes from and when, as headers that the local AWS takes instead of an address of the real network
 * and of the clock. Empty: from this machine, now.
 */
export type Place = Readonly<Record<string, string>>;

/** An address for documentation, which no settings name. @see https://www.rfc-editor.org/rfc/rfc5737 */
const elsewhere = "198.51.100.77";

/**
 * The places that a source may put from: one for each address range and endpoint that it names, else that the
 * destination names; those only that the destination takes, too. Where the source is not active now, they play the
 * nearest moment at which it is.
 *
 * @returns at least one; an empty place where nothing limits it
 */
export function placesOf(
  { destination }: Settings,
  source: Source,
  now: Date = new Date(),
): readonly [Place, ...Place[]] {
  const { sourceIps, vpcEndpointIds } = source;
  const limits = (sourceIps ?? vpcEndpointIds) ? { sourceIps, vpcEndpointIds } : destination.network;
  const [first = {}, ...others] = placesWithin(limits ?? {}).filter((place) =>
    isWithin(destination.network, place),
  );
  const time = activeMoment(source, now);
  return [{ ...first, ...time }, ...others.map((place) => ({ ...place, ...time }))];
}

/** That it is some moment, for conditions on the time. */
export function at(moment: Date): Place {
  return { "x-xput-time": moment.toISOString() };
}

/** A place for a person, like ` from 192.0.2.0 at 2026-12-31T23:00:00.000Z`; an empty text where it is this machine. */
export function placeText({ "x-xput-time": time, ...from }: Place): string {
  const words = Object.values(from).map((place) => ` from ${place}`);
  return [...words, ...(time === undefined ? [] : [` at ${time}`])].join("");
}

/** Empty where the source is active now. */
function activeMoment({ activeFrom, activeUntil }: Source, now: Date): Place {
  if (activeFrom !== undefined && now < new Date(activeFrom)) return at(new Date(activeFrom));
  if (activeUntil !== undefined && now >= new Date(activeUntil)) return at(lastMoment(activeUntil));
  return {};
}

/** The last whole second before a source ends. */
export function lastMoment(activeUntil: string): Date {
  return new Date(new Date(activeUntil).getTime() - 1_000);
}

/** A place that the destination takes requests from. */
export function placeInside({ destination }: Settings): Place {
  const [first = {}] = placesWithin(destination.network ?? {});
  return first;
}

/**
 * A place that neither the source nor the destination names, at a moment when the source may put; undefined where
 * nothing limits the place.
 */
export function placeOutside(
  { destination: { network } }: Settings,
  source: Source,
  now: Date = new Date(),
): Place | undefined {
  return network === undefined && source.sourceIps === undefined && source.vpcEndpointIds === undefined
    ? undefined
    : { "x-xput-source-ip": elsewhere, ...activeMoment(source, now) };
}

function placesWithin({ sourceIps = [], vpcEndpointIds = [] }: Partial<Network>): Place[] {
  return [
    ...sourceIps.map((range) => ({ "x-xput-source-ip": range.replace(/\/\d+$/, "") })),
    ...vpcEndpointIds.map((id) => ({ "x-xput-source-vpce": id })),
  ];
}

function isWithin(network: Network | undefined, place: Place): boolean {
  if (network === undefined) return true;
  const { sourceIps = [], vpcEndpointIds = [] } = network;
  const { "x-xput-source-ip": address, "x-xput-source-vpce": endpoint } = place;
  if (endpoint !== undefined) return vpcEndpointIds.includes(endpoint);
  return address !== undefined && sourceIps.some((range) => holds(range, address));
}

function holds(range: string, address: string): boolean {
  const family = (text: string) => (text.includes(":") ? "ipv6" : "ipv4");
  const [start = "", bits] = range.split("/");
  const list = new BlockList();
  list.addSubnet(start, Number(bits ?? (family(start) === "ipv6" ? 128 : 32)), family(start));
  return list.check(address, family(address));
}
