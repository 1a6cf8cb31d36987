/**
 * The shape of what accompanies the bucket: exactly these resources, each in this account, each document known at
 * preview.
 *
 * The engine is a recording one, so this does not prove that AWS takes them, nor their order; tests/engine does.
 */
import assert from "node:assert/strict";
import { AccessLogBucket } from "../../components/accessLogBucket";
import { AuditTrail } from "../../components/auditTrail";
import { BucketEvents } from "../../components/bucketEvents";
import { accountProvider } from "../../components/inAccount";
import { MalwareScan } from "../../components/malwareScan";
import { Replica } from "../../components/replica";
import { Replication } from "../../components/replication";
import { placeOf } from "../../iam/place";
import type { Settings } from "../../settings/settings";
import { register, type Registered } from "../support/register";
import { settingsWith } from "../support/settings";

const marketing = { accountId: "222222222222", uploaders: ["role/a"], prefixes: ["marketing/"] };
const replication = { accountId: "444444444444", region: "eu-central-1", bucket: "acme-copy" };
const settings = settingsWith(
  { marketing },
  {
    permissionsBoundary: "policy/boundary",
    malwareScan: { prefixes: ["marketing/"] },
    replication,
    lifecycle: [
      { prefix: "marketing/", expireDays: 90, transitions: [{ days: 30, storageClass: "GLACIER" }] },
      { prefix: "", transitions: [{ days: 60, storageClass: "GLACIER" }] },
    ],
  },
  { audit: { alarmEmails: ["a@example.com", "b@example.com"], readers: ["role/auditor"] } },
);

const provider = (name: string, accountId: string, region: string) =>
  accountProvider(name, { accountId, region, s3UsePathStyle: false });
const destination = () => provider("destination", "111111111111", "eu-west-1");
const keyArn = "arn:aws:kms:eu-west-1:111111111111:key/1234";

const where = ({ provider: by, type, name }: Registered) => `${by} ${type.split(":")[2] ?? type} ${name}`;
const parts = (name: string) =>
  [
    ["Bucket", ""],
    ["BucketServerSideEncryptionConfiguration", "-encryption"],
    ["BucketLifecycleConfiguration", "-lifecycle"],
    ["BucketOwnershipControls", "-ownership"],
    ["BucketPolicy", "-policy"],
    ["BucketPublicAccessBlock", "-public-access-block"],
    ["BucketVersioning", "-versioning"],
  ].map(([type = "", end = ""]) => `${type} ${name}${end}`);

async function made(program: () => void): Promise<readonly Registered[]> {
  return (await register(program)).filter(({ type }) => type !== "pulumi:providers:aws");
}

function inputsOf(resources: readonly Registered[], name: string): Registered["inputs"] {
  const found = resources.find((resource) => resource.name === name);
  assert.ok(found !== undefined, name);
  return found.inputs;
}

function assertKnown(resources: readonly Registered[], count: number): void {
  const documents = resources.flatMap(({ inputs }) =>
    ["policy", "assumeRolePolicy"].filter((name) => name in inputs).map((name) => inputs[name]),
  );
  assert.equal(documents.length, count);
  for (const document of documents)
    assert.doesNotThrow(() => JSON.parse(document as string), String(document));
}

function trailOf(of: Settings, bucketKeyArn: string | undefined) {
  const { audit } = of;
  assert.ok(audit.kind === "trail");
  return made(
    () => new AuditTrail("audit", { settings: of, audit, bucketKeyArn }, { provider: destination() }),
  );
}

