import { coversAction } from "./action";
import { belongsTo, bucketTypes } from "./bucket";
import { documentsOf } from "./document";
import { holders } from "./holder";
import { matchesArn } from "./pattern";
import { accountsOf } from "./principal";
import type { FoundResource } from "./resource";
import { bucketName } from "./dataEvents";

/**
 * The buckets of a stack into which principals of other accounts can put: by the bucket's policy, or by a role that trusts
 * another account.
 */
export function sharedBuckets(resources: readonly FoundResource[]): readonly FoundResource[] {
  const buckets = resources.filter(({ type }) => bucketTypes.includes(type));
  const open = rolesForOthers(resources);
  const writers = holders(resources).filter(({ kind, name }) => kind === "role" && open.has(name));
  return buckets.filter((bucket) => {
    const policies = resources.filter(
      (one) =>
        one === bucket ||
        (one.type === "aws:s3/bucketPolicy:BucketPolicy" && belongsTo(one, bucket, buckets)),
    );
    return (
      policies.some((policy) => letsOthersPut(policy, bucket.accountId)) ||
      writers.some(({ document }) => putsInto(document.statements, bucketName(bucket)))
    );
  });
}

type Statements = Parameters<typeof accountsOf>[0][];

function letsOthersPut(policy: FoundResource, owner: string | undefined): boolean {
  return documentsOf(policy, ["bucket"]).some(
    (found) =>
      found.state === "read" &&
      found.policy.document.statements.some(
        (statement) =>
          statement.effect === "Allow" &&
          coversAction(statement.action, "s3:PutObject") &&
          (statement.principal?.anyone === true ||
            accountsOf(statement).some((account) => account !== owner)),
      ),
  );
}

/** Names of the roles that principals of other accounts may assume. */
function rolesForOthers(resources: readonly FoundResource[]): ReadonlySet<string> {
  const names = resources
    .filter((role) =>
      documentsOf(role, ["trust"]).some(
        (found) =>
          found.state === "read" &&
          found.policy.document.statements.some(
            (statement) =>
              statement.effect === "Allow" &&
              (statement.principal?.anyone === true ||
                accountsOf(statement).some((account) => account !== role.accountId)),
          ),
      ),
    )
    .map(({ properties, urn }) => (typeof properties["name"] === "string" ? properties["name"] : urn));
  return new Set(names);
}

function putsInto(statements: Readonly<Statements>, name: string | undefined): boolean {
  return statements.some(
    ({ effect, action, resource }) =>
      effect === "Allow" &&
      coversAction(action, "s3:PutObject") &&
      name !== undefined &&
      (resource?.negated === true ||
        (resource?.patterns ?? []).some((pattern) =>
          matchesArn(
            pattern.replace(/(:::[^/]+\/).*$/, "$1*"),
            `arn:${pattern.split(":")[1] ?? "aws"}:s3:::${name}/x`,
          ),
        )),
  );
}
