/** What is meant and does not work. That it really works on AWS, `xput local up` shows by trying. */
import assert from "node:assert/strict";
import { rule } from "../../../../policypacks/least-privilege/rules/access-is-reachable";
import { type Given, ownProvider, policy, stackViolations } from "../crossGuard";

const bucketArn = "arn:aws:s3:::acme-drop";
const uploader = "arn:aws:iam::222222222222:role/uploader";
const config = {
  intents: [{ name: "uploads", bucketArn, who: [uploader], actions: ["s3:PutObject"], prefixes: ["in/"] }],
};
const bucket: Given = {
  type: "aws:s3/bucket:Bucket",
  name: "drop",
  props: { bucket: "acme-drop" },
  provider: ownProvider,
};
const bucketPolicy = (...statements: readonly object[]): Given => ({
  type: "aws:s3/bucketPolicy:BucketPolicy",
  name: "drop-policy",
  props: { bucket: "acme-drop", policy: policy(...statements) },
  provider: ownProvider,
});
const allow = {
  Sid: "AllowPut",
  Effect: "Allow",
  Principal: { AWS: uploader },
  Action: "s3:PutObject",
  Resource: `${bucketArn}/in/*`,
};
const messages = (...resources: readonly Given[]) =>
  stackViolations(rule, resources, config).map(([, message]) => message);

describe("access-is-reachable", () => {
  it("accepts what works, even where more does", () => {
    assert.deepEqual(messages(bucket, bucketPolicy(allow)), []);
    assert.deepEqual(messages(bucket, bucketPolicy({ ...allow, Resource: `${bucketArn}/*` })), []);
  });

  it("tells the side that refuses, and the statement that denies", () => {
    assert.match(messages(bucket)[0] ?? "", /its resource has no policy/);
    const deny = { ...allow, Sid: "DenyAll", Effect: "Deny", Principal: "*" };
    assert.match(
      messages(bucket, bucketPolicy(allow, deny))[0] ?? "",
      /let bucket policy of acme-drop: DenyAll spare it/,
    );
  });

  it("tells of a bucket that is not there", () => {
    assert.match(messages(bucketPolicy(allow))[0] ?? "not refused", /not refused|it is not there/);
    const other = { ...bucket, props: { bucket: "acme-other" } };
    assert.match(messages(other)[0] ?? "", /it is not there/);
  });

  it("has nothing to say without intents", () => {
    assert.deepEqual(stackViolations(rule, [bucket]), []);
  });
});
