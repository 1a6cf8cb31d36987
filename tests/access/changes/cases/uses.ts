import { allow, bucketArn, other, policy, resource, withInputs } from "../../stack/given";
import { changed } from "../changeCase";
import type { ChangeCase } from "../changeCase";
import { denyPlainHttp, guard, put, putIn, small, uploader, vendor } from "../smallStack";

const puts = (before: object, after: object, name: string): ChangeCase => ({
  name,
  before: changed(small, "writer-put", () => put(before)),
  after: changed(small, "writer-put", () => put(after)),
});
const guards = (before: readonly object[], after: readonly object[], name: string): ChangeCase => ({
  name,
  before: changed(small, "guard", () => guard(...before)),
  after: changed(small, "guard", () => guard(...after)),
});
const denyOthers = {
  Sid: "DenyOutsideIn",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:PutObject",
  NotResource: `${bucketArn}/in/*`,
};
const everyoneOf = (Condition: object): object => ({
  Sid: "AllowOrganization",
  Effect: "Allow",
  Principal: "*",
  Action: "s3:PutObject",
  Resource: `${bucketArn}/shared/*`,
  Condition,
});
const point = `arn:aws:s3:eu-west-1:111111111111:accesspoint/sensors`;
const group = resource("aws:iam/group:Group", "writers", { name: "writers" });
const groupMay = resource("aws:iam/groupPolicy:GroupPolicy", "writers-put", {
  group: "writers",
  policy: policy(putIn("in/")),
});
const users = ["alice", "bob"].map((name) => resource("aws:iam/user:User", name, { name }));
const members = (...names: readonly string[]) =>
  resource("aws:iam/groupMembership:GroupMembership", "members", { group: "writers", users: [...names] });

/** What they may do with the bucket. */
export const useCases: readonly ChangeCase[] = [
  puts(putIn("a/"), putIn("a"), "prefix a in place of a/"),
  puts(putIn("a"), putIn("a/"), "prefix a/ in place of a"),
  puts(putIn("in/"), { ...putIn("in/"), Action: ["s3:PutObject", "s3:GetObject"] }, "reading added"),
  puts(
    putIn("in/"),
    { Effect: "Allow", NotAction: "s3:DeleteObject", Resource: `${bucketArn}/in/*` },
    "NotAction in place of Action",
  ),
  puts(
    putIn("in/"),
    { Effect: "Allow", Action: "s3:PutObject", NotResource: `${bucketArn}/secret/*` },
    "NotResource in place of Resource",
  ),
  puts(putIn("in/"), putIn("in/", "s3:Put*"), "wildcard in the action"),
  puts(
    putIn("in/"),
    allow("s3:PutObject", `${bucketArn}/\${aws:PrincipalTag/team}/*`),
    "session tag in place of a prefix",
  ),
  puts(putIn("in/"), allow("s3:PutObject", "*"), "every bucket in place of one prefix"),
  puts(putIn("in/"), putIn("out/"), "another prefix"),
  guards([denyPlainHttp, denyOthers], [denyPlainHttp], "a deny removed that bounded nothing wider"),
  { name: "TLS deny removed", before: small, after: changed(small, "guard", () => undefined) },
  guards(
    [denyPlainHttp],
    [{ ...denyPlainHttp, Principal: { AWS: uploader } }],
    "TLS deny for one principal only",
  ),
  guards([denyPlainHttp], [{ ...denyPlainHttp, Resource: `${bucketArn}/*` }], "TLS deny for objects only"),
  guards(
    [denyPlainHttp],
    [denyPlainHttp, everyoneOf({ StringEquals: { "aws:PrincipalOrgID": "o-abc1234567" } })],
    "wildcard principal with an organization",
  ),
  guards(
    [denyPlainHttp],
    [denyPlainHttp, { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `${bucketArn}/*` }],
    "public read behind Block Public Access",
  ),
  {
    name: "public read with Block Public Access off",
    before: small,
    after: [
      ...changed(
        changed(small, "guard", () =>
          guard(denyPlainHttp, {
            Effect: "Allow",
            Principal: "*",
            Action: "s3:GetObject",
            Resource: `${bucketArn}/*`,
          }),
        ),
        "block",
        () => undefined,
      ),
    ],
  },
  {
    name: "access point added",
    before: small,
    after: [
      ...changed(small, "guard", () =>
        guard(denyPlainHttp, {
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${other}:root` },
          Action: "s3:PutObject",
          Resource: `${bucketArn}/*`,
          Condition: { StringEquals: { "s3:DataAccessPointArn": point } },
        }),
      ),
      resource("aws:s3/accessPoint:AccessPoint", "sensors", {
        name: "sensors",
        bucket: "acme-drop",
        policy: policy({
          Effect: "Allow",
          Principal: { AWS: uploader },
          Action: "s3:PutObject",
          Resource: `${point}/object/sensors/*`,
        }),
      }),
    ],
  },
  {
    name: "group member added",
    before: [...small, group, groupMay, ...users, members("alice")],
    after: [...small, group, groupMay, ...users, members("alice", "bob")],
  },
  {
    name: "boundary taken off a user",
    before: [
      ...small,
      resource("aws:iam/policy:Policy", "limit", { name: "limit", policy: policy(putIn("in/a/")) }),
      resource("aws:iam/user:User", "carol", {
        name: "carol",
        permissionsBoundary: "arn:aws:iam::111111111111:policy/limit",
      }),
      resource("aws:iam/userPolicy:UserPolicy", "carol-put", { user: "carol", policy: policy(putIn("in/")) }),
    ],
    after: [
      ...small,
      resource("aws:iam/policy:Policy", "limit", { name: "limit", policy: policy(putIn("in/a/")) }),
      resource("aws:iam/user:User", "carol", { name: "carol" }),
      resource("aws:iam/userPolicy:UserPolicy", "carol-put", { user: "carol", policy: policy(putIn("in/")) }),
    ],
  },
  {
    name: "administrator policy attached",
    before: small,
    after: [
      ...small,
      resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "admin", {
        role: "writer",
        policyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
      }),
    ],
  },
  {
    name: "condition moved from the trust to the use",
    before: changed(small, "writer", (one) =>
      withInputs(one, {
        assumeRolePolicy: policy({
          Effect: "Allow",
          Principal: { AWS: uploader },
          Action: "sts:AssumeRole",
          Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
        }),
      }),
    ),
    after: changed(
      changed(small, "writer", (one) =>
        withInputs(one, {
          assumeRolePolicy: policy({
            Effect: "Allow",
            Principal: { AWS: uploader },
            Action: "sts:AssumeRole",
          }),
        }),
      ),
      "writer-put",
      () => put({ ...putIn("in/"), Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } } }),
    ),
  },
  {
    name: "vendor added directly in the bucket policy",
    before: small,
    after: changed(small, "guard", () =>
      guard(denyPlainHttp, {
        Sid: "AllowVendor",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${vendor}:role/export` },
        Action: "s3:PutObject",
        Resource: `${bucketArn}/vendor/*`,
      }),
    ),
  },
];
