/**
 * Configurations of which a bucket has many: analytics, Intelligent-Tiering, inventories and request metrics, kept and
 * told by the local AWS through the AWS SDK.
 *
 * Does not prove: that anything acts on them; nothing does.
 */
import assert from "node:assert/strict";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketInventoryConfigurationCommand,
  DeleteBucketMetricsConfigurationCommand,
  GetBucketAnalyticsConfigurationCommand,
  GetBucketIntelligentTieringConfigurationCommand,
  GetBucketInventoryConfigurationCommand,
  GetBucketMetricsConfigurationCommand,
  ListBucketAnalyticsConfigurationsCommand,
  ListBucketIntelligentTieringConfigurationsCommand,
  ListBucketInventoryConfigurationsCommand,
  ListBucketMetricsConfigurationsCommand,
  PutBucketAnalyticsConfigurationCommand,
  PutBucketIntelligentTieringConfigurationCommand,
  PutBucketInventoryConfigurationCommand,
  PutBucketMetricsConfigurationCommand,
  type InventoryConfiguration,
  type S3Client,
} from "@aws-sdk/client-s3";
import { administrator, makeUser, policy, region, s3ClientOf } from "./actors";
import { refuses } from "./refusals";

const account = "555555557011";
const Bucket = `numbered-${Date.now().toString(36)}`;
const arn = `arn:aws:s3:::${Bucket}`;

const inventory: InventoryConfiguration = {
  Id: "weekly",
  IsEnabled: true,
  IncludedObjectVersions: "All",
  Schedule: { Frequency: "Weekly" },
  Destination: { S3BucketDestination: { Bucket: arn, Format: "CSV", Prefix: "<of & by>" } },
};
const metrics = (id: string, MetricsConfiguration: { Id: string } = { Id: id }) =>
  new PutBucketMetricsConfigurationCommand({ Bucket, Id: id, MetricsConfiguration });
const create = () =>
  new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: region } });

