import { isIP } from "node:net";
import { z } from "zod";

/** An address or a range of addresses, as `aws:SourceIp` takes it. */
const addressRange = z.string().refine((text) => {
  const [address = "", bits, ...more] = text.split("/");
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}, 'must be an IP address or a range like "203.0.113.0/24"');

/** Addresses on the internet that requests may come from. */
export const sourceIps = z
  .array(
    addressRange.refine(
      (text) => !/\/0$/.test(text),
      "must not be every address: leave the setting out for that",
    ),
  )
  .min(1, "must name at least one address");

/** VPC endpoints for S3 that requests may come through. */
export const vpcEndpointIds = z
  .array(
    z
      .string()
      .regex(/^vpce-[0-9a-f]{8,17}$/, 'must be the id of a VPC endpoint like "vpce-0123456789abcdef0"'),
  )
  .min(1, "must name at least one VPC endpoint");

/** Where requests may come from: any of the addresses or endpoints. */
export const network = z
  .strictObject({ sourceIps: sourceIps.optional(), vpcEndpointIds: vpcEndpointIds.optional() })
  .refine(
    (limits) => limits.sourceIps !== undefined || limits.vpcEndpointIds !== undefined,
    "must name sourceIps, vpcEndpointIds or both",
  );

export type Network = z.output<typeof network>;
