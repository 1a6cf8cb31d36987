import type { Statement } from "../../../access/model";
import { coversAction } from "../action";
import { documentsOf, statementName } from "../document";
import { otherAccount, ownAccount, role, rolePolicy } from "../example";
import { type Holder, holders } from "../holder";
import { mayLetIn, mayUse } from "../meeting";
import type { FoundResource } from "../resource";
import type { ExampleResource, Rule, StackFinding } from "../rule";

/** A role of the stack with the statements by which it may be assumed. */
interface Trusting {
  readonly resource: FoundResource;
  readonly path: string;
  /** Its ARN in each partition. */
  readonly arns: readonly string[];
  readonly statements: readonly Statement[];
}

/**
 * Between accounts both sides must allow. Only what can never meet is told, and only where the stack has both sides: what a
 * condition lets in is the proof's to decide.
 */
export const rule: Rule = {
  name: "both-sides-agree",
  displayName: "The policies of source and destination agree",
  description:
    "Where a stack has both sides of assuming a role in another account, each must let the other in.",
  why: "One side of a grant that does not work is left over from a change, and waits for the other side to open.",
  severity: "low",
  level: "advisory",
  requirements: ["NIST-800-53-r5:AC-6"],
  topics: ["iam", "sts"],
  remediationSteps: "Name the same role and principals on both sides, or remove the side that is left over.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html",
  example: {
    compliant: sides("uploader"),
    violating: sides("exporter"),
  },
  judges: "stack",
  check: (resources) => {
    const all = holders(resources);
    const roles = resources.flatMap((resource) => trusting(resource));
    return [...refused(all, roles), ...unused(all, roles, resources)];
  },
};

/** Whoever may assume a role of the stack in another account that does not trust it. */
function refused(all: readonly Holder[], roles: readonly Trusting[]): readonly StackFinding[] {
  return all.flatMap((holder) =>
    assumed(holder).flatMap((arn): readonly StackFinding[] => {
      const target = roles.find(({ arns }) => arns.includes(arn));
      if (target === undefined || target.resource.accountId === holder.account) return [];
      if (target.statements.some((statement) => mayLetIn(statement, holder))) return [];
      return [
        {
          resource: holder.source,
          where: holder.path,
          must: `must not let ${holder.kind} ${holder.name} assume ${arn}, which does not trust it`,
          fix: "let the role trust it, or take the permission away",
        },
      ];
    }),
  );
}

/** Each statement of a role's trust that names accounts of the stack of which nobody may assume the role. */
function unused(
  all: readonly Holder[],
  roles: readonly Trusting[],
  resources: readonly FoundResource[],
): readonly StackFinding[] {
  const accounts = new Set(
    resources.filter(({ type }) => type.startsWith("aws:iam/")).map((one) => one.accountId),
  );
  return roles.flatMap(({ resource, path, arns, statements }) =>
    statements
      .filter((statement) => {
        const named = (statement.principal?.aws ?? []).map((one) => one.split(":")[4]);
        return named.length > 0 && named.every((one) => one !== resource.accountId && accounts.has(one));
      })
      .filter((statement) =>
        all.every(
          (holder) =>
            !mayLetIn(statement, holder) || !arns.some((arn) => mayUse(holder, "sts:AssumeRole", arn)),
        ),
      )
      .map((statement) => ({
        resource,
        where: `${path}, ${statementName(statement)}`,
        must: "must not trust principals of the stack of whom none may assume the role",
        fix: "give them a policy that allows sts:AssumeRole on the role, or remove the statement",
      })),
  );
}

/** The ARNs of the roles that somebody may assume, as written. */
function assumed(holder: Holder): readonly string[] {
  return holder.document.statements
    .filter(({ effect, action }) => effect === "Allow" && coversAction(action, "sts:AssumeRole"))
    .flatMap(({ resource }) => (resource?.negated === false ? resource.patterns : []))
    .filter((arn) => !/[*?]/.test(arn) && mayUse(holder, "sts:AssumeRole", arn));
}

function trusting(resource: FoundResource): readonly Trusting[] {
  const { accountId, properties } = resource;
  const name = properties["name"];
  if (accountId === undefined || typeof name !== "string") return [];
  const path = properties["path"];
  const arns = ["aws", "aws-cn", "aws-us-gov"].map(
    (partition) => `arn:${partition}:iam::${accountId}:role${typeof path === "string" ? path : "/"}${name}`,
  );
  return documentsOf(resource, ["trust"]).flatMap((found) =>
    found.state === "read"
      ? [
          {
            resource,
            path: found.policy.path,
            arns,
            statements: found.policy.document.statements.filter(
              ({ effect, action }) => effect === "Allow" && coversAction(action, "sts:AssumeRole"),
            ),
          },
        ]
      : [],
  );
}

function sides(holder: string): readonly ExampleResource[] {
  const assume = rolePolicy({
    Sid: "Assume",
    Effect: "Allow",
    Action: "sts:AssumeRole",
    Resource: `arn:aws:iam::${ownAccount}:role/writer`,
  });
  return [
    role({
      Sid: "TrustUploader",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${otherAccount}:role/uploader` },
      Action: "sts:AssumeRole",
    }),
    { ...assume, name: "assume", account: otherAccount, props: { ...assume.props, role: holder } },
  ];
}
