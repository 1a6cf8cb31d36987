/**
 * The situations that ship against the intent of their own settings: proven as the program registers them, before AWS
 * has answered and after.
 *
 * That every single widening is refused, tests/policypacks/mutate.test.ts and `npm run mutate:policies` show.
 *
 * The outputs that stack rules see are taken to be the inputs and the ARNs of keys; tests of the engine show real ones.
 */
import assert from "node:assert/strict";
import { crossGuardPolicy } from "../../../../policypacks/least-privilege/crossGuardPolicy";
import { rule as intended } from "../../../../policypacks/least-privilege/rules/access-is-intended";
import { rule as reachable } from "../../../../policypacks/least-privilege/rules/access-is-reachable";
import { rule as noForeign } from "../../../../policypacks/least-privilege/rules/no-foreign-access";
import { rule as noPublic } from "../../../../policypacks/least-privilege/rules/no-public-access";
import { packConfiguration } from "../../../../settings/intent";
import type { Settings } from "../../../../settings/settings";
import { settingsWith } from "../../../support/settings";
import { type Given, stackViolations } from "../crossGuard";
import { recorded, shipped } from "./recorded";

const situations = ["local", "departments", "vendor", "backup"];
const account = "222222222222";

/** Settings beside those that ship, each with what they do not have. */
const furtherSettings: readonly (readonly [string, Settings])[] = [
  [
    "every principal, each way of putting",
    settingsWith({
      all: { accountId: account, wholeSource: everyPrincipal(), prefixes: ["all/"] },
      direct: {
        accountId: "333333333333",
        wholeSource: everyPrincipal(),
        accessMode: "bucketPolicy",
        prefixes: ["direct/"],
      },
      point: {
        accountId: "444444444444",
        wholeSource: everyPrincipal(),
        accessMode: "accessPoint",
        prefixes: ["point/"],
      },
    }),
  ],
  [
    "an organization that puts directly",
    settingsWith(
      {
        everyone: {
          organizationId: "o-abc1234567",
          uploaders: ["role/uploader"],
          accessMode: "bucketPolicy",
          prefixes: ["accounts/${accountId}/"],
        },
      },
      { encryption: { kind: "kms", bucketKey: false } },
    ),
  ],
  [
    "every principal of an organization by a role",
    settingsWith({
      everyone: {
        organizationId: "o-abc1234567",
        wholeSource: everyPrincipal(),
        prefixes: ["accounts/${accountId}/"],
      },
    }),
  ],
  [
    "networks, a time window and a second factor",
    settingsWith(
      {
        limited: {
          accountId: account,
          uploaders: ["user/alice"],
          prefixes: ["limited/"],
          sourceIps: ["203.0.113.0/24", "2001:db8::/32"],
          vpcEndpointIds: ["vpce-0123456789abcdef0"],
          activeFrom: "2026-01-01T00:00:00Z",
          activeUntil: "2030-01-01T00:00:00Z",
          requireMfa: true,
          externalId: "issued",
        },
      },
      { overwrite: "deny", organizationId: "o-abc1234567", network: { sourceIps: ["203.0.113.0/24"] } },
    ),
  ],
  [
    "encryption with the keys of S3, and no audit",
    settingsWith(
      { plain: { accountId: account, uploaders: ["permission-set/Upload"], prefixes: ["plain/"] } },
      { encryption: { kind: "s3" } },
      { audit: { kind: "none" } },
    ),
  ],
  [
    "named administrators, two layers of encryption and a replica in the same account",
    settingsWith(
      { plain: { accountId: account, uploaders: ["role/uploader"], prefixes: ["plain/"] } },
      {
        encryption: { kind: "dsse", administrators: ["role/xput-deploy"] },
        replication: { accountId: "111111111111", region: "eu-central-1", bucket: "acme-drop-copy" },
      },
    ),
  ],
];

function everyPrincipal(): string {
  return "every principal of this source may upload";
}

function findings(settings: Settings, resources: readonly Given[]): readonly string[] {
  const config = packConfiguration(settings);
  return [
    ...stackViolations(intended, resources, { ...config["access-is-intended"] }),
    ...stackViolations(reachable, resources, { ...config["access-is-reachable"] }),
    ...stackViolations(noForeign, resources, { ...config["no-foreign-access"] }),
    ...stackViolations(noPublic, resources),
  ].map(([name, message]) => `${name}: ${message}`);
}

const all: readonly (readonly [string, () => Settings])[] = [
  ...situations.map((name) => [name, () => shipped(name)] as const),
  ...furtherSettings.map(([name, settings]) => [name, () => settings] as const),
];

