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

function settings(change: (raw: ReturnType<typeof goodSettings>) => void = () => undefined): Settings {
  const raw = goodSettings();
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

  it("loses exactly a removed source's resources", async () => {
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
    assert.deepEqual(
      rest,
      made.filter(({ name }) => names.has(name)),
    );
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
    });
  });
});
