import type { Settings } from "../settings/settings";
import { bucketArn } from "./arn";
import { nonEmpty, when, type Condition, type ResourceStatement, type Values } from "./document";
import { everyKeyArn } from "./keyUse";
import { placeOf, type Place } from "./place";

const header = "s3:x-amz-server-side-encryption";
const keyHeader = "s3:x-amz-server-side-encryption-aws-kms-key-id";

function denyPut(
  sid: string,
  place: Place,
  condition: Condition,
  actions: Values = ["s3:PutObject"],
): ResourceStatement {
  return {
    Sid: sid,
    Effect: "Deny",
    Principal: "*",
    Action: actions,
    Resource: [`${bucketArn(place.partition, place.bucket)}/*`],
    Condition: condition,
  };
}

/**
 * Refuses a put whose headers ask for other encryption than the bucket's. A put without such headers gets the
 * bucket's default, so it is never refused here; parts of a multipart upload have none.
 *
 * With `aws:kms` and no key, S3 would take the key of the account that AWS manages, which serves no other account. A
 * key must be named by its ARN: anything else is looked up in the account of whoever puts.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 */
export function denyOtherEncryption(settings: Settings): ResourceStatement[] {
  const { encryption } = settings.destination;
  const place = placeOf(settings);
  const algorithm = { s3: "AES256", kms: "aws:kms", dsse: "aws:kms:dsse" }[encryption.kind];
  const given = (name: string): Condition => ({ Null: { [name]: ["false"] } });
  const otherAlgorithm = denyPut("DenyOtherEncryption", place, {
    ...given(header),
    StringNotEquals: { [header]: [algorithm] },
  });
  if (encryption.kind === "s3") return [otherAlgorithm];
  return [
    otherAlgorithm,
    denyPut("DenyEncryptionWithoutKey", place, {
      Null: { [header]: ["false"], [keyHeader]: ["true"] },
    }),
    denyPut("DenyOtherKey", place, {
      ...given(keyHeader),
      ArnNotLike: { [keyHeader]: [encryption.keyArn ?? everyKeyArn(place)] },
    }),
  ];
}

/**
 * Refuses a put that could replace an object: it must carry `If-None-Match`.
 *
 * Only the request that creates the object counts. The others of a multipart upload cannot carry the header.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
 */
export function denyOverwrite(settings: Settings): ResourceStatement[] {
  if (settings.destination.overwrite === "allow") return [];
  return [
    denyPut("DenyOverwrite", placeOf(settings), {
      Null: { "s3:if-none-match": ["true"] },
      Bool: { "s3:ObjectCreationOperation": ["true"] },
    }),
  ];
}

/** Refuses puts by principals outside the organization, where the settings name one. */
export function denyOutsideOrganization(settings: Settings): ResourceStatement[] {
  const { organizationId } = settings.destination;
  if (organizationId === undefined) return [];
  return [
    denyPut("DenyOutsideOrganization", placeOf(settings), {
      StringNotEqualsIfExists: { "aws:PrincipalOrgID": [organizationId] },
      BoolIfExists: { "aws:PrincipalIsAWSService": ["false"] },
    }),
  ];
}

/**
 * Refuses putting and reading from anywhere else than the named networks.
 *
 * A request through a VPC endpoint has no `aws:SourceIp`, and one from the internet no `aws:SourceVpce`; what is absent
 * counts as outside, so a request must be inside one of them. AWS services that act for a principal, or as a service,
 * come from neither.
 *
 * @param serviceRoleArns roles in which S3 and GuardDuty work on the bucket from AWS's own network
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_data-perimeters.html
 */
export function denyOutsideNetwork(
  settings: Settings,
  serviceRoleArns: readonly string[],
): ResourceStatement[] {
  const { network } = settings.destination;
  if (network === undefined) return [];
  const { sourceIps, vpcEndpointIds } = network;
  const actions: Values = [
    "s3:PutObject",
    "s3:GetObject",
    "s3:GetObjectVersion",
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
  ];
  return [
    {
      ...denyPut("DenyOutsideNetwork", placeOf(settings), {}, actions),
      ...when(
        sourceIps === undefined
          ? {}
          : { NotIpAddressIfExists: { "aws:SourceIp": nonEmpty(sourceIps, "sourceIps") } },
        vpcEndpointIds === undefined
          ? {}
          : { StringNotEqualsIfExists: { "aws:SourceVpce": nonEmpty(vpcEndpointIds, "vpcEndpointIds") } },
        { BoolIfExists: { "aws:PrincipalIsAWSService": ["false"], "aws:ViaAWSService": ["false"] } },
        serviceRoleArns.length === 0
          ? {}
          : { ArnNotEquals: { "aws:PrincipalArn": nonEmpty(serviceRoleArns, "roles") } },
      ),
    },
  ];
}
