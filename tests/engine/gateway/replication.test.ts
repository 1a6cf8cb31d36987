/**
 * Replication to a bucket of another account in another region: done by the role if its policy, the destination's
 * policy and both keys let it; each way in which it fails stands beside the one in which it works.
 *
 * Does not prove: how long AWS takes, replication time control, metrics, or replicas of replicas.
 */
import assert from "node:assert/strict";
import type { S3Client } from "@aws-sdk/client-s3";
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetBucketReplicationCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutBucketReplicationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type ReplicationRule,
} from "@aws-sdk/client-s3";
import { administrator, makeUser, policy, region, s3ClientOf, type Statement } from "./actors";
import { makeRole, trust } from "./identities";
import { eventually } from "./jsonCall";
import { refuses } from "./refusals";
import { kms } from "./actors";

const owner = "555555556001";
const backup = "555555556002";
const role = `arn:aws:iam::${owner}:role/service/replication`;
const service = { Service: "s3.amazonaws.com" };

interface Parts {
  readonly role?: readonly Statement[];
  readonly trusts?: unknown;
  readonly destinationPolicy?: readonly Statement[];
  readonly rule?: Partial<ReplicationRule>;
}

describe("The local AWS's replication", function () {
  this.timeout(60_000);
  const s3 = s3ClientOf(administrator(owner));
  const far = s3ClientOf(administrator(backup));
  let made = 0;
  let sourceKey: string;
  let replicaKey: string;
  let closedReplicaKey: string;

  const keyFor = async (account: string, statements: readonly Statement[]) => {
    const root = { AWS: `arn:aws:iam::${account}:root` };
    const Policy = policy({ Principal: root, Action: "kms:*", Resource: "*" }, ...statements);
    const { KeyMetadata } = await kms(account, "CreateKey", { Policy });
    return KeyMetadata?.["Arn"] ?? "";
  };

  before(async () => {
    await makeRole(owner, "replication-unused", { trust: trust(service), path: "/service/" });
    sourceKey = await keyFor(owner, []);
    closedReplicaKey = await keyFor(backup, []);
    await makeRole(owner, "replication", { trust: trust(service), path: "/service/" });
    replicaKey = await keyFor(backup, [{ Principal: { AWS: role }, Action: "kms:Encrypt", Resource: "*" }]);
  });

  after(() => {
    s3.destroy();
    far.destroy();
  });

  const fullRole = (source: string, destination: string): readonly Statement[] => [
    { Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"], Resource: `arn:aws:s3:::${source}` },
    {
      Action: ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
      Resource: `arn:aws:s3:::${source}/*`,
    },
    {
      Action: ["s3:ReplicateObject", "s3:ReplicateTags", "s3:ReplicateDelete"],
      Resource: `arn:aws:s3:::${destination}/*`,
    },
    {
      Action: "kms:Decrypt",
      Resource: sourceKey,
      Condition: { StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` } },
    },
    { Action: "kms:Encrypt", Resource: [replicaKey, closedReplicaKey] },
  ];
  const letsRole = (destination: string): readonly Statement[] => [
    {
      Principal: { AWS: `arn:aws:iam::${owner}:role/service/replication-${made}` },
      Action: ["s3:ReplicateObject", "s3:ReplicateTags", "s3:ReplicateDelete"],
      Resource: `arn:aws:s3:::${destination}/*`,
    },
  ];

  /** Two buckets with a rule from one to the other. */
  const pair = async (change: (source: string, destination: string) => Parts = () => ({})) => {
    made += 1;
    const source = `repl-source-${made}`;
    const destination = `repl-target-${made}`;
    for (const [client, Bucket] of [
      [s3, source],
      [far, destination],
    ] as const) {
      await client.send(new CreateBucketCommand({ Bucket }));
      const VersioningConfiguration = { Status: "Enabled" } as const;
      await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    }
    const parts = change(source, destination);
    const name = `replication-${made}`;
    const arn = `arn:aws:iam::${owner}:role/service/${name}`;
    await makeRole(owner, name, {
      trust: trust(parts.trusts ?? service),
      path: "/service/",
      policy: policy(...(parts.role ?? fullRole(source, destination))),
    });
    const statements = parts.destinationPolicy ?? letsRole(destination);
    if (statements.length > 0) {
      await far.send(new PutBucketPolicyCommand({ Bucket: destination, Policy: policy(...statements) }));
    }
    await s3.send(
      new PutBucketReplicationCommand({
        Bucket: source,
        ReplicationConfiguration: {
          Role: arn,
          Rules: [
            {
              ID: "all",
              Status: "Enabled",
              Priority: 1,
              Filter: { Prefix: "in/" },
              DeleteMarkerReplication: { Status: "Enabled" },
              Destination: { Bucket: `arn:aws:s3:::${destination}`, Account: backup },
              ...parts.rule,
            },
          ],
        },
      }),
    );
    return { source, destination };
  };
  const statusOf = async (client: S3Client, Bucket: string, Key: string) =>
    (await client.send(new HeadObjectCommand({ Bucket, Key }))).ReplicationStatus;
  const settled = (Bucket: string, Key: string) =>
    eventually("an end of the replication", async () => {
      const status = await statusOf(s3, Bucket, Key);
      return status === "COMPLETED" || status === "FAILED" ? status : undefined;
    });
  const put = (Bucket: string, Key: string, more: Readonly<Record<string, unknown>> = {}) =>
    s3.send(new PutObjectCommand({ Bucket, Key, Body: "content", ...more }));

  it("copies what the rule takes, with tags and metadata, and tells so", async () => {
    const { source, destination } = await pair();
    await put(source, "in/a", { Tagging: "k=v", Metadata: { m: "n" }, ContentType: "text/x" });
    assert.equal(await settled(source, "in/a"), "COMPLETED");
    const found = await far.send(new GetObjectCommand({ Bucket: destination, Key: "in/a" }));
    assert.equal(await found.Body?.transformToString(), "content");
    assert.equal(found.ContentType, "text/x");
    assert.deepEqual(found.Metadata, { m: "n" });
    const { TagSet } = await far.send(new GetObjectTaggingCommand({ Bucket: destination, Key: "in/a" }));
    assert.deepEqual(TagSet, [{ Key: "k", Value: "v" }]);
    assert.equal(await statusOf(far, destination, "in/a"), "REPLICA");
    const got = await far.send(new GetObjectCommand({ Bucket: destination, Key: "in/a" }));
    assert.equal(got.ReplicationStatus, "REPLICA");
    await got.Body?.transformToByteArray();
  });

  it("copies nothing outside the rule's prefix, and tells no status of it", async () => {
    const { source, destination } = await pair();
    await put(source, "out/a");
    await put(source, "in/a");
    assert.equal(await settled(source, "in/a"), "COMPLETED");
    assert.equal(await statusOf(s3, source, "out/a"), undefined);
    const { Versions = [] } = await far.send(new ListObjectVersionsCommand({ Bucket: destination }));
    assert.deepEqual(
      Versions.map(({ Key }) => Key),
      ["in/a"],
    );
  });

  it("tells the configuration as it was put", async () => {
    const { source } = await pair();
    const { ReplicationConfiguration } = await s3.send(new GetBucketReplicationCommand({ Bucket: source }));
    const [rule] = ReplicationConfiguration?.Rules ?? [];
    assert.equal(rule?.Status, "Enabled");
    assert.equal(rule.DeleteMarkerReplication?.Status, "Enabled");
    assert.equal(rule.Destination?.Account, backup);
  });

  it("copies delete markers where the rule says so", async () => {
    const { source, destination } = await pair();
    await put(source, "in/a");
    assert.equal(await settled(source, "in/a"), "COMPLETED");
    await s3.send(new DeleteObjectCommand({ Bucket: source, Key: "in/a" }));
    await eventually("a delete marker", async () => {
      const { DeleteMarkers = [] } = await far.send(new ListObjectVersionsCommand({ Bucket: destination }));
      return DeleteMarkers.length === 1 ? true : undefined;
    });
  });

  it("copies 20 MB whole", async () => {
    const { source, destination } = await pair();
    await put(source, "in/large", { Body: Buffer.alloc(20_000_000, "x") });
    assert.equal(await settled(source, "in/large"), "COMPLETED");
    const found = await far.send(new HeadObjectCommand({ Bucket: destination, Key: "in/large" }));
    assert.equal(found.ContentLength, 20_000_000);
  });

  const without = (statements: readonly Statement[], action: string): readonly Statement[] =>
    statements
      .map((statement) => ({
        ...statement,
        Action: [statement.Action].flat().filter((one) => one !== action),
      }))
      .filter(({ Action }) => Action.length > 0);

  /** What is taken away from a pair that works, each of which alone makes it fail. */
  const failing: readonly (readonly [string, (source: string, destination: string) => Parts])[] = [
    ...[
      "s3:GetReplicationConfiguration",
      "s3:ListBucket",
      "s3:GetObjectVersionForReplication",
      "s3:GetObjectVersionAcl",
      "s3:GetObjectVersionTagging",
      "s3:ReplicateObject",
    ].map(
      (action) =>
        [
          `the role lacks ${action}`,
          (source: string, destination: string) => ({ role: without(fullRole(source, destination), action) }),
        ] as const,
    ),
    ["the role trusts another service", () => ({ trusts: { Service: "ec2.amazonaws.com" } })],
    ["the destination has no policy", () => ({ destinationPolicy: [] })],
    [
      "the destination's policy names another role",
      (_source, destination) => ({
        destinationPolicy: letsRole(destination).map((statement) => ({
          ...statement,
          Principal: { AWS: `arn:aws:iam::${owner}:role/service/replication-unused` },
        })),
      }),
    ],
    [
      "the rule names another account than the destination's",
      (_source, destination) => ({
        rule: { Destination: { Bucket: `arn:aws:s3:::${destination}`, Account: "555555556003" } },
      }),
    ],
  ];
  for (const [what, change] of failing) {
    it(`fails where ${what}`, async () => {
      const works = await pair();
      await put(works.source, "in/a");
      assert.equal(await settled(works.source, "in/a"), "COMPLETED");
      const { source, destination } = await pair(change);
      await put(source, "in/a");
      assert.equal(await settled(source, "in/a"), "FAILED");
      const { Versions = [] } = await far.send(new ListObjectVersionsCommand({ Bucket: destination }));
      assert.deepEqual(Versions, []);
    });
  }

  const encrypted =
    (key: string, more: Partial<ReplicationRule> = {}) =>
    (_source: string, destination: string) => ({
      rule: {
        SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: "Enabled" as const } },
        Destination: {
          Bucket: `arn:aws:s3:::${destination}`,
          Account: backup,
          EncryptionConfiguration: { ReplicaKmsKeyID: key },
        },
        ...more,
      },
    });
  const putEncrypted = (Bucket: string) =>
    put(Bucket, "in/a", { ServerSideEncryption: "aws:kms", SSEKMSKeyId: sourceKey });
  /** Lets the role of the newest pair use a key of the other account. */
  const openReplicaKey = async () => {
    const root = { AWS: `arn:aws:iam::${backup}:root` };
    const Policy = policy(
      { Principal: root, Action: "kms:*", Resource: "*" },
      {
        Principal: { AWS: `arn:aws:iam::${owner}:role/service/replication-${made}` },
        Action: "kms:Encrypt",
        Resource: "*",
        Condition: { StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` } },
      },
    );
    await kms(backup, "PutKeyPolicy", { KeyId: replicaKey.split("/")[1], PolicyName: "default", Policy });
  };

  it("copies what is under a KMS key to the replica's key", async () => {
    const { source, destination } = await pair((...names) => encrypted(replicaKey)(...names));
    await openReplicaKey();
    await putEncrypted(source);
    assert.equal(await settled(source, "in/a"), "COMPLETED");
    const found = await far.send(new HeadObjectCommand({ Bucket: destination, Key: "in/a" }));
    assert.equal(found.SSEKMSKeyId, replicaKey);
  });

  it("fails where the policy of the replica's key does not let the role", async () => {
    const { source } = await pair((...names) => encrypted(closedReplicaKey)(...names));
    await putEncrypted(source);
    assert.equal(await settled(source, "in/a"), "FAILED");
  });

  it("fails where the role may not decrypt under the source's key", async () => {
    const { source } = await pair((from, to) => ({
      ...encrypted(replicaKey)(from, to),
      role: without(fullRole(from, to), "kms:Decrypt"),
    }));
    await openReplicaKey();
    await putEncrypted(source);
    assert.equal(await settled(source, "in/a"), "FAILED");
  });

  it("leaves alone what is under a KMS key where the rule does not take it", async () => {
    const { source, destination } = await pair();
    await putEncrypted(source);
    await put(source, "in/b");
    assert.equal(await settled(source, "in/b"), "COMPLETED");
    assert.equal(await statusOf(s3, source, "in/a"), undefined);
    const { Versions = [] } = await far.send(new ListObjectVersionsCommand({ Bucket: destination }));
    assert.deepEqual(
      Versions.map(({ Key }) => Key),
      ["in/b"],
    );
  });

  it("copies objects that a default encryption put under a key", async () => {
    const { source } = await pair((...names) => encrypted(replicaKey)(...names));
    await openReplicaKey();
    await s3.send(
      new PutBucketEncryptionCommand({
        Bucket: source,
        ServerSideEncryptionConfiguration: {
          Rules: [
            {
              ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: sourceKey },
              BucketKeyEnabled: true,
            },
          ],
        },
      }),
    );
    await put(source, "in/a");
    assert.equal(await settled(source, "in/a"), "COMPLETED");
  });

  const configure = async (passed: string, Bucket = `repl-source-${made}`) => {
    const user = await makeUser(
      owner,
      `configures-${Math.random().toString(36).slice(2)}`,
      policy(
        { Action: "s3:PutReplicationConfiguration", Resource: "arn:aws:s3:::*" },
        {
          Action: "iam:PassRole",
          Resource: `arn:aws:iam::${owner}:role/service/*`,
          Condition: { StringEquals: { "iam:PassedToService": passed } },
        },
      ),
    );
    const client = s3ClientOf(user);
    try {
      await client.send(
        new PutBucketReplicationCommand({
          Bucket,
          ReplicationConfiguration: {
            Role: role,
            Rules: [
              {
                Status: "Enabled",
                Priority: 1,
                Filter: {},
                DeleteMarkerReplication: { Status: "Disabled" },
                Destination: { Bucket: `arn:aws:s3:::repl-target-${made}` },
              },
            ],
          },
        }),
      );
    } finally {
      client.destroy();
    }
  };
  refuses([
    {
      what: "a configuration by who may not pass its role to S3",
      refused: () => configure("ec2.amazonaws.com"),
      code: "AccessDenied",
      twin: () => configure("s3.amazonaws.com"),
    },
  ]);
});
