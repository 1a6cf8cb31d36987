/**
 * Changes that give nobody more and protect nothing less: none of them may be refused, in any stack that ships.
 */
import assert from "node:assert/strict";
import { configurationOfPack } from "../../local/packConfiguration";
import type { Settings } from "../../settings/settings";
import type { Given } from "./least-privilege/crossGuard";
import type { PackConfig } from "./least-privilege/packConfig";
import { recorded, shipped } from "./least-privilege/proof/recorded";
import { situations } from "./mutants/judgeSituation";
import { refusals } from "./mutants/refusal";

type Statement = Readonly<Record<string, unknown>>;

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** The statements of each document of each resource, changed. */
function statements(change: (all: readonly Statement[]) => readonly Statement[]) {
  return props((property, value) => {
    if (typeof value !== "string" || !["policy", "assumeRolePolicy"].includes(property)) return value;
    const document = JSON.parse(value) as { readonly Statement: readonly Statement[] };
    return JSON.stringify({ ...document, Statement: change(document.Statement) }, undefined, 1);
  });
}

const props =
  (change: (property: string, value: unknown) => unknown) =>
  (resources: readonly Given[]): readonly Given[] =>
    resources.map((one) => ({
      ...one,
      props: Object.fromEntries(
        Object.entries(one.props).map(([property, value]) => [property, change(property, value)]),
      ),
    }));

const elements = (change: (name: string, value: unknown) => unknown) =>
  statements((all) =>
    all.map((one) =>
      Object.fromEntries(Object.entries(one).map(([name, value]) => [name, change(name, value)])),
    ),
  );

function conditions(change: (key: string, values: unknown) => readonly [string, unknown]) {
  return elements((name, value) =>
    name !== "Condition"
      ? value
      : Object.fromEntries(
          Object.entries(value as Readonly<Record<string, object>>).map(([operator, keys]) => [
            operator,
            Object.fromEntries(Object.entries(keys).map(([key, values]) => change(key, values))),
          ]),
        ),
  );
}

const short = (value: unknown): unknown => (Array.isArray(value) && value.length === 1 ? value[0] : value);

const changes: readonly (readonly [string, (resources: readonly Given[]) => readonly Given[]])[] = [
  ["resources in another order", (resources) => resources.toReversed()],
  ["statements in another order", statements((all) => all.toReversed())],
  ["a statement for each action", statements((all) => all.flatMap((one) => split(one, "Action")))],
  ["a statement for each resource", statements((all) => all.flatMap((one) => split(one, "Resource")))],
  ["other Sids", statements((all) => all.map((one, at) => ({ ...one, Sid: `S${String(at)}` })))],
  ["no Sids", statements((all) => all.map(({ Sid: _, ...one }) => (_ === undefined ? one : one)))],
  [
    "texts in place of lists of one",
    elements((name, value) => (["Action", "Resource"].includes(name) ? short(value) : value)),
  ],
  ["texts in place of lists of one in conditions", conditions((key, values) => [key, short(values)])],
  [
    "lists in place of texts",
    elements((name, value) => (["Action", "Resource"].includes(name) ? list(value) : value)),
  ],
  [
    "actions in another case",
    elements((name, value) =>
      name === "Action" ? list(value).map((action) => String(action).toUpperCase()) : value,
    ),
  ],
  ["condition keys in another case", conditions((key, values) => [key.replace(/^aws:/, "AWS:"), values])],
  [
    "one more denial",
    statements((all) => {
      const [first] = all;
      return first === undefined || first["Principal"] !== "*"
        ? all
        : [
            ...all,
            {
              Sid: "DenyMore",
              Effect: "Deny",
              Principal: "*",
              Action: first["Action"],
              Resource: first["Resource"],
              Condition: { StringEquals: { "aws:UserAgent": ["never"] } },
            },
          ];
    }),
  ],
  [
    "a repeated statement",
    statements((all) => [...all, ...all.slice(-1).map((one) => ({ ...one, Sid: "Again" }))]),
  ],
  ["other descriptions", props((property, value) => (property === "description" ? "another text" : value))],
  [
    "tags",
    (resources) =>
      resources.map((one) =>
        one.type.startsWith("aws:") ? { ...one, props: { ...one.props, tags: { team: "storage" } } } : one,
      ),
  ],
];

