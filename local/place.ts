import { BlockList } from "node:net";
import type { Network } from "../settings/network";
import type { Settings } from "../settings/settings";
import type { Source } from "../settings/source";

/**
 * Where a request comes from, as headers that the local AWS takes instead of an address of the real network. Empty:
 * from this machine.
 */
export type Place = Readonly<Record<string, string>>;

/** An address for documentation, which no settings name. @see https://www.rfc-editor.org/rfc/rfc5737 */
const elsewhere = "198.51.100.77";

/**
 * The places that a source may put from: one for each address range and endpoint that it names, else that the
 * destination names; those only that the destination takes, too.
 *
 * @returns at least one; an empty place where nothing limits it
 */
export function placesOf({ destination }: Settings, source: Source): readonly [Place, ...Place[]] {
  const { sourceIps, vpcEndpointIds } = source;
  const limits = (sourceIps ?? vpcEndpointIds) ? { sourceIps, vpcEndpointIds } : destination.network;
  const [first = {}, ...others] = placesWithin(limits ?? {}).filter((place) =>
    isWithin(destination.network, place),
  );
  return [first, ...others];
}

/** A place that the destination takes requests from. */
export function placeInside({ destination }: Settings): Place {
  const [first = {}] = placesWithin(destination.network ?? {});
  return first;
}

/** A place that neither the source nor the destination names; undefined where nothing limits it. */
export function placeOutside({ destination: { network } }: Settings, source: Source): Place | undefined {
  return network === undefined && source.sourceIps === undefined && source.vpcEndpointIds === undefined
    ? undefined
    : { "x-xput-source-ip": elsewhere };
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
