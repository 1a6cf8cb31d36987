/**
 * Settings that change on a stack with objects in it: after no step of the real engine does anybody have access that
 * neither the settings before nor those after allow, and every object that was put stays readable as it was.
 *
 * Who puts and how it is encrypted change one after the other here: together, the old party could for a moment ask for
 * the new encryption. Steps are judged in the order in which they ended. How long AWS needs until a change holds everywhere is not proven.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readExport } from "../../access/stack/readState";
import type { StackResource } from "../../access/stack/stackResource";
import type { LocalAws } from "../../local/admin";
import { mustRunPulumi, stackFlags, type LocalStack } from "../../local/localStack";
import { localDir } from "../../local/paths";
import { readBack } from "../../local/readBack";
import { setUp } from "../../local/setUp";
import { tryPuts } from "../../local/tryPuts";
import type { Settings } from "../../settings/settings";
import { openings, type Opening } from "../support/changeSequence";
import { engineOperations } from "../support/engineOperations";
import { emptyLocalAws, requestFor } from "./request";

/** What a change sets; the rest stays as the change before left it. */
interface Change {
  readonly what: string;
  readonly encryption?: string;
  /** Lines of the source `shipper`. */
  readonly shipper?: readonly string[];
}

const changes: readonly Change[] = [
  {
    what: "nothing, to begin with",
    encryption: "{ kind: s3 }",
    shipper: ['accountId: "333333333333"', "uploaders: [role/export]", "prefixes: [shipper/in/]"],
  },
  { what: "a key of its own", encryption: "{ kind: kms }" },
  { what: "no bucket key", encryption: "{ kind: kms, bucketKey: false }" },
  { what: "two layers", encryption: "{ kind: dsse }" },
  {
    what: "another party at another place",
    shipper: ['accountId: "555555555555"', "uploaders: [role/deliver]", "prefixes: [shipper/new/]"],
  },
  {
    what: "direct puts",
    shipper: [
      'accountId: "555555555555"',
      "uploaders: [role/deliver]",
      "prefixes: [shipper/new/]",
      "accessMode: bucketPolicy",
    ],
  },
  {
    what: "another party with an access point, elsewhere",
    shipper: [
      'accountId: "666666666666"',
      "uploaders: [user/feed]",
      "prefixes: [shipper/feed/]",
      "accessMode: accessPoint",
    ],
  },
  {
    what: "an organization through a role",
    shipper: [
      "organizationId: o-abc1234567",
      "uploaders: [role/deliver]",
      'prefixes: ["accounts/${accountId}/"]',
    ],
  },
  {
    what: "the first party again",
    shipper: ['accountId: "333333333333"', "uploaders: [role/export]", "prefixes: [shipper/in/]"],
  },
  { what: "S3's own key again", encryption: "{ kind: s3 }" },
];

const stackText = (encryption: string, shipper: readonly string[]): string => `
config:
  pulumi:disable-default-providers: ["*"]
  xput:s3UsePathStyle: true
  xput:audit: { kind: none }
  xput:destination:
    accountId: "111111111111"
    region: eu-west-1
    deployRole: role/xput-deploy
    bucket: acme-changes
    encryption: ${encryption}
    readers: [role/ingest]
  xput:sources:
    marketing:
      accountId: "222222222222"
      uploaders: [role/app/uploader]
      prefixes: [marketing/]
      manage: { deployRole: role/xput-deploy }
    shipper:
${shipper.map((line) => `      ${line}`).join("\n")}
`;

/**
 * While a writer role is made anew, the key's policy names a role that is not there. The analysis takes such a role to
 * exist with unknown policies; the role of this stack has none then, since nobody else has its name.
 */
function isReal({ sentence }: Opening): boolean {
  return !sentence.includes("the policies of arn:aws:iam::111111111111:role/xput-shipper are not known");
}

interface PutObject {
  readonly key: string;
  readonly versionId: string;
  readonly body: Buffer;
}

describe("a stack whose settings change", function () {
  this.timeout(300_000);
  // The suite's own folder is known only once the suite runs.
  const eventLog = () => join(localDir(), "changes.ndjson");
  const objects: PutObject[] = [];
  let encryption = "";
  let shipper: readonly string[] = [];
  let start: readonly StackResource[] = [];

  before(emptyLocalAws);

  for (const change of changes) {
    it(`opens nothing in between and loses nothing: ${change.what}`, async () => {
      encryption = change.encryption ?? encryption;
      shipper = change.shipper ?? shipper;
      const request = requestFor("changes", stackText(encryption, shipper), "changes");
      const { stack, aws } = await setUp(request);
      await deploy(stack);

      const operations = engineOperations(readFileSync(eventLog(), "utf8"), start);
      assert.ok(operations.length > 0, "the change changes something");
      assert.deepEqual(openings(start, operations).filter(isReal), []);
      start = await exported(stack);

      await putAll(aws, request.settings);
      for (const { key, versionId, body } of objects) {
        const told = await readBack(aws, request.settings, {}, { key, versionId, body });
        assert.match(told, /read back/, key);
      }
    });
  }

  async function deploy(stack: LocalStack): Promise<void> {
    const logging = { ...stack, environment: { ...stack.environment, PULUMI_DEBUG_COMMANDS: "1" } };
    const flags = ["--yes", "--skip-preview", "--event-log", eventLog(), ...stackFlags(stack)];
    await mustRunPulumi(logging, "pulumi up", ["up", ...flags]);
  }

  async function exported(stack: LocalStack): Promise<readonly StackResource[]> {
    const text = await mustRunPulumi(stack, "pulumi stack export", [
      "stack",
      "export",
      "--stack",
      stack.name,
    ]);
    const state = readExport(JSON.parse(text));
    assert.ok(state.ok, state.ok ? "" : state.problem);
    return state.resources;
  }

  async function putAll(aws: LocalAws, settings: Settings): Promise<void> {
    for (const { ok, key, outcome } of await tryPuts(aws, settings)) {
      assert.ok(ok, `${key}: ${outcome}`);
      const versionId = /version ([^ ]+)$/.exec(outcome)?.[1];
      assert.ok(versionId !== undefined, outcome);
      objects.push({ key, versionId, body: Buffer.from(`put as ${key}\n`) });
    }
  }
});
