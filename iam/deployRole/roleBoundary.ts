import type { Settings } from "../../settings/settings";
import { bucketArn } from "../arn";
import { allowLogDelivery } from "../auditLogDelivery";
import { auditPlaceOf } from "../auditPlace";
import { policyJson, type IdentityStatement } from "../document";
import { useKeyOfOwnAccount } from "../keyUse";
import { malwareScanPolicy } from "../malwareScan";
import { placeOf } from "../place";
import { replicationPolicy } from "../replication";

/**
 * A permissions boundary for the roles of the destination: the most that any of them may do, whatever policies and
 * trust the deploy role gives them. Which writer puts below which prefix is for its own policy to say.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function roleBoundary(settings: Settings): string {
  const { destination, audit } = settings;
  const { partition, bucket } = placeOf(settings);
  const { replication, malwareScan } = destination;
  const puts: IdentityStatement = {
    Sid: "Puts",
    Effect: "Allow",
    Action: ["s3:PutObject", "s3:AbortMultipartUpload"],
    Resource: [`${bucketArn(partition, bucket)}/*`],
  };
  return policyJson<IdentityStatement>(
    puts,
    ...named("Puts", useKeyOfOwnAccount(settings, [""])),
    ...(replication === undefined
      ? []
      : named("Replication", statementsOf(replicationPolicy({ ...settings, replication })))),
    ...(malwareScan === undefined
      ? []
      : named("Scan", statementsOf(malwareScanPolicy(settings, malwareScan.prefixes)))),
    ...(audit.kind === "trail" ? [allowLogDelivery(auditPlaceOf(settings, audit))] : []),
  );
}

/** Statements of several documents in one: each Sid stands once. */
function named(start: string, statements: readonly IdentityStatement[]): IdentityStatement[] {
  return statements.map((statement) => ({ ...statement, Sid: `${start}${statement.Sid}` }));
}

/** The documents are ours, so they are as they were written. */
function statementsOf(text: string): readonly IdentityStatement[] {
  return (JSON.parse(text) as { readonly Statement: readonly IdentityStatement[] }).Statement;
}
