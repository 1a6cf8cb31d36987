import { accountPlaceholder } from "../settings/givenSource";
import type { Source } from "../settings/source";
import { bucketArn } from "./arn";
import {
  nonEmpty,
  when,
  type Condition,
  type IdentityStatement,
  type Principal,
  type ResourceStatement,
} from "./document";
import type { Place } from "./place";
import { networkWays, secondFactor, timeWindow } from "./sourceConditions";
import { isUploader, principalOf, type PrincipalSource } from "./uploaders";

/**
 * What putting takes: `s3:PutObject` also covers creating, filling and completing a multipart upload.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
 */
export const putActions = ["s3:PutObject", "s3:AbortMultipartUpload"] as const;

/** What objects hang below. */
export interface ObjectParent {
  /** A bucket's, or an access point's with `/object`. */
  readonly arn: string;
  /** 12 digits, where the ARN does not tell the account. */
  readonly ownerAccountId?: string;
}

/** Objects named through their bucket. */
export function bucketObjects({ partition, bucket, accountId }: Place): ObjectParent {
  return { arn: bucketArn(partition, bucket), ownerAccountId: accountId };
}

/**
 * Objects named through an access point of the destination account.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
 */
export function accessPointObjects(place: Place, accessPointName: string): ObjectParent {
  return { arn: `${accessPointArn(place, accessPointName)}/object` };
}

/** The ARN of an access point of the destination account. */
export function accessPointArn({ partition, region, accountId }: Place, accessPointName: string): string {
  return `arn:${partition}:s3:${region}:${accountId}:accesspoint/${accessPointName}`;
}

/**
 * Identity side: the bearer may put objects below the prefixes and abort its own multipart uploads there.
 *
 * The name of a bucket tells no account. The condition does, so that nobody gets the objects who makes a bucket of that
 * name once this one is gone.
 *
 * @param prefixes each ends with `/`; at least one
 * @returns one statement for each kind of network that the source may come from
 */
export function allowPut(
  parent: ObjectParent,
  prefixes: readonly string[],
  source: Source,
): readonly [IdentityStatement, ...IdentityStatement[]] {
  const [first, ...others] = networkWays(source).map(({ suffix, condition }): IdentityStatement => ({
    Sid: `AllowPut${suffix}`,
    Effect: "Allow",
    Action: putActions,
    Resource: objectsBelow(parent, prefixes),
    ...when(ownership(parent), condition, timeWindow(source)),
  }));
  if (first === undefined) throw new RangeError("a source has at least one way in");
  return [first, ...others];
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html */
function ownership({ ownerAccountId }: ObjectParent): Condition {
  return ownerAccountId === undefined ? {} : { StringEquals: { "aws:ResourceAccount": [ownerAccountId] } };
}

/**
 * Resource side: the source's uploaders may put directly, where their own account lets them, too.
 *
 * An account of an organization writes below its own prefix: `aws:PrincipalAccount` is set by AWS for every request,
 * so nobody can choose another one.
 *
 * @param sid unique in the document, with letters and digits only
 */
export function allowPutDirectly(
  sid: string,
  partition: Place["partition"],
  parent: ObjectParent,
  source: PrincipalSource,
): readonly ResourceStatement[] {
  const principal: Principal = principalOf(partition, source);
  const prefixes = source.prefixes.map((prefix) =>
    prefix.replace(accountPlaceholder, "${aws:PrincipalAccount}"),
  );
  return networkWays(source).map(({ suffix, condition }) => ({
    Sid: `${sid}${suffix}`,
    Effect: "Allow",
    Principal: principal,
    Action: putActions,
    Resource: objectsBelow(parent, prefixes),
    ...when(
      isUploader(partition, source),
      membership(source),
      condition,
      timeWindow(source),
      secondFactor(source),
    ),
  }));
}

/** The organization that the principal's account is in, where one is named. */
export function membership({ organizationId }: PrincipalSource): Condition {
  return organizationId === undefined ? {} : { StringEquals: { "aws:PrincipalOrgID": [organizationId] } };
}

/** ARNs of all objects below the prefixes. */
export function objectsBelow(
  { arn }: ObjectParent,
  prefixes: readonly string[],
): IdentityStatement["Resource"] {
  return nonEmpty(
    prefixes.map((prefix) => `${arn}/${prefix}*`),
    "prefixes",
  );
}
