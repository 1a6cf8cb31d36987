/**
 * The Terraform twin of kept exports: at least one resource of each type that the situations have, as the engine
 * exported them. Whether Terraform takes the program is tried where it is installed: `npm run conformance`.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Block, ProviderSchema } from "../../local/awsPlugin/providerSchema/providerSchema";
import kept from "../../local/awsPlugin/providerSchema/schema.json";
import { terraformTypes } from "../../local/awsPlugin/providerSchema/terraformNames";
import { type ExportedState, readExportedState } from "./exportedState";
import { terraformProgram } from "./terraformProgram";
import { addressOf, twinOf } from "./twin";
import type { Arguments } from "./twinArguments";

// TypeScript reads a JSON file's tuples as plain arrays.
const schema = kept as unknown as ProviderSchema;
const state = readExportedState(readFileSync(join(__dirname, "samples", "export.json"), "utf8"));
const twin = twinOf(state, schema);
const options = { endpoint: "http://127.0.0.1:1", proxy: "http://127.0.0.1:2", accountId: "111111111111" };

/** Types that no situation that ships has. */
const unused = ["aws_sns_topic_policy"];

describe("The twin of an export", () => {
  it("has a resource for each one exported, of every type in use", () => {
    assert.equal(twin.resources.length, state.resources.length);
    const types = new Set(twin.resources.map(({ type }) => type));
    assert.deepEqual([...types, ...unused].sort(), Object.values(terraformTypes).sort());
    assert.equal(new Set(twin.resources.map(addressOf)).size, twin.resources.length);
  });

  it("is silent about nothing but what the provider does not know", () => {
    assert.deepEqual(twin.unknownInputs, [
      "aws_s3_bucket_server_side_encryption_configuration.rule.blockedEncryptionTypes",
    ]);
  });

  for (const { type, name, arguments: values } of twin.resources) {
    it(`gives ${type}.${name} what the provider requires, and only its arguments`, () => {
      const block = schema.resources[type];
      assert.ok(block);
      assert.deepEqual(faultsOf(values, block, type), []);
    });
  }

  it("says where a key's id was a reference to the key", () => {
    const text = JSON.stringify(twin.resources.map((resource) => resource.arguments));
    const keys = state.resources.filter(({ type }) => type === "aws:kms/key:Key");
    assert.ok(keys.length > 1);
    for (const { id } of keys) assert.ok(!text.includes(id), id);
    const alias = twin.resources.find(({ type }) => type === "aws_kms_alias");
    assert.match(String(alias?.arguments["target_key_id"]), /^\$\{aws_kms_key\.[\w-]+\.key_id\}$/);
  });

  it("leaves the variables of policies to AWS", () => {
    const trust = twinOf(stateWith({ assumeRolePolicy: '{"a":"${aws:PrincipalAccount} %{x} $x"}' }), schema);
    assert.deepEqual(trust.resources[0]?.arguments, {
      assume_role_policy: '{"a":"$${aws:PrincipalAccount} %%{x} $x"}',
    });
  });

  it("tells of an input that the provider does not have", () => {
    const { unknownInputs, resources } = twinOf(stateWith({ name: "a", colour: "red" }), schema);
    assert.deepEqual(unknownInputs, ["aws_iam_role.colour"]);
    assert.deepEqual(resources[0]?.arguments, { name: "a" });
  });

  it("depends on what the resource and the components around it depend on", () => {
    const filter = twin.resources.find(({ type }) => type === "aws_cloudwatch_log_metric_filter");
    assert.ok(filter?.dependsOn.some((address) => address.startsWith("aws_cloudwatch_log_group.")));
    const addresses = twin.resources.map(addressOf);
    for (const { dependsOn } of twin.resources) {
      for (const address of dependsOn) assert.ok(addresses.includes(address), address);
    }
  });

  it("names what is imported as the provider asks for it", () => {
    const idOf = (type: string) => twin.resources.find((one) => one.type === type)?.importId;
    assert.equal(idOf("aws_cloudwatch_log_metric_filter")?.split(":").length, 2);
    assert.match(idOf("aws_iam_role_policy") ?? "", /^[\w-]+:[\w-]+$/);
    assert.match(
      idOf("aws_iam_role_policy_attachment") ?? "",
      /^[\w-]+\/arn:aws:iam::\d{12}:policy\/[\w-]+$/,
    );
    assert.match(idOf("aws_s3_access_point") ?? "", /^\d{12}:[\w-]+$/);
    assert.match(idOf("aws_cloudtrail") ?? "", /^arn:aws:cloudtrail:/);
  });
});

describe("The program of a twin", () => {
  it("imports everything, or nothing", () => {
    const importing = terraformProgram(twin, { ...options, imports: true }) as {
      readonly import?: unknown[];
    };
    assert.equal(importing.import?.length, twin.resources.length);
    assert.ok(!("import" in terraformProgram(twin, { ...options, imports: false })));
  });

  it("reaches nothing but the local AWS, each account as its deploy role", () => {
    const { provider } = terraformProgram(twin, { ...options, imports: false }) as {
      readonly provider: readonly { readonly aws: readonly Arguments[] }[];
    };
    const configurations = provider.flatMap(({ aws }) => aws);
    assert.ok(configurations.length >= 3);
    for (const { endpoints, assume_role: roles, allowed_account_ids: accounts } of configurations) {
      const [urls] = endpoints as readonly Readonly<Record<string, string>>[];
      assert.deepEqual([...new Set(Object.values(urls ?? {}))], [options.endpoint]);
      const [role] = roles as readonly { readonly role_arn: string }[];
      assert.equal(role?.role_arn, `arn:aws:iam::${String(accounts)}:role/xput-deploy`);
    }
  });
});

function stateWith(inputs: Readonly<Record<string, unknown>>): ExportedState {
  const role = { urn: "urn:pulumi:s::p::aws:iam/role:Role::r", type: "aws:iam/role:Role", id: "r", inputs };
  return { resources: [{ ...role, provider: "", dependencies: [] }], providers: [] };
}

/** What of a block's arguments is missing, and what it has that is no argument. */
function faultsOf(values: Arguments, block: Block, place: string): readonly string[] {
  const required = [
    ...Object.keys(block.attributes).filter((name) => block.attributes[name]?.required),
    ...Object.keys(block.blocks).filter((name) => (block.blocks[name]?.least ?? 0) > 0),
  ];
  const missing = required
    .filter((name) => values[name] === undefined)
    .map((name) => `${place}.${name} is missing`);
  const inner = Object.entries(values).flatMap(([name, value]): readonly string[] => {
    const attribute = block.attributes[name];
    if (attribute !== undefined)
      return attribute.required || attribute.optional ? [] : [`${place}.${name} is an output`];
    const nested = block.blocks[name];
    if (nested === undefined) return [`${place}.${name} is unknown`];
    const items = value as readonly Arguments[];
    const tooMany =
      nested.most !== undefined && items.length > nested.most ? [`${place}.${name}: too many`] : [];
    return [...tooMany, ...items.flatMap((item) => faultsOf(item, nested, `${place}.${name}`))];
  });
  return [...missing, ...inner];
}
