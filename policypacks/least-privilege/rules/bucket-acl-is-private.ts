import { ofBucket } from "../example";
import { type Finding, unknownFinding } from "../finding";
import type { FoundResource } from "../resource";
import type { Rule } from "../rule";
import { type Located, unknown, valuesAt } from "../value";

const publicAcls: readonly unknown[] = [
  "public-read",
  "public-read-write",
  "authenticated-read",
  "aws-exec-read",
];
const publicGroup = /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/i;
const publicGrantee = /^(?:uri=)?"?https?:\/\/acs\.amazonaws\.com\/groups\/global\//i;

/** Where a resource type names a canned ACL, the group of a grant, and what a grant permits. */
interface AclPlace {
  readonly canned: readonly (readonly string[])[];
  readonly groups: readonly (readonly string[])[];
  readonly permissions: readonly (readonly string[])[];
}

const split: AclPlace = {
  canned: [["acl"]],
  groups: [["accessControlPolicy", "grants", "*", "grantee", "uri"]],
  permissions: [["accessControlPolicy", "grants", "*", "permission"]],
};
const inline: AclPlace = {
  canned: [["acl"]],
  groups: [["grants", "*", "uri"]],
  permissions: [["grants", "*", "permissions", "*"]],
};
const object: AclPlace = {
  canned: [["acl"]],
  groups: [["grants", "*", "uri"]],
  permissions: [["grants", "*", "permissions", "*"]],
};

const places: Readonly<Record<string, AclPlace>> = {
  "aws:s3/bucket:Bucket": inline,
  "aws:s3/bucketV2:BucketV2": inline,
  "aws:s3/bucketAcl:BucketAcl": split,
  "aws:s3/bucketAclV2:BucketAclV2": split,
  "aws:s3/bucketObject:BucketObject": object,
  "aws:s3/bucketObjectv2:BucketObjectv2": object,
  "aws:s3/objectCopy:ObjectCopy": object,
};

/** Grants to accounts are old, too, but name somebody: only those that let the grantee change the ACL are refused. */
export const rule: Rule = {
  name: "bucket-acl-is-private",
  displayName: "No ACL is public",
  description: "An ACL must not grant anything to everyone, to every AWS account, or the right to change it.",
  why: "Everybody can list, read or replace what is in the bucket, whatever its policy says.",
  severity: "critical",
  level: "mandatory",
  requirements: ["FSBP:S3.2", "FSBP:S3.3", "FSBP:S3.12"],
  topics: ["s3"],
  remediationSteps: "Remove the ACL, set BucketOwnerEnforced, and grant by a bucket policy.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#specifying-grantee-predefined-groups",
  example: {
    compliant: [ofBucket("aws:s3/bucketAcl:BucketAcl", { acl: "private" })],
    violating: [ofBucket("aws:s3/bucketAcl:BucketAcl", { acl: "public-read" })],
  },
  judges: "resource",
  types: Object.keys(places),
  check: (resource) => {
    const place = places[resource.type];
    return place === undefined ? [] : judge(resource, place);
  },
};

function judge({ properties }: FoundResource, { canned, groups, permissions }: AclPlace): readonly Finding[] {
  const at = (paths: readonly (readonly string[])[]) => paths.flatMap((steps) => valuesAt(properties, steps));
  const refuse = (
    found: readonly Located[],
    bad: (value: unknown) => boolean,
    must: string,
  ): readonly Finding[] =>
    found.flatMap(({ path, value }): readonly Finding[] => {
      if (value === unknown) return [unknownFinding(path, "ACL")];
      return bad(value)
        ? [{ where: path, must, fix: "grant by a bucket policy, and leave the ACL out" }]
        : [];
    });
  const isPublic = (value: unknown) =>
    typeof value === "string" && (publicGroup.test(value) || publicGrantee.test(value));
  return [
    ...refuse(at(canned), (value) => publicAcls.includes(value), "must not be public"),
    ...refuse(at(groups), isPublic, "must not be everyone or every AWS account"),
    ...refuse(
      at(permissions),
      (value) => value === "WRITE_ACP" || value === "FULL_CONTROL",
      "must not let a grantee change the ACL",
    ),
  ];
}