describe("the audit trail", () => {
  let resources: readonly Registered[];
  before(async () => (resources = await trailOf(settings, keyArn)));

  it("is these resources in the destination account", () => {
    const alarms = ["deletions", "policy-changes", "refused-puts", "trail-changes", "undeclared-puts"];
    const counts = [
      "deletions",
      "policy-changes-of-buckets",
      "policy-changes-of-keys",
      "policy-changes-of-roles",
      "refused-puts",
      "trail-changes",
      "undeclared-puts",
    ];
    assert.deepEqual(
      resources.map(where).sort(),
      [
        "Trail audit",
        "Key audit-key",
        "Alias audit-key-alias",
        ...parts("audit-bucket"),
        "LogGroup audit-log-group",
        "Role audit-delivery",
        "RolePolicy audit-delivery-deliver",
        "Topic audit-alarms-topic",
        "TopicSubscription audit-alarms-a@example.com",
        "TopicSubscription audit-alarms-b@example.com",
        ...alarms.map((alarm) => `MetricAlarm audit-alarms-${alarm}`),
        ...counts.map((count) => `LogMetricFilter audit-alarms-count-${count}`),
      ]
        .map((text) => `destination ${text}`)
        .sort(),
    );
  });

  it("has documents that are known at preview", () => {
    assertKnown(resources, 5);
  });

  it("records every change in the account and what happens to the bucket's objects", () => {
    assert.deepEqual(inputsOf(resources, "audit"), {
      name: "xput-acme-drop-test",
      s3BucketName: "acme-drop-test-audit",
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      enableLogging: true,
      kmsKeyId: "arn:aws:kms:eu-west-1:111111111111:key/audit-key",
      cloudWatchLogsGroupArn: "arn:aws:logs:eu-west-1:111111111111:log-group:/xput/acme-drop-test/audit:*",
      cloudWatchLogsRoleArn: "arn:aws:iam::111111111111:role/xput-audit-logs",
      advancedEventSelectors: [
        {
          name: "Changes in the account",
          fieldSelectors: [
            { field: "eventCategory", equals: ["Management"] },
            { field: "readOnly", equals: ["false"] },
          ],
        },
        {
          name: "Objects of acme-drop-test",
          fieldSelectors: [
            { field: "eventCategory", equals: ["Data"] },
            { field: "resources.type", equals: ["AWS::S3::Object"] },
            { field: "resources.ARN", startsWiths: ["arn:aws:s3:::acme-drop-test/"] },
            { field: "readOnly", equals: ["false"] },
          ],
        },
      ],
    });
  });

  it("records reads where the settings ask for all events", async () => {
    const all = settingsWith({ marketing }, {}, { audit: { events: "all" } });
    const { advancedEventSelectors } = inputsOf(await trailOf(all, keyArn), "audit");
    assert.deepEqual(
      (advancedEventSelectors as { fieldSelectors: { field: string }[] }[])[1]?.fieldSelectors.map(
        ({ field }) => field,
      ),
      ["eventCategory", "resources.type", "resources.ARN"],
    );
  });

  it("bounds its role as the settings say", () => {
    assert.equal(
      inputsOf(resources, "audit-delivery").permissionsBoundary,
      "arn:aws:iam::111111111111:policy/boundary",
    );
  });

  it("watches both keys by their ids", () => {
    assert.equal(
      inputsOf(resources, "audit-alarms-count-policy-changes-of-keys").pattern,
      '{(($.eventSource="kms.amazonaws.com")&&(($.requestParameters.aliasName="alias/xput-*")||($.requestParameters.keyId="*audit-key")||($.requestParameters.keyId="*1234")))}',
    );
  });

  it("lets every alarm tell its topic of the first event", () => {
    const alarms = resources.filter(({ type }) => type.endsWith(":MetricAlarm"));
    for (const { inputs } of alarms) {
      assert.deepEqual(inputs.alarmActions, [
        "arn:aws:sns:eu-west-1:111111111111:xput-acme-drop-test-alarms",
      ]);
      assert.equal(inputs.threshold, 1);
      assert.equal(inputs.namespace, "xput/acme-drop-test");
    }
    const metrics = resources
      .filter(({ type }) => type.endsWith(":LogMetricFilter"))
      .map(({ inputs }) => (inputs.metricTransformation as { name: string }).name);
    assert.deepEqual(new Set(metrics), new Set(alarms.map(({ inputs }) => inputs.metricName)));
  });
});

describe("server access logs", () => {
  it("have a bucket of their own with keys of S3", async () => {
    const logs = await made(
      () =>
        new AccessLogBucket(
          "access-logs",
          {
            bucket: "acme-logs",
            logged: placeOf(settings),
            retentionDays: 30,
            protect: true,
            forceDestroy: false,
          },
          { provider: destination() },
        ),
    );
    assert.deepEqual(
      logs.map(where),
      parts("access-logs").map((text) => `destination ${text}`),
    );
    assertKnown(logs, 1);
    assert.deepEqual(inputsOf(logs, "access-logs-encryption").rules, [
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" },
        bucketKeyEnabled: false,
        blockedEncryptionTypes: ["SSE-C"],
      },
    ]);
  });
});

