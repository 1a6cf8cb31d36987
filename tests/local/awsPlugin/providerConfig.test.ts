/** What a provider may be configured with. Does not prove what a session does with it: see the engine suite. */
import assert from "node:assert/strict";
import {
  checkProviderConfig,
  durationSeconds,
  parseProviderConfig,
  withDefaultTags,
} from "../../../local/awsPlugin/providerConfig";
import { unknown, type Values } from "../../../local/awsPlugin/values";

/** As `@pulumi/aws` sends them: all but strings as JSON texts. */
const good = {
  region: "eu-west-1",
  allowedAccountIds: '["111122223333"]',
  assumeRoles: '[{"roleArn":"arn:aws:iam::111122223333:role/deploy","sessionName":"s","duration":"1h30m"}]',
  defaultTags: '{"tags":{"by":"xput"}}',
  s3UsePathStyle: "true",
  skipCredentialsValidation: "false",
  skipMetadataApiCheck: "true",
  skipRegionValidation: "true",
  skipRequestingAccountId: "false",
  version: "7.48.0",
};
const without = (left: string): Values =>
  Object.fromEntries(Object.entries(good).filter(([name]) => name !== left));
const reasons = (change: Values) => checkProviderConfig({ ...good, ...change }).map(({ reason }) => reason);

describe("a provider's configuration", () => {
  it("is read from the JSON texts that the SDK sends", () => {
    assert.deepEqual(reasons({}), []);
    const config = parseProviderConfig(good);
    assert.deepEqual(config.allowedAccountIds, ["111122223333"]);
    assert.equal(config.assumeRoles?.[0]?.roleArn, "arn:aws:iam::111122223333:role/deploy");
    assert.equal(config.s3UsePathStyle, true);
  });

  it("is read from plain values too", () => {
    assert.deepEqual(reasons({ allowedAccountIds: ["111122223333"], s3UsePathStyle: false }), []);
  });

  for (const name of ["accessKey", "secretKey", "token"]) {
    it(`refuses ${name} and does not repeat it`, () => {
      const [reason = "", ...others] = reasons({ [name]: "S3CR3T" });
      assert.deepEqual(others, []);
      assert.match(reason, new RegExp(`does not take "${name}": credentials come from the environment`));
      assert.doesNotMatch(reason, /S3CR3T/);
    });
  }

  it("refuses what it does not know, at any depth", () => {
    assert.match(reasons({ profile: "me" })[0] ?? "", /does not take the input "profile"/);
    const assumeRoles = '[{"roleArn":"arn:aws:iam::111122223333:role/r","policy":"{}"}]';
    assert.match(reasons({ assumeRoles })[0] ?? "", /does not take the input "assumeRoles\[0\].policy"/);
  });

  it("needs a region", () => {
    assert.match(checkProviderConfig(without("region"))[0]?.reason ?? "", /needs the input "region"/);
  });

  it("validates the region only when told to", () => {
    assert.throws(() => parseProviderConfig({ ...good, region: "mars", skipRegionValidation: "false" }), {
      message: "invalid AWS Region: mars",
    });
    assert.equal(parseProviderConfig({ ...good, region: "mars" }).region, "mars");
    assert.equal(parseProviderConfig({ ...good, skipRegionValidation: "false" }).region, "eu-west-1");
  });

  it("may be unknown at preview", () => {
    assert.deepEqual(reasons({ region: unknown, allowedAccountIds: unknown, s3UsePathStyle: unknown }), []);
  });
});

describe("default tags", () => {
  it("are added, and a resource's own tag wins", () => {
    const config = parseProviderConfig(good);
    assert.deepEqual(withDefaultTags(config, { tags: { by: "me", a: "1" } }), { tags: { by: "me", a: "1" } });
    assert.deepEqual(withDefaultTags(config, { tags: { a: "1" } }), { tags: { by: "xput", a: "1" } });
    assert.deepEqual(withDefaultTags(config, {}), { tags: { by: "xput" } });
  });

  it("leave a resource alone where there are none, or where its tags are unknown", () => {
    const untagged = parseProviderConfig(without("defaultTags"));
    assert.deepEqual(withDefaultTags(untagged, { name: "n" }), { name: "n" });
    assert.deepEqual(withDefaultTags(parseProviderConfig(good), { tags: unknown }), { tags: unknown });
  });
});

describe("a duration", () => {
  for (const [text, seconds] of [
    ["1h", 3_600],
    ["1h30m", 5_400],
    ["15m", 900],
    ["900s", 900],
  ] as const) {
    it(`of ${text} is ${seconds} seconds`, () => {
      assert.equal(durationSeconds(text), seconds);
    });
  }
});
