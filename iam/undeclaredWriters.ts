import type { Settings } from "../settings/settings";
import type { Source } from "../settings/source";
import { bucketArn } from "./arn";
import { allOf, nonEmpty, type Condition, type ResourceStatement } from "./document";
import { writerRoleName } from "./names";
import { destinationRoleArn, placeOf } from "./place";
import { uploaderArns, type UploaderArns } from "./uploaders";

/**
 * Refuses every writer that the settings do not name, whatever the destination account's own IAM says.
 *
 * Sources with an access point of their own are named in its policy. Here they are told by the account that owns the
 * access point, so that this policy stays the same size however many there are.
 *
 * @param serviceRoleArns roles in which AWS services put objects of their own
 */
export function denyUndeclaredWriters(
  settings: Settings,
  serviceRoleArns: readonly string[],
): ResourceStatement {
  const place = placeOf(settings);
  const sources = Object.entries(settings.sources);
  const declared = sources.map(([sourceName, source]) => writers(settings, sourceName, source));
  const exact = [...declared.flatMap((arns) => arns.exact), ...serviceRoleArns];
  const patterns = declared.flatMap((arns) => arns.patterns);
  return {
    Sid: "DenyUndeclaredWriters",
    Effect: "Deny",
    Principal: "*",
    Action: ["s3:PutObject"],
    Resource: [`${bucketArn(place.partition, place.bucket)}/*`],
    Condition: allOf(
      notThese({ exact, patterns }),
      notAccounts(sources.map(([, source]) => source)),
      notOrganizations(sources.map(([, source]) => source)),
      sources.some(([, { accessMode }]) => accessMode === "accessPoint")
        ? { StringNotEqualsIfExists: { "s3:DataAccessPointAccount": [place.accountId] } }
        : {},
    ),
  };
}

/** Refuses copies by replication from anywhere: they need no `s3:PutObject`, and no source uploads that way. */
export function denyReplicationInto(settings: Settings): ResourceStatement {
  const { partition, bucket } = placeOf(settings);
  return {
    Sid: "DenyReplicationInto",
    Effect: "Deny",
    Principal: "*",
    Action: ["s3:ReplicateObject"],
    Resource: [`${bucketArn(partition, bucket)}/*`],
  };
}

function writers(settings: Settings, sourceName: string, source: Source): UploaderArns {
  const place = placeOf(settings);
  if (source.accessMode === "role" || source.kind === "webIdentity")
    return {
      exact: [destinationRoleArn(place, writerRoleName(settings.namePrefix, sourceName))],
      patterns: [],
    };
  return source.accessMode === "bucketPolicy"
    ? uploaderArns(place.partition, source)
    : { exact: [], patterns: [] };
}

function notThese({ exact, patterns }: UploaderArns): Condition {
  const values = [...exact, ...patterns];
  if (values.length === 0) return {};
  const key = { "aws:PrincipalArn": nonEmpty(values, "writers") };
  return patterns.length === 0 ? { ArnNotEquals: key } : { ArnNotLike: key };
}

/** Accounts every principal of which may put directly. */
function notAccounts(sources: readonly Source[]): Condition {
  const accounts = sources.flatMap((source) =>
    source.kind === "account" && source.everyPrincipal && source.accessMode === "bucketPolicy"
      ? [source.accountId]
      : [],
  );
  return accounts.length === 0
    ? {}
    : { StringNotEquals: { "aws:PrincipalAccount": nonEmpty([...new Set(accounts)], "accounts") } };
}

/** Organizations every principal of which may put directly. */
function notOrganizations(sources: readonly Source[]): Condition {
  const organizations = sources.flatMap((source) =>
    source.kind === "organization" && source.everyPrincipal && source.accessMode === "bucketPolicy"
      ? [source.organizationId]
      : [],
  );
  return organizations.length === 0
    ? {}
    : {
        StringNotEquals: {
          "aws:PrincipalOrgID": nonEmpty([...new Set(organizations)], "organizations"),
        },
      };
}