describe("replication", () => {
  const replicaIn = (of: Settings) =>
    made(() => {
      const { replication: copy } = of.destination;
      assert.ok(copy !== undefined);
      const replica = new Replica(
        "replica",
        { settings: of, replication: copy },
        { provider: provider("replica", copy.accountId, copy.region) },
      );
      new Replication(
        "replication",
        { settings: of, replication: copy, replicaKeyArn: replica.keyArn === undefined ? undefined : keyArn },
        { provider: destination(), dependsOn: replica.guarded },
      );
    });

  it("has the replica in its account, and the role and the rule in the destination's", async () => {
    const resources = await replicaIn(settings);
    assert.deepEqual(
      resources.map(where).sort(),
      [
        ...["Key replica-key", "Alias replica-key-alias", ...parts("replica")].map(
          (text) => `replica ${text}`,
        ),
        "destination Role replication-role",
        "destination RolePolicy replication-role-replicate",
        "destination BucketReplicationConfig replication",
      ].sort(),
    );
    assertKnown(resources, 4);
  });

  it("copies everything but deletions, encrypted with the replica's key", async () => {
    assert.deepEqual(inputsOf(await replicaIn(settings), "replication"), {
      bucket: "acme-drop-test",
      role: "arn:aws:iam::111111111111:role/xput-replication",
      rules: [
        {
          id: "everything",
          status: "Enabled",
          priority: 1,
          filter: { prefix: "" },
          deleteMarkerReplication: { status: "Disabled" },
          destination: {
            bucket: "arn:aws:s3:::acme-copy",
            storageClass: "STANDARD",
            encryptionConfiguration: { replicaKmsKeyId: keyArn },
          },
          sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
        },
      ],
    });
  });

  it("lets copies expire as the originals do", async () => {
    const rules = inputsOf(await replicaIn(settings), "replica-lifecycle").rules as readonly object[];
    assert.deepEqual(rules.slice(2), [
      {
        id: "age-marketing/",
        status: "Enabled",
        filter: { prefix: "marketing/" },
        expiration: { days: 90 },
      },
    ]);
  });

  it("needs no key where S3 owns the bucket's", async () => {
    const plain = await replicaIn(settingsWith({ marketing }, { replication, encryption: { kind: "s3" } }));
    assert.deepEqual(
      plain.filter(({ type }) => type.startsWith("aws:kms")),
      [],
    );
    const [rule] = inputsOf(plain, "replication").rules as readonly Readonly<Record<string, unknown>>[];
    assert.deepEqual(Object.keys(rule ?? {}).includes("sourceSelectionCriteria"), false);
  });
});

describe("a malware scan", () => {
  it("is a plan for the prefixes with its role", async () => {
    const resources = await made(
      () => new MalwareScan("scan", { settings, prefixes: ["marketing/"] }, { provider: destination() }),
    );
    assert.deepEqual(resources.map(where), [
      "destination MalwareProtectionPlan scan",
      "destination Role scan-role",
      "destination RolePolicy scan-role-scan",
    ]);
    assertKnown(resources, 2);
    assert.deepEqual(inputsOf(resources, "scan"), {
      role: "arn:aws:iam::111111111111:role/xput-malware-scan",
      protectedResource: { s3Bucket: { bucketName: "acme-drop-test", objectPrefixes: ["marketing/"] } },
      actions: [{ taggings: [{ status: "ENABLED" }] }],
    });
  });
});

describe("events of the bucket", () => {
  it("go to EventBridge", async () => {
    const resources = await made(
      () => new BucketEvents("events", { bucket: "acme-drop-test" }, { provider: destination() }),
    );
    assert.deepEqual(resources.map(where), ["destination BucketNotification events"]);
    assert.deepEqual(inputsOf(resources, "events"), { bucket: "acme-drop-test", eventbridge: true });
  });
});
