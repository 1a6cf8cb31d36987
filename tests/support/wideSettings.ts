import { settingsWith } from "./settings";

/** Settings that ask for everything that the program can make, with the sources of each kind and access mode. */
export function wideSettings(destination: object = {}) {
  return settingsWith(
    {
      marketing: {
        accountId: "222222222222",
        uploaders: ["role/app/uploader", "user/alice"],
        groups: [{ group: "group/uploaders", members: ["user/bob"] }],
        prefixes: ["marketing/"],
        manage: { deployRole: "role/xput-deploy" },
      },
      sensors: {
        accountId: "222222222222",
        accessMode: "accessPoint",
        uploaders: ["role/sensor"],
        prefixes: ["sensors/"],
        manage: { deployRole: "role/xput-deploy" },
      },
      builds: {
        webIdentity: {
          provider: "token.actions.githubusercontent.com",
          subjects: ["repo:acme/app:environment:production"],
        },
        prefixes: ["builds/"],
      },
    },
    {
      encryption: { kind: "kms" },
      objectLock: { mode: "governance", days: 1 },
      accessLogs: {},
      eventBridge: true,
      malwareScan: { prefixes: ["marketing/"] },
      replication: {
        accountId: "555555555555",
        region: "eu-central-1",
        deployRole: "role/xput-deploy",
        bucket: "acme-drop-test-replica",
      },
      forceDestroy: true,
      protect: false,
      ...destination,
    },
    { audit: { kind: "trail", alarmEmails: ["sec@example.com"] } },
  );
}
