/**
 * Small stacks against what is meant for them. What the proof decides is shown in tests/access/effective, whole
 * situations in proof/situations.test.ts; the engine's own unknowns and outputs are shown in tests/engine.
 */
import assert from "node:assert/strict";
import { rule } from "../../../../policypacks/least-privilege/rules/access-is-intended";
import { type Given, ownProvider, policy, stackViolations, unknownText } from "../crossGuard";

const bucketArn = "arn:aws:s3:::acme-drop";
const uploader = "arn:aws:iam::222222222222:role/uploader";
const writer = "arn:aws:iam::111111111111:role/writer";

const bucket: Given = {
  type: "aws:s3/bucket:Bucket",
  name: "drop",
  props: { bucket: "acme-drop" },
  madeFrom: { bucket: [] },
  provider: ownProvider,
};
const role = (externalId: string): Given => ({
  type: "aws:iam/role:Role",
  name: "writer",
  props: {
    name: "writer",
    assumeRolePolicy: policy({
      Sid: "Trust",
      Effect: "Allow",
      Principal: { AWS: uploader },
      Action: "sts:AssumeRole",
      ...(externalId === "" ? {} : { Condition: { StringEquals: { "sts:ExternalId": externalId } } }),
    }),
  },
  provider: ownProvider,
});
const rolePolicy = (text: unknown): Given => ({
  type: "aws:iam/rolePolicy:RolePolicy",
  name: "writer-put",
  props: { name: "put", role: "writer", policy: text },
  provider: ownProvider,
});
const put = (resource: string, ...more: readonly object[]): string =>
  policy({ Sid: "AllowPut", Effect: "Allow", Action: "s3:PutObject", Resource: resource }, ...more);

const intent = {
  name: "uploads",
  bucketArn,
  who: [uploader],
  role: writer,
  actions: ["s3:PutObject"],
  prefixes: ["in/"],
  assumeConditions: { StringEquals: { "sts:ExternalId": ["issued-elsewhere"] } },
};
const config = { intents: [intent] };
const good = [bucket, role("issued-elsewhere"), rolePolicy(put(`${bucketArn}/in/*`))];
const messages = (resources: readonly Given[], more: object = {}): readonly string[] =>
  stackViolations(rule, resources, { ...config, ...more }).map(([, message]) => message);

describe("access-is-intended", () => {
  it("accepts exactly what is meant, in any order of resources", () => {
    assert.deepEqual(messages(good), []);
    assert.deepEqual(messages(good.toReversed()), []);
  });

  it("has nothing to say without intents", () => {
    assert.deepEqual(stackViolations(rule, [bucket, role(""), rolePolicy(put("*"))]), []);
  });

  it("refuses a wider resource with the way, the request and the statement to narrow", () => {
    const [message = "", ...more] = messages([
      bucket,
      role("issued-elsewhere"),
      rolePolicy(put(`${bucketArn}/*`)),
    ]);
    assert.deepEqual(more, []);
    assert.match(message, /^writer \(aws:iam\/role:Role\): access of "uploads" must not exceed|^drop \(/);
    assert.match(message, /narrow role writer, inline put: AllowPut/);
    assert.match(message, /role\/uploader of 222222222222 may s3:PutObject on \S+ after assuming writer/);
  });

  it("never shows an external id", () => {
    const wide = [bucket, role(""), rolePolicy(put(`${bucketArn}/in/*`))];
    const told = messages(wide).join("\n");
    assert.match(told, /Trust/);
    const other = [bucket, role("another-one"), rolePolicy(put(`${bucketArn}/in/*`))];
    for (const text of [told, messages(other).join("\n")]) {
      assert.doesNotMatch(text, /issued-elsewhere|another-one/);
    }
  });

  it("reports what is not known at its own level, and lets it pass where that is allowed", () => {
    const unknown = [
      bucket,
      role("issued-elsewhere"),
      rolePolicy(put(`${bucketArn}/in/*`)),
      {
        type: "aws:s3/bucketPolicy:BucketPolicy",
        name: "drop-policy",
        props: { bucket: "acme-drop", policy: unknownText },
        madeFrom: { bucket: [], policy: ["drop"] },
        provider: ownProvider,
      },
    ];
    const [message = ""] = messages(unknown);
    assert.match(message, /^drop-policy \(aws:s3\/bucketPolicy:BucketPolicy\): policy must be known/);
    assert.deepEqual(messages(unknown, { unknown: "allow" }), []);
  });

  it("still refuses what is known to be too wide where the rest is allowed to be unknown", () => {
    const elsewhere: Given = {
      type: "aws:s3/bucketPolicy:BucketPolicy",
      name: "other-policy",
      props: { bucket: "acme-other", policy: unknownText },
      provider: ownProvider,
    };
    const wide = [bucket, role("issued-elsewhere"), rolePolicy(put(`${bucketArn}/*`)), elsewhere];
    assert.equal(messages(wide, { unknown: "allow" }).length, 1);
  });

  it("judges policies elsewhere only where the roles are closed", () => {
    const also = { Sid: "AllowQueue", Effect: "Allow", Action: "sqs:SendMessage", Resource: "*" };
    const wide = [bucket, role("issued-elsewhere"), rolePolicy(put(`${bucketArn}/in/*`, also))];
    assert.deepEqual(messages(wide), []);
    assert.match(messages(wide, { closed: true })[0] ?? "", /AllowQueue/);
    assert.deepEqual(messages(good, { closed: true }), []);
  });

  it("refuses a bucket that others of its account may put into, where it is sealed", () => {
    const sealed = { seals: [{ bucketArn, actions: ["s3:PutObject"] }] };
    const deny = (arn: string): Given => ({
      type: "aws:s3/bucketPolicy:BucketPolicy",
      name: "drop-policy",
      props: {
        bucket: "acme-drop",
        policy: policy({
          Sid: "DenyOthers",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:PutObject",
          Resource: `${bucketArn}/*`,
          Condition: { ArnNotEquals: { "aws:PrincipalArn": arn } },
        }),
      },
      provider: ownProvider,
    });
    assert.deepEqual(messages([...good, deny(writer)], sealed), []);
    assert.equal(messages(good, sealed).length, 1);
    assert.equal(messages([...good, deny("arn:aws:iam::111111111111:role/*")], sealed).length, 1);
  });

  it("says what is wrong with its configuration", () => {
    assert.match(
      messages(good, { intents: [{ ...intent, prefix: "in/" }] })[0] ?? "",
      /intents\[0\]\.prefix: unknown/,
    );
    assert.match(messages(good, { intents: [intent, intent] })[0] ?? "", /uploads stands twice/);
  });
});
