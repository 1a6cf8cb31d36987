/**
 * What each resource type gives, beside a twin that gives nothing or less. Shows neither that the list of access is
 * right (tests/access/effective) nor that AWS's own answers look as written here.
 */
import assert from "node:assert/strict";
import type { StackResource } from "../../../access/stack/stackResource";
import {
  allow,
  allowTo,
  bucket,
  bucketArn,
  group,
  key,
  keyArn,
  other,
  owner,
  policy,
  providerOf,
  resource,
  role,
  trust,
  user,
  ways,
} from "./given";

const put = policy(allow("s3:PutObject", `${bucketArn}/in/*`));
const toOther = { AWS: `arn:aws:iam::${other}:role/app` };
const putByOther = policy(allowTo(toOther, "s3:PutObject", `${bucketArn}/in/*`));
const publicRead = policy(allowTo("*", "s3:GetObject", `${bucketArn}/*`));
const byRole = `role/uploader of ${other} may put in/* after assuming writer`;
const byUser = `user/staff/alice of ${owner} may put in/*`;
const direct = `role/app of ${other} may put in/*`;
const everyone = "everyone may get *";
const managed = resource("aws:iam/policy:Policy", "put", { name: "put", path: "/app/", policy: put });
const managedArn = `arn:aws:iam::${owner}:policy/app/put`;
const kms = (keyId: string): StackResource =>
  resource("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", "sse", {
    bucket: "acme-drop",
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyId } }],
  });
const bucketPolicy = (text: string): StackResource =>
  resource("aws:s3/bucketPolicy:BucketPolicy", "policy", { bucket: "acme-drop", policy: text });
const rolePut = resource("aws:iam/rolePolicy:RolePolicy", "put", {
  role: "writer",
  name: "put",
  policy: put,
});
const noKey = `, but cannot put with the bucket's key: it grants them no kms:GenerateDataKey`;
const delegating = `every principal of ${other} may put in/* through access point app`;
const accessPoint = (more: object = {}): StackResource =>
  resource("aws:s3/accessPoint:AccessPoint", "ap", { name: "app", bucket: "acme-drop", ...more });
const accessPointPut = policy(
  allowTo({ AWS: other }, "s3:PutObject", `arn:aws:s3:eu-west-1:${owner}:accesspoint/app/object/in/*`),
);
const delegate = bucketPolicy(
  policy({
    ...allowTo("*", "*", `${bucketArn}/*`),
    Condition: { StringEquals: { "s3:DataAccessPointAccount": owner } },
  }),
);
const acl = (name: string): StackResource =>
  resource("aws:s3/bucketAcl:BucketAcl", "acl", { bucket: "acme-drop", acl: name });
const listed =
  "everyone may list and call s3:ListBucketVersions on and call s3:ListBucketMultipartUploads on *";
const grant = (principal: string): StackResource =>
  resource("aws:kms/grant:Grant", "grant", {
    keyId: keyArn,
    granteePrincipal: principal,
    operations: ["GenerateDataKey"],
  });
const restricted = { restrictPublicBuckets: true, bucket: "acme-drop" };

