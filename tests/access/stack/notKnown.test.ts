/**
 * How what is not known is told and taken, and the forms in which resources may come. Does not show that a document
 * that is known is judged rightly.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { listAccess } from "../../../access/effective/listAccess";
import { stackAccess } from "../../../access/stack/stackAccess";
import type { StackResource } from "../../../access/stack/stackResource";
import { unknown } from "../../../access/stack/value";
import type { Value } from "../../../access/stack/value";
import {
  allow,
  allowTo,
  bucket,
  bucketArn,
  key,
  keyArn,
  open,
  other,
  owner,
  policy,
  resource,
  role,
  user,
  ways,
  withInputs,
} from "./given";
import { localExport } from "./samples";

const put = policy(allow("s3:PutObject", `${bucketArn}/in/*`));
const byRole = `role/uploader of ${other} may put in/* after assuming writer`;
const anything = `role/uploader of ${other} may do anything with *, the bucket acme-drop after assuming writer`;
const told = (resources: readonly StackResource[]) =>
  ways(resources).map((way) =>
    way.replace("the bucket acme-drop, *", "*").replace("*, the bucket acme-drop", "*"),
  );
const rolePut = resource("aws:iam/rolePolicy:RolePolicy", "put", {
  role: "writer",
  name: "put",
  policy: put,
});
const putByOther = policy(
  allowTo({ AWS: `arn:aws:iam::${other}:role/app` }, "s3:PutObject", `${bucketArn}/in/*`),
);
const bucketPolicy = resource("aws:s3/bucketPolicy:BucketPolicy", "policy", {
  bucket: "acme-drop",
  policy: putByOther,
});
const direct = `role/app of ${other} may put in/*`;

describe("what a stack's resources leave open", () => {
  it("an identity policy that is not known is told, and taken to allow everything", () => {
    const given = [bucket, role, withInputs(rolePut, { policy: unknown })];
    assert.deepEqual(open(given), ["put policy unknown"]);
    assert.deepEqual(told(given), [anything.replace(", the bucket acme-drop", "")]);
    assert.deepEqual(open([bucket, role, rolePut]), []);
  });

  it("an attached policy that is not known is the one that it is made from, else taken to allow everything", () => {
    const made = resource("aws:iam/policy:Policy", "put", { name: "put", policy: put });
    const attachment = resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "a", {
      role: "writer",
      policyArn: unknown,
    });
    const linked = { ...attachment, madeFrom: { policyArn: [made.urn] } };
    assert.deepEqual(
      [told([bucket, role, made, linked]), open([bucket, role, made, linked])],
      [[byRole], []],
    );
    assert.deepEqual(told([bucket, role, made, attachment]), [
      anything.replace(", the bucket acme-drop", ""),
    ]);
    assert.deepEqual(open([bucket, role, made, attachment]), ["a policyArn unknown"]);
  });

  it("a bucket policy that is not known may hide access, a statement of its own included", () => {
    const texts: readonly Value[] = [
      unknown,
      { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: unknown }] },
    ];
    for (const text of texts) {
      const given = [bucket, withInputs(bucketPolicy, { policy: text })];
      assert.match(open(given).join(), /^policy policy.* unknown, may hide access$/);
    }
    assert.deepEqual([open([bucket, bucketPolicy]), told([bucket, bucketPolicy])], [[], [direct]]);
  });

  it("a trust that is not known lists the role itself", () => {
    const given = [bucket, withInputs(role, { assumeRolePolicy: unknown }), rolePut];
    assert.deepEqual(open(given), ["writer assumeRolePolicy unknown, may hide access"]);
    assert.deepEqual(told(given), [`role/writer of ${owner} may put in/*`]);
  });

  it("a document that AWS would refuse is told by its place, never by its text", () => {
    const given = [
      bucket,
      { ...bucketPolicy, inputs: { bucket: "acme-drop", policy: '{"Statement":[{"Effect":"hush"}]}' } },
    ];
    const [found] = stackAccess(given).notKnown;
    assert.equal(found?.kind, "unreadable");
    assert.match(found.message, /Statement\[0\]/);
    assert.doesNotMatch(JSON.stringify(found), /hush/);
  });

  it("a policy for a bucket that is not known is told, and found by what it is made from", () => {
    const given = withInputs(bucketPolicy, { bucket: unknown });
    assert.deepEqual(open([bucket, given]), ["policy bucket unknown, may hide access"]);
    const linked = { ...given, madeFrom: { bucket: [bucket.urn] } };
    assert.deepEqual([open([bucket, linked]), told([bucket, linked])], [[], [direct]]);
  });

  it("a bucket's key that is not known yet is the one that it is made from", () => {
    const encryption = resource(
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
      "sse",
      {
        bucket: "acme-drop",
        rules: [
          {
            applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: unknown },
            bucketKeyEnabled: true,
          },
        ],
      },
    );
    const planned = { ...key, outputs: undefined };
    const alias = resource(
      "aws:kms/alias:Alias",
      "alias",
      { name: "alias/drop", targetKeyId: unknown },
      { madeFrom: { targetKeyId: [key.urn] } },
    );
    const given = [bucket, planned, alias, { ...encryption, madeFrom: { rules: [key.urn] } }];
    const { facts, notKnown } = stackAccess(given);
    assert.deepEqual(notKnown, []);
    const [known] = facts.keys;
    assert.deepEqual(known?.aliases, ["alias/drop"]);
    assert.deepEqual(facts.buckets[0]?.encryption, { kind: "kms", keyArn: known.arn, bucketKey: true });
    assert.deepEqual(open([bucket, planned, encryption]), ["sse rules unknown"]);
  });

  it("a bucket names its key by id, ARN, alias or the ARN of an alias", () => {
    const alias = resource("aws:kms/alias:Alias", "alias", {
      name: "alias/drop",
      targetKeyId: keyArn.slice(-36),
    });
    const texts = [
      keyArn,
      keyArn.slice(-36),
      "alias/drop",
      `arn:aws:kms:eu-west-1:${owner}:alias/drop`,
      key.urn,
    ];
    for (const kmsMasterKeyId of texts) {
      const inline = resource("aws:s3/bucket:Bucket", "drop", {
        bucket: "acme-drop",
        serverSideEncryptionConfiguration: {
          rule: { applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms:dsse", kmsMasterKeyId } },
        },
      });
      const { facts } = stackAccess([inline, key, alias]);
      assert.deepEqual(
        facts.buckets[0]?.encryption,
        { kind: "dsse", keyArn, bucketKey: false },
        kmsMasterKeyId,
      );
    }
    assert.deepEqual(stackAccess([bucket, key, alias]).facts.buckets[0]?.encryption, { kind: "s3" });
  });

  it("two policies of one bucket are a conflict: what either allows counts, and only what both deny", () => {
    const deny = { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: `${bucketArn}/*` };
    const statement = allowTo({ AWS: `arn:aws:iam::${other}:role/app` }, "s3:PutObject", `${bucketArn}/in/*`);
    const denied = { ...bucketPolicy, inputs: { bucket: "acme-drop", policy: policy(deny, statement) } };
    const second = { ...bucketPolicy, name: "second", urn: `${bucketPolicy.urn}-2` };
    assert.deepEqual([told([bucket, denied]), open([bucket, denied])], [[], []]);
    assert.deepEqual(told([bucket, denied, second]), [direct]);
    assert.match(open([bucket, denied, second]).join(), /policy conflict$/);
  });

  it("with outputs alone, what AWS filled in gives way to the resource that sets it", () => {
    const old = policy(allowTo("*", "s3:GetObject", `${bucketArn}/*`));
    const outputs = { bucket: "acme-drop", arn: bucketArn, policy: old };
    const answered = { ...bucket, inputs: undefined, outputs };
    assert.deepEqual(told([answered, bucketPolicy]), [direct]);
    assert.deepEqual(told([answered]), ["everyone may get *"]);
    assert.deepEqual(told([{ ...bucket, outputs }]), []);
  });

  it("resources whose provider does not say its account are told, unless an account is given for them", () => {
    const given = [bucket, user].map((one) => ({ ...one, provider: {} }));
    assert.deepEqual(open(given), [
      "alice provider unknown, may hide access",
      "drop provider unknown, may hide access",
    ]);
    assert.deepEqual(stackAccess(given, { defaultAccount: owner }).notKnown, []);
    const assumed = {
      ...bucket,
      provider: { assumeRoles: `[{"roleArn":"arn:aws:iam::${other}:role/deploy"}]` },
    };
    assert.equal(stackAccess([assumed]).facts.buckets[0]?.account, other);
  });

  it("types that are not read are told when they may give access", () => {
    const object = (acl: string) =>
      resource("aws:s3/bucketObjectv2:BucketObjectv2", "o", { bucket: "acme-drop", acl });
    assert.deepEqual(open([bucket, object("public-read")]), ["o acl notRead, may hide access"]);
    assert.deepEqual(open([bucket, object("private")]), []);
    assert.match(open([resource("aws-native:s3:BucketPolicy", "p", {})]).join(), /notRead, may hide access/);
  });
});

describe("roles and users that a stack gives policies to without having them", () => {
  const attachment = resource("aws:iam/rolePolicy:RolePolicy", "p", { role: "app", name: "p", policy: put });

  it("of another account are left out, so that all their policies are taken to allow", () => {
    const given = [bucket, bucketPolicy, { ...attachment, provider: { allowedAccountIds: [other] } }];
    const { facts, partlyKnown } = stackAccess(given);
    assert.deepEqual(
      partlyKnown.map(({ arn, documents }) => [arn, documents.length]),
      [[`arn:aws:iam::${other}:role/app`, 1]],
    );
    assert.deepEqual([facts.roles, facts.users, told(given)], [[], [], [direct]]);
  });

  it("of the bucket's account have what the stack gives them, and can do the rest elsewhere", () => {
    const pinned = policy({
      Effect: "Allow",
      Principal: { AWS: owner },
      Action: "sts:AssumeRole",
      Condition: { ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${owner}:role/path/app` } },
    });
    const trusting = { ...role, inputs: { name: "writer", assumeRolePolicy: pinned } };
    const wide = {
      ...rolePut,
      inputs: { ...rolePut.inputs, policy: policy(allow("s3:GetObject", `${bucketArn}/*`)) },
    };
    assert.deepEqual(told([bucket, attachment]), [`role/app of ${owner} may put in/*`]);
    assert.deepEqual(told([bucket, attachment, trusting, wide]), [
      `role/path/app of ${owner} may get * after assuming writer`,
      `role/path/app of ${owner} may put in/*`,
    ]);
    const assume = {
      ...attachment,
      inputs: { ...attachment.inputs, policy: policy(allow("sts:AssumeRole", "*")) },
    };
    assert.deepEqual(told([bucket, assume, trusting, wide]), [
      `role/path/app of ${owner} may get * after assuming writer`,
    ]);
  });
});

describe("the order of resources", () => {
  const all = [...localExport(), ...[bucket, bucketPolicy, role, rolePut, key, user]];
  const expected = JSON.stringify([stackAccess(all), listAccess(stackAccess(all).facts)]);

  it("does not matter", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        const access = stackAccess(shuffled);
        assert.equal(JSON.stringify([access, listAccess(access.facts)]), expected);
      }),
      { numRuns: 50 },
    );
  });
});
