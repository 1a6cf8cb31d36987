/**
 * The shape of the program: exactly these resources, each in this account, each document known at preview.
 *
 * The engine is a recording one, so this does not prove that AWS takes them, nor their order; tests/engine does.
 */
import assert from "node:assert/strict";
import { dropPoint } from "../../components/dropPoint";
import { parseSettings, type Settings } from "../../settings/settings";
import { register, type Registered } from "../support/register";
import { goodSettings } from "../support/settings";

type Raw = ReturnType<typeof goodSettings>;

/** The smallest of programs: S3's own key and no audit, so that the bucket and the sources stand alone. */
function settings(change: (raw: Raw) => void = () => undefined): Settings {
  const raw = { ...goodSettings(), audit: { kind: "none" } };
  raw.destination.encryption = { kind: "s3" };
  change(raw);
  const result = parseSettings(raw);
  assert.ok(result.ok);
  return result.settings;
}

const where = ({ provider, type, name }: Registered): string =>
  `${provider} ${type.split(":")[2] ?? type} ${name}`;

describe("the program", () => {
  let made: readonly Registered[];
  before(async () => (made = await register(() => dropPoint(settings()))));

  it("makes these resources in these accounts, and no others", () => {
    assert.deepEqual(made.map(where), [
      " aws destination",
      "destination Bucket destination",
      "destination BucketServerSideEncryptionConfiguration destination-encryption",
      "destination BucketLifecycleConfiguration destination-lifecycle",
      "destination BucketOwnershipControls destination-ownership",
      "destination BucketPolicy destination-policy",
      "destination BucketPublicAccessBlock destination-public-access-block",
      "destination BucketVersioning destination-versioning",
      "destination Role marketing",
      "source-222222222222 Policy marketing-access",
      "source-222222222222 RolePolicyAttachment marketing-access-role/app/uploader",
      "source-222222222222 UserPolicyAttachment marketing-access-user/alice",
      "destination RolePolicy marketing-put",
      "destination Role shipper",
      "destination RolePolicy shipper-put",
      " aws source-222222222222",
    ]);
  });

  it("writes every policy document as text that is known at preview", () => {
    const documents = made.flatMap(({ name, inputs }) =>
      ["policy", "assumeRolePolicy"]
        .filter((property) => property in inputs)
        .map((property) => [`${name}.${property}`, inputs[property]] as const),
    );
    assert.equal(documents.length, 6);
    for (const [name, document] of documents) {
      assert.equal(typeof document, "string", name);
      assert.doesNotThrow(() => JSON.parse(document as string), name);
    }
  });

  it("pins every provider to its account, and gives it a role but no key", () => {
    const providers = made.filter(({ type }) => type === "pulumi:providers:aws");
    assert.deepEqual(
      providers.map(({ name, inputs }) => [name, inputs]),
      [
        [
          "destination",
          {
            region: "eu-west-1",
            allowedAccountIds: '["111111111111"]',
            assumeRoles: '[{"roleArn":"arn:aws:iam::111111111111:role/xput-deploy","sessionName":"xput"}]',
            skipCredentialsValidation: "false",
            skipRegionValidation: "true",
          },
        ],
        [
          "source-222222222222",
          {
            region: "eu-west-1",
            allowedAccountIds: '["222222222222"]',
            assumeRoles: '[{"roleArn":"arn:aws:iam::222222222222:role/xput-deploy","sessionName":"xput"}]',
            skipCredentialsValidation: "false",
            skipRegionValidation: "true",
          },
        ],
      ],
    );
  });

  it("closes the bucket on every side", () => {
    const inputs = made.find(({ name }) => name === "destination-public-access-block")?.inputs;
    assert.deepEqual(inputs, {
      bucket: "acme-drop-test",
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
  });

  it("never lets the bucket be destroyed with its objects", () => {
    assert.deepEqual(
      made.find(({ name, type }) => name === "destination" && type.includes("bucket"))?.inputs,
      {
        bucket: "acme-drop-test",
        forceDestroy: false,
      },
    );
  });

  it("changes only the role's policy when a prefix changes", async () => {
    const changed = await register(() =>
      dropPoint(
        settings((raw) => {
          raw.sources.marketing.prefixes = ["sales/"];
        }),
      ),
    );
    const differing = made.filter(
      (before, index) => JSON.stringify(before) !== JSON.stringify(changed[index]),
    );
    assert.deepEqual(
      differing.map(({ name }) => name),
      ["marketing-put"],
    );
  });

  it("loses exactly a removed source's resources, and its name in the bucket's policy", async () => {
    const rest = await register(() =>
      dropPoint(
        settings((raw) => {
          delete (raw.sources as Partial<typeof raw.sources>).marketing;
        }),
      ),
    );
    const names = new Set(rest.map(({ name }) => name));
    assert.deepEqual(
      made.filter(({ name }) => !names.has(name)).map(({ name }) => name),
      [
        "marketing",
        "marketing-access",
        "marketing-access-role/app/uploader",
        "marketing-access-user/alice",
        "marketing-put",
        "source-222222222222",
      ],
    );
    const kept = made.filter(({ name }) => names.has(name));
    const differing = rest.filter(
      (resource, index) => JSON.stringify(resource) !== JSON.stringify(kept[index]),
    );
    assert.deepEqual(
      differing.map(({ name }) => name),
      ["destination-policy"],
    );
    assert.doesNotMatch(JSON.stringify(rest), /xput-marketing/);
  });

  it("uses one provider for two sources of one account", async () => {
    const twoInOne = await register(() =>
      dropPoint(
        settings((raw) => {
          raw.sources.shipper.accountId = "222222222222";
          raw.sources.shipper.manage = { deployRole: "role/xput-deploy" };
        }),
      ),
    );
    const providers = twoInOne.filter(({ type }) => type === "pulumi:providers:aws");
    assert.deepEqual(
      providers.map(({ name }) => name),
      ["destination", "source-222222222222"],
    );
  });

  it("tells others the bucket and the writer roles in plain text", async () => {
    let outputs: unknown;
    await register(() => {
      outputs = dropPoint(settings());
    });
    assert.deepEqual(outputs, {
      bucketArn: "arn:aws:s3:::acme-drop-test",
      writerRoleArns: {
        marketing: "arn:aws:iam::111111111111:role/xput-marketing",
        shipper: "arn:aws:iam::111111111111:role/xput-shipper",
      },
      accessPointArns: {},
      keyPolicyStatements: [],
    });
  });

  it("tells what the policy of a key must allow that exists already, which is what one that is made allows", async () => {
    const told: unknown[] = [];
    const keyArn = "arn:aws:kms:eu-west-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    const policies = new Map<string, unknown>();
    for (const encryption of [{ kind: "kms" }, { kind: "kms", keyArn }]) {
      const registered = await register(() => {
        told.push(
          dropPoint(settings((raw) => Object.assign(raw.destination, { encryption }))).keyPolicyStatements,
        );
      });
      for (const { type, name, inputs } of registered)
        if (type === "aws:kms/key:Key") policies.set(name, JSON.parse(String(inputs["policy"])));
    }
    const made = policies.get("destination-key") as { readonly Statement: readonly unknown[] };
    assert.deepEqual(told[0], []);
    assert.deepEqual(told[1], made.Statement.slice(1));
  });
});

describe("the whole program", () => {
  const everything = (raw: Raw) => {
    Object.assign(raw, { audit: { alarmEmails: ["sec@example.com"] } });
    Object.assign(raw.destination, {
      encryption: { kind: "kms" },
      objectLock: { mode: "governance", days: 1 },
      accessLogs: {},
      eventBridge: true,
      malwareScan: { prefixes: ["shipper/in/"] },
      replication: { accountId: "777777777777", region: "eu-central-1", bucket: "acme-copy" },
    });
    Object.assign(raw.sources, {
      feed: {
        accountId: "444444444444",
        uploaders: ["role/feed"],
        accessMode: "accessPoint",
        prefixes: ["feed/"],
      },
      direct: {
        accountId: "555555555555",
        uploaders: ["role/direct"],
        accessMode: "bucketPolicy",
        prefixes: ["direct/"],
      },
      ci: {
        webIdentity: {
          provider: "token.actions.githubusercontent.com",
          subjects: ["repo:acme/app:ref:refs/heads/main"],
        },
        prefixes: ["ci/"],
      },
    });
  };
  let made: readonly Registered[];
  before(async () => (made = await register(() => dropPoint(settings(everything)))));
  const ofAccount = (provider: string) => made.filter((resource) => resource.provider === provider);

  const guarded = (name: string) =>
    [
      `Bucket ${name}`,
      `BucketServerSideEncryptionConfiguration ${name}-encryption`,
      `BucketLifecycleConfiguration ${name}-lifecycle`,
      `BucketOwnershipControls ${name}-ownership`,
      `BucketPolicy ${name}-policy`,
      `BucketPublicAccessBlock ${name}-public-access-block`,
      `BucketVersioning ${name}-versioning`,
    ] as const;
  const key = (name: string) => [`Key ${name}`, `Alias ${name}-alias`] as const;
  const roleWith = (name: string, policy: string) =>
    [`Role ${name}`, `RolePolicy ${name}-${policy}`] as const;
  const titles = (resources: readonly Registered[]) =>
    resources.map(({ type, name }) => `${type.split(":")[2] ?? type} ${name}`).sort();

  it("makes what the settings ask for in the destination's account, and no more", () => {
    assert.deepEqual(
      titles(ofAccount("destination")),
      [
        ...guarded("destination"),
        ...key("destination-key"),
        "BucketObjectLockConfiguration destination-object-lock",
        "BucketLogging destination-access-logging",
        ...guarded("access-logs"),
        ...guarded("audit-bucket"),
        ...key("audit-key"),
        "LogGroup audit-log-group",
        ...roleWith("audit-delivery", "deliver"),
        "Trail audit",
        ...[
          "deletions",
          "policy-changes-of-buckets",
          "policy-changes-of-keys",
          "policy-changes-of-roles",
          "refused-puts",
          "trail-changes",
          "undeclared-puts",
        ].map((counted) => `LogMetricFilter audit-alarms-count-${counted}`),
        ...["deletions", "policy-changes", "refused-puts", "trail-changes", "undeclared-puts"].map(
          (alarm) => `MetricAlarm audit-alarms-${alarm}`,
        ),
        "Topic audit-alarms-topic",
        "TopicSubscription audit-alarms-sec@example.com",
        "BucketNotification events",
        "MalwareProtectionPlan malware-scan",
        ...roleWith("malware-scan-role", "scan"),
        "BucketReplicationConfig replication",
        ...roleWith("replication-role", "replicate"),
        ...["ci", "marketing", "shipper"].flatMap((source) => roleWith(source, "put")),
        "AccessPoint feed",
        "OpenIdConnectProvider token.actions.githubusercontent.com",
      ].sort(),
    );
  });

  it("makes the copy's bucket and key in its own account and region, and nothing else there", () => {
    assert.deepEqual(
      titles(ofAccount("replica")),
      [
        ...guarded("replica"),
        ...key("replica-key"),
        "BucketObjectLockConfiguration replica-object-lock",
      ].sort(),
    );
    const provider = made.find(({ type, name }) => type === "pulumi:providers:aws" && name === "replica");
    assert.equal(provider?.inputs.region, "eu-central-1");
    assert.equal(provider.inputs.allowedAccountIds, '["777777777777"]');
  });

  it("knows every policy document before anything is made", () => {
    const documents = made.flatMap(({ name, inputs }) =>
      ["policy", "assumeRolePolicy"]
        .filter((property) => property in inputs)
        .map((property) => [`${name}.${property}`, inputs[property]] as const),
    );
    assert.equal(documents.length, 22);
    for (const [name, document] of documents) assert.equal(typeof document, "string", name);
  });
});
