import type { Encryption } from "../encryption";
import type { Source } from "../source";
import { allOf, type ConditionBlock } from "./declared";
import type { MeantPlace } from "./place";

/** The organization that a source's principals are of, where it names one. */
export function membership(source: Source): ConditionBlock {
  const organizationId = source.kind === "webIdentity" ? undefined : source.organizationId;
  return organizationId === undefined ? {} : { StringEquals: { "aws:PrincipalOrgID": [organizationId] } };
}

/** When a source may act. */
export function timeWindow({ activeFrom, activeUntil }: Source): ConditionBlock {
  return {
    ...(activeFrom === undefined ? {} : { DateGreaterThanEquals: { "aws:CurrentTime": [activeFrom] } }),
    ...(activeUntil === undefined ? {} : { DateLessThan: { "aws:CurrentTime": [activeUntil] } }),
  };
}

/** Whose bucket it is that a source puts into: a bucket's name tells no account. */
export function ownedBy(account: string): ConditionBlock {
  return { StringEquals: { "aws:ResourceAccount": [account] } };
}

/** A second factor, where a source asks for one. */
export function secondFactor({ requireMfa }: Source): ConditionBlock {
  return requireMfa ? { Bool: { "aws:MultiFactorAuthPresent": ["true"] } } : {};
}

/** Where a role may be assumed from: endpoints for S3 carry no such request, so with them from anywhere. */
export function assumedFrom({ sourceIps, vpcEndpointIds }: Source): ConditionBlock {
  return sourceIps === undefined || vpcEndpointIds !== undefined ? {} : addresses(sourceIps);
}

/** Where a source's requests may come from: one block for each kind of network. None: from anywhere. */
export function usedFrom({ sourceIps, vpcEndpointIds }: Source): readonly ConditionBlock[] {
  return [
    ...(sourceIps === undefined ? [] : [addresses(sourceIps)]),
    ...(vpcEndpointIds === undefined ? [] : [{ StringEquals: { "aws:SourceVpce": vpcEndpointIds } }]),
  ];
}

const addresses = (ranges: readonly string[]): ConditionBlock => ({ IpAddress: { "aws:SourceIp": ranges } });

/**
 * A key is used by S3 alone, for objects below the prefixes; with a bucket key S3 tells KMS the bucket only.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context
 */
export function throughS3(
  { partition, bucket, region }: Pick<MeantPlace, "partition" | "bucket" | "region">,
  encryption: Encryption,
  prefixes: readonly string[],
): ConditionBlock {
  const arn = `arn:${partition}:s3:::${bucket}`;
  const key = "kms:EncryptionContext:aws:s3:arn";
  const whole = encryption.kind === "kms" && encryption.bucketKey;
  const objects = { StringLike: { [key]: prefixes.map((prefix) => `${arn}/${prefix}*`) } };
  return allOf(byS3(region), whole ? { StringEquals: { [key]: [arn] } } : objects);
}

/** S3 asks for the caller. */
export const byS3 = (region: string): ConditionBlock => ({
  StringEquals: { "kms:ViaService": [`s3.${region}.amazonaws.com`] },
});
