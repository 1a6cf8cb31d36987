import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { quotaProblems } from "../../iam/quotas";
import { localDir } from "../../local/paths";
import type { LocalRequest } from "../../local/setUp";
import { readStackFile } from "../../settings/stackFile";

/**
 * A stack that asks for everything that the program can make, before and after a change of everything that can be
 * changed in place.
 */
export type Version = "first" | "changed";

/** The stack, as a request to the local AWS on a port. */
export function wideStack(version: Version, port: number): LocalRequest {
  const folder = join(localDir(), "settings");
  mkdirSync(folder, { recursive: true });
  const stackFile = join(folder, `Pulumi.${version}.yaml`);
  writeFileSync(stackFile, stringify({ encryptionsalt: emptyPassphrase, config: settings(version) }));
  const result = readStackFile(stackFile, quotaProblems);
  if (!result.ok) throw new Error(result.message);
  return { stackName: "minimal", stackFile, settings: result.settings, port };
}

/** The salt that belongs to an empty passphrase: the stack has no secret. */
const emptyPassphrase = "v1:6EZWqiCb0Lg=:v1:x0sJpu63hhui+6vo:dKFF/LgXOIiKD/jiyaImb5+WqbuHMA==";

function settings(version: Version): Readonly<Record<string, unknown>> {
  const changed = version === "changed";
  const deployRole = "role/xput-deploy";
  return {
    "pulumi:disable-default-providers": ["*"],
    "xput:s3UsePathStyle": true,
    "xput:destination": {
      accountId: "111111111111",
      region: "eu-west-1",
      deployRole,
      bucket: "acme-drop-minimal",
      encryption: { kind: "kms", rotationDays: changed ? 200 : 365 },
      readers: [changed ? "role/ingest-anew" : "role/ingest"],
      keepVersionsDays: changed ? 20 : 30,
      objectLock: { mode: "governance", days: 1 },
      accessLogs: {},
      eventBridge: true,
      malwareScan: { prefixes: changed ? ["marketing/", "builds/"] : ["marketing/"] },
      replication: {
        accountId: "555555555555",
        region: "eu-central-1",
        deployRole,
        bucket: "acme-drop-minimal-replica",
      },
      protect: false,
      forceDestroy: true,
    },
    "xput:audit": {
      kind: "trail",
      events: changed ? "all" : "write",
      logGroupDays: changed ? 180 : 90,
      alarmEmails: ["security@example.com"],
    },
    "xput:sources": {
      marketing: {
        accountId: "222222222222",
        uploaders: ["role/app/uploader", "user/alice"],
        groups: [{ group: "group/uploaders", members: ["user/bob"] }],
        prefixes: changed ? ["marketing/", "sales/"] : ["marketing/"],
        externalId: changed ? "second" : "first",
        sessionMinutes: changed ? 90 : 60,
        manage: { deployRole },
      },
      sensors: {
        accountId: "222222222222",
        accessMode: "accessPoint",
        uploaders: ["role/sensor"],
        prefixes: changed ? ["sensors/", "meters/"] : ["sensors/"],
        manage: { deployRole },
      },
      builds: {
        webIdentity: {
          provider: "token.actions.githubusercontent.com",
          audience: changed ? "changed.example.com" : "sts.amazonaws.com",
          subjects: ["repo:acme/app:environment:production"],
        },
        prefixes: ["builds/"],
      },
    },
  };
}