describe("a stack with the intent of its settings", function () {
  this.timeout(120_000);

  for (const [name, settings] of all) {
    for (const when of ["preview", "up"] as const) {
      it(`is proven at ${when}: ${name}`, async () => {
        assert.deepEqual(findings(settings(), await recorded(settings(), when)), []);
      });
    }
  }

  it("is proven whatever the order of its resources", async () => {
    const settings = shipped("vendor");
    const resources = await recorded(settings, "preview");
    const [first = [], second = []] = [0, 7].map((start) => [
      ...resources.slice(start).toReversed(),
      ...resources.slice(0, start),
    ]);
    assert.deepEqual(findings(settings, first), []);
    const wide = (some: readonly Given[]) =>
      findings(settings, widen(some, "exporter-put", "/vendor/in/*", "/vendor/*"));
    assert.notDeepEqual(wide(first), []);
    assert.deepEqual(wide(first), wide(second));
  });

  it("tells the way, the request and the statement to narrow", async () => {
    const settings = shipped("local");
    const resources = widen(await recorded(settings, "up"), "marketing-put", "/marketing/*", "/*");
    const told = findings(settings, resources).join("\n");
    assert.match(told, /role\/app\/uploader of 222222222222 may s3:\w+ on arn:aws:s3:::acme-drop-local\//);
    assert.match(told, /narrow role xput-marketing, inline put: AllowPut/);
  });

  it("is told what does not work", async () => {
    const settings = shipped("local");
    const broken = widen(
      await recorded(settings, "up"),
      "marketing",
      "role/app/uploader",
      "role/app/uploder",
    );
    const config = { ...packConfiguration(settings)["access-is-reachable"] };
    const told = stackViolations(reachable, broken, config).map(([, message]) => message);
    assert.equal(told.length, 1);
    assert.match(told[0] ?? "", /role\/app\/uploader of 222222222222 cannot assume the role/);
  });

  it("whose key another program keeps is told once that its puts hang on that, and is not refused", async () => {
    const keyArn = "arn:aws:kms:eu-west-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    const settings = settingsWith(
      {
        assumed: { accountId: account, uploaders: ["role/uploader"], prefixes: ["assumed/"] },
        direct: {
          accountId: "333333333333",
          uploaders: ["role/uploader"],
          accessMode: "bucketPolicy",
          prefixes: ["direct/"],
        },
      },
      {
        encryption: { kind: "kms", keyArn },
        replication: { accountId: "111111111111", region: "eu-central-1", bucket: "acme-drop-copy" },
      },
    );
    const config = packConfiguration(settings);
    for (const when of ["preview", "up"] as const) {
      const resources = await recorded(settings, when);
      assert.deepEqual(stackViolations(intended, resources, { ...config["access-is-intended"] }), []);
      const told = stackViolations(reachable, resources, { ...config["access-is-reachable"] });
      assert.deepEqual(
        told.map(([name]) => name),
        ["destination-policy"],
      );
      const text = told.join("\n");
      assert.match(
        text,
        /access of "assumed", "direct", "replication, reading with the key" must be known to work.*set unknown to allow/,
      );
      assert.match(text, new RegExp(`the policy of ${keyArn} is not known`));
      const silenced = { ...config["access-is-reachable"], unknown: "allow" };
      assert.deepEqual(stackViolations(reachable, resources, silenced), []);
    }
    assert.equal(reachable.level, "advisory");
  });

  it("whose key another program keeps names five of its sources, however many it has", async () => {
    const keyArn = "arn:aws:kms:eu-west-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    const sources = Array.from({ length: 8 }, (_, index) => {
      const prefixes = [`s${index}/`];
      return [`s${index}`, { accountId: account, uploaders: [`role/s${index}`], prefixes }] as const;
    });
    const settings = settingsWith(Object.fromEntries(sources), { encryption: { kind: "kms", keyArn } });
    const config = { ...packConfiguration(settings)["access-is-reachable"] };
    const told = stackViolations(reachable, await recorded(settings, "up"), config).join("\n");
    assert.match(told, /access of "s0", "s1", "s2", "s3", "s4", 3 more must be known to work/);
  });

  it("whose own key has gone is refused: who administers it would not be known", async () => {
    const settings = shipped("local");
    const resources = await recorded(settings, "up");
    const without = resources.filter(({ name }) => name !== "destination-key");
    assert.equal(without.length, resources.length - 1);
    const told = findings(settings, without).join("\n");
    assert.match(told, /access of "administration of the key" must be proven to be as meant/);
  });

  it("has a configuration that the rules take", () => {
    const config = packConfiguration(shipped("vendor"));
    for (const rule of [intended, reachable, noForeign]) {
      const properties = Object.keys(crossGuardPolicy(rule).configSchema?.properties ?? {});
      const own = Object.keys(config[rule.name as keyof typeof config] ?? {});
      assert.deepEqual(
        own.filter((name) => !properties.includes(name)),
        [],
      );
    }
  });
});

function widen(resources: readonly Given[], name: string, from: string, to: string): readonly Given[] {
  assert.ok(JSON.stringify(resources.find((one) => one.name === name)?.props).includes(from));
  return resources.map((one) =>
    one.name !== name
      ? one
      : {
          ...one,
          props: Object.fromEntries(
            Object.entries(one.props).map(([key, value]) => [
              key,
              typeof value === "string" ? value.replaceAll(from, to) : value,
            ]),
          ),
        },
  );
}
