import type { BlockPublicAccess } from "../effective/facts";
import type { ConditionClause, PrincipalElement, Statement } from "../model";
import type { StackReading } from "./stackReading";
import { declared } from "./stackResource";
import type { StackResource } from "./stackResource";
import { items, member, unknown } from "./value";
import type { Value } from "./value";

/** Who a grant of an ACL is for, as far as it can be said. */
type Grantee = "everyone" | "everyAccount" | "logDelivery" | "other" | typeof unknown;

interface AclGrant {
  readonly grantee: Grantee;
  readonly permission: string;
}

/**
 * What each permission on a bucket allows.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#permissions
 */
const actionsOf: ReadonlyMap<string, readonly string[]> = new Map([
  ["READ", ["s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"]],
  ["WRITE", ["s3:PutObject"]],
  ["READ_ACP", ["s3:GetBucketAcl"]],
  ["WRITE_ACP", ["s3:PutBucketAcl"]],
  [
    "FULL_CONTROL",
    [
      "s3:ListBucket",
      "s3:ListBucketVersions",
      "s3:ListBucketMultipartUploads",
      "s3:PutObject",
      "s3:GetBucketAcl",
      "s3:PutBucketAcl",
    ],
  ],
]);

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl */
const cannedGrants: ReadonlyMap<string, readonly AclGrant[]> = new Map([
  ["private", []],
  ["bucket-owner-read", []],
  ["bucket-owner-full-control", []],
  ["public-read", [{ grantee: "everyone", permission: "READ" }]],
  [
    "public-read-write",
    [
      { grantee: "everyone", permission: "READ" },
      { grantee: "everyone", permission: "WRITE" },
    ],
  ],
  ["authenticated-read", [{ grantee: "everyAccount", permission: "READ" }]],
  [
    "log-delivery-write",
    [
      { grantee: "logDelivery", permission: "WRITE" },
      { grantee: "logDelivery", permission: "READ_ACP" },
    ],
  ],
]);

const groups: ReadonlyMap<string, Grantee> = new Map<string, Grantee>([
  ["http://acs.amazonaws.com/groups/global/AllUsers", "everyone"],
  ["http://acs.amazonaws.com/groups/global/AuthenticatedUsers", "everyAccount"],
  ["http://acs.amazonaws.com/groups/s3/LogDelivery", "logDelivery"],
]);

/**
 * What the ACL that a resource sets allows, as statements of a bucket policy.
 *
 * ACLs count unless the stack enforces the bucket owner's ownership: that is for the caller to know. Grants to single
 * accounts, which ACLs name by ids that tell nothing, are reported.
 *
 * @param levels Block Public Access of the bucket and of its account
 */
export function aclStatements(
  resource: StackResource,
  bucketArn: string,
  levels: readonly BlockPublicAccess[],
  reading: StackReading,
): readonly Statement[] {
  const ignored = levels.some(({ ignorePublicAcls }) => ignorePublicAcls);
  const restricted = levels.some(({ restrictPublicBuckets }) => restrictPublicBuckets);
  return grantsOf(resource).flatMap(({ path, grant: { grantee, permission } }) => {
    const actions = actionsOf.get(permission);
    if (grantee === unknown || actions === undefined) {
      reading.report(resource, path, "unknown", "it is not known what this ACL grants: it is left out", true);
      return [];
    }
    if (grantee === "other") {
      reading.report(
        resource,
        path,
        "notRead",
        "it grants to an account that its id does not tell: it is left out",
        true,
      );
      return [];
    }
    if (grantee !== "logDelivery" && ignored) return [];
    if (grantee !== "logDelivery" && restricted) {
      // RestrictPublicBuckets is about policies: as a part of one, the grant would seem to be taken away.
      reading.report(
        resource,
        path,
        "notRead",
        "a public ACL beside RestrictPublicBuckets is left out",
        true,
      );
      return [];
    }
    return [statement(grantee, actions, path, bucketArn)];
  });
}

const notAnonymous: ConditionClause = {
  operator: "StringNotEquals",
  ifExists: false,
  key: "aws:PrincipalType",
  values: ["Anonymous"],
};

function statement(
  grantee: "everyone" | "everyAccount" | "logDelivery",
  actions: readonly string[],
  path: string,
  bucketArn: string,
): Statement {
  const nobody = { negated: false, anyone: false, aws: [], service: [], federated: [], canonicalUser: [] };
  const principal: PrincipalElement =
    grantee === "logDelivery"
      ? { ...nobody, service: ["logging.s3.amazonaws.com"] }
      : { ...nobody, anyone: true };
  return {
    index: 0,
    sid: `ACL ${path}`,
    effect: "Allow",
    principal,
    action: { negated: false, patterns: actions },
    resource: { negated: false, patterns: [bucketArn, `${bucketArn}/*`] },
    conditions: grantee === "everyAccount" ? [notAnonymous] : [],
  };
}

interface PlacedGrant {
  readonly path: string;
  readonly grant: AclGrant;
}

function grantsOf(resource: StackResource): readonly PlacedGrant[] {
  const canned = declared(resource, "acl");
  const byName =
    typeof canned === "string" ? cannedGrants.get(canned) : canned === undefined ? [] : undefined;
  const notKnown: readonly PlacedGrant[] =
    byName === undefined ? [{ path: "acl", grant: { grantee: unknown, permission: "" } }] : [];
  const policy = declared(resource, "accessControlPolicy");
  const owner = member(member(policy, "owner"), "id");
  return [
    ...notKnown,
    ...(byName ?? []).map((grant) => ({ path: `acl ${typeof canned === "string" ? canned : ""}`, grant })),
    ...items(member(policy, "grants")).flatMap((one, index) =>
      placed(
        `accessControlPolicy.grants[${index}]`,
        member(one, "grantee") ?? null,
        [member(one, "permission")],
        owner,
      ),
    ),
    ...items(declared(resource, "grants")).flatMap((one, index) =>
      placed(`grants[${index}]`, one, items(member(one, "permissions")), undefined),
    ),
  ];
}

function placed(
  path: string,
  grantee: Value,
  permissions: readonly (Value | undefined)[],
  owner: Value | undefined,
): readonly PlacedGrant[] {
  const uri = member(grantee, "uri");
  const id = member(grantee, "id");
  if (typeof id === "string" && id !== "" && id === owner) return [];
  const group = typeof uri === "string" && uri !== "" ? (groups.get(uri) ?? unknown) : undefined;
  const who: Grantee =
    grantee === unknown || uri === unknown || id === unknown ? unknown : (group ?? "other");
  return permissions.map((permission) => ({
    path,
    grant: { grantee: who, permission: typeof permission === "string" ? permission : "" },
  }));
}
