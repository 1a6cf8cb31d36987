/** Proves: which ACLs count as public, wherever one can be set. Not whether ACLs are in force at all. */
import { rule } from "../../../../policypacks/least-privilege/rules/bucket-acl-is-private";
import { unknownText } from "../crossGuard";
import { ruleTests } from "../ruleTests";

const everyone = "http://acs.amazonaws.com/groups/global/AllUsers";
const on = (type: string, props: Record<string, unknown>) => ({ type, props });
const acl = (props: Record<string, unknown>) => on("aws:s3/bucketAcl:BucketAcl", props);
const granted = (grant: object) => acl({ accessControlPolicy: { grants: [grant], owner: { id: "x" } } });

ruleTests(rule, {
  message: /must not (be public|be everyone|let a grantee)|must be known/,
  passes: [
    ["private", acl({ acl: "private" })],
    ["for log delivery", acl({ acl: "log-delivery-write" })],
    [
      "a grant to one account",
      granted({ grantee: { type: "CanonicalUser", id: "abc" }, permission: "READ" }),
    ],
    [
      "a grant to log delivery",
      granted({ grantee: { uri: "http://acs.amazonaws.com/groups/s3/LogDelivery" }, permission: "WRITE" }),
    ],
    ["none", on("aws:s3/bucket:Bucket", { bucket: "b" })],
  ],
  fails: [
    ["public-read", acl({ acl: "public-read" })],
    ["every AWS account", on("aws:s3/bucketAclV2:BucketAclV2", { acl: "authenticated-read" })],
    ["in the bucket itself", on("aws:s3/bucket:Bucket", { acl: "public-read-write" })],
    ["of an object", on("aws:s3/bucketObjectv2:BucketObjectv2", { acl: "public-read" })],
    ["of a copy", on("aws:s3/objectCopy:ObjectCopy", { grants: [{ uri: everyone, permissions: ["READ"] }] })],
    ["a grant to everyone", granted({ grantee: { type: "Group", uri: everyone }, permission: "READ" })],
    [
      "a grant to everyone over https",
      granted({ grantee: { uri: everyone.replace("http:", "https:") }, permission: "READ" }),
    ],
    [
      "a grant to every account",
      granted({ grantee: { uri: everyone.replace("AllUsers", "AuthenticatedUsers") }, permission: "READ" }),
    ],
    [
      "a grant in the bucket itself",
      on("aws:s3/bucketV2:BucketV2", { grants: [{ uri: everyone, permissions: ["READ"] }] }),
    ],
    ["the right to change the ACL", granted({ grantee: { id: "abc" }, permission: "WRITE_ACP" })],
    ["every right", on("aws:s3/bucket:Bucket", { grants: [{ id: "abc", permissions: ["FULL_CONTROL"] }] })],
    ["one that is not known", acl({ acl: unknownText })],
  ],
  leavesAlone: [["a public policy", on("aws:s3/bucketPolicy:BucketPolicy", { policy: "public-read" })]],
});