/** A private bucket of another purpose, with all that a bucket has. */
function beside(resources: readonly Given[]): readonly Given[] {
  const own = resources.filter(({ name = "" }) => /^destination(-|$)/.test(name) && !name.includes("key"));
  const bucket = String(own.find(({ type }) => type === "aws:s3/bucket:Bucket")?.props["bucket"]);
  return own
    .filter(({ type }) => !type.includes("bucketLogging"))
    .map((one) => ({
      ...one,
      name: `beside-${one.name ?? ""}`,
      props: {
        ...(JSON.parse(JSON.stringify(one.props).replaceAll(bucket, `${bucket}-beside`)) as Given["props"]),
        ...(one.type === "aws:s3/bucketPolicy:BucketPolicy" ? { policy: onlyTransport(one, bucket) } : {}),
      },
    }));
}

function onlyTransport({ props: { policy } }: Given, bucket: string): string {
  const document = JSON.parse(String(policy)) as { readonly Statement: readonly Statement[] };
  const Statement = document.Statement.filter(({ Sid }) => /^Deny(PlainHttp|OldTls)$/.test(String(Sid)));
  return JSON.stringify({ ...document, Statement }).replaceAll(bucket, `${bucket}-beside`);
}

function split(statement: Statement, element: string): readonly Statement[] {
  const values = statement[element];
  if (!Array.isArray(values) || values.length < 2) return [statement];
  return values.map((value: unknown, at) => ({
    ...statement,
    Sid: `${String(statement["Sid"])}${String(at)}`,
    [element]: [value],
  }));
}

describe("a harmless change", function () {
  this.timeout(60_000);

  for (const situation of situations) {
    for (const [what, change] of changes) {
      it(`passes in ${situation}: ${what}`, async () => {
        const settings = shipped(situation);
        assert.deepEqual(refused(settings, change(await recorded(settings, "preview")), situation), []);
      });
    }
  }

  it("is a change in one of the stacks at least", async () => {
    const stacks = await Promise.all(situations.map((situation) => recorded(shipped(situation), "preview")));
    const same = changes.filter(([, change]) =>
      stacks.every((stack) => JSON.stringify(change(stack)) === JSON.stringify(stack)),
    );
    assert.deepEqual(
      same.map(([what]) => what),
      [],
    );
  });

  it("passes: a bucket beside it that nobody else reaches", async () => {
    const settings = shipped("local");
    const resources = await recorded(settings, "preview");
    assert.deepEqual(refused(settings, [...resources, ...beside(resources)], "local"), []);
  });

  it("passes: one more source that the settings declare, with its resources", async () => {
    const settings = shipped("local");
    const [template] = Object.values(settings.sources);
    assert.ok(template !== undefined);
    const more: Settings = {
      ...settings,
      sources: { ...settings.sources, further: { ...template, prefixes: ["further/"] } },
    };
    const resources = await recorded(more, "preview");
    assert.deepEqual(refused(more, resources, "local"), []);
    // And without the declaration it is refused.
    assert.notDeepEqual(refused(settings, resources, "local"), []);
  });

  it("passes: other days, tags and networks, in the settings and the stack alike", async () => {
    const settings = shipped("backup");
    const { destination } = settings;
    const other: Settings = {
      ...settings,
      destination: {
        ...destination,
        keepVersionsDays: 10,
        lifecycle: [{ prefix: "daily/", expireDays: 20, transitions: [] }],
        overwrite: "deny",
        network: { sourceIps: ["203.0.113.0/24"] },
      },
    };
    const resources = await recorded(other, "preview");
    assert.deepEqual(refused(other, resources, "backup"), []);
    assert.notDeepEqual(refused(settings, resources, "backup"), []);
  });
});

function refused(settings: Settings, resources: readonly Given[], situation: string): readonly string[] {
  const config = configurationOfPack(situation, settings) as PackConfig;
  return refusals(resources, config).map(({ rule, message }) => `${rule}: ${message}`);
}