/** Resources, and what of it anybody can do: the first of each pair gives, the second does not. */
const cases: readonly {
  readonly title: string;
  readonly gives: readonly [readonly StackResource[], readonly string[]];
  readonly not: readonly [readonly StackResource[], readonly string[]];
}[] = [
  {
    title: "BucketPolicy",
    gives: [[bucket, bucketPolicy(putByOther)], [direct]],
    not: [
      [
        bucket,
        resource("aws:s3/bucketPolicy:BucketPolicy", "p", { bucket: "acme-logs", policy: putByOther }),
      ],
      [],
    ],
  },
  {
    title: "an inline policy of a Bucket",
    gives: [
      [resource("aws:s3/bucket:Bucket", "drop", { bucket: "acme-drop", policy: putByOther })],
      [direct],
    ],
    not: [[bucket], []],
  },
  {
    title: "BucketV2 with its split policy",
    gives: [
      [resource("aws:s3/bucketV2:BucketV2", "drop", { bucket: "acme-drop" }), bucketPolicy(publicRead)],
      [everyone],
    ],
    not: [[resource("aws:s3/bucketV2:BucketV2", "drop", { bucket: "acme-drop" })], []],
  },
  {
    title: "BucketPublicAccessBlock",
    gives: [
      [
        bucket,
        bucketPolicy(publicRead),
        resource("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "b", {
          ...restricted,
          restrictPublicBuckets: false,
        }),
      ],
      [everyone],
    ],
    not: [
      [
        bucket,
        bucketPolicy(publicRead),
        resource("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "b", restricted),
      ],
      ["every AWS service may get *", `every principal of ${owner} may get *`],
    ],
  },
  {
    title: "AccountPublicAccessBlock, of the bucket's account alone",
    gives: [
      [
        bucket,
        bucketPolicy(publicRead),
        resource("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock", "b", {
          accountId: other,
          restrictPublicBuckets: true,
        }),
      ],
      [everyone],
    ],
    not: [
      [
        bucket,
        bucketPolicy(publicRead),
        resource("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock", "b", {
          restrictPublicBuckets: true,
        }),
      ],
      ["every AWS service may get *", `every principal of ${owner} may get *`],
    ],
  },
  {
    title: "AccessPoint with an inline policy",
    gives: [[bucket, delegate, accessPoint({ policy: accessPointPut })], [delegating]],
    not: [[bucket, delegate, accessPoint()], []],
  },
  {
    title: "AccessPointPolicy",
    gives: [
      [
        bucket,
        delegate,
        accessPoint(),
        resource("aws:s3control/accessPointPolicy:AccessPointPolicy", "app", {
          accessPointArn: `arn:aws:s3:eu-west-1:${owner}:accesspoint/app`,
          policy: accessPointPut,
        }),
      ],
      [delegating],
    ],
    not: [
      [
        bucket,
        delegate,
        accessPoint(),
        resource("aws:s3control/accessPointPolicy:AccessPointPolicy", "app", {
          accessPointArn: `arn:aws:s3:eu-west-1:${owner}:accesspoint/another`,
          policy: accessPointPut,
        }),
      ],
      [],
    ],
  },
  {
    title: "BucketAcl without ownership controls, and with them",
    gives: [[bucket, acl("public-read")], [listed]],
    not: [
      [
        bucket,
        acl("public-read"),
        resource("aws:s3/bucketOwnershipControls:BucketOwnershipControls", "o", {
          bucket: "acme-drop",
          rule: { objectOwnership: "BucketOwnerEnforced" },
        }),
      ],
      [],
    ],
  },
  {
    title: "a canned ACL, and a private one",
    gives: [
      [bucket, acl("authenticated-read")],
      [`${listed}, only if aws:PrincipalType StringNotEquals Anonymous`],
    ],
    not: [[bucket, acl("private")], []],
  },
  {
    title: "the grants of an ACL, and IgnorePublicAcls over them",
    gives: [
      [
        bucket,
        resource("aws:s3/bucketAcl:BucketAcl", "acl", {
          bucket: "acme-drop",
          accessControlPolicy: {
            owner: { id: "a1" },
            grants: [
              { grantee: { type: "CanonicalUser", id: "a1" }, permission: "FULL_CONTROL" },
              {
                grantee: { type: "Group", uri: "http://acs.amazonaws.com/groups/global/AllUsers" },
                permission: "WRITE",
              },
            ],
          },
        }),
      ],
      ["everyone may put *"],
    ],
    not: [
      [
        resource("aws:s3/bucket:Bucket", "drop", { bucket: "acme-drop", acl: "public-read-write" }),
        resource("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "b", {
          bucket: "acme-drop",
          ignorePublicAcls: true,
        }),
      ],
      [],
    ],
  },
  {
    title: "RolePolicy, of the role that it names",
    gives: [[bucket, role, rolePut], [byRole]],
    not: [
      [bucket, role, resource("aws:iam/rolePolicy:RolePolicy", "put", { role: "reader", policy: put })],
      [`role/reader of ${owner} may put in/*`],
    ],
  },
  {
    title: "an inline policy of a Role",
    gives: [
      [bucket, { ...role, inputs: { ...role.inputs, inlinePolicies: [{ name: "put", policy: put }] } }],
      [byRole],
    ],
    not: [[bucket, { ...role, inputs: { ...role.inputs, inlinePolicies: [{}] } }], []],
  },
  {
    title: "the trust of a Role",
    gives: [[bucket, role, rolePut], [byRole]],
    not: [
      [
        bucket,
        { ...role, inputs: { ...role.inputs, assumeRolePolicy: trust(`arn:aws:iam::${other}:role/x`) } },
        rolePut,
      ],
      [byRole.replace("role/uploader", "role/x")],
    ],
  },
  {
    title: "a managed policy attached to a Role, and one that nothing attaches",
    gives: [
      [
        bucket,
        role,
        managed,
        resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "a", {
          role: "writer",
          policyArn: managedArn,
        }),
      ],
      [byRole],
    ],
    not: [[bucket, role, managed], []],
  },
  {
    title: "managedPolicyArns of a Role",
    gives: [
      [bucket, managed, { ...role, inputs: { ...role.inputs, managedPolicyArns: [managedArn] } }],
      [byRole],
    ],
    not: [[bucket, managed, { ...role, inputs: { ...role.inputs, managedPolicyArns: [] } }], []],
  },
  {
    title: "RolePolicyAttachmentsExclusive",
    gives: [
      [
        bucket,
        role,
        managed,
        resource("aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive", "a", {
          roleName: "writer",
          policyArns: [managedArn],
        }),
      ],
      [byRole],
    ],
    not: [
      [
        bucket,
        role,
        managed,
        resource("aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive", "a", {
          roleName: "writer",
          policyArns: [],
        }),
      ],
      [],
    ],
  },
  {
    title: "RolePoliciesExclusive that names a policy of another stack",
    gives: [
      [
        bucket,
        role,
        resource("aws:iam/rolePoliciesExclusive:RolePoliciesExclusive", "x", {
          roleName: "writer",
          policyNames: ["old"],
        }),
      ],
      [`role/uploader of ${other} may do anything with * after assuming writer`],
    ],
    not: [
      [
        bucket,
        role,
        rolePut,
        resource("aws:iam/rolePoliciesExclusive:RolePoliciesExclusive", "x", {
          roleName: "writer",
          policyNames: ["put"],
        }),
      ],
      [byRole],
    ],
  },
  {
    title: "PolicyAttachment to roles and users",
    gives: [
      [
        bucket,
        role,
        user,
        managed,
        resource("aws:iam/policyAttachment:PolicyAttachment", "a", {
          name: "a",
          policyArn: managedArn,
          roles: ["writer"],
          users: ["alice"],
        }),
      ],
      [byRole, byUser],
    ],
    not: [
      [
        bucket,
        role,
        user,
        managed,
        resource("aws:iam/policyAttachment:PolicyAttachment", "a", {
          name: "a",
          policyArn: managedArn,
          users: ["alice"],
        }),
      ],
      [byUser],
    ],
  },
  {
    title: "a permissions boundary",
    gives: [
      [bucket, managed, { ...role, inputs: { ...role.inputs, permissionsBoundary: managedArn } }, rolePut],
      [byRole],
    ],
    not: [
      [
        bucket,
        resource("aws:iam/policy:Policy", "put", {
          name: "put",
          path: "/app/",
          policy: policy(allow("s3:GetObject", "*")),
        }),
        { ...role, inputs: { ...role.inputs, permissionsBoundary: managedArn } },
        rolePut,
      ],
      [],
    ],
  },
  {
    title: "UserPolicy",
    gives: [
      [bucket, user, resource("aws:iam/userPolicy:UserPolicy", "put", { user: "alice", policy: put })],
      [byUser],
    ],
    not: [[bucket, user], []],
  },
  {
    title: "UserPolicyAttachment",
    gives: [
      [
        bucket,
        user,
        managed,
        resource("aws:iam/userPolicyAttachment:UserPolicyAttachment", "a", {
          user: "alice",
          policyArn: managedArn,
        }),
      ],
      [byUser],
    ],
    not: [[bucket, user, managed], []],
  },
  {
    title: "GroupPolicy, of a group that the user is in by UserGroupMembership",
    gives: [
      [
        bucket,
        user,
        group,
        resource("aws:iam/groupPolicy:GroupPolicy", "put", { group: "team", policy: put }),
        resource("aws:iam/userGroupMembership:UserGroupMembership", "m", { user: "alice", groups: ["team"] }),
      ],
      [byUser],
    ],
    not: [
      [
        bucket,
        user,
        group,
        resource("aws:iam/groupPolicy:GroupPolicy", "put", { group: "team", policy: put }),
      ],
      [],
    ],
  },
  {
    title: "GroupPolicyAttachment, of a group that the user is in by GroupMembership",
    gives: [
      [
        bucket,
        user,
        group,
        managed,
        resource("aws:iam/groupPolicyAttachment:GroupPolicyAttachment", "a", {
          group: "team",
          policyArn: managedArn,
        }),
        resource("aws:iam/groupMembership:GroupMembership", "m", {
          name: "m",
          group: "team",
          users: ["alice"],
        }),
      ],
      [byUser],
    ],
    not: [
      [
        bucket,
        user,
        group,
        managed,
        resource("aws:iam/groupPolicyAttachment:GroupPolicyAttachment", "a", {
          group: "team",
          policyArn: managedArn,
        }),
        resource("aws:iam/groupMembership:GroupMembership", "m", { name: "m", group: "team", users: [] }),
      ],
      [],
    ],
  },
  {
    title: "a trust of an OpenIdConnectProvider",
    gives: [
      [
        bucket,
        resource("aws:iam/openIdConnectProvider:OpenIdConnectProvider", "oidc", {
          url: "https://ci.example.com",
        }),
        {
          ...role,
          inputs: {
            ...role.inputs,
            assumeRolePolicy: policy({
              Effect: "Allow",
              Principal: { Federated: `arn:aws:iam::${owner}:oidc-provider/ci.example.com` },
              Action: "sts:AssumeRoleWithWebIdentity",
            }),
          },
        },
        rolePut,
      ],
      [
        `every identity of arn:aws:iam::${owner}:oidc-provider/ci.example.com may put in/* after assuming writer`,
      ],
    ],
    not: [
      [
        bucket,
        resource("aws:iam/openIdConnectProvider:OpenIdConnectProvider", "oidc", {
          url: "https://ci.example.com",
        }),
      ],
      [],
    ],
  },
  {
    title: "an AWS managed policy that is known, and one that is not",
    gives: [
      [
        bucket,
        user,
        resource("aws:iam/userPolicyAttachment:UserPolicyAttachment", "a", {
          user: "alice",
          policyArn: "arn:aws:iam::aws:policy/AmazonS3FullAccess",
        }),
      ],
      [`user/staff/alice of ${owner} may do anything with *`],
    ],
    not: [
      [
        bucket,
        user,
        resource("aws:iam/userPolicyAttachment:UserPolicyAttachment", "a", {
          user: "alice",
          policyArn: "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
        }),
      ],
      [],
    ],
  },
  {
    title: "the policy of a Key that a bucket asks on a put",
    gives: [
      [
        bucket,
        bucketPolicy(putByOther),
        kms(keyArn),
        { ...key, inputs: { policy: policy(allowTo(toOther, "kms:GenerateDataKey", "*")) } },
      ],
      [direct, `role/app of ${other} may make data keys with the key ${keyArn}`],
    ],
    not: [
      [
        bucket,
        bucketPolicy(putByOther),
        kms(keyArn),
        { ...key, inputs: { policy: policy(allowTo({ AWS: other }, "kms:Decrypt", "*")) } },
      ],
      [`every principal of ${other} may decrypt with the key ${keyArn}`, direct + noKey],
    ],
  },
  {
    title: "KeyPolicy, and the policy of a key that is made without one",
    gives: [
      [
        bucket,
        bucketPolicy(putByOther),
        kms(keyArn.slice(-36)),
        key,
        resource("aws:kms/keyPolicy:KeyPolicy", "kp", {
          keyId: keyArn.slice(-36),
          policy: policy(allowTo(toOther, "kms:GenerateDataKey", "*")),
        }),
      ],
      [direct, `role/app of ${other} may make data keys with the key ${keyArn}`],
    ],
    not: [[bucket, bucketPolicy(putByOther), kms(keyArn.slice(-36)), key], [direct + noKey]],
  },
  {
    title: "a Grant of a key",
    gives: [
      [bucket, bucketPolicy(putByOther), kms(keyArn), key, grant(toOther.AWS)],
      [direct, `role/app of ${other} may make data keys with the key ${keyArn}`],
    ],
    not: [
      [bucket, bucketPolicy(putByOther), kms(keyArn), key, grant(`arn:aws:iam::${other}:role/x`)],
      [direct + noKey, `role/x of ${other} may make data keys with the key ${keyArn}`],
    ],
  },
];

describe("what the resources of a stack give", () => {
  for (const { title, gives, not } of cases) {
    it(title, () => {
      // The root user is not listed, and who delegates to its account gives nothing by that.
      const told = (resources: readonly StackResource[]) =>
        ways(resources).map((way) =>
          way.replace(", the bucket acme-drop", "").replace("the bucket acme-drop, ", ""),
        );
      assert.deepEqual(told(gives[0]), [...gives[1]].sort());
      assert.deepEqual(told(not[0]), [...not[1]].sort());
    });
  }

  it("roles and policies of other accounts are told apart by their providers", () => {
    const elsewhere = { ...rolePut, provider: providerOf(other) };
    assert.deepEqual(ways([bucket, role, rolePut]), [byRole]);
    assert.deepEqual(ways([bucket, role, elsewhere]), []);
  });
});
