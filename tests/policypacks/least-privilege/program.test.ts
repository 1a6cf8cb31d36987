/**
 * Closes the loop: what the program registers, every rule accepts, and each guard that is taken away is missed by
 * the rule that guards it.
 *
 * The outputs that stack rules see are taken to be the inputs; tests of the engine show the real ones.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { dropPoint } from "../../../components/dropPoint";
import { quotaProblems } from "../../../iam/quotas";
import { rules } from "../../../policypacks/least-privilege/rules";
import { packConfiguration } from "../../../settings/intent";
import { parseSettings, type Settings } from "../../../settings/settings";
import { readStackFile } from "../../../settings/stackFile";
import { register } from "../../support/register";
import { goodSettings, settingsWith } from "../../support/settings";
import { type Given, stackViolations, violations } from "./crossGuard";
import { exampleConfig, levelOf, optionsIn, type PackConfig } from "./packConfig";

type Props = Record<string, unknown>;

async function program(settings: Settings = settingsOfTests()): Promise<readonly Given[]> {
  const registered = await register(() => dropPoint(settings));
  const providers = new Map(
    registered
      .filter(({ type }) => type.startsWith("pulumi:providers:"))
      .map(({ name, inputs }) => [name, inputs]),
  );
  return registered.map(({ type, name, inputs, provider }) => {
    const providerInputs = type.startsWith("pulumi:") ? undefined : providers.get(provider);
    const madeFrom = Object.fromEntries(Object.keys(inputs).map((property) => [property, []]));
    return {
      type,
      name,
      props: inputs,
      madeFrom,
      ...(providerInputs === undefined ? {} : { provider: providerInputs }),
    };
  });
}

function settingsOfTests(): Settings {
  const result = parseSettings(goodSettings());
  assert.ok(result.ok);
  return result.settings;
}

function shipped(stackName: string): Settings {
  const path = join(__dirname, "../../../stacks", `Pulumi.${stackName}.yaml`);
  const result = readStackFile(path, quotaProblems);
  assert.ok(result.ok, result.ok ? "" : result.message);
  return result.settings;
}

/** What the rules that are on under a configuration report. */
function findings(
  resources: readonly Given[],
  config: PackConfig = {
    ...exampleConfig("local"),
    "no-foreign-access": { ...packConfiguration(settingsOfTests())["no-foreign-access"] },
  },
): readonly string[] {
  const on = rules.filter((rule) => levelOf(rule, config) !== "disabled");
  return on.flatMap((rule) => {
    const options = optionsIn(rule, config);
    const onResources = resources.flatMap((resource) => violations(rule, resource, options));
    const onStack = stackViolations(rule, resources, options).map(([, message]) => message);
    return [...onResources, ...onStack].map((message) => `${rule.name}: ${message}`);
  });
}

/** Changes one resource; its policy texts are handed over as objects and written back. */
function changed(
  resources: readonly Given[],
  name: string,
  change: (props: Props) => unknown,
): readonly Given[] {
  assert.ok(resources.some((resource) => resource.name === name));
  return resources.map((resource) => {
    if (resource.name !== name) return resource;
    const props = structuredClone(resource.props) as Props;
    change(props);
    return { ...resource, props };
  });
}

/** Changes a text everywhere in a policy. */
const inPolicy = (property: string, from: string, to: string) => (props: Props) => {
  const before = String(props[property]);
  props[property] = before.replaceAll(from, to);
  assert.notEqual(props[property], before);
};

const changes: readonly (readonly [string, string, (props: Props) => unknown, readonly string[]])[] = [
  [
    "an action by wildcard",
    "marketing-put",
    inPolicy("policy", "s3:PutObject", "s3:Put*"),
    ["allow-names-actions"],
  ],
  [
    "every object",
    "marketing-put",
    inPolicy("policy", "/marketing/*", "/*"),
    ["allow-names-prefix", "writers-have-own-prefix"],
  ],
  [
    "every bucket",
    "marketing-put",
    inPolicy("policy", "acme-drop-test/", "*/"),
    ["allow-names-resources", "writers-have-own-prefix"],
  ],
  [
    "every role",
    "marketing-access",
    inPolicy("policy", "role/xput-marketing", "role/*"),
    ["allow-names-resources"],
  ],
  [
    "trust in everyone",
    "marketing",
    (props) => {
      inPolicy("assumeRolePolicy", "arn:aws:iam::222222222222:root", "*")(props);
      inPolicy("assumeRolePolicy", "aws:PrincipalArn", "aws:SourceArn")(props);
      inPolicy("assumeRolePolicy", "aws:PrincipalOrgID", "aws:SourceOrgID")(props);
    },
    ["account-root-is-pinned", "allow-names-principals", "no-foreign-access"],
  ],
  [
    "trust in an account",
    "marketing",
    inPolicy("assumeRolePolicy", "aws:PrincipalArn", "aws:SourceArn"),
    ["account-root-is-pinned"],
  ],
  [
    "trust if the key exists",
    "marketing",
    inPolicy("assumeRolePolicy", "ArnEquals", "ArnEqualsIfExists"),
    ["account-root-is-pinned"],
  ],
  [
    "trust in every user",
    "marketing",
    inPolicy("assumeRolePolicy", "user/alice", "user/*"),
    ["account-root-is-pinned", "user-acts-with-mfa"],
  ],
  [
    "plain HTTP",
    "destination-policy",
    inPolicy("policy", '"false"', '"true"'),
    ["bucket-policy-denies-plain-http"],
  ],
  [
    "plain HTTP for objects",
    "destination-policy",
    inPolicy("policy", "acme-drop-test/*", "acme-drop-test/x"),
    ["bucket-policy-denies-old-tls", "bucket-policy-denies-plain-http"],
  ],
  [
    "public ACLs",
    "destination-public-access-block",
    (props) => (props["blockPublicAcls"] = false),
    ["public-access-block-is-complete"],
  ],
  [
    "no algorithm",
    "destination-encryption",
    (props) => (props["rules"] = [{}]),
    ["encryption-names-algorithm", "encryption-refuses-customer-keys"],
  ],
  [
    "the policy of another bucket",
    "destination-policy",
    (props) => (props["bucket"] = "other"),
    ["bucket-has-policy", "bucket-policy-denies-plain-http"],
  ],
];

