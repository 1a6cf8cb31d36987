import type { Source } from "../settings/source";
import type { Condition } from "./document";
import { nonEmpty } from "./document";

/** A way in, where a source may come from several kinds of network: `suffix` tells the statements apart. */
export interface NetworkWay {
  readonly suffix: "" | "FromAddresses" | "FromEndpoints";
  readonly condition: Condition;
}

/**
 * Where requests to S3 may come from: one way for addresses and one for VPC endpoints, since conditions of one
 * statement must all hold.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-network-properties
 */
export function networkWays({ sourceIps, vpcEndpointIds }: Source): readonly NetworkWay[] {
  const ways: NetworkWay[] = [];
  if (sourceIps !== undefined) ways.push({ suffix: "FromAddresses", condition: fromAddresses(sourceIps) });
  if (vpcEndpointIds !== undefined)
    ways.push({
      suffix: "FromEndpoints",
      condition: { StringEquals: { "aws:SourceVpce": nonEmpty(vpcEndpointIds, "vpcEndpointIds") } },
    });
  return ways.length === 0 ? [{ suffix: "", condition: {} }] : ways;
}

/**
 * Where AssumeRole may come from. Endpoints of S3 carry no request to STS, so with them STS may be asked from anywhere.
 */
export function assumeNetwork({ sourceIps, vpcEndpointIds }: Source): Condition {
  return sourceIps === undefined || vpcEndpointIds !== undefined ? {} : fromAddresses(sourceIps);
}

/** When a source may act; no condition without a limit. */
export function timeWindow({ activeFrom, activeUntil }: Source): Condition {
  return {
    ...(activeFrom === undefined
      ? {}
      : { DateGreaterThanEquals: { "aws:CurrentTime": [activeFrom] as const } }),
    ...(activeUntil === undefined ? {} : { DateLessThan: { "aws:CurrentTime": [activeUntil] as const } }),
  };
}

/** A second factor, where the source asks for one. */
export function secondFactor({ requireMfa }: Source): Condition {
  return requireMfa ? { Bool: { "aws:MultiFactorAuthPresent": ["true"] } } : {};
}

function fromAddresses(sourceIps: readonly string[]): Condition {
  return { IpAddress: { "aws:SourceIp": nonEmpty(sourceIps, "sourceIps") } };
}
