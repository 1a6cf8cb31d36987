import assert from "node:assert/strict";
import { quotaProblems } from "../../iam/quotas";
import { parseSettings, type Settings } from "../../settings/settings";

/** Settings that are right in every part, as they stand in YAML. A test breaks them in one place. */
export function goodSettings() {
  return {
    destination: {
      accountId: "111111111111",
      region: "eu-west-1",
      deployRole: "role/xput-deploy",
      bucket: "acme-drop-test",
    } as Record<string, unknown>,
    sources: {
      marketing: {
        accountId: "222222222222",
        uploaders: ["role/app/uploader", "user/alice"],
        prefixes: ["marketing/"],
        organizationId: "o-abc1234567",
        manage: { deployRole: "role/xput-deploy" },
      } as Record<string, unknown>,
      shipper: {
        accountId: "333333333333",
        uploaders: ["role/export"],
        prefixes: ["shipper/in/"],
        externalId: "shipper-7f3a9c",
      } as Record<string, unknown>,
    },
  };
}

/** The settings of one destination with these sources, read as a stack's are; a wrong one fails the test. */
export function settingsWith(
  sources: Readonly<Record<string, object>>,
  destination: object = {},
  others: object = {},
): Settings {
  const raw = { ...others, destination: { ...goodSettings().destination, ...destination }, sources };
  const result = parseSettings(raw, quotaProblems);
  assert.ok(result.ok, result.ok ? "" : JSON.stringify(result.problems));
  return result.settings;
}