const removals: readonly (readonly [string, string])[] = [
  ["destination-policy", "bucket-has-policy"],
  ["destination-public-access-block", "bucket-has-public-access-block"],
  ["destination-encryption", "bucket-has-encryption"],
];

/** What the settings promise of the destination's bucket, how it is broken, and the rule that misses it. */
const promises: readonly (readonly [
  rule: string,
  settings: Settings,
  of: string,
  change: (props: Props) => unknown,
])[] = [
  [
    "bucket-policy-denies-other-encryption",
    settingsWith(goodSettings().sources),
    "aws:s3/bucketPolicy:BucketPolicy",
    (props) => {
      inPolicy("policy", "s3:x-amz-server-side-encryption", "s3:x-amz-acl")(props);
    },
  ],
  [
    "bucket-sends-events",
    settingsWith(goodSettings().sources, { eventBridge: true }),
    "aws:s3/bucketNotification:BucketNotification",
    (props) => (props["eventbridge"] = false),
  ],
  [
    "bucket-is-replicated",
    shipped("backup"),
    "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
    (props) => {
      for (const one of props["rules"] as Props[]) one["status"] = "Disabled";
    },
  ],
  [
    "trail-records-reads",
    settingsWith(goodSettings().sources, {}, { audit: { events: "all" } }),
    "aws:cloudtrail/trail:Trail",
    (props) =>
      (props["advancedEventSelectors"] = JSON.parse(
        JSON.stringify(props["advancedEventSelectors"]).replace(
          '"field":"resources.type"}',
          '"field":"resources.type"},{"field":"readOnly","equals":["false"]}',
        ),
      ) as unknown),
  ],
];

describe("the program under the pack", function () {
  this.timeout(30_000);
  let resources: readonly Given[];
  before(async () => (resources = await program()));

  it("is accepted as it is", () => {
    assert.ok(resources.length >= 16);
    assert.deepEqual(findings(resources), []);
  });

  for (const stackName of ["local", "departments", "vendor", "backup", "dev", "prod"]) {
    it(`is accepted with the settings and the configuration of ${stackName}`, async () => {
      const settings = shipped(stackName);
      const config = { ...exampleConfig(stackName), ...packConfiguration(settings) } as PackConfig;
      // Keys have no ARN of their own in these outputs; tests/policypacks/mutate.test.ts judges the stacks with them.
      const keyless = {
        ...config,
        "access-is-intended": "disabled",
        "access-is-reachable": "disabled",
        "replication-stays-ours": "disabled",
      };
      assert.deepEqual(findings(await program(settings), keyless), []);
    });
  }

  for (const [what, name, change, expected] of changes) {
    it(`is refused with ${what} in ${name}`, () => {
      const found = findings(changed(resources, name, change));
      assert.deepEqual(
        found.map((finding) => finding.split(":")[0]),
        expected,
        found.join("\n"),
      );
    });
  }

  for (const [rule, settings, type, change] of promises) {
    it(`is held to ${rule} where the settings promise it`, async () => {
      const config = { ...packConfiguration(settings) } as PackConfig;
      const made = await program(settings);
      const told = (given: readonly Given[]) => findings(given, config).filter((one) => one.startsWith(rule));
      const { bucket } = settings.destination;
      const part = made.find(
        (one) => one.type === type && (!Object.hasOwn(one.props, "bucket") || one.props["bucket"] === bucket),
      );
      assert.deepEqual(told(made), []);
      assert.equal(told(changed(made, part?.name ?? "", change)).length, 1);
    });
  }

  for (const [name, expected] of removals) {
    it(`is refused without ${name}`, () => {
      const found = findings(resources.filter((resource) => resource.name !== name));
      assert.deepEqual(
        found.map((finding) => finding.split(":")[0]),
        [expected],
      );
    });
  }
});
