/** What is read of a stack is kept for the rules that ask about the same resources, and for those only. */
import assert from "node:assert/strict";
import { factsOfStack } from "../../../../policypacks/least-privilege/proof/stackFacts";
import { foundResource, type FoundResource } from "../../../../policypacks/least-privilege/resource";
import { policyResources, unknownText } from "../crossGuard";

const bucket = (policy: string | undefined): readonly FoundResource[] =>
  policyResources([
    { type: "aws:s3/bucket:Bucket", name: "drop", props: { bucket: "drop", arn: "arn:aws:s3:::drop" } },
    { type: "aws:s3/bucketPolicy:BucketPolicy", name: "policy", props: { bucket: "drop", policy } },
  ]).map(foundResource);

describe("the facts of a stack", () => {
  it("are read once of the same resources, made anew", () => {
    const document = `{"Statement": []}`;
    assert.equal(factsOfStack(bucket(document)), factsOfStack(bucket(document)));
  });

  it("are read anew where anything differs, be it that a property is not known or not there", () => {
    const texts = [`{"Statement": []}`, `{"Statement": [] }`, unknownText, undefined];
    assert.equal(new Set(texts.map((text) => factsOfStack(bucket(text)))).size, texts.length);
  });
});
