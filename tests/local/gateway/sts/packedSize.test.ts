/**
 * How much of its space a session's policies and tags take.
 *
 * Does not prove that AWS packs alike: it tells one size of one policy only.
 */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { packedPercent, packedSizeFault } from "../../../../local/gateway/services/sts/packedSize";

const none = { policyArns: [], tags: {} };
const random = (bytes: number) => randomBytes(bytes).toString("base64");

describe("The packed size of a session", () => {
  it("is what AWS tells of its own example", () => {
    const policy = `{"Version":"2012-10-17","Statement":[{"Sid":"Stmt1","Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"*"}]}`;
    const percent = packedPercent({ ...none, policy }) ?? 0;
    assert.ok(percent >= 6 && percent <= 7, String(percent));
  });

  it("is none without policies and tags", () => {
    assert.equal(packedPercent(none), undefined);
    assert.equal(packedSizeFault(none), undefined);
  });

  it("is refused beyond its space, in words for what takes it", () => {
    const tags = (bytes: number) => ({ ...none, tags: { a: random(bytes) } });
    assert.equal(packedSizeFault(tags(1_000)), undefined);
    assert.match(packedSizeFault(tags(3_000))?.message ?? "", /^Packed size of session tags consumes \d+%/);
    const policy = packedSizeFault({ ...none, policy: random(3_000) });
    assert.equal(policy?.code, "PackedPolicyTooLarge");
    assert.match(policy.message, /^Packed policy consumes \d+% of allotted space/);
  });
});