describe("configurations of which a bucket has many", () => {
  let owner: S3Client;
  let reader: S3Client;
  let writer: S3Client;

  before(async () => {
    owner = s3ClientOf(administrator(account));
    await owner.send(create());
    reader = s3ClientOf(
      await makeUser(
        account,
        "numbered-reader",
        policy({ Action: "s3:GetMetricsConfiguration", Resource: arn }),
      ),
    );
    writer = s3ClientOf(
      await makeUser(
        account,
        "numbered-writer",
        policy({ Action: "s3:PutMetricsConfiguration", Resource: arn }),
      ),
    );
  });

  it("are told as they were put, by id and in lists", async () => {
    const Id = "all";
    await owner.send(
      new PutBucketInventoryConfigurationCommand({ Bucket, Id: "weekly", InventoryConfiguration: inventory }),
    );
    const AnalyticsConfiguration = { Id, StorageClassAnalysis: {}, Filter: { Prefix: "in/" } };
    await owner.send(new PutBucketAnalyticsConfigurationCommand({ Bucket, Id, AnalyticsConfiguration }));
    const IntelligentTieringConfiguration = {
      Id,
      Status: "Enabled" as const,
      Tierings: [{ Days: 90, AccessTier: "ARCHIVE_ACCESS" as const }],
    };
    await owner.send(
      new PutBucketIntelligentTieringConfigurationCommand({ Bucket, Id, IntelligentTieringConfiguration }),
    );

    const ofInventory = { Bucket, Id: "weekly" };
    const told = await owner.send(new GetBucketInventoryConfigurationCommand(ofInventory));
    assert.deepEqual(told.InventoryConfiguration, inventory);
    const inventories = await owner.send(new ListBucketInventoryConfigurationsCommand({ Bucket }));
    assert.deepEqual(inventories.InventoryConfigurationList, [inventory]);
    const analytics = await owner.send(new GetBucketAnalyticsConfigurationCommand({ Bucket, Id }));
    assert.deepEqual(analytics.AnalyticsConfiguration?.Filter, { Prefix: "in/" });
    const allAnalytics = await owner.send(new ListBucketAnalyticsConfigurationsCommand({ Bucket }));
    assert.equal(allAnalytics.AnalyticsConfigurationList?.length, 1);
    const tiering = await owner.send(new GetBucketIntelligentTieringConfigurationCommand({ Bucket, Id }));
    assert.deepEqual(tiering.IntelligentTieringConfiguration, IntelligentTieringConfiguration);
    const tierings = await owner.send(new ListBucketIntelligentTieringConfigurationsCommand({ Bucket }));
    assert.deepEqual(tierings.IntelligentTieringConfigurationList, [IntelligentTieringConfiguration]);
  });

  it("are listed in pages of 100", async () => {
    const ids = Array.from({ length: 103 }, (_, number) => `m${String(number).padStart(3, "0")}`);
    for (const id of ids) await owner.send(metrics(id));
    const first = await owner.send(new ListBucketMetricsConfigurationsCommand({ Bucket }));
    assert.equal(first.IsTruncated, true);
    assert.equal(first.MetricsConfigurationList?.length, 100);
    const ContinuationToken = first.NextContinuationToken;
    const second = await owner.send(
      new ListBucketMetricsConfigurationsCommand({ Bucket, ContinuationToken }),
    );
    assert.equal(second.IsTruncated, false);
    const listed = [...(first.MetricsConfigurationList ?? []), ...(second.MetricsConfigurationList ?? [])];
    assert.deepEqual(
      listed.map(({ Id }) => Id),
      ids,
    );
  });

  it("are gone with their bucket", async () => {
    await owner.send(new DeleteBucketCommand({ Bucket }));
    await owner.send(create());
    const left = await owner.send(new ListBucketMetricsConfigurationsCommand({ Bucket }));
    assert.equal(left.MetricsConfigurationList?.length ?? 0, 0);
  });

  refuses([
    {
      what: "putting one by who may only read",
      refused: () => reader.send(metrics("of-reader")),
      code: "AccessDenied",
      twin: () => writer.send(metrics("of-writer")),
    },
    {
      what: "reading one by who may only put",
      refused: () => writer.send(new GetBucketMetricsConfigurationCommand({ Bucket, Id: "of-writer" })),
      code: "AccessDenied",
      twin: () => reader.send(new GetBucketMetricsConfigurationCommand({ Bucket, Id: "of-writer" })),
    },
    {
      what: "deleting one by who may only read",
      refused: () => reader.send(new DeleteBucketMetricsConfigurationCommand({ Bucket, Id: "of-writer" })),
      code: "AccessDenied",
      twin: async () => {
        await writer.send(metrics("of-writer"));
        await writer.send(new DeleteBucketMetricsConfigurationCommand({ Bucket, Id: "of-writer" }));
      },
    },
    {
      what: "one whose id is not the one in the request",
      refused: () => writer.send(metrics("one", { Id: "another" })),
      code: "InvalidArgument",
      twin: () => writer.send(metrics("one")),
    },
    {
      what: "reading one that is not there",
      refused: () => reader.send(new GetBucketMetricsConfigurationCommand({ Bucket, Id: "none" })),
      code: "NoSuchConfiguration",
      twin: () => reader.send(new ListBucketMetricsConfigurationsCommand({ Bucket })),
    },
    {
      what: "deleting one that is not there",
      refused: () => owner.send(new DeleteBucketInventoryConfigurationCommand({ Bucket, Id: "none" })),
      code: "NoSuchConfiguration",
      twin: async () => {
        const InventoryConfiguration = { ...inventory, Id: "some" };
        await owner.send(
          new PutBucketInventoryConfigurationCommand({ Bucket, Id: "some", InventoryConfiguration }),
        );
        await owner.send(new DeleteBucketInventoryConfigurationCommand({ Bucket, Id: "some" }));
      },
    },
  ]);
});
