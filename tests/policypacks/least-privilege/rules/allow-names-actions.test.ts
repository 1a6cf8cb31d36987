/** Proves: no Allow has a wildcard in an action, but the key's own account in a key policy. */
import assert from "node:assert/strict";
import { rule } from "../../../../policypacks/least-privilege/rules/allow-names-actions";
import { type Given, ownAccount, ownProvider, policy, violations } from "../crossGuard";

const allow = { Sid: "S", Effect: "Allow", Resource: "arn:aws:s3:::b/p/*" };
const inline = (statement: object): Given => ({
  type: "aws:iam/rolePolicy:RolePolicy",
  props: { policy: policy(statement) },
});

const refused: readonly (readonly [string, object])[] = [
  ["every action", { ...allow, Action: "*" }],
  ["every action of a service", { ...allow, Action: "s3:*" }],
  ["in a list", { ...allow, Action: ["s3:PutObject", "s3:*"] }],
  ["in another case", { ...allow, Action: "S3:PUT*" }],
  ["a wildcard that covers", { ...allow, Action: "s3:Put*" }],
  ["a wildcard in the middle", { ...allow, Action: "s3:*Object" }],
  ["a single character", { ...allow, Action: "s3:PutObjec?" }],
  ["NotAction", { ...allow, NotAction: "s3:DeleteObject" }],
];

describe("allow-names-actions", () => {
  for (const [what, statement] of refused) {
    it(`refuses: ${what}`, () => {
      const [message, ...more] = violations(rule, inline(statement));
      assert.match(
        message ?? "",
        /^r \(aws:iam\/rolePolicy:RolePolicy\): policy, statement "S" must not allow/,
      );
      assert.match(message ?? "", /: name each action that the principal needs\.$/);
      assert.deepEqual(more, []);
    });

    it(`accepts in a Deny: ${what}`, () => {
      assert.deepEqual(violations(rule, inline({ ...statement, Effect: "Deny" })), []);
    });
  }

  it("accepts actions that are named, in any case, as text or list", () => {
    for (const Action of ["s3:PutObject", "S3:putobject", ["s3:PutObject", "s3:AbortMultipartUpload"]]) {
      assert.deepEqual(violations(rule, inline({ ...allow, Action })), []);
    }
  });

  it("reads a document that is an object, and a single statement", () => {
    const document = { Version: "2012-10-17", Statement: { ...allow, Action: "s3:*" } };
    const props = { policy: document };
    assert.equal(violations(rule, { type: "aws:iam/policy:Policy", props }).length, 1);
  });

  it("reads every inline policy of a role and its trust", () => {
    const props = {
      assumeRolePolicy: policy({
        Effect: "Allow",
        Principal: { Service: "ec2.amazonaws.com" },
        Action: "sts:*",
      }),
      inlinePolicies: [
        { name: "good", policy: policy({ ...allow, Action: "s3:PutObject" }) },
        { name: "bad", policy: policy({ ...allow, Action: "s3:*" }) },
        {},
      ],
    };
    const messages = violations(rule, { type: "aws:iam/role:Role", props });
    assert.equal(messages.length, 2);
    assert.match(messages[0] ?? "", /inlinePolicies\[1\]\.policy, statement "S"/);
    assert.match(messages[1] ?? "", /assumeRolePolicy, Statement\[0\]/);
  });

  it("names every statement that is wrong", () => {
    const document = policy(
      { ...allow, Sid: "A", Action: "s3:*" },
      { ...allow, Sid: "B", Action: "s3:GetObject" },
      { ...allow, Sid: "", Action: "s3:*" },
    );
    const messages = violations(rule, { type: "aws:iam/userPolicy:UserPolicy", props: { policy: document } });
    assert.deepEqual(
      messages.map((message) => /policy, (.*) must/.exec(message)?.[1]),
      ['statement "A"', "Statement[2]"],
    );
  });

  it("leaves other resources alone", () => {
    const props = { policy: policy({ ...allow, Action: "s3:*" }) };
    assert.deepEqual(violations(rule, { type: "aws:sqs/queuePolicy:QueuePolicy", props }), []);
  });
});

describe("allow-names-actions in key policies", () => {
  const root = { AWS: `arn:aws:iam::${ownAccount}:root` };
  const administer = { Sid: "Admin", Effect: "Allow", Principal: root, Action: "kms:*", Resource: "*" };
  const key = (statement: object, more: Partial<Given> = {}) =>
    violations(rule, { type: "aws:kms/keyPolicy:KeyPolicy", props: { policy: policy(statement) }, ...more });

  it("accepts kms:* for the key's own account", () => {
    assert.deepEqual(key(administer), []);
    assert.deepEqual(key(administer, { provider: ownProvider }), []);
    assert.deepEqual(key({ ...administer, Action: ["KMS:*"] }, { provider: ownProvider }), []);
  });

  it("refuses it for anybody else, beside anybody else, and any other wildcard", () => {
    const foreign = { AWS: "222222222222" };
    const others: readonly object[] = [
      { ...administer, Principal: foreign },
      { ...administer, Principal: { AWS: [ownAccount, "222222222222"] } },
      { ...administer, Principal: { AWS: [ownAccount, `arn:aws:iam::${ownAccount}:role/x`] } },
      { ...administer, Principal: { AWS: ownAccount, Service: "s3.amazonaws.com" } },
      { ...administer, Principal: { AWS: `arn:aws:iam::${ownAccount}:role/x` } },
      { ...administer, Principal: "*" },
      { ...administer, Action: "*" },
      { ...administer, Action: ["kms:*", "s3:*"] },
      { ...administer, Action: "kms:GenerateDataKey*" },
      { Sid: "Admin", Effect: "Allow", Principal: root, NotAction: "kms:Decrypt", Resource: "*" },
    ];
    for (const statement of others) {
      assert.equal(key(statement, { provider: ownProvider }).length, 1, JSON.stringify(statement));
    }
  });

  it("says how to name the key's account where it cannot be told", () => {
    const props = { policy: policy(administer), bypassPolicyLockoutSafetyCheck: true };
    const given = { type: "aws:kms/key:Key", props };
    assert.match(violations(rule, given).join("\n"), /set allowedAccountIds of the provider/);
  });

  it("does not excuse the root in other documents", () => {
    const statement = { ...administer, Resource: "arn:aws:s3:::b/p/*" };
    const props = { policy: policy(statement) };
    const given = { type: "aws:s3/bucketPolicy:BucketPolicy", props, provider: ownProvider };
    assert.equal(violations(rule, given).length, 1);
  });
});
