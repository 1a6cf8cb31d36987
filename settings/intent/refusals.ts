import type { DeclaredRefusal, DeclaredSeal } from "./declared";
import type { MeantPlace } from "./place";
import { replicaArn } from "./services";

const header = "s3:x-amz-server-side-encryption";
const keyHeader = "s3:x-amz-server-side-encryption-aws-kms-key-id";

/** What is refused to everyone on the destination's bucket. */
export function destinationRefusals(place: MeantPlace): readonly DeclaredRefusal[] {
  const { overwrite, organizationId } = place.settings.destination;
  const puts = (conditions: DeclaredRefusal["conditions"]): DeclaredRefusal => ({
    bucketArn: place.bucketArn,
    actions: ["s3:PutObject"],
    conditions,
  });
  return [
    ...overOldTransport(place.bucketArn),
    ...otherEncryption(place).map(puts),
    ...(overwrite === "deny"
      ? [
          puts({
            Null: { "s3:if-none-match": ["true"] },
            Bool: { "s3:ObjectCreationOperation": ["true"] },
          }),
        ]
      : []),
    ...(organizationId === undefined
      ? []
      : [
          puts({
            StringNotEqualsIfExists: { "aws:PrincipalOrgID": [organizationId] },
            BoolIfExists: { "aws:PrincipalIsAWSService": ["false"] },
          }),
        ]),
    ...outsideNetwork(place),
  ];
}

/** Requests without TLS, and with versions of it below 1.2. */
export function overOldTransport(bucketArn: string): readonly DeclaredRefusal[] {
  const all = { bucketArn, actions: ["s3:*"] };
  return [
    { ...all, conditions: { Bool: { "aws:SecureTransport": ["false"] } } },
    { ...all, conditions: { NumericLessThan: { "s3:TlsVersion": ["1.2"] } } },
  ];
}

/** Puts that ask for other encryption than the bucket's. */
function otherEncryption({ settings, partition, region, account }: MeantPlace) {
  const { encryption } = settings.destination;
  const algorithm = { s3: "AES256", kms: "aws:kms", dsse: "aws:kms:dsse" }[encryption.kind];
  const other = { Null: { [header]: ["false"] }, StringNotEquals: { [header]: [algorithm] } };
  if (encryption.kind === "s3") return [other];
  const key = encryption.keyArn ?? `arn:${partition}:kms:${region}:${account}:key/*`;
  return [
    other,
    { Null: { [header]: ["false"], [keyHeader]: ["true"] } },
    { Null: { [keyHeader]: ["false"] }, ArnNotLike: { [keyHeader]: [key] } },
  ];
}

/** Puts, reads and deletions from outside the networks of the bucket. AWS's own services work from within AWS. */
function outsideNetwork(place: MeantPlace): readonly DeclaredRefusal[] {
  const { network, malwareScan, replication } = place.settings.destination;
  if (network === undefined) return [];
  const { sourceIps, vpcEndpointIds } = network;
  const services = [
    ...(malwareScan === undefined ? [] : [place.ownRole("malware-scan")]),
    ...(replication === undefined ? [] : [place.ownRole("replication")]),
  ];
  return [
    {
      bucketArn: place.bucketArn,
      actions: ["PutObject", "GetObject", "GetObjectVersion", "DeleteObject", "DeleteObjectVersion"].map(
        (action) => `s3:${action}`,
      ),
      conditions: {
        ...(sourceIps === undefined ? {} : { NotIpAddressIfExists: { "aws:SourceIp": sourceIps } }),
        ...(vpcEndpointIds === undefined
          ? {}
          : { StringNotEqualsIfExists: { "aws:SourceVpce": vpcEndpointIds } }),
        BoolIfExists: { "aws:PrincipalIsAWSService": ["false"], "aws:ViaAWSService": ["false"] },
        ...(services.length === 0 ? {} : { ArnNotEquals: { "aws:PrincipalArn": services } }),
      },
    },
  ];
}

/** Where nobody writes beside those who are meant, whatever the destination account's own IAM says. */
export function seals(place: MeantPlace): readonly DeclaredSeal[] {
  const { destination, audit } = place.settings;
  const { accessLogs, encryption, replication } = destination;
  const put = ["s3:PutObject"];
  const anyUse = ["kms:*"];
  const withKey = encryption.kind !== "s3";
  return [
    {
      bucketArn: place.bucketArn,
      actions: [...put, "s3:ReplicateObject", ...(withKey ? anyUse : [])],
    },
    ...(audit.kind === "trail"
      ? [{ bucketArn: place.arnOfBucket(place.auditBucket(audit.bucket)), actions: [...put, ...anyUse] }]
      : []),
    ...(replication !== undefined && withKey
      ? [{ bucketArn: replicaArn(replication), actions: anyUse }]
      : []),
    ...(accessLogs === undefined
      ? []
      : [{ bucketArn: place.arnOfBucket(place.accessLogBucket(accessLogs.bucket)), actions: put }]),
  ];
}
