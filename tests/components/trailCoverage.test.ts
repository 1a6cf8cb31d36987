/**
 * A trail that exists is read, and an `up` or preview fails where it does not record the bucket's objects.
 *
 * The engine is a recording one that hands out the trail below; which selectors suffice is tests/iam/trailCoverage.
 */
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { accountProvider } from "../../components/inAccount";
import { TrailCoverage } from "../../components/trailCoverage";

const trailArn = "arn:aws:cloudtrail:eu-west-1:111111111111:trail/all";
const place = {
  partition: "aws",
  region: "eu-west-1",
  accountId: "111111111111",
  bucket: "acme-drop",
} as const;
const data = [
  { field: "eventCategory", equals: ["Data"] },
  { field: "resources.type", equals: ["AWS::S3::Object"] },
];

async function coveredBy(state: object): Promise<{ readonly arn: string; readonly made: readonly string[] }> {
  const made: string[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, id, inputs }) => {
        if (type === "aws:cloudtrail/trail:Trail" && id === trailArn) return { id, state };
        if (type.startsWith("aws:")) made.push(type);
        return { id: "made", state: inputs as object };
      },
      call: ({ token }) => {
        throw new Error(`unexpected call of ${token}`);
      },
    },
    "xput",
    "test",
    true,
  );
  const provider = accountProvider("destination", {
    accountId: place.accountId,
    region: place.region,
    s3UsePathStyle: false,
  });
  const { coveredBy: covered } = new TrailCoverage(
    "trail",
    { trailArn, place, events: "write" },
    { provider },
  );
  const arn = await new Promise<string>((resolve, reject) => {
    // What an apply throws, its own promise says and no other.
    (covered as unknown as { promise: () => Promise<string> }).promise().then(resolve, reject);
  });
  return { arn, made };
}

describe("a trail that exists", () => {
  const covering = {
    homeRegion: "eu-west-1",
    isMultiRegionTrail: false,
    isOrganizationTrail: false,
    enableLogging: true,
    advancedEventSelectors: [{ fieldSelectors: data }],
    eventSelectors: [],
  };

  it("serves where it records the bucket's objects, at preview already, and nothing is made", async () => {
    assert.deepEqual(await coveredBy(covering), { arn: trailArn, made: [] });
  });

  it("fails the deployment with everything that it lacks", async () => {
    await assert.rejects(
      coveredBy({ ...covering, enableLogging: false, advancedEventSelectors: [] }),
      (error: Error) => {
        assert.ok(error instanceof pulumi.RunError);
        assert.match(
          error.message,
          /^xput:audit\.trailArn: arn:aws:cloudtrail:eu-west-1:111111111111:trail\/all does not log: start its logging; it has no event selector for writes of all objects of acme-drop: add/,
        );
        return true;
      },
    );
  });
});
