import assert from "node:assert/strict";
import { join } from "node:path";
import { dropPoint } from "../../../../components/dropPoint";
import { quotaProblems } from "../../../../iam/quotas";
import type { Settings } from "../../../../settings/settings";
import { readStackFile } from "../../../../settings/stackFile";
import { register } from "../../../support/register";
import { type Given, unknownText } from "../crossGuard";

/** The settings of a stack that ships. */
export function shipped(stackName: string): Settings {
  const path = join(__dirname, "../../../../stacks", `Pulumi.${stackName}.yaml`);
  const result = readStackFile(path, quotaProblems);
  assert.ok(result.ok, result.ok ? "" : result.message);
  return result.settings;
}

const keyType = "aws:kms/key:Key";

/** What the recording engine answers for a key. */
const recordedKey = /^(?:arn:aws:kms:eu-west-1:111111111111:key\/)?([a-z-]+-key)$/;

/**
 * The resources that the program registers for these settings, as a stack rule sees them.
 *
 * @param when `preview`: ids and ARNs of keys are not known, and only what they are made from is; `up`: AWS has answered
 */
export async function recorded(settings: Settings, when: "preview" | "up"): Promise<readonly Given[]> {
  const registered = await register(() => {
    dropPoint(settings);
  });
  const providers = new Map(
    registered
      .filter(({ type }) => type.startsWith("pulumi:providers:"))
      .map(({ name, inputs }) => [name, inputs]),
  );
  const keys = new Map(
    registered.flatMap(({ type, name, provider }) => {
      if (type !== keyType) return [];
      const { allowedAccountIds, region } = providers.get(provider) ?? {};
      const account = /\d{12}/.exec(String(allowedAccountIds))?.[0] ?? "";
      const id = `00000000-0000-4000-8000-${String(name.length).padStart(12, "0")}`;
      return [[name, `arn:aws:kms:${String(region)}:${account}:key/${id}`] as const];
    }),
  );
  return registered.map(({ type, name, inputs, provider }): Given => {
    const madeFrom: Record<string, readonly string[]> = {};
    const props = Object.fromEntries(
      Object.entries(inputs).map(([property, value]) => {
        const named = new Set<string>();
        const result = replaced(value, (key) => {
          named.add(key);
          return when === "preview" ? unknownText : (keys.get(key) ?? key);
        });
        madeFrom[property] = [...named];
        return [property, result];
      }),
    );
    const answered =
      type !== keyType
        ? {}
        : when === "preview"
          ? { arn: unknownText, keyId: unknownText, id: unknownText }
          : { arn: keys.get(name), keyId: keys.get(name)?.split("/")[1], id: keys.get(name)?.split("/")[1] };
    const ownProvider = type.startsWith("pulumi:") ? undefined : providers.get(provider);
    return {
      type,
      name,
      props: { ...props, ...answered },
      madeFrom,
      ...(ownProvider === undefined ? {} : { provider: ownProvider }),
    };
  });
}

/** The value with each mention of a key's id or ARN replaced. */
function replaced(value: unknown, by: (key: string) => string): unknown {
  if (typeof value === "string") {
    const key = recordedKey.exec(value)?.[1];
    return key === undefined ? value : by(key);
  }
  if (Array.isArray(value)) return value.map((item: unknown) => replaced(item, by));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, replaced(member, by)]));
}
